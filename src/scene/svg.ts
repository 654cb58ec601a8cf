import type {
  CellsMark,
  CircleMark,
  ImageMark,
  LabelMark,
  LineMark,
  LinksMark,
  Mark,
  RectMark,
  Rgba,
  Scene,
} from './scene.js';
import { rampColor } from './color.js';
import { dataUrl, writePng } from './png.js';
import { textDirection } from './text-direction.js';
import type { Theme } from './theme.js';

export interface SvgOptions {
  /** What a screen reader says of the picture. */
  title: string;
  /** Ground of the picture; absent: none. */
  background?: Rgba;
  /** What is written of it from side to side; absent: all. */
  part?: { x: number; width: number } | undefined;
}

/** What XML 1.0 cannot hold, not even escaped: control characters, halves of surrogate pairs, two noncharacters. */
const notXml =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as it stands in markup, between tags or between quotes. */
export const escapeMarkup = (text: string): string => text.replace(/[&<>"]/g, (sign) => entities[sign]!);

const escape = (text: string) => escapeMarkup(text.replace(notXml, '\ufffd'));

/** A length to a hundredth of a pixel, in as few characters as that takes. */
const n = (value: number) => String(Math.round(value * 100) / 100);

/** `fill="…" fill-opacity="…"`, or the same for `stroke`. */
function paint(name: 'fill' | 'stroke', [r, g, b, a]: Rgba): string {
  return `${name}="rgb(${r},${g},${b})"${a < 1 ? ` ${name}-opacity="${n(a)}"` : ''}`;
}

/** Fill and stroke of a closed shape. */
function dress({ fill, stroke, lineWidth = 1 }: RectMark | CircleMark): string {
  const line = stroke ? ` ${paint('stroke', stroke)} stroke-width="${n(lineWidth)}"` : '';
  return (fill ? paint('fill', fill) : 'fill="none"') + line;
}

/** Outlines lie inside their shapes; SVG draws them half outside. */
const inset = ({ stroke, lineWidth = 1 }: RectMark | CircleMark) => (stroke ? lineWidth / 2 : 0);

function rect(mark: RectMark): string {
  const by = inset(mark);
  const side = (length: number) => n(Math.max(0, length - 2 * by));
  const radius = mark.radius ? ` rx="${n(Math.max(0, mark.radius - by))}"` : '';
  const [x, y] = [n(mark.x + by), n(mark.y + by)];
  return `<rect x="${x}" y="${y}" width="${side(mark.width)}" height="${side(mark.height)}"${radius} ${dress(mark)}/>`;
}

const circle = (mark: CircleMark) =>
  `<circle cx="${n(mark.x)}" cy="${n(mark.y)}" r="${n(Math.max(0, mark.radius - inset(mark)))}" ${dress(mark)}/>`;

function line({ points, stroke, lineWidth, dash }: LineMark): string {
  const dashes = dash ? ` stroke-dasharray="${dash.join(' ')}"` : '';
  const path = points.map(n).join(' ');
  return `<polyline points="${path}" fill="none" ${paint('stroke', stroke)} stroke-width="${n(lineWidth)}"${dashes}/>`;
}

/** Curves by their colours; what cannot be seen is left out. */
function links({ count, points, widths, alphas, colorIndex, colors, opacity = 1 }: LinksMark): string {
  const groups = new Map<number, string[]>();
  for (let i = 0; i < count; i++) {
    const alpha = Math.min(1, alphas[i]!);
    if (!(alpha >= 0.002)) continue;
    const [x0, y0, ...rest] = Array.from(points.subarray(8 * i, 8 * i + 8), n);
    const path = `<path d="M${x0} ${y0}C${rest.join(' ')}" stroke-width="${n(widths[i]!)}" opacity="${alpha.toFixed(3)}"/>`;
    const index = colorIndex[i]!;
    const group = groups.get(index);
    if (group) group.push(path);
    else groups.set(index, [path]);
  }
  const drawn = [...groups]
    .map(([index, paths]) => `<g fill="none" ${paint('stroke', colors[index]!)}>${paths.join('')}</g>`)
    .join('');
  return opacity < 1 ? `<g opacity="${opacity}">${drawn}</g>` : drawn;
}

/** Cells that are written: of more than fit at three to a CSS pixel, each stands for several. */
function written({ rows, columns, values, width, height }: CellsMark) {
  if (values instanceof Float32Array) return { rows, columns, values };
  const few = (count: number, length: number) => Math.min(count, Math.max(1, Math.ceil(3 * length)));
  const [fewRows, fewColumns] = [few(rows, height), few(columns, width)];
  return { rows: fewRows, columns: fewColumns, values: values.pool(fewRows, fewColumns) };
}

/** A heat map: one path for all cells of a colour. */
function cells(mark: CellsMark): string {
  const { ramp, shape, gap } = mark;
  const { rows, columns, values } = written(mark);
  const [w, h] = [mark.width / columns, mark.height / rows];
  const paths = new Map<number, string[]>();
  for (let i = 0; i < rows * columns; i++) {
    const value = values[i]!;
    if (Number.isNaN(value) || (shape === 'dots' && value <= 0)) continue;
    const [x, y] = [mark.x + (i % columns) * w, mark.y + Math.floor(i / columns) * h];
    const level = Math.round(255 * Math.min(1, Math.max(0, value)));
    if (!paths.has(level)) paths.set(level, []);
    paths.get(level)!.push(shape === 'dots' ? dot(x, y, w, h, gap, value) : box(x, y, w - gap, h - gap));
  }
  const drawn = [...paths].map(
    ([level, path]) => `<path d="${path.join('')}" ${paint('fill', rampColor(ramp, level / 255))}/>`,
  );
  // without gaps, blurred edges would let the ground shine through between cells
  return `<g${shape === 'fill' && gap === 0 ? ' shape-rendering="crispEdges"' : ''}>${drawn.join('')}</g>`;
}

function image({ x, y, width, height, pixels, columns, rows }: ImageMark): string {
  const file = dataUrl(writePng(pixels, columns, rows), 'image/png');
  return `<image x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" preserveAspectRatio="none" href="${file}"/>`;
}

const box = (x: number, y: number, width: number, height: number) =>
  `M${n(x)} ${n(y)}h${n(width)}v${n(height)}h${n(-width)}z`;

/** A disc whose area grows with the value. */
function dot(x: number, y: number, width: number, height: number, gap: number, value: number): string {
  const radius = (Math.min(width, height) - gap) / 2;
  const r = radius * Math.sqrt(Math.min(1, value));
  const arc = `a${n(r)} ${n(r)} 0 1 0 `;
  return `M${n(x + (width - gap) / 2 - r)} ${n(y + (height - gap) / 2)}${arc}${n(2 * r)} 0${arc}${n(-2 * r)} 0z`;
}

/** How far below y the baseline of the letters lies, in ems: most readers know no `dominant-baseline`. */
const drop = { top: 0.88, middle: 0.34, alphabetic: 0, bottom: -0.22 };

function label(mark: LabelMark): string {
  const { text, x, y, size, fill, align, baseline, weight, rotation, tabular } = mark;
  const direction = mark.direction ?? textDirection(text);
  const anchor = { left: 'start', center: 'middle', right: 'end' }[align];
  const turned = { start: 'end', middle: 'middle', end: 'start' }[anchor]!;
  const attributes = [
    `x="${n(x)}" y="${n(y + drop[baseline] * size)}" font-size="${n(size)}" ${paint('fill', fill)}`,
    anchor !== 'start' || direction === 'rtl' ? `text-anchor="${direction === 'rtl' ? turned : anchor}"` : '',
    direction === 'rtl' ? 'direction="rtl"' : '',
    weight && weight !== 400 ? `font-weight="${weight}"` : '',
    rotation ? `transform="rotate(${n((rotation * 180) / Math.PI)} ${n(x)} ${n(y)})"` : '',
    tabular ? 'style="font-variant-numeric:tabular-nums"' : '',
  ];
  return `<text ${attributes.filter(Boolean).join(' ')}>${escape(text)}</text>`;
}

function draw(mark: Mark): string {
  switch (mark.type) {
    case 'rect':
      return rect(mark);
    case 'circle':
      return circle(mark);
    case 'line':
      return line(mark);
    case 'links':
      return links(mark);
    case 'cells':
      return cells(mark);
    case 'image':
      return image(mark);
    case 'label':
      return label(mark);
  }
}

/** Writes a scene as a stand-alone SVG document: all vector, text as text, in the order in which painters draw. */
export function writeSvg(scene: Scene, theme: Pick<Theme, 'fontFamily'>, options: SvgOptions): string {
  const { x, width } = options.part ?? { x: 0, width: scene.width };
  const [left, w, h] = [n(x), n(width), n(scene.height)];
  const ground = options.background
    ? `<rect${x ? ` x="${left}"` : ''} width="${w}" height="${h}" ${paint('fill', options.background)}/>\n`
    : '';
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="${left} 0 ${w} ${h}" role="img" ` +
    `xml:space="preserve" font-family="${escape(theme.fontFamily)}">\n` +
    `<title>${escape(options.title)}</title>\n${ground}${scene.marks.map(draw).join('\n')}\n</svg>\n`
  );
}
