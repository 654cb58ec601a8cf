import type { StaticPicture } from '../static/index.js';
import { svgForPng } from './png-fonts.js';

interface Renderer {
  Resvg: new (
    svg: string,
    options: { fitTo: { mode: 'zoom'; value: number }; font: { loadSystemFonts: boolean } },
  ) => { render(): { asPng(): Uint8Array } };
}

/** Pixels of a picture. What draws them is big and native, and so not a dependency of everyone. */
export async function writePng({ svg }: StaticPicture, scaling: number, lang?: string): Promise<Uint8Array> {
  const name = '@resvg/resvg-js';
  let renderer: Renderer;
  try {
    renderer = (await import(name)) as Renderer;
  } catch (cause) {
    throw new Error(
      `a PNG needs the package ${name}, which is not installed: npm install ${name} ` +
        `(or npx -p attention-elements -p ${name} attention-elements render …); SVG and HTML need nothing`,
      { cause },
    );
  }
  const options = { fitTo: { mode: 'zoom', value: scaling }, font: { loadSystemFonts: true } } as const;
  return new renderer.Resvg(svgForPng(svg, lang), options).render().asPng();
}
