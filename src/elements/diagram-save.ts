import { writeCsv, writeJson } from '../formats/write.js';
import type { StageNumbers } from '../scene/diagram/diagram.js';
import type { Theme } from '../scene/theme.js';
import type { DiagramPicture } from './diagram-body.template.js';
import { columnName, rowName } from './diagram-numbers.js';
import type { DiagramStrings } from './diagram-strings.js';
import { types } from './save.js';
import { download, saveScene } from './save-scene.js';
import type { Command } from './toolbar.js';

/** The numbers of a matrix with the names of its rows and columns. */
function table(numbers: StageNumbers, label: string) {
  const names = (count: number, name: (at: number) => string) =>
    Array.from({ length: count }, (_, at) => name(at));
  return {
    queryTokens: names(numbers.rows, (row) => rowName(numbers, row)),
    keyTokens: names(numbers.columns, (column) => columnName(numbers, column)),
    matrices: [{ label, weights: numbers.values }],
  };
}

/** The picture, or the numbers in it, as a file of a media type. */
export async function saveDiagram(picture: DiagramPicture, theme: Theme, type: string): Promise<Blob> {
  const { scene, numbers, nameOf, focus } = picture;
  const name = nameOf(focus);
  if (type !== 'text/csv' && type !== 'application/json') return saveScene(scene, theme, type, name);
  if (!numbers) throw new Error('there are no numbers in this block: open a stage, such as softmax');
  const content = table(numbers, name);
  return new Blob([type === 'text/csv' ? writeCsv(content) : writeJson(content)], { type });
}

/** Runs a command of the menu; returns what to say when it is done. */
export async function runDiagramCommand(
  command: Exclude<Command, 'table'>,
  element: { toBlob(type: string): Promise<Blob> },
  { numbers, nameOf, focus }: DiagramPicture,
  strings: DiagramStrings,
): Promise<string> {
  if (command !== 'copy') {
    download(await element.toBlob(types[command]), `transformer.${command}`);
    return '';
  }
  if (!numbers) return '';
  const { queryTokens, keyTokens, matrices } = table(numbers, nameOf(focus));
  const { label, weights } = matrices[0]!;
  const clean = (text: string) => text.replace(/\s+/g, ' ');
  const lines = queryTokens.map((token, row) => [
    clean(token),
    ...weights.subarray(row * keyTokens.length, (row + 1) * keyTokens.length),
  ]);
  const cells = [[label, ...keyTokens.map(clean)], ...lines];
  await navigator.clipboard.writeText(cells.map((row) => row.join('\t')).join('\n'));
  return strings.copied;
}
