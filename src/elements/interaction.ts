import type { Picture } from '../scene/compose.js';
import { hitTest, type Subject } from '../scene/scene.js';
import { patchShape, patchSubject } from './patch-grid.js';
import type { Zoom } from './zoom.js';
import { moveCursor, type Cursor, type GridShape } from './cell-grid.js';
import { keyInOrder } from './reading-order.js';

export interface InteractionHost {
  picture(): Picture | undefined;
  requestUpdate(): void;
  zoom: Zoom;
  /** The reader pins a place, or frees it when there is nothing to pin. */
  pin(place: { query?: number; key?: number }): void;
  /** The reader opens one head out of all heads. */
  openHead(layer: number, head: number): void;
  /** Escape, when nothing is pinned. */
  leave(): void;
  /** The reader is on something else. */
  hovered(byKeyboard: boolean): void;
}

/** How far a finger may miss, CSS pixels. */
const fingerSlop = 10;

/** Pointer, touch and keyboard on the figure: where the reader is, and what pins. */
export class Interaction {
  hover: Subject | undefined;
  /** The cell of the keyboard, while the figure has the focus of the keyboard. */
  cursor: Cursor | undefined;

  #host: InteractionHost;

  constructor(host: InteractionHost) {
    this.#host = host;
  }

  /** Rows and columns for the keyboard. */
  get grid(): GridShape {
    const picture = this.#host.picture();
    if (!picture) return { rows: 0, columns: 0 };
    const patches = patchShape(picture);
    if (patches) return patches;
    if (picture.view === 'heads') return { rows: picture.layers.length, columns: picture.heads.length };
    return { rows: picture.shown.queries.length, columns: picture.shown.keys.length };
  }

  readonly point = (event: PointerEvent): void => {
    if (this.#host.zoom.move(event) || event.pointerType === 'touch') return;
    this.#set(this.#under(event, 0));
  };

  readonly leave = (event: PointerEvent): void => {
    this.#host.zoom.up(event);
    if (event.pointerType !== 'touch') this.#set(undefined);
  };

  readonly press = (event: MouseEvent): void => {
    if (this.#host.zoom.up()) return;
    const touch = event instanceof PointerEvent && event.pointerType === 'touch';
    const subject = this.#under(event, touch ? fingerSlop : 0);
    this.cursor = undefined;
    this.#choose(subject);
    // a finger has no hover: what it touches is read until it touches something else
    if (touch) this.#set(subject);
  };

  readonly key = (event: KeyboardEvent): void => {
    if (!event.ctrlKey && !event.metaKey && this.#host.zoom.key(event)) return event.preventDefault();
    if (event.key === 'Escape') {
      const { pinned } = this.#host.picture() ?? {};
      if (pinned?.query !== undefined || pinned?.key !== undefined) this.#host.pin({});
      else this.#host.leave();
      return;
    }
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      this.#choose(this.hover, true);
      return;
    }
    const key = keyInOrder(event.key, this.#host.picture()?.scene);
    const next = moveCursor(this.cursor ?? { row: 0, column: 0 }, this.grid, event, key);
    if (!next) return;
    event.preventDefault();
    this.moveTo(next);
  };

  readonly focus = (event: FocusEvent): void => {
    const figure = event.currentTarget as Element;
    if (figure.matches(':focus-visible')) this.moveTo(this.cursor ?? { row: 0, column: 0 });
  };

  readonly blur = (): void => {
    this.cursor = undefined;
    this.#set(undefined);
  };

  moveTo(cursor: Cursor): void {
    const picture = this.#host.picture();
    if (!picture) return;
    this.cursor = cursor;
    const subject: Subject | undefined = patchShape(picture)
      ? patchSubject(picture, cursor)
      : picture.view === 'heads'
        ? { type: 'head', layer: picture.layers[cursor.row]!, head: picture.heads[cursor.column]! }
        : { type: 'cell', query: cursor.row, key: cursor.column };
    if (subject?.type === 'cell') this.#host.zoom.follow(subject.query, subject.key);
    this.#set(subject, true);
  }

  #under(event: MouseEvent, slop: number): Subject | undefined {
    const picture = this.#host.picture();
    const canvas = (event.currentTarget as Element).querySelector('canvas');
    if (!picture || !canvas) return undefined;
    const box = canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    return hitTest(picture.scene, x, y) ?? (slop ? hitTest(picture.scene, x, y, slop) : undefined);
  }

  #set(subject: Subject | undefined, byKeyboard = false): void {
    if (JSON.stringify(subject) === JSON.stringify(this.hover)) return;
    this.hover = subject;
    this.#host.requestUpdate();
    this.#host.hovered(byKeyboard);
  }

  #choose(subject: Subject | undefined, byKeyboard = false): void {
    const pinned = this.#host.picture()?.pinned ?? {};
    if (!subject) {
      if (!byKeyboard) this.#host.pin({});
      return;
    }
    switch (subject.type) {
      case 'head':
        this.#host.openHead(subject.layer, subject.head);
        return;
      case 'token':
      case 'query': {
        const query = subject.type === 'token' ? subject.token : subject.query;
        this.#host.pin(pinned.query === query && pinned.key === undefined ? {} : { query });
        return;
      }
      case 'key': {
        const same = pinned.key === subject.key;
        const { query } = pinned;
        if (query === undefined) this.#host.pin(same ? {} : { key: subject.key });
        else this.#host.pin(same ? { query } : { query, key: subject.key });
        return;
      }
      case 'cell': {
        const same = pinned.query === subject.query && pinned.key === subject.key;
        this.#host.pin(same ? {} : { query: subject.query, key: subject.key });
      }
    }
  }
}
