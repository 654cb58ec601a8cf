/** A tiny vision model at /vit/, and an image for it at /image.png: pages for `site`. */
import { readdirSync, readFileSync } from 'node:fs';
import { writePng } from '../../dist/esm/scene/png.js';

const folder = 'test/fixtures/models/vit-tiny';

const colours = Uint8ClampedArray.from({ length: 4 * 144 }, (_, i) => (i % 4 === 3 ? 255 : (i * 37) % 256));

export const vision = {
  '/image.png': Buffer.from(writePng(colours, 12, 12)),
  ...Object.fromEntries(
    readdirSync(folder).map((name) => [`/vit/${name}`, readFileSync(`${folder}/${name}`)]),
  ),
};

/** A figure of that image. */
export const imageFigure =
  '<attention-view model="/vit/" image="/image.png" loading="eager"></attention-view>';
