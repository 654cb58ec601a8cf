/** Words of the buttons that every page has, by its language. */
export const strings = {
  en: { copy: 'Copy', copyTag: 'Copy tag', copied: 'Copied', notCopied: 'Cannot copy here' },
  ko: { copy: '복사', copyTag: '태그 복사', copied: '복사함', notCopied: '복사할 수 없음' },
};
