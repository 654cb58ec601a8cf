import { canvasPainter } from '../render/canvas-painter.js';
import type { Scene } from '../scene/scene.js';
import { writeSvg } from '../scene/svg.js';
import type { Theme } from '../scene/theme.js';

/** Pixels of a PNG for one CSS pixel. */
const pngRatio = 2;

/** A scene as a file: vector, or pixels. */
export async function saveScene(scene: Scene, theme: Theme, type: string, title: string): Promise<Blob> {
  switch (type) {
    case 'image/svg+xml':
      return new Blob([writeSvg(scene, theme, { title, background: theme.background })], { type });
    case 'image/png': {
      const canvas = document.createElement('canvas');
      const painter = canvasPainter(canvas);
      const [r, g, b] = theme.background;
      const { width, height } = scene;
      const ground = { type: 'rect', x: 0, y: 0, width, height, fill: [r, g, b, 1] } as const;
      painter.draw({ ...scene, marks: [ground, ...scene.marks] }, theme, pngRatio);
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

/** Hands a file to the reader. */
export function download(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
