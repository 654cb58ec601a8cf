import { html, nothing, type TemplateResult } from 'lit';
import { cssColor } from '../render/css-color.js';
import type { Picture } from '../scene/compose.js';
import type { Theme } from '../scene/theme.js';
import { exactNumber, type Reading } from './reading.js';
import { setStyles } from './set-styles.js';

/** Exact values of the place that the reader is on. */
export function tooltip(reading: Reading | undefined, theme: Theme): TemplateResult {
  const dot = (color: number | undefined) =>
    color === undefined
      ? nothing
      : html`<span
          class="dot"
          ${setStyles({ '--_color': cssColor(theme.heads[color % theme.heads.length]!) })}
        ></span>`;
  return html`<div class="tooltip" part="tooltip" aria-hidden="true" ?hidden=${!reading}>
    ${
      reading
        ? html`<strong>${reading.text}</strong> ${
              reading.rows.length === 1 && !reading.rows[0]!.label
                ? html` <span class="single">${exactNumber(reading.rows[0]!.weight)}</span>`
                : nothing
            }
            ${reading.detail ? html`<div class="detail">${reading.detail}</div>` : nothing}
            ${
              reading.rows.some((row) => row.label)
                ? html`<dl>
                    ${reading.rows.map(
                      (row) =>
                        html`<dt>${dot(row.color)}${row.label}</dt>
                          <dd>${exactNumber(row.weight)}</dd>`,
                    )}
                  </dl>`
                : nothing
            }`
        : nothing
    }
  </div>`;
}

/** Space between the tooltip and the marked place, CSS pixels. */
const distance = 10;

/** Puts the tooltip below or above the marked place, within the width of the figure. */
export function placeTooltip(root: ParentNode, picture: Picture): void {
  const tip = root.querySelector<HTMLElement>('.tooltip')!;
  const box = root.querySelector<HTMLElement>('.figure')!;
  if (tip.hidden) return;
  const anchor = anchorOf(picture);
  if (anchor) placeTooltipAt(tip, box, anchor);
}

/** The same for a rectangle of the drawing. */
export function placeTooltipAt(
  tip: HTMLElement,
  box: HTMLElement,
  anchor: { x: number; y: number; width: number; height: number },
): void {
  const [width, height] = [tip.offsetWidth, tip.offsetHeight];
  const x = anchor.x - box.scrollLeft + anchor.width / 2 - width / 2;
  const below = anchor.y + anchor.height + distance;
  // above where there is room, since what is read next mostly stands below
  const y = anchor.y - height - distance >= 0 ? anchor.y - height - distance : below;
  const within = Math.max(0, Math.min(box.clientWidth - width, x));
  tip.style.transform = `translate(${Math.round(within)}px, ${Math.round(y)}px)`;
}

/** Rectangle of the place that the reader is on. */
function anchorOf({
  scene,
  focus,
}: Picture): { x: number; y: number; width: number; height: number } | undefined {
  let found: { x: number; y: number; width: number; height: number } | undefined;
  for (const target of scene.targets) {
    if (target.type === 'grid') {
      if (focus.query === undefined || focus.key === undefined) continue;
      if (
        focus.head !== undefined &&
        target.head !== undefined &&
        (focus.head !== target.head || focus.layer !== target.layer)
      )
        continue;
      const { firstRow = 0, firstColumn = 0 } = target;
      const [row, column] = target.transposed
        ? [focus.key - firstRow, focus.query - firstColumn]
        : [focus.query - firstRow, focus.key - firstColumn];
      const [width, height] = [target.width / target.columns, target.height / target.rows];
      return { x: target.x + column * width, y: target.y + row * height, width, height };
    }
    if (target.type === 'axis') {
      const at = target.side === 'query' ? focus.query : focus.key;
      const other = target.side === 'query' ? focus.key : focus.query;
      if (at === undefined || other !== undefined) continue;
      const place = (at - target.first) / target.count;
      const [width, height] = [target.width, target.height].map((length) => length / target.count) as [
        number,
        number,
      ];
      found ??= target.level
        ? { ...target, x: target.x + place * target.width, width }
        : { ...target, y: target.y + place * target.height, height };
      continue;
    }
    if (target.type !== 'rect') continue;
    const { subject } = target;
    const is =
      (subject.type === 'query' && subject.query === focus.query && focus.key === undefined) ||
      (subject.type === 'key' && subject.key === focus.key) ||
      (subject.type === 'token' && subject.token === (focus.key ?? focus.query)) ||
      (subject.type === 'head' && subject.layer === focus.layer && subject.head === focus.head);
    if (is) found ??= target;
  }
  return found;
}
