import { html, noChange, type TemplateResult } from 'lit';
import { Directive, directive, type ElementPart } from 'lit/directive.js';
import { drawMarks } from '../render/canvas-painter.js';
import type { Picture } from '../scene/compose.js';
import { wholeOf } from '../scene/matrix.js';
import { overview } from '../scene/overview.js';
import type { CellsMark } from '../scene/scene.js';
import type { Theme } from '../scene/theme.js';
import { capturePointer } from './capture-pointer.js';
import { setStyles } from './set-styles.js';
import { fill, type Strings } from './strings.js';
import type { Zoom } from './zoom.js';

/** Share of the visible part that an arrow key moves it by. */
const step = 1 / 8;

/** Draws the whole in small, once for each picture. */
class Paint extends Directive {
  private last: unknown[] = [];

  override update({ element }: ElementPart, [mark, theme]: [CellsMark, Theme]): typeof noChange {
    const canvas = element as HTMLCanvasElement;
    const ratio = devicePixelRatio || 1;
    const now = [mark.values, mark.ramp, mark.width, mark.height, ratio];
    if (now.every((value, i) => value === this.last[i])) return noChange;
    this.last = now;
    canvas.width = Math.round(mark.width * ratio);
    canvas.height = Math.round(mark.height * ratio);
    const context = canvas.getContext('2d');
    if (context) drawMarks(context, [mark], theme, ratio);
    return noChange;
  }

  render(...given: [CellsMark, Theme]): typeof noChange {
    void given;
    return noChange;
  }
}

const paint = directive(Paint);

/**
 * The whole of a large matrix in small, with the visible part as a frame that is dragged, or moved by arrow keys. Pressing
 * beside the frame brings it there.
 */
export function overviewOf(picture: Picture, theme: Theme, zoom: Zoom, strings: Strings): TemplateResult {
  const { shown, scene } = picture;
  const whole = wholeOf(shown);
  const part = zoom.part ?? whole;
  const isTransposed = scene.targets.some((target) => target.type === 'grid' && target.transposed);
  const { width, height, marks, part: frame } = overview(picture, part, isTransposed, theme);
  const px = (value: number) => `${value}px`;

  /** Query and key under the pointer, with their fractions. */
  const placeOf = (event: PointerEvent, box: DOMRect): [query: number, key: number] => {
    const across = (event.clientX - box.left) / box.width;
    const down = (event.clientY - box.top) / box.height;
    const [q, k] = isTransposed ? [across, down] : [down, across];
    return [q * whole.rows, k * whole.columns];
  };
  const down = (event: PointerEvent) => {
    if (event.button !== 0) return;
    const brush = event.currentTarget as HTMLElement;
    capturePointer(event);
    const box = brush.getBoundingClientRect();
    const [query, key] = placeOf(event, box);
    const now = zoom.part;
    const isInside =
      now &&
      query >= now.top &&
      query < now.top + now.rows &&
      key >= now.left &&
      key < now.left + now.columns;
    if (!isInside) zoom.lookAt(query, key);
    const held = zoom.part;
    if (held) grips.set(brush, { box, query: query - held.top, key: key - held.left });
  };
  const move = (event: PointerEvent) => {
    const grip = grips.get(event.currentTarget as Element);
    const now = zoom.part;
    if (!grip || !now) return;
    const [query, key] = placeOf(event, grip.box);
    zoom.show({ ...now, top: query - grip.query, left: key - grip.key });
  };
  const release = (event: PointerEvent) => grips.delete(event.currentTarget as Element);
  const press = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (zoom.key(event)) return event.preventDefault();
    const moved = movedBy(event.key, part, isTransposed);
    if (!moved) return;
    event.preventDefault();
    zoom.show({ ...part, ...moved });
  };
  const range = (from: number, count: number, all: number) =>
    fill(strings.rangeOf, { from: from + 1, to: from + count, count: all });
  return html`<div
    class="overview ${zoom.part ? '' : 'whole'}"
    part="overview"
    role="slider"
    tabindex="0"
    aria-label=${strings.overview}
    aria-description=${strings.overviewHelp}
    aria-valuemin="1"
    aria-valuemax=${whole.rows - part.rows + 1}
    aria-valuenow=${part.top + 1}
    aria-valuetext=${`${strings.query} ${range(part.top, part.rows, whole.rows)}, ${strings.key} ${range(part.left, part.columns, whole.columns)}`}
    title=${strings.overviewHelp}
    ${setStyles({ width: px(width), height: px(height) })}
    @pointerdown=${down}
    @pointermove=${move}
    @pointerup=${release}
    @pointercancel=${release}
    @keydown=${press}
  >
    <canvas aria-hidden="true" ${paint(marks[0]!, theme)}></canvas>
    <div
      class="frame"
      ${setStyles({ left: px(frame.x), top: px(frame.y), width: px(frame.width), height: px(frame.height) })}
    ></div>
  </div>`;
}

/**
 * Where in the frame the pointer holds it, queries and keys from its corner; and where the overview was then, as the figure
 * above may grow or shrink meanwhile.
 */
const grips = new WeakMap<Element, { box: DOMRect; query: number; key: number }>();

/** The corner of the part after a key; undefined for keys that do not move it. */
function movedBy(
  key: string,
  { top, left, rows, columns }: { top: number; left: number; rows: number; columns: number },
  isTransposed: boolean,
): { top: number; left: number } | undefined {
  const down = Math.max(1, Math.round(rows * step));
  const right = Math.max(1, Math.round(columns * step));
  const far = Number.MAX_SAFE_INTEGER;
  const turned: Record<string, string> = {
    ArrowUp: 'ArrowLeft',
    ArrowLeft: 'ArrowUp',
    ArrowDown: 'ArrowRight',
    ArrowRight: 'ArrowDown',
  };
  switch (isTransposed ? (turned[key] ?? key) : key) {
    case 'ArrowUp':
      return { top: top - down, left };
    case 'ArrowDown':
      return { top: top + down, left };
    case 'ArrowLeft':
      return { top, left: left - right };
    case 'ArrowRight':
      return { top, left: left + right };
    case 'PageUp':
      return { top: top - rows, left };
    case 'PageDown':
      return { top: top + rows, left };
    case 'Home':
      return { top: 0, left: 0 };
    case 'End':
      return { top: far, left: far };
    default:
      return undefined;
  }
}
