import type { Picture } from '../scene/compose.js';
import { wholeOf } from '../scene/matrix.js';
import type { Window } from '../scene/pooled-matrix.js';
import type { GridTarget } from '../scene/scene.js';
import { capturePointer } from './capture-pointer.js';
import { Fingers, type Point } from './pinch.js';

export interface ZoomHost {
  picture(): Picture | undefined;
  requestUpdate(): void;
}

/** Fewest rows and columns that a part may have. */
const fewest = 16;

/** From so many tokens on, a reader is helped to find a place; from `overview` on, the whole of a matrix is at hand. */
const long = { from: 100, overview: 150 };

/** A finger that is lifted so shortly after a gesture, milliseconds, makes no click. */
const rest = 300;

/** Pixels that a pointer may move in a click. */
const clickSlop = 4;

/** Smaller matrices are seen whole. */
export const mayZoom = ({ view, shown }: Picture) =>
  view === 'matrix' && Math.max(shown.queries.length, shown.keys.length) > 2 * fewest;

const longest = ({ shown }: Picture) => Math.max(shown.queries.length, shown.keys.length);

export const isLong = (picture: Picture) => picture.view !== 'heads' && longest(picture) > long.from;

export const hasOverview = (picture: Picture, zoom: Zoom) =>
  mayZoom(picture) && (!!zoom.part || longest(picture) > long.overview);

const within = (value: number, low: number, high: number) => Math.max(low, Math.min(high, value));

/**
 * Which part of a large matrix the reader looks at. Zooming is by the wheel with Ctrl (what pinching a trackpad sends), by
 * two fingers, by `+`, `-` and `0`, or by buttons; the plain wheel and one finger are left to the page. A zoomed matrix is
 * moved by dragging, or by the same two fingers.
 */
export class Zoom {
  /** Rows are queries; absent: all of the matrix. */
  part: Window | undefined;
  #host: ZoomHost;
  #drag: { x: number; y: number; part: Window; moved: boolean } | undefined;
  #fingers = new Fingers();
  /** Part and distance of the fingers when there came to be two of them, and the query and key between them. */
  #pinch: { part: Window; apart: number; place: [query: number, key: number]; grid: number } | undefined;
  #pinched = -Infinity;

  constructor(host: ZoomHost) {
    this.#host = host;
  }

  readonly wheel = (event: WheelEvent): void => {
    if (!(event.ctrlKey || event.metaKey)) return;
    const place = this.#placeAt(event.currentTarget as Element, { x: event.clientX, y: event.clientY });
    if (!place) return;
    event.preventDefault();
    const lines = event.deltaMode === 1 ? 16 : 1;
    this.by(2 ** (within(event.deltaY * lines, -120, 120) / 120), place);
  };

  /** Keeps the page from scrolling with two fingers, which zoom here. Asks before every scroll, so it must be quick. */
  readonly touch = {
    passive: false,
    handleEvent(event: TouchEvent): void {
      if (event.touches.length > 1 && event.cancelable) event.preventDefault();
    },
  };

  readonly down = (event: PointerEvent): void => {
    if (event.pointerType === 'touch') return this.#grip(event);
    if (!this.part || event.button !== 0) return;
    this.#drag = { x: event.clientX, y: event.clientY, part: this.part, moved: false };
  };

