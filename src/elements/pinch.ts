interface Point {
  x: number;
  y: number;
}

/** How far two fingers must move apart, or together, for one level; and how far a wheel must turn. */
const spread = 1.35;
const turn = 60;

/** Rest after a level, milliseconds: one gesture is one level. */
const rest = 450;

/** Tells gestures that go in or out: two fingers, or the wheel. */
export class PinchWatch {
  #tell: (direction: 'in' | 'out', at: Point) => void;
  #fingers = new Map<number, Point>();
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
    if (this.#fingers.size === 0) this.#apart = 0;
    this.#fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (this.#fingers.size === 2) this.#apart = this.#distance();
  }

  move(event: PointerEvent): void {
    if (!this.#fingers.has(event.pointerId)) return;
    this.#fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (this.#fingers.size !== 2 || !this.#apart) return;
    const ratio = this.#distance() / this.#apart;
    if (ratio < spread && ratio > 1 / spread) return;
    const [a, b] = [...this.#fingers.values()] as [Point, Point];
    this.#apart = this.#distance();
    this.#say(ratio > 1 ? 'in' : 'out', { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
  }

  up(event: PointerEvent): void {
    this.#fingers.delete(event.pointerId);
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

  #distance(): number {
    const [a, b] = [...this.#fingers.values()] as [Point, Point];
    return Math.hypot(a.x - b.x, a.y - b.y);
  }
}
