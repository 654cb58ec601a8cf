/** Size of the font of the page's root, CSS pixels: what `rem` means. */
export const remOfPage = (): number =>
  Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
