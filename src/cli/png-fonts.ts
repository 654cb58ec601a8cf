/**
 * Text of an SVG as the painter of PNGs needs it. It knows no `direction`, takes the first font of a list that is installed,
 * and for letters which that one lacks any font that has them, with serifs, italic or bold: so labels in
 * each script ask for fonts of their own.
 */

/** Families for Latin, Greek and Cyrillic letters, of Windows, macOS and Linux. */
const sans = ['Segoe UI', 'Helvetica Neue', 'Noto Sans', 'DejaVu Sans', 'Liberation Sans', 'Arial'];

/** Families that may be named, and have no letters of the scripts below. */
const latinOnly = new Set(
  [...sans, 'Helvetica', 'Inter', 'Roboto', 'Open Sans', 'Lato', 'Verdana'].map((name) => name.toLowerCase()),
);

const korean = ['Apple SD Gothic Neo', 'Malgun Gothic', 'Noto Sans CJK KR', 'Noto Sans KR', 'NanumGothic'];
const japanese = ['Hiragino Sans', 'Yu Gothic', 'Meiryo', 'Noto Sans CJK JP', 'Noto Sans JP'];
const chinese = ['PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', 'WenQuanYi Zen Hei'];

/** Families with letters of several scripts, arrows and signs. */
const wide = ['Segoe UI Symbol', 'Lucida Grande', 'DejaVu Sans', 'Arial Unicode MS', 'Noto Sans Math'];

/** Families of one script. */
const others: Record<string, string[]> = {
  Arabic: ['Geeza Pro', 'Segoe UI', 'Noto Sans Arabic'],
  Hebrew: ['Arial Hebrew', 'Segoe UI', 'Noto Sans Hebrew'],
  Devanagari: ['Kohinoor Devanagari', 'Nirmala UI', 'Noto Sans Devanagari'],
  Bengali: ['Kohinoor Bangla', 'Nirmala UI', 'Noto Sans Bengali'],
  Tamil: ['Tamil Sangam MN', 'Nirmala UI', 'Noto Sans Tamil'],
  Telugu: ['Kohinoor Telugu', 'Nirmala UI', 'Noto Sans Telugu'],
  Thai: ['Thonburi', 'Leelawadee UI', 'Noto Sans Thai'],
  Georgian: ['Helvetica Neue', 'Segoe UI', 'Noto Sans Georgian'],
  Armenian: ['Mshtakan', 'Segoe UI', 'Noto Sans Armenian'],
  Ethiopic: ['Kefa', 'Ebrima', 'Noto Sans Ethiopic'],
};

const script = (name: string) => new RegExp(`\\p{Script=${name}}`, 'u');
const otherScripts = Object.entries(others).map(([name, families]) => ({ has: script(name), families }));

/** What Han characters look like depends on the language. */
function han(lang: string, text: string): string[] {
  if (lang === 'ko' || (lang !== 'ja' && lang !== 'zh' && /\p{Script=Hangul}/u.test(text))) return korean;
  if (lang === 'ja' || (lang !== 'zh' && /[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)))
    return japanese;
  return chinese;
}

/**
 * Of a label; undefined where fonts for text have all of it. Where a font lacks one character of a label, the painter may
 * take another one for the whole: it gets one that has both scripts, rather than one for each.
 */
function familiesOf(text: string, ofHan: string[]): string[] | undefined {
  if (/\p{Script=Hangul}/u.test(text)) return korean;
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return japanese;
  if (/\p{Script=Han}/u.test(text)) return ofHan;
  const other = otherScripts.find(({ has }) => has.test(text));
  if (other && !/[\p{Script=Latin}\u2070-\u2bff]/u.test(text)) return other.families;
  return other || /[\u2070-\u2bff]/.test(text) ? wide : undefined;
}

const isSans = (family: string) => /^(system-ui|ui-sans-serif|sans-serif)$/i.test(family);
const bare = (family: string) => family.trim().replace(/^(?:&quot;|['"])|(?:&quot;|['"])$/g, '');
/** Without spaces: the painter takes them for parts of names. */
const list = (families: string[]) =>
  families.map((family) => (/^[\w-]+$/.test(family) ? family : `'${family.replaceAll("'", '')}'`)).join();

/** Of fonts with serifs or of one width nothing is known here: lists without a generic sans-serif stay as they are. */
function withFonts(svg: string, lang: string): string {
  const named = / font-family="([^"]*)"/.exec(svg)?.[1]?.split(',').map(bare) ?? [];
  if (!named.some(isSans)) return svg;
  const own = named.filter((family) => !isSans(family));
  const ofScripts = own.filter((family) => !latinOnly.has(family.toLowerCase()));
  const ofHan = han(lang, svg);
  const dressed = (tag: string, text: string) => {
    const families = familiesOf(text, ofHan);
    if (!families) return tag + text;
    const all = list([...ofScripts, ...families, ...sans, 'sans-serif']);
    return `<text font-family="${all}"${tag.slice('<text'.length)}${text}`;
  };
  return svg
    .replace(/ font-family="[^"]*"/, () => ` font-family="${list([...own, ...sans, 'sans-serif'])}"`)
    .replace(/(<text [^>]*>)([^<]*)/g, (_, tag: string, text: string) => dressed(tag, text));
}

const turned: Record<string, string> = { start: 'end', end: 'start' };

/** Without `direction`, an anchor at the start of a line is at its left. */
const withoutDirection = (svg: string) =>
  svg.replace(
    / text-anchor="(\w+)" direction="rtl"/g,
    (_, anchor: string) => ` text-anchor="${turned[anchor] ?? anchor}"`,
  );

export const svgForPng = (svg: string, lang = 'en'): string => withFonts(withoutDirection(svg), lang);
