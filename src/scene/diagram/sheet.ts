import type { BlockPath } from '../../core/architecture/architecture.js';
import { fade, mix } from '../color.js';
import { fitText, label } from '../labels.js';
import type { LabelMark, Mark, Rgba, Target } from '../scene.js';
import type { Box, DiagramInput, DiagramScene } from './diagram.js';
import { hueOf, type Hue } from './hues.js';

/** A picture in the making. */
export interface Sheet {
  input: DiagramInput;
  /** Frames, below everything; then the residual stream; then blocks. */
  frames: Mark[];
  streams: Mark[];
  marks: Mark[];
  targets: Target[];
  boxes: Map<BlockPath, Box>;
  /** Sizes of text, CSS pixels. */
  size: number;
  small: number;
}

export function newSheet(input: DiagramInput): Sheet {
  const size = input.theme.fontSize;
  return {
    input,
    frames: [],
    streams: [],
    marks: [],
    targets: [],
    boxes: new Map(),
    size,
    small: size * 0.85,
  };
}

export function finish(sheet: Sheet, height: number, note?: string): DiagramScene {
  const { targets, boxes, input } = sheet;
  const marks = [...sheet.frames, ...sheet.streams, ...sheet.marks];
  const size = { width: input.width, height: Math.ceil(height) };
  return { ...size, marks, targets, boxes, ground: input.theme.background, ...(note && { note }) };
}

/** How strongly a block stands out. */
export interface Stress {
  active: boolean;
  hovered: boolean;
  cursor: boolean;
  /** During play, what is still to come recedes. */
  pending: boolean;
}

export function stressOf({ input }: Sheet, path: BlockPath): Stress {
  const { play, hover, cursor, focus } = input;
  const inside = (other: BlockPath) => other === path || other.startsWith(`${path}.`);
  const active = !!play?.active.some(inside);
  // what stands around the block in focus has been there before it
  const isInside = focus === '' || path === focus || path.startsWith(`${focus}.`);
  const ahead =
    !!play &&
    isInside &&
    !active &&
    !play.done.some((other) => inside(other) || path.startsWith(`${other}.`));
  return {
    active: active || !!play?.active.some((other) => other !== '' && path.startsWith(`${other}.`)),
    hovered: hover === path,
    cursor: cursor === path,
    pending: ahead && !play.active.some((other) => path.startsWith(`${other}.`)),
  };
}

/** Ink that recedes when its block is still to come. */
export const inkFor = (color: Rgba, { pending }: Stress): Rgba => (pending ? fade(color, 0.4) : color);

/** Makes a rectangle answer to the pointer and to zooming. */
export function place(sheet: Sheet, path: BlockPath, box: Box): void {
  sheet.boxes.set(path, box);
  sheet.targets.push({ type: 'rect', ...box, subject: { type: 'block', path } });
}

/** The ground of a block: calm fill and hairline in the colour of its kind. */
export function ground(sheet: Sheet, path: BlockPath, hue: Hue, box: Box, radius = 6): Stress {
  const { theme } = sheet.input;
  const stress = stressOf(sheet, path);
  const color = hueOf(theme, hue);
  const depth =
    (theme.dark ? 0.15 : 0.07) * (stress.pending ? 0.5 : stress.hovered || stress.active ? 1.9 : 1);
  const line = stress.pending ? 0.2 : stress.hovered || stress.active ? 1 : 0.42;
  sheet.marks.push({
    type: 'rect',
    ...box,
    radius,
    fill: mix(theme.background, color, depth),
    stroke: mix(theme.background, color, line),
    lineWidth: stress.active ? 2 : 1,
  });
  if (stress.cursor) {
    const around = { x: box.x - 3, y: box.y - 3, width: box.width + 6, height: box.height + 6 };
    sheet.marks.push({ type: 'rect', ...around, radius: radius + 3, stroke: theme.accent, lineWidth: 2 });
  }
  place(sheet, path, box);
  return stress;
}

/** Text that is cut where it does not fit; nothing where not even a letter does. Returns its width. */
export function write(
  { input, marks }: Sheet,
  text: string,
  x: number,
  y: number,
  fill: Rgba,
  size: number,
  room: number,
  more: Partial<LabelMark> = {},
): number {
  const { measure } = input;
  if (!text || room < size) return 0;
  const ruler = (t: string, s: number) => measure(t, s, more.weight);
  const fitted = fitText(text, room, size, ruler);
  marks.push(label(fitted, x, y, fill, size, more));
  return ruler(fitted, size);
}

