import type { Picture } from '../scene/compose.js';
import { fill, type Strings } from './strings.js';

/** Less is not worth a sentence: where views draw that much of the weight, they draw all that can be seen. */
const little = 0.005;

/** Never rounds up to the whole when something is left out. */
function sharePercent(share: number): string {
  const percent = 100 * share;
  return percent > 99 && percent < 100 ? (Math.floor(percent * 10) / 10).toFixed(1) : percent.toFixed(0);
}

/** How much of the weight lies on tokens that were left out; empty where it is next to nothing. */
export function hiddenText({ shown, transformed }: Pick<Picture, 'shown' | 'transformed'>, strings: Strings) {
  if (shown.hidden < little) return '';
  const text = transformed.renormalized ? strings.shareHiddenBefore : strings.shareHidden;
  return fill(text, { percent: sharePercent(shown.hidden) });
}

/** What the picture leaves out of the weight, in sentences. */
export function shareTexts(picture: Picture, strings: Strings): string[] {
  const { scaled, shown, transformed } = picture;
  const kept = transformed.renormalized ? 1 : 1 - shown.hidden;
  return [
    scaled.filtered ? fill(strings.shareDrawn, { percent: sharePercent(scaled.share * kept) }) : '',
    hiddenText(picture, strings),
  ].filter(Boolean);
}