  /** Whether the pointer is dragging, so that it reads nothing. */
  readonly move = (event: PointerEvent): boolean => {
    if (event.pointerType === 'touch') return this.#spread(event);
    const drag = this.#drag;
    const [grid] = this.#grids;
    if (!drag || !grid) return false;
    // let go where nobody heard of it
    if (!(event.buttons & 1)) {
      this.#drag = undefined;
      return false;
    }
    const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y];
    if (!drag.moved && Math.hypot(dx, dy) < clickSlop) return true;
    if (!drag.moved) capturePointer(event);
    drag.moved = true;
    const rows = Math.round((-dy * grid.rows) / grid.height);
    const columns = Math.round((-dx * grid.columns) / grid.width);
    const [down, right] = grid.transposed ? [columns, rows] : [rows, columns];
    this.show({ ...drag.part, top: drag.part.top + down, left: drag.part.left + right });
    return true;
  };

  /** Ends a drag; true where there was one, so that the click that follows means nothing. */
  readonly up = (event?: PointerEvent): boolean => {
    if (event?.pointerType === 'touch') {
      if (this.#pinch) this.#pinched = performance.now();
      this.#fingers.up(event);
      this.#pinch = undefined;
    }
    const moved = this.#drag?.moved ?? false;
    this.#drag = undefined;
    return moved || performance.now() - this.#pinched < rest;
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
    const part = this.part ?? wholeOf(picture.shown);
    const rows = Math.max(fewest, Math.round(part.rows * factor));
    const columns = Math.max(fewest, Math.round(part.columns * factor));
    const [query, key] = place ?? [part.top + part.rows / 2, part.left + part.columns / 2];
    const top = query - ((query - part.top) / part.rows) * rows;
    const left = key - ((key - part.left) / part.columns) * columns;
    this.show({ top, left, rows, columns });
  }

  /** Moves, and zooms where the whole is too small to read, so that a cell is seen. */
  reveal(query: number, key: number, closest = 64): void {
    const picture = this.#host.picture();
    if (!picture || !mayZoom(picture)) return;
    const whole = wholeOf(picture.shown);
    const now = this.part ?? whole;
    const [rows, columns] = [Math.min(now.rows, closest), Math.min(now.columns, closest)];
    this.show({ rows, columns, top: query - rows / 2, left: key - columns / 2 });
  }

  /** Moves so that a place is in the middle, and zooms where all is seen. */
  lookAt(query: number, key: number): void {
    this.reveal(query, key, this.part ? Infinity : undefined);
  }

  /** Moves as little as is needed for a cell to be seen. */
  follow(query: number, key: number): void {
    const { part } = this;
    if (!part) return;
    const top = within(part.top, query - part.rows + 1, query);
    const left = within(part.left, key - part.columns + 1, key);
    if (top !== part.top || left !== part.left) this.show({ ...part, top, left });
  }

  /** Shows a part, or as much of it as there is. */
  show({ top, left, rows, columns }: Window): void {
    const picture = this.#host.picture();
    if (!picture) return;
    const whole = wholeOf(picture.shown);
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

  #grip(event: PointerEvent): void {
    this.#fingers.down(event);
    const picture = this.#host.picture();
    this.#pinch = undefined;
    if (this.#fingers.count !== 2 || !picture) return;
    const { middle, apart } = this.#fingers;
    const place = this.#placeAt(event.currentTarget as Element, middle);
    if (!place) return;
    const grid = this.#gridAt(event.currentTarget as Element, middle);
    this.#pinch = { part: this.part ?? wholeOf(picture.shown), apart, place, grid };
  }

  /** Two fingers stretch the matrix and take it along: what was between them stays there. */
  #spread(event: PointerEvent): boolean {
    const pinch = this.#pinch;
    if (!this.#fingers.move(event) || !pinch || this.#fingers.count !== 2) return false;
    const at = this.#fractionAt(event.currentTarget as Element, this.#fingers.middle, pinch.grid);
    if (!at) return true;
    const factor = pinch.apart / Math.max(1, this.#fingers.apart);
    const rows = Math.max(fewest, Math.round(pinch.part.rows * factor));
    const columns = Math.max(fewest, Math.round(pinch.part.columns * factor));
    const [query, key] = pinch.place;
    this.show({ rows, columns, top: query - at[0] * rows, left: key - at[1] * columns });
    return true;
  }

  /** The matrices in the picture, which all show the same part. */
  get #grids(): GridTarget[] {
    const picture = this.#host.picture();
    if (!picture || !mayZoom(picture)) return [];
    return picture.scene.targets.filter((target) => target.type === 'grid');
  }

  /** Query and key that the reader is on. */
  #cursor(): [query: number, key: number] | undefined {
    const { query, key } = this.#host.picture()?.focus ?? {};
    return query === undefined || key === undefined ? undefined : [query + 0.5, key + 0.5];
  }

  /** Query and key under a pointer, with their fractions; undefined outside of the cells. */
  #placeAt(figure: Element, point: Point): [query: number, key: number] | undefined {
    const picture = this.#host.picture();
    const at = this.#fractionAt(figure, point, this.#gridAt(figure, point));
    if (!picture || !at?.every((share) => share >= 0 && share < 1)) return undefined;
    const { top, left, rows, columns } = this.part ?? wholeOf(picture.shown);
    return [top + at[0] * rows, left + at[1] * columns];
  }

  /** Index of the matrix under a point, of several. */
  #gridAt(figure: Element, point: Point): number {
    return this.#grids.findIndex((_, i) =>
      this.#fractionAt(figure, point, i)?.every((share) => share >= 0 && share < 1),
    );
  }

  /** How far down the queries and along the keys that are shown a point lies, 0 to 1. */
  #fractionAt(figure: Element, { x, y }: Point, index: number): [query: number, key: number] | undefined {
    const grid = this.#grids[index];
    const box = figure.querySelector('canvas')?.getBoundingClientRect();
    if (!grid || !box) return undefined;
    const across = (x - box.left - grid.x) / grid.width;
    const down = (y - box.top - grid.y) / grid.height;
    return grid.transposed ? [across, down] : [down, across];
  }
}
