import { strongestCells, type StrongCell } from '../core/strongest-cells.js';
import type { Picture } from '../scene/compose.js';
import type { Shown } from '../scene/shown.js';
import type { Zoom } from './zoom.js';

/** How many of the strongest cells are gone through. */
const mostCells = 50;

export interface LongTextHost {
  picture(): Picture | undefined;
  pin(place: { query?: number; key?: number }): void;
  requestUpdate: () => void;
}

/** Ways through a long text: to the next token that is looked for, and from one strong weight to the next. */
export class LongText {
  /** What is looked for. */
  wanted = '';
  #host: LongTextHost;
  #zoom: Zoom;
  #turn = -1;
  #cells: { shown: Shown; cells: StrongCell[] } | undefined;

  constructor(host: LongTextHost, zoom: Zoom) {
    this.#host = host;
    this.#zoom = zoom;
  }

  /** Indices of the queries that hold what is looked for, whatever the case of its letters. */
  get matches(): number[] {
    const picture = this.#host.picture();
    const wanted = this.wanted.trim().toLowerCase();
    if (!picture || !wanted) return [];
    return picture.shown.queries.flatMap(({ text, raw }, i) =>
      text.toLowerCase().includes(wanted) || raw.toLowerCase().includes(wanted) ? [i] : [],
    );
  }

  /** Pins the next token that matches, from the pinned one on and around. */
  next(): void {
    const { matches } = this;
    const now = this.#host.picture()?.pinned.query ?? -1;
    const query = matches.find((i) => i > now) ?? matches[0];
    if (query !== undefined) this.#go({ query });
  }

  /** Pins the strongest cell of the first shown head, then the second, and so on around. */
  nextStrongest(): void {
    const shown = this.#host.picture()?.shown;
    const head = shown?.heads[0];
    if (!shown || !head) return;
    if (this.#cells?.shown !== shown) {
      const stored = head.stored ?? { data: head.weights, scale: 1 };
      this.#turn = -1;
      this.#cells = {
        shown,
        cells: strongestCells(stored, shown.keys.length, mostCells, { self: shown.self }),
      };
    }
    const { cells } = this.#cells;
    if (!cells.length) return;
    this.#turn = (this.#turn + 1) % cells.length;
    const { query, key } = cells[this.#turn]!;
    this.#go({ query, key });
  }

  #go(place: { query: number; key?: number }): void {
    const { part } = this.#zoom;
    this.#zoom.reveal(place.query, place.key ?? (part ? part.left + part.columns / 2 : place.query));
    this.#host.pin(place);
  }
}