/** What stands in the head of a block: its name, and at the far end a figure. */
export interface Heading {
  title: string;
  /** Parameters, shape; of several, the first that fits. */
  figure?: string | readonly string[];
  /** Second line, muted; of several, the first that fits. */
  note?: string | readonly string[];
}

/** Lines of a heading, from `box.y + 8`; `left` and `right` are where blocks begin and end that it lines up with. */
export function heading(
  sheet: Sheet,
  box: Box,
  { title, figure, note }: Heading,
  stress: Stress,
  { left, right }: { left: number; right: number } = { left: box.x, right: box.x + box.width },
): void {
  const { theme, measure } = sheet.input;
  const { size, small } = sheet;
  const ink = inkFor(theme.text, stress);
  const muted = inkFor(theme.muted, stress);
  const isLine = !note && box.height < size * 3;
  const y = isLine ? box.y + box.height / 2 + 0.5 : box.y + 7 + size * 0.62;
  const titleSize = isLine ? size * 0.92 : size;
  const [from, to] = [Math.max(left, box.x) + 10, Math.min(right, box.x + box.width) - 10];
  const weight = isLine ? 400 : 500;
  const named = measure(title, titleSize, weight);
  const figures = typeof figure === 'string' ? [figure] : (figure ?? []);
  const beside = figures.find((text) => text && named + measure(text, small) + 12 <= to - from);
  const used = beside ? measure(beside, small) + 12 : 0;
  write(sheet, title, from, y, ink, titleSize, to - from - used, { weight });
  if (beside) sheet.marks.push(label(beside, to, y, muted, small, { align: 'right', tabular: true }));
  if (!note) return;
  const notes = typeof note === 'string' ? [note] : note;
  const fitting = notes.find((text) => measure(text, small) <= to - from) ?? notes.at(-1)!;
  write(sheet, fitting, from, y + size * 1.36, muted, small, to - from, { tabular: true });
}

/** Height of a heading with its margins. */
export const headingHeight = ({ size }: Sheet, lines: 1 | 2): number =>
  Math.round(7 + size * 1.24 + (lines - 1) * size * 1.32 + 5);

/** A hairline with an arrow head at its end, through points x, y, x, y, … */
export function arrow(
  { input, marks }: { input: Pick<DiagramInput, 'theme'>; marks: Mark[] },
  points: number[],
  color = input.theme.muted,
  lineWidth = 1,
): void {
  marks.push({ type: 'line', points, stroke: color, lineWidth });
  const [x0, y0, x, y] = points.slice(-4) as [number, number, number, number];
  const length = Math.hypot(x - x0, y - y0) || 1;
  const [dx, dy] = [((x - x0) / length) * 4.5, ((y - y0) / length) * 4.5];
  const side = 0.72;
  const head = [x - dx - dy * side, y - dy + dx * side, x, y, x - dx + dy * side, y - dy - dx * side];
  marks.push({ type: 'line', points: head, stroke: color, lineWidth: lineWidth + 0.25 });
}

/** The sign of a sum on the residual stream. */
export function plus(sheet: Sheet, path: BlockPath, x: number, y: number): void {
  const { theme } = sheet.input;
  const stress = stressOf(sheet, path);
  const strong = stress.active || stress.hovered;
  const ink = strong ? theme.accent : stress.pending ? mix(theme.background, theme.muted, 0.4) : theme.muted;
  const radius = plusRadius;
  sheet.marks.push({
    type: 'circle',
    x,
    y,
    radius,
    fill: theme.background,
    stroke: ink,
    lineWidth: strong ? 2 : 1.25,
  });
  const arm = radius - 3.5;
  sheet.marks.push({ type: 'line', points: [x - arm, y, x + arm, y], stroke: ink, lineWidth: 1.25 });
  sheet.marks.push({ type: 'line', points: [x, y - arm, x, y + arm], stroke: ink, lineWidth: 1.25 });
  if (stress.cursor)
    sheet.marks.push({ type: 'circle', x, y, radius: radius + 3, stroke: theme.accent, lineWidth: 2 });
  place(sheet, path, { x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius });
}

export const plusRadius = 8;
