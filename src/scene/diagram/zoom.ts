import type { CellsMark, Mark, Rgba } from '../scene.js';
import type { Box, DiagramScene } from './diagram.js';

/**
 * The picture on the way from one level to another, `t` from 0 to 1 (eased by the caller). Inwards, `box` is where the block
 * that opens stands in `from`: it grows to the whole picture, and the level inside appears in it. Outwards, `box` is where
 * the block that closes stands in `to`: the same way back. The pointer is answered by the level that is coming.
 */
export function zoomScene(
  from: DiagramScene,
  to: DiagramScene,
  box: Box,
  t: number,
  direction: 'in' | 'out' = 'in',
): DiagramScene {
  if (t <= 0) return from;
  if (t >= 1) return to;
  const [outer, inner, open] = direction === 'in' ? [from, to, t] : [to, from, 1 - t];
  const width = from.width + (to.width - from.width) * t;
  const height = from.height + (to.height - from.height) * t;
  const whole = { x: 0, y: 0, width: inner.width, height: inner.height };
  const place = between(box, whole, open);
  const view = { width, height };
  const within = (from: number, to: number) => Math.min(1, Math.max(0, (open - from) / (to - from)));
  const shown = within(0.32, 0.8);
  const leaving = moved(outer.marks, box, place, 1 - within(0.3, 1), view);
  // the card that opens hides what it was, so that words of two levels never mix
  const { ground } = inner;
  const card: Mark[] = ground
    ? [{ type: 'rect', ...place, radius: 6 * (1 - open), fill: thin(ground, within(0.12, 0.36)) }]
    : [];
  return {
    ...to,
    width,
    height,
    marks: [...leaving, ...card, ...moved(inner.marks, whole, place, shown, view)],
  };
}

const between = (a: Box, b: Box, t: number): Box => {
  const at = (key: keyof Box) => a[key] + (b[key] - a[key]) * t;
  return { x: at('x'), y: at('y'), width: at('width'), height: at('height') };
};

/** Marks drawn as though `from` stood at `to`, evenly scaled so that text keeps its shape; what is out of sight is left out. */
function moved(
  marks: readonly Mark[],
  from: Box,
  to: Box,
  alpha: number,
  view: { width: number; height: number },
): Mark[] {
  if (alpha <= 0.004) return [];
  const scale = Math.min(
    to.width / Math.max(1, from.width),
    Math.max(1e-3, to.height / Math.max(1, from.height)),
  );
  const dx = to.x + to.width / 2 - (from.x + from.width / 2) * scale;
  const dy = to.y + to.height / 2 - (from.y + from.height / 2) * scale;
  const out: Mark[] = [];
  for (const mark of marks) {
    const made = transformed(mark, scale, dx, dy, alpha);
    if (isSeen(made, view)) out.push(made.type === 'cells' ? cropped(made, view) : made);
  }
  return out;
}

/** The rows and columns of a heat map that are in sight: enlarged, all of it could be many times the picture. */
function cropped(mark: CellsMark, view: { width: number; height: number }): CellsMark {
  const [w, h] = [mark.width / mark.columns, mark.height / mark.rows];
  const range = (start: number, size: number, count: number, end: number) => {
    const first = Math.max(0, Math.floor(-start / size));
    return { first, count: Math.max(1, Math.min(count, Math.ceil((end - start) / size)) - first) };
  };
  const x = range(mark.x, w, mark.columns, view.width);
  const y = range(mark.y, h, mark.rows, view.height);
  const all = mark.values;
  if ((x.count === mark.columns && y.count === mark.rows) || !(all instanceof Float32Array)) return mark;
  const values = new Float32Array(x.count * y.count);
  for (let r = 0; r < y.count; r++) {
    const from = (y.first + r) * mark.columns + x.first;
    values.set(all.subarray(from, from + x.count), r * x.count);
  }
  return {
    ...mark,
    ...{ x: mark.x + x.first * w, y: mark.y + y.first * h, width: x.count * w, height: y.count * h },
    ...{ rows: y.count, columns: x.count, values },
  };
}

const thin = (color: Rgba, alpha: number): Rgba => [color[0], color[1], color[2], color[3] * alpha];

function transformed(mark: Mark, scale: number, dx: number, dy: number, alpha: number): Mark {
  const x = (value: number) => value * scale + dx;
  const y = (value: number) => value * scale + dy;
  switch (mark.type) {
    case 'label':
      return {
        ...mark,
        ...{ x: x(mark.x), y: y(mark.y), size: mark.size * scale, fill: thin(mark.fill, alpha) },
        ...(mark.maxWidth !== undefined && { maxWidth: mark.maxWidth * scale }),
      };
    case 'line':
      return {
        ...mark,
        points: mark.points.map((value, i) => (i % 2 ? y(value) : x(value))),
        stroke: thin(mark.stroke, alpha),
      };
    case 'links':
      return {
        ...mark,
        points: mark.points.map((value, i) => (i % 2 ? y(value) : x(value))),
        alphas: mark.alphas.map((value) => value * alpha),
      };
    case 'cells':
      return { ...mark, ...sized(mark, scale, x, y), ramp: fadedRamp(mark.ramp, alpha) };
    case 'circle':
      return { ...mark, ...dress(mark, alpha), x: x(mark.x), y: y(mark.y), radius: mark.radius * scale };
    case 'rect':
      return {
        ...mark,
        ...dress(mark, alpha),
        ...sized(mark, scale, x, y),
        ...(mark.radius !== undefined && { radius: mark.radius * scale }),
      };
    default:
      return mark;
  }
}

const sized = (box: Box, scale: number, x: (v: number) => number, y: (v: number) => number): Box => ({
  x: x(box.x),
  y: y(box.y),
  width: box.width * scale,
  height: box.height * scale,
});

const dress = ({ fill, stroke }: { fill?: Rgba; stroke?: Rgba }, alpha: number) => ({
  ...(fill && { fill: thin(fill, alpha) }),
  ...(stroke && { stroke: thin(stroke, alpha) }),
});

const faded = new WeakMap<Uint8Array, Map<number, Uint8Array>>();

/** A paler colour map, in 32 steps, so that painters meet few of them. */
function fadedRamp(ramp: Uint8Array, alpha: number): Uint8Array {
  const step = Math.round(alpha * 32);
  if (step >= 32) return ramp;
  let known = faded.get(ramp);
  if (!known) faded.set(ramp, (known = new Map<number, Uint8Array>()));
  let made = known.get(step);
  if (!made) known.set(step, (made = ramp.map((byte, i) => (i % 4 === 3 ? (byte * step) / 32 : byte))));
  return made;
}

function isSeen(mark: Mark, { width, height }: { width: number; height: number }): boolean {
  switch (mark.type) {
    case 'line': {
      const xs = mark.points.filter((_, i) => i % 2 === 0);
      const ys = mark.points.filter((_, i) => i % 2);
      return (
        Math.max(...xs) >= 0 && Math.min(...xs) <= width && Math.max(...ys) >= 0 && Math.min(...ys) <= height
      );
    }
    case 'label': {
      const reach = mark.text.length * mark.size;
      return mark.x > -reach && mark.x < width + reach && mark.y > -mark.size && mark.y < height + mark.size;
    }
    case 'circle':
      return (
        mark.x > -mark.radius &&
        mark.x < width + mark.radius &&
        mark.y > -mark.radius &&
        mark.y < height + mark.radius
      );
    case 'rect':
    case 'cells':
      return mark.x < width && mark.x + mark.width > 0 && mark.y < height && mark.y + mark.height > 0;
    default:
      return true;
  }
}
