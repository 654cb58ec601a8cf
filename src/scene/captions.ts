import { fitText } from './labels.js';
import type { Measure } from './theme.js';

/** A text in one line or two of at most `width`, broken between words; what does not fit the second is cut with an ellipsis. */
export function captionLines(text: string, width: number, size: number, measure: Measure): string[] {
  if (measure(text, size) <= width) return [text];
  const words = text.split(' ');
  let count = words.length - 1;
  while (count > 0 && measure(words.slice(0, count).join(' '), size) > width) count--;
  if (count === 0) return [fitText(text, width, size, measure)];
  const [first, second] = [words.slice(0, count), words.slice(count)].map((part) => part.join(' '));
  return [first!, fitText(second!, width, size, measure)];
}
