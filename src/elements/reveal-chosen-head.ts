import { keepTabStops } from './roving.js';

const revealed = new WeakMap<ParentNode, string>();

/**
 * After a render: every row of buttons keeps one tab stop, and the button of the only chosen head comes into the row that is
 * swiped on small screens, once for each choice.
 */
export function revealChosenHead(root: ParentNode, heads: number[]): void {
  keepTabStops(root);
  if (revealed.get(root) === heads.join()) return;
  revealed.set(root, heads.join());
  const chosen = root.querySelectorAll<HTMLElement>('.chip[aria-pressed="true"]');
  const row = chosen[0]?.closest<HTMLElement>('.choices');
  if (!row || chosen.length > 1 || row.scrollWidth <= row.clientWidth) return;
  const [box, within] = [chosen[0]!.getBoundingClientRect(), row.getBoundingClientRect()];
  // the end of the row is faded out
  const fade = 28;
  if (box.left >= within.left + fade && box.right <= within.right - fade) return;
  row.scrollLeft += box.left + box.width / 2 - within.left - within.width / 2;
}
