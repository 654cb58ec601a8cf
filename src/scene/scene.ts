/**
 * A Scene is a picture as plain data: what every view makes and every painter (Pixi, Canvas 2D, SVG) draws.
 * All lengths are CSS pixels, origin top left. Painters know nothing of attention.
 */
export interface Scene {
  width: number;
  height: number;
  /** A sentence that helps to read the picture, for the legend. */
  note?: string;
  /** Drawn in order, first is lowest. */
  marks: Mark[];
  /** Where the pointer finds what; searched from the last to the first. */
  targets: Target[];
}

/** Colour with straight alpha: red, green, blue 0 to 255, alpha 0 to 1. */
export type Rgba = readonly [r: number, g: number, b: number, a: number];

export type Mark = RectMark | CircleMark | LineMark | LinksMark | CellsMark | LabelMark | ImageMark;

/** A filled and perhaps outlined rectangle. */
export interface RectMark {
  type: 'rect';
  x: number;
  y: number;
  width: number;
  height: number;
  radius?: number;
  fill?: Rgba;
  stroke?: Rgba;
  /** Width of the outline, drawn inside the rectangle. */
  lineWidth?: number;
}

export interface CircleMark {
  type: 'circle';
  x: number;
  y: number;
  radius: number;
  fill?: Rgba;
  stroke?: Rgba;
  lineWidth?: number;
}

/** A polyline through `points` (x, y, x, y, …); hairlines, brackets, axes. */
export interface LineMark {
  type: 'line';
  points: number[];
  stroke: Rgba;
  lineWidth: number;
  dash?: [on: number, off: number];
}

/**
 * Many curves in one mark. Curve `i` is a cubic Bézier; its eight control coordinates stand at `points[8 i]` as
 * x0 y0 x1 y1 x2 y2 x3 y3, its width at `widths[i]`, its opacity (0 to 1) at `alphas[i]`, and the index of its colour
 * in `colors` at `colorIndex[i]`. Straight lines are curves whose control points lie on the line.
 */
export interface LinksMark {
  type: 'links';
  count: number;
  points: Float32Array;
  widths: Float32Array;
  alphas: Float32Array;
  colorIndex: Uint8Array;
  colors: Rgba[];
  /** Opacity of all curves as one picture, 0 to 1; absent: 1. */
  opacity?: number;
}

/** Values of a heat map with more cells than pixels, which a painter asks for as many as it has pixels. */
export interface CellSource {
  /** `[rows, columns]` shown values; the same array when the same number is asked for again. */
  pool(rows: number, columns: number): Float32Array;
}

/**
 * A heat map of `rows` × `columns` equal cells that fill the rectangle exactly.
 * `values` are shown values, 0 to 1, row-major `[rows, columns]`; `ramp` is the colour map: 256 × 4 bytes RGBA, straight
 * alpha. NaN means «no value» and is left empty.
 */
export interface CellsMark {
  type: 'cells';
  x: number;
  y: number;
  width: number;
  height: number;
  rows: number;
  columns: number;
  values: Float32Array | CellSource;
  ramp: Uint8Array;
  /** `fill`: the colour fills the cell; `dots`: a disc whose area grows with the value. */
  shape: 'fill' | 'dots';
  /** Space between cells; 0 for large maps. */
  gap: number;
}

/** An image: `pixels [rows, columns, 4]` are red, green, blue and alpha, 0 to 255; it fills the rectangle. */
export interface ImageMark {
  type: 'image';
  x: number;
  y: number;
  width: number;
  height: number;
  rows: number;
  columns: number;
  pixels: Uint8ClampedArray;
}

/** Every cell's shown value, `[rows, columns]`. */
export const everyCell = ({ values, rows, columns }: CellsMark): Float32Array =>
  values instanceof Float32Array ? values : values.pool(rows, columns);

/** One line of text. */
export interface LabelMark {
  type: 'label';
  text: string;
  x: number;
  y: number;
  /** Font size in CSS pixels; the family is the theme's. */
  size: number;
  fill: Rgba;
  /** Which point of the text stands at x. Logical text direction is the browser's business. */
  align: 'left' | 'center' | 'right';
  /** Which line of the text stands at y. */
  baseline: 'top' | 'middle' | 'alphabetic' | 'bottom';
  weight?: 400 | 500 | 600;
  /** Clockwise, radians, around (x, y). */
  rotation?: number;
  /** Text that is wider is cut with an ellipsis (by the view, before drawing; painters may rely on it). */
  maxWidth?: number;
  /** Figures of equal width. */
  tabular?: boolean;
  /** Base direction of the text; absent: from its first strong character. */
  direction?: 'ltr' | 'rtl';
}

