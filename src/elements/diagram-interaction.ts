import type { Architecture, BlockPath } from '../core/architecture/architecture.js';
import { childrenOf, parentOf } from '../core/architecture/paths.js';
import type { DiagramScene, StageNumbers } from '../scene/diagram/diagram.js';
import { hitTest, type Subject } from '../scene/scene.js';
import { moveCursor, type Cursor } from './cell-grid.js';
import type { FigureHandlers } from './diagram-figure.js';
import { moveInTree, treeLines, wayTo, type TreeLine } from './diagram-tree.js';
import { PinchWatch } from './pinch.js';

export interface DiagramPlace {
  scene: DiagramScene | undefined;
  architecture: Architecture | undefined;
  /** Block that fills the picture. */
  focus: BlockPath;
  /** The numbers in it, where it is a matrix. */
  numbers: StageNumbers | undefined;
}

export interface DiagramInteractionHost {
  place(): DiagramPlace;
  requestUpdate(): void;
  /** The reader walks into a block, or out of one. */
  open(path: BlockPath): void;
}

/** How far a finger may miss, CSS pixels. */
const fingerSlop = 10;

/** Pointer, touch, wheel and keyboard on a diagram: where the reader is, and where the reader goes. */
export class DiagramInteraction implements FigureHandlers {
  /** Under the pointer. */
  hover: Subject | undefined;
  /** Block that the keyboard is on, while the figure has the focus of the keyboard. */
  cursor: BlockPath | undefined;
  /** Number that the reader is on, in a matrix. */
  value: Cursor | undefined;

  #host: DiagramInteractionHost;
  #open = new Set<BlockPath>(['']);
  #pinch = new PinchWatch((direction, at) => this.#zoom(direction, at.x, at.y));
  #figure: Element | undefined;

  constructor(host: DiagramInteractionHost) {
    this.#host = host;
  }

  /** Open lines of the tree. */
  get lines(): TreeLine[] {
    const { architecture, focus } = this.#host.place();
    return architecture ? treeLines(architecture, new Set([...this.#open, ...wayTo(focus)])) : [];
  }

  /** Takes the keyboard along when the picture changes by other hands. */
  moved(focus: BlockPath): void {
    this.hover = undefined;
    this.value = undefined;
    if (this.cursor !== undefined && !this.#isShown(this.cursor)) this.cursor = this.#first(focus);
  }

  readonly point = (event: PointerEvent): void => {
    this.#figure = event.currentTarget as Element;
    if (event.pointerType === 'touch') {
      this.#pinch.move(event);
      return;
    }
    this.#set(this.#under(event.clientX, event.clientY, 0));
  };

  readonly touch = (event: PointerEvent): void => {
    this.#figure = event.currentTarget as Element;
    if (event.pointerType === 'touch') this.#pinch.down(event);
  };

  readonly leave = (event: PointerEvent): void => {
    if (event.pointerType === 'touch') this.#pinch.up(event);
    else this.#set(undefined);
  };

  /** With the control key, which trackpads send with a pinch: in or out. Without it the page scrolls as ever. */
  readonly wheel = (event: WheelEvent): void => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    this.#figure = event.currentTarget as Element;
    this.#pinch.wheel(event);
  };

  readonly press = (event: MouseEvent): void => {
    this.#figure = event.currentTarget as Element;
    if (this.#pinch.justEnded) return;
    const isTouch = event instanceof PointerEvent && event.pointerType === 'touch';
    const subject = this.#under(event.clientX, event.clientY, isTouch ? fingerSlop : 0);
    this.cursor = undefined;
    if (subject?.type === 'block') this.#host.open(subject.path);
    else if (subject?.type === 'value') {
      this.value = { row: subject.row, column: subject.column };
      this.#set(isTouch ? subject : this.hover);
      this.#host.requestUpdate();
    }
  };

  readonly key = (event: KeyboardEvent): void => {
    const { focus, numbers } = this.#host.place();
    if (event.key === 'Escape') {
      const outer = parentOf(focus);
      if (outer === undefined) return;
      event.preventDefault();
      if (this.cursor !== undefined) this.cursor = focus;
      this.#host.open(outer);
      return;
    }
    if (numbers) this.#walkNumbers(event, numbers);
    else this.#walkTree(event);
  };

  readonly focus = (event: FocusEvent): void => {
    if (!(event.currentTarget as Element).matches(':focus-visible')) return;
    const { focus, numbers } = this.#host.place();
    if (numbers) this.value ??= { row: 0, column: 0 };
    else this.cursor ??= this.#first(focus);
    this.#host.requestUpdate();
  };

  readonly blur = (): void => {
    this.cursor = undefined;
    this.#set(undefined);
    this.#host.requestUpdate();
  };

  /** Shows another part of a matrix that is too large for the picture. */
  turnTo(value: Cursor): void {
    this.value = value;
    this.#host.requestUpdate();
  }

  #walkNumbers(event: KeyboardEvent, { rows, columns }: StageNumbers): void {
    const next = moveCursor(this.value ?? { row: 0, column: 0 }, { rows, columns }, event);
    if (!next) return;
    event.preventDefault();
    this.turnTo(next);
  }

  #walkTree(event: KeyboardEvent): void {
    const { architecture, focus } = this.#host.place();
    if (!architecture || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const cursor = this.cursor ?? this.#first(focus);
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      this.#open.add(cursor);
      this.cursor = this.#first(cursor);
      this.#host.open(cursor);
      return;
    }
    const move = moveInTree(this.lines, cursor, event.key);
    if (!move) return;
    event.preventDefault();
    if (move.open !== undefined) this.#open.add(move.open);
    this.cursor = move.cursor;
    if (move.close !== undefined) this.#open.delete(move.close);
    // a closed block cannot stay the picture; a cursor is always in sight
    const isClosed = move.close !== undefined && wayTo(focus).includes(move.close);
    const outer = parentOf(move.cursor) ?? '';
    if (isClosed || !this.#isShown(move.cursor)) this.#host.open(outer);
    else this.#host.requestUpdate();
  }

  #isShown(path: BlockPath): boolean {
    const { scene, focus } = this.#host.place();
    return path === focus || parentOf(path) === focus || !!scene?.boxes.has(path);
  }

  /** Where the keyboard comes to stand in a picture. */
  #first(focus: BlockPath): BlockPath {
    const { architecture } = this.#host.place();
    return (architecture && childrenOf(architecture, focus)[0]) ?? focus;
  }

  #under(clientX: number, clientY: number, slop: number): Subject | undefined {
    const { scene } = this.#host.place();
    const canvas = this.#figure?.querySelector('canvas');
    if (!scene || !canvas) return undefined;
    const box = canvas.getBoundingClientRect();
    const [x, y] = [clientX - box.left, clientY - box.top];
    return hitTest(scene, x, y) ?? (slop ? hitTest(scene, x, y, slop) : undefined);
  }

  #zoom(direction: 'in' | 'out', clientX: number, clientY: number): void {
    if (direction === 'out') {
      const outer = parentOf(this.#host.place().focus);
      if (outer !== undefined) this.#host.open(outer);
      return;
    }
    const subject = this.#under(clientX, clientY, fingerSlop);
    if (subject?.type === 'block') this.#host.open(subject.path);
  }

  #set(subject: Subject | undefined): void {
    if (JSON.stringify(subject) === JSON.stringify(this.hover)) return;
    this.hover = subject;
    this.#host.requestUpdate();
  }
}
