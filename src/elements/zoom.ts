import type { Picture } from '../scene/compose.js';
import type { Window } from '../scene/pooled-matrix.js';
import type { GridTarget } from '../scene/scene.js';

export interface ZoomHost {
  picture(): Picture | undefined;
  requestUpdate(): void;
}

/** Fewest rows and columns that a part may have. */
const fewest = 16;

/** Pixels that a pointer may move in a click. */
const clickSlop = 4;

/** Smaller matrices are seen whole. */
export const mayZoom = ({ view, shown }: Picture) =>
  view === 'matrix' && Math.max(shown.queries.length, shown.keys.length) > 2 * fewest;

const within = (value: number, low: number, high: number) => Math.max(low, Math.min(high, value));

/**
 * Which part of a large matrix the reader looks at. Zooming is by the wheel with Ctrl (what pinching a trackpad sends), by
 * `+`, `-` and `0`, or by buttons; the plain wheel is left to the page. A zoomed matrix is moved by dragging.
 */
export class Zoom {
  /** Rows are queries; absent: all of the matrix. */
  part: Window | undefined;
  #host: ZoomHost;
  #drag: { x: number; y: number; part: Window; moved: boolean } | undefined;

  constructor(host: ZoomHost) {
    this.#host = host;
  }

  readonly wheel = (event: WheelEvent): void => {
    if (!(event.ctrlKey || event.metaKey)) return;
    const place = this.#placeOf(event);
    if (!place) return;
    event.preventDefault();
    const lines = event.deltaMode === 1 ? 16 : 1;
    this.by(2 ** (within(event.deltaY * lines, -120, 120) / 120), place);
  };

  readonly down = (event: PointerEvent): void => {
    if (!this.part || event.button !== 0) return;
    this.#drag = { x: event.clientX, y: event.clientY, part: this.part, moved: false };
  };

  /** Whether the pointer is dragging, so that it reads nothing. */
  readonly move = (event: PointerEvent): boolean => {
    const drag = this.#drag;
    const grid = this.#grid();
    if (!drag || !grid) return false;
    const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y];
    if (!drag.moved && Math.hypot(dx, dy) < clickSlop) return true;
    if (!drag.moved) (event.currentTarget as Element).setPointerCapture?.(event.pointerId);
    drag.moved = true;
    const rows = Math.round((-dy * grid.rows) / grid.height);
    const columns = Math.round((-dx * grid.columns) / grid.width);
    const [down, right] = grid.transposed ? [columns, rows] : [rows, columns];
    this.#show({ ...drag.part, top: drag.part.top + down, left: drag.part.left + right });
    return true;
  };

  /** Ends a drag; true where there was one, so that the click that follows means nothing. */
  readonly up = (): boolean => {
    const moved = this.#drag?.moved ?? false;
    this.#drag = undefined;
    return moved;
  };

  /** Zooms by a key; true when it was one. */
  key({ key }: KeyboardEvent): boolean {
    const factor = { '+': 0.5, '=': 0.5, '-': 2 }[key];
    const picture = this.#host.picture();
    if (!picture || !mayZoom(picture)) return false;
    if (key === '0') this.reset();
    else if (factor) this.by(factor, this.#cursor());
    else return false;
    return true;
  }

  reset(): void {
    this.part = undefined;
    this.#host.requestUpdate();
  }

  /** Makes the part larger or smaller around a place, which stays where it is. */
  by(factor: number, place = this.#cursor()): void {
    const picture = this.#host.picture();
    if (!picture || !mayZoom(picture)) return;
    const part = this.part ?? this.#whole(picture);
    const rows = Math.max(fewest, Math.round(part.rows * factor));
    const columns = Math.max(fewest, Math.round(part.columns * factor));
    const [query, key] = place ?? [part.top + part.rows / 2, part.left + part.columns / 2];
    const top = query - ((query - part.top) / part.rows) * rows;
    const left = key - ((key - part.left) / part.columns) * columns;
    this.#show({ top, left, rows, columns });
  }

  /** Moves, and zooms where the whole is too small to read, so that a cell is seen. */
  reveal(query: number, key: number, closest = 64): void {
    const picture = this.#host.picture();
    if (!picture || !mayZoom(picture)) return;
    const whole = this.#whole(picture);
    const now = this.part ?? whole;
    const [rows, columns] = [Math.min(now.rows, closest), Math.min(now.columns, closest)];
    this.#show({ rows, columns, top: query - rows / 2, left: key - columns / 2 });
  }

  /** Moves as little as is needed for a cell to be seen. */
  follow(query: number, key: number): void {
    const { part } = this;
    if (!part) return;
    const top = within(part.top, query - part.rows + 1, query);
    const left = within(part.left, key - part.columns + 1, key);
    if (top !== part.top || left !== part.left) this.#show({ ...part, top, left });
  }

  #show({ top, left, rows, columns }: Window): void {
    const picture = this.#host.picture();
    if (!picture) return;
    const whole = this.#whole(picture);
    const all = rows >= whole.rows && columns >= whole.columns;
    [rows, columns] = [Math.min(rows, whole.rows), Math.min(columns, whole.columns)];
    const part = {
      rows,
      columns,
      top: within(Math.round(top), 0, whole.rows - rows),
      left: within(Math.round(left), 0, whole.columns - columns),
    };
    this.part = all ? undefined : part;
    this.#host.requestUpdate();
  }

  #whole({ shown }: Picture): Window {
    return { top: 0, left: 0, rows: shown.queries.length, columns: shown.keys.length };
  }

  #grid(): GridTarget | undefined {
    const picture = this.#host.picture();
    if (!picture || !mayZoom(picture)) return undefined;
    return picture.scene.targets.find((target) => target.type === 'grid');
  }

  /** Query and key that the reader is on. */
  #cursor(): [query: number, key: number] | undefined {
    const { query, key } = this.#host.picture()?.focus ?? {};
    return query === undefined || key === undefined ? undefined : [query + 0.5, key + 0.5];
  }

  /** Query and key under a pointer, with their fractions; undefined outside of the cells. */
  #placeOf(event: MouseEvent): [query: number, key: number] | undefined {
    const grid = this.#grid();
    const canvas = (event.currentTarget as Element).querySelector('canvas');
    if (!grid || !canvas) return undefined;
    const box = canvas.getBoundingClientRect();
    const across = (event.clientX - box.left - grid.x) / grid.width;
    const down = (event.clientY - box.top - grid.y) / grid.height;
    if (!(across >= 0 && across < 1 && down >= 0 && down < 1)) return undefined;
    const row = (grid.firstRow ?? 0) + down * grid.rows;
    const column = (grid.firstColumn ?? 0) + across * grid.columns;
    return grid.transposed ? [column, row] : [row, column];
  }
}
