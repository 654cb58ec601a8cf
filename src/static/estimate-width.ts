import type { Measure } from '../scene/theme.js';

/** Widths of the characters from space to tilde, hundredths of an em, of a sans serif of common width (Noto Sans). */
const ascii = (
  '26 27 41 65 57 83 73 22 30 30 55 57 27 32 27 37 57 57 57 57 57 57 57 57 57 57 27 27 57 57 57 43 90 64 65 63 73 56 52 ' +
  '73 74 34 27 62 52 91 76 78 60 78 62 55 56 73 60 93 59 57 57 33 37 33 57 44 28 56 61 48 61 56 34 61 62 26 26 53 26 93 ' +
  '62 60 61 61 41 48 36 62 51 79 53 51 47 38 55 38 57'
)
  .split(' ')
  .map((hundredths) => Number(hundredths) / 100);

const zeroWidth = /[\p{Mn}\p{Me}\p{Cf}\p{Emoji_Modifier}]/u;
const fullWidth =
  /[\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}\u3000-\u303f\uff01-\uff60]/u;

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** A whole character may be many code points (an emoji with joiners, a letter with marks); the widest stands for all. */
function widthOf(character: string): number {
  let width = 0;
  for (const point of character) {
    const known = ascii[point.codePointAt(0)! - 32];
    const own = known ?? (zeroWidth.test(point) ? 0 : fullWidth.test(point) ? 1 : 0.6);
    width = Math.max(width, own);
  }
  return width;
}

/** Widths of texts where there is no browser to measure them: good to a few percent for usual sans serifs. */
export const estimateWidth: Measure = (text, size, weight = 400) => {
  let ems = 0;
  for (const { segment } of segmenter.segment(text)) ems += widthOf(segment);
  return ems * size * (weight > 400 ? 1.05 : 1);
};
