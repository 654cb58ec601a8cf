export interface Point {
  x: number;
  y: number;
}

/** The fingers that touch a figure. */
export class Fingers {
  #at = new Map<number, Point>();

  get count(): number {
    return this.#at.size;
  }

  /** How far the first two are apart. */
  get apart(): number {
    const [a, b] = [...this.#at.values()] as [Point, Point];
    return Math.hypot(a.x - b.x, a.y - b.y);
  }

  /** The place between the first two. */
  get middle(): Point {
    const [a, b] = [...this.#at.values()] as [Point, Point];
    return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  }

  /** The first on the screen is primary: fingers that were here before it have gone, where nobody heard of it. */
  down({ pointerId, isPrimary, clientX: x, clientY: y }: PointerEvent): void {
    if (isPrimary) this.#at.clear();
    this.#at.set(pointerId, { x, y });
  }

  /** False for a finger that did not begin here. */
  move({ pointerId, clientX: x, clientY: y }: PointerEvent): boolean {
    if (!this.#at.has(pointerId)) return false;
    this.#at.set(pointerId, { x, y });
    return true;
  }

  up({ pointerId }: PointerEvent): void {
    this.#at.delete(pointerId);
  }
}

/** How far two fingers must move apart, or together, for one level; and how far a wheel must turn. */
const spread = 1.35;
const turn = 60;

/** Rest after a level, milliseconds: one gesture is one level. */
const rest = 450;

/** Tells gestures that go in or out: two fingers, or the wheel. */
export class PinchWatch {
  #tell: (direction: 'in' | 'out', at: Point) => void;
  #fingers = new Fingers();
  #apart = 0;
  #turned = 0;
  #last = -Infinity;

  constructor(tell: (direction: 'in' | 'out', at: Point) => void) {
    this.#tell = tell;
  }

  /** Whether a gesture has just ended, whose last finger makes a click. */
  get justEnded(): boolean {
    return performance.now() - this.#last < rest && this.#apart > 0;
  }

  down(event: PointerEvent): void {
    this.#fingers.down(event);
    if (this.#fingers.count === 1) this.#apart = 0;
    if (this.#fingers.count === 2) this.#apart = this.#fingers.apart;
  }

  move(event: PointerEvent): void {
    if (!this.#fingers.move(event) || this.#fingers.count !== 2 || !this.#apart) return;
    const ratio = this.#fingers.apart / this.#apart;
    if (ratio < spread && ratio > 1 / spread) return;
    this.#apart = this.#fingers.apart;
    this.#say(ratio > 1 ? 'in' : 'out', this.#fingers.middle);
  }

  up(event: PointerEvent): void {
    this.#fingers.up(event);
  }

  wheel(event: WheelEvent): void {
    this.#turned =
      Math.sign(event.deltaY) === Math.sign(this.#turned) ? this.#turned + event.deltaY : event.deltaY;
    // a pinch on a trackpad comes in small steps, a notch of a wheel in one
    if (Math.abs(this.#turned) < (event.deltaMode === 0 ? turn : 1)) return;
    const direction = this.#turned < 0 ? 'in' : 'out';
    this.#turned = 0;
    this.#say(direction, { x: event.clientX, y: event.clientY });
  }

  #say(direction: 'in' | 'out', at: Point): void {
    const now = performance.now();
    if (now - this.#last < rest) return;
    this.#last = now;
    this.#tell(direction, at);
  }
}