/** What a pointer, a finger or the keyboard can be on. */
export type Subject =
  | { type: 'query'; query: number }
  | { type: 'key'; key: number }
  /** A token that is both, in views with one copy of the text. */
  | { type: 'token'; token: number }
  | { type: 'cell'; query: number; key: number; layer?: number; head?: number }
  | { type: 'head'; layer: number; head: number }
  /** A block of a diagram, by its path. */
  | { type: 'block'; path: string }
  /** A number of a matrix in a diagram. */
  | { type: 'value'; path: string; row: number; column: number };

/** A rectangle that answers to the pointer. */
export interface RectTarget {
  type: 'rect';
  x: number;
  y: number;
  width: number;
  height: number;
  subject: Subject;
}

/** A grid of cells that answers to the pointer; `transposed`: rows are keys. */
export interface GridTarget {
  type: 'grid';
  x: number;
  y: number;
  width: number;
  height: number;
  rows: number;
  columns: number;
  /** Index of the first row and column, where a part of the matrix is shown. */
  firstRow?: number;
  firstColumn?: number;
  transposed: boolean;
  layer?: number;
  head?: number;
}

/** A grid of blocks, such as layers × heads; `{row}`, `{column}` and `{place}` (counted row by row) in the path stand for the numbers of a place. */
export interface BlocksTarget {
  type: 'blocks';
  x: number;
  y: number;
  width: number;
  height: number;
  rows: number;
  columns: number;
  path: string;
  /** Places, row by row, that there are; the last row need not be full. */
  count?: number;
  /** The first row is the lowest. */
  up?: boolean;
  /** Number of the first row. Default 0. */
  first?: number;
}

/** A window of a matrix of numbers, whose first number stands at `row` and `column`. */
export interface ValuesTarget {
  type: 'values';
  x: number;
  y: number;
  width: number;
  height: number;
  rows: number;
  columns: number;
  path: string;
  row: number;
  column: number;
}

/** A row of `count` equal places along an axis, from the one with index `first`; `level`: side by side. */
export interface AxisTarget {
  type: 'axis';
  x: number;
  y: number;
  width: number;
  height: number;
  side: 'query' | 'key';
  first: number;
  count: number;
  level: boolean;
}

export type Target = RectTarget | GridTarget | AxisTarget | BlocksTarget | ValuesTarget;

const clamp = (value: number, count: number) => Math.min(count - 1, Math.max(0, Math.floor(value)));

/** The subject under a point, or undefined. `slop` widens rectangles for fingers, in CSS pixels. */
export function hitTest(scene: Pick<Scene, 'targets'>, x: number, y: number, slop = 0): Subject | undefined {
  for (let i = scene.targets.length - 1; i >= 0; i--) {
    const target = scene.targets[i]!;
    const inside =
      x >= target.x - slop &&
      x < target.x + target.width + slop &&
      y >= target.y - slop &&
      y < target.y + target.height + slop;
    if (!inside) continue;
    if (target.type === 'rect') return target.subject;
    if (target.type === 'axis') {
      const along = target.level ? (x - target.x) / target.width : (y - target.y) / target.height;
      const at = target.first + clamp(along * target.count, target.count);
      return target.side === 'query' ? { type: 'query', query: at } : { type: 'key', key: at };
    }
    const atRow = clamp(((y - target.y) / target.height) * target.rows, target.rows);
    const atColumn = clamp(((x - target.x) / target.width) * target.columns, target.columns);
    if (target.type === 'values') {
      return { type: 'value', path: target.path, row: target.row + atRow, column: target.column + atColumn };
    }
    if (target.type === 'blocks') {
      const r = (target.first ?? 0) + (target.up ? target.rows - 1 - atRow : atRow);
      const place = atRow * target.columns + atColumn;
      if (target.count !== undefined && place >= target.count) continue;
      return {
        type: 'block',
        path: target.path
          .replace('{row}', String(r))
          .replace('{column}', String(atColumn))
          .replace('{place}', String(place)),
      };
    }
    const { firstRow = 0, firstColumn = 0 } = target;
    const [row, column] = [firstRow + atRow, firstColumn + atColumn];
    const [query, key] = target.transposed ? [column, row] : [row, column];
    return {
      type: 'cell',
      query,
      key,
      ...(target.layer !== undefined && { layer: target.layer }),
      ...(target.head !== undefined && { head: target.head }),
    };
  }
  return undefined;
}
