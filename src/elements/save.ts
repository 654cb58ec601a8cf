import { writeCsv, writeJson } from '../formats/write.js';
import { canvasPainter } from '../render/canvas-painter.js';
import type { Picture } from '../scene/compose.js';
import { writeSvg } from '../scene/svg.js';
import type { Theme } from '../scene/theme.js';
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

/** Pixels of a PNG for one CSS pixel. */
const pngRatio = 2;

/** A picture as a file of a media type. */
export async function savePicture(
  picture: Picture,
  theme: Theme,
  type: string,
  description: string,
): Promise<Blob> {
  switch (type) {
    case 'image/svg+xml': {
      const svg = writeSvg(picture.scene, theme, { title: description, background: theme.background });
      return new Blob([svg], { type });
    }
    case 'text/csv':
      return new Blob([writeCsv(numbers(picture))], { type });
    case 'application/json':
      return new Blob([writeJson(numbers(picture))], { type });
    case 'image/png': {
      const canvas = document.createElement('canvas');
      const painter = canvasPainter(canvas);
      const [r, g, b] = theme.background;
      const { width, height } = picture.scene;
      const ground = { type: 'rect', x: 0, y: 0, width, height, fill: [r, g, b, 1] } as const;
      painter.draw({ ...picture.scene, marks: [ground, ...picture.scene.marks] }, theme, pngRatio);
      return new Promise((resolve, reject) =>
        canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the browser made no PNG'))), type),
      );
    }
    default:
      throw new TypeError(
        `toBlob: unknown type “${type}”; expected image/png, image/svg+xml, text/csv or application/json`,
      );
  }
}

const types = { svg: 'image/svg+xml', png: 'image/png', csv: 'text/csv', json: 'application/json' } as const;

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

/** Hands a file to the reader. */
function download(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
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
