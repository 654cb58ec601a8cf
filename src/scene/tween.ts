import type { Mark, Rgba, Scene } from './scene.js';

/** Slow at both ends; `t` from 0 to 1. */
export const ease = (t: number): number => (t < 0.5 ? 4 * t ** 3 : 1 - (2 - 2 * t) ** 3 / 2);

/**
 * The picture on the way from one scene to another, `t` from 0 to 1: marks that are in both stand still, labels and circles
 * that have only moved glide, everything else fades. The pointer is answered by the scene that is coming.
 */
export function tween(a: Scene, b: Scene, t: number): Scene {
  if (t <= 0) return a;
  if (t >= 1) return b;
  const old = new Map<string, Mark[]>();
  for (const mark of a.marks) {
    const key = identity(mark);
    old.set(key, [...(old.get(key) ?? []), mark]);
  }
  const staying: Mark[] = b.marks.map((mark) => {
    const from = old.get(identity(mark))?.shift();
    if (!from) return faded(mark, t);
    if (from.type === 'label' && mark.type === 'label') {
      return { ...mark, ...between(from, mark, t), fill: blend(from.fill, mark.fill, t) };
    }
    if (from.type === 'circle' && mark.type === 'circle') return { ...mark, ...between(from, mark, t) };
    return mark;
  });
  const leaving = [...old.values()].flat().map((mark) => faded(mark, 1 - t));
  const middle = (from: number, to: number) => from + (to - from) * t;
  return {
    ...b,
    width: middle(a.width, b.width),
    height: middle(a.height, b.height),
    marks: [...leaving, ...staying],
  };
}

const between = (from: { x: number; y: number }, to: { x: number; y: number }, t: number) => ({
  x: from.x + (to.x - from.x) * t,
  y: from.y + (to.y - from.y) * t,
});

const blend = (from: Rgba, to: Rgba, t: number): Rgba => {
  const at = (i: 0 | 1 | 2 | 3) => from[i] + (to[i] - from[i]) * t;
  return [at(0), at(1), at(2), at(3)];
};

const ids = new WeakMap<object, number>();
let next = 0;

/** A number for an object, the same each time. */
function idOf(object: object): number {
  let id = ids.get(object);
  if (id === undefined) ids.set(object, (id = next++));
  return id;
}

/** Marks with the same identity are the same thing in two scenes: text wherever it stands, shapes where they are. */
function identity(mark: Mark): string {
  switch (mark.type) {
    case 'label':
      return `label ${mark.text} ${mark.size} ${mark.align} ${Math.round(mark.y)}`;
    case 'circle':
      return `circle ${mark.radius.toFixed(1)} ${String(mark.fill)} ${Math.round(mark.y)}`;
    case 'cells': {
      const { x, y, width, height, rows, columns, values, ramp } = mark;
      return `cells ${[x, y, width, height, rows, columns].map(Math.round).join()} ${idOf(ramp)} ${values instanceof Float32Array ? hash(values) : idOf(values)}`;
    }
    case 'links':
      return `links ${mark.count} ${hash(mark.points)} ${hash(mark.alphas)} ${hash(mark.widths)} ${String(mark.colors)}`;
    default:
      return JSON.stringify(mark, (_, value: unknown) =>
        typeof value === 'number' ? Math.round(value * 10) / 10 : value,
      );
  }
}

/** A number that tells arrays apart (FNV-1a over their bits). */
function hash(values: Float32Array): number {
  let sum = 0x811c9dc5;
  for (const bits of new Uint32Array(values.slice().buffer)) sum = Math.imul(sum ^ bits, 0x01000193);
  return sum >>> 0;
}

const thin = (color: Rgba, alpha: number): Rgba => [color[0], color[1], color[2], color[3] * alpha];

/** The same mark at a lower opacity. */
function faded(mark: Mark, alpha: number): Mark {
  switch (mark.type) {
    case 'label':
      return { ...mark, fill: thin(mark.fill, alpha) };
    case 'line':
      return { ...mark, stroke: thin(mark.stroke, alpha) };
    case 'links':
      return { ...mark, alphas: mark.alphas.map((x) => x * alpha) };
    case 'image':
      return mark;
    case 'cells':
      return { ...mark, ramp: mark.ramp.map((byte, i) => (i % 4 === 3 ? byte * alpha : byte)) };
    default:
      return {
        ...mark,
        ...(mark.fill && { fill: thin(mark.fill, alpha) }),
        ...(mark.stroke && { stroke: thin(mark.stroke, alpha) }),
      };
  }
}
