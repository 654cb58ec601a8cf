import { everyCell, type Mark, type Rgba, type Scene, type Target } from '../../../src/scene/scene.js';
import type { DiagramScene } from '../../../src/scene/diagram/diagram.js';

/** Kinds of marks, and targets, with their number and a hash of all that decides what they look like. */
export type Description = Record<string, string>;

/** FNV-1a over the characters of a text, 32 bits. */
export function hash(text: string): string {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return (value >>> 0).toString(36);
}

/** To a twentieth of a pixel, or of a percent: what is finer, nobody sees. */
const rounded = (value: number) => (Number.isFinite(value) ? Math.round(value * 20) / 20 + 0 : String(value));
const fine = (values: ArrayLike<number>) => hash(Array.from(values, (x) => Math.round(x * 500) || 0).join());
const color = (rgba: Rgba) => rgba.map((part, i) => Math.round(i < 3 ? part : part * 50)).join('/');

function markLine(mark: Mark): string {
  const parts = Object.entries(mark as unknown as Record<string, unknown>)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${shown(mark, name, value)}`);
  return parts.join(' ');
}

function shown(mark: Mark, name: string, value: unknown): string {
  if (name === 'values' && mark.type === 'cells') return fine(everyCell(mark));
  if (name === 'fill' || name === 'stroke') return color(value as Rgba);
  if (name === 'colors') return (value as Rgba[]).map(color).join();
  if (name === 'points' || name === 'dash') return Array.from(value as number[], rounded).join();
  if (name === 'widths' || name === 'alphas') return fine(value as Float32Array);
  if (ArrayBuffer.isView(value)) return hash((value as Uint8Array).join());
  return typeof value === 'number' ? String(rounded(value)) : String(value);
}

const targetLine = (target: Target) =>
  JSON.stringify(target, (_, value: unknown) => (typeof value === 'number' ? rounded(value) : value));

/** A scene in short, the same in every run; `lines` gets all that it is made of. */
export function describeScene(scene: Scene, lines: string[] = []): Description {
  const kinds = new Map<string, string[]>();
  const add = (kind: string, line: string) => kinds.set(kind, [...(kinds.get(kind) ?? []), line]);
  for (const mark of scene.marks) add(mark.type, markLine(mark));
  for (const target of scene.targets) add('targets', targetLine(target));
  const found: Description = { size: `${rounded(scene.width)} ${rounded(scene.height)}` };
  if (scene.note) found['note'] = hash(scene.note);
  for (const [kind, all] of kinds) {
    found[kind] = `${all.length} ${hash(all.join('\n'))}`;
    lines.push(...all);
  }
  const { boxes } = scene as Partial<DiagramScene>;
  if (boxes) {
    const all = Array.from(boxes, ([path, { x, y, width, height }]) =>
      [path, ...[x, y, width, height].map(rounded)].join(' '),
    );
    found['boxes'] = `${all.length} ${hash(all.join('\n'))}`;
  }
  found['order'] = hash(scene.marks.map(({ type }) => type).join());
  return found;
}
