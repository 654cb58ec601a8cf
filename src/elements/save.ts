import { writeCsv, writeJson } from '../formats/write.js';
import type { Picture } from '../scene/compose.js';
import type { Theme } from '../scene/theme.js';
import { download, saveScene } from './save-scene.js';
import type { Strings } from './strings.js';
import type { Command } from './toolbar.js';

/** What is shown, as numbers: true weights, with the readable tokens. */
function numbers({ shown }: Picture) {
  return {
    queryTokens: shown.queries.map((piece) => piece.text),
    keyTokens: shown.keys.map((piece) => piece.text),
    matrices: shown.heads.map((head) => ({
      label: head.name ? `${head.label}: ${head.name}` : head.label,
      weights: head.weights,
    })),
  };
}

/** A picture as a file of a media type. */
export async function savePicture(
  picture: Picture,
  theme: Theme,
  type: string,
  description: string,
): Promise<Blob> {
  switch (type) {
    case 'text/csv':
      return new Blob([writeCsv(numbers(picture))], { type });
    case 'application/json':
      return new Blob([writeJson(numbers(picture))], { type });
    default:
      return saveScene(picture.scene, theme, type, description);
  }
}

/** Media types of the commands that save. */
export const types = {
  svg: 'image/svg+xml',
  png: 'image/png',
  csv: 'text/csv',
  json: 'application/json',
} as const;

/** Runs a command of the menu; returns what to say when it is done. */
export async function runCommand(
  command: Exclude<Command, 'table'>,
  element: { toBlob(type: string): Promise<Blob> },
  picture: Picture,
  strings: Strings,
): Promise<string> {
  if (command === 'copy') {
    await copyNumbers(picture);
    return strings.copied;
  }
  download(await element.toBlob(types[command]), `attention.${command}`);
  return '';
}

/** Copies the shown numbers as tab-separated text, which spreadsheets take as cells. */
async function copyNumbers(picture: Picture): Promise<void> {
  const { queryTokens, keyTokens, matrices } = numbers(picture);
  const clean = (text: string) => text.replace(/\s+/g, ' ');
  const text = matrices.map(({ label, weights }) =>
    [
      [label, ...keyTokens.map(clean)],
      ...queryTokens.map((token, q) => [
        clean(token),
        ...weights.subarray(q * keyTokens.length, (q + 1) * keyTokens.length),
      ]),
    ]
      .map((row) => row.join('\t'))
      .join('\n'),
  );
  await navigator.clipboard.writeText(text.join('\n\n'));
}
