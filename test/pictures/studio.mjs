/** Draws sheets of figures in Chromium, and knows the references: pictures as WebP, and what they were drawn with. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright';
import { findBrowser } from '../tools/browser.mjs';
import { serveProject } from '../tools/dev-server.mjs';
import { strict, wide } from './compare.js';
import { scripts, sheets, themes, widths } from './views.mjs';

/** Letters and lines without what differs from machine to machine: a graphics card, hinting, subpixels, colour profiles. */
const browserArgs = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--font-render-hinting=none',
  '--disable-lcd-text',
  '--force-color-profile=srgb',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const folder = path.join(import.meta.dirname, 'references');
const notesFile = path.join(folder, 'references.json');
const differences = path.join(import.meta.dirname, 'differences');
const webp = (sheet) => path.join(folder, `${sheet}.webp`);

export const readNotes = () => JSON.parse(readFileSync(notesFile, 'utf8'));

/** What a sheet shows, a row for each script and theme: both widths of each. */
export const rowsOf = (sheet) =>
  Object.entries(scripts).flatMap(([script, { attributes }]) =>
    themes.map((theme) => ({
      theme,
      script,
      attributes,
      cells: widths.map(() => sheets[sheet](script)),
    })),
  );

/** Names of the figures of a sheet, in the order of the page. */
const figuresOf = (rows) =>
  rows.flatMap(({ script, theme }) => widths.map((width) => ({ script, theme, width })));

/** Calls a function of sheet-page.js in a tab. */
const call = (tab, name, ...args) =>
  tab.evaluate(
    async ([name, args]) => (await import('/test/pictures/sheet-page.js'))[name](...args),
    [name, args],
  );

/** Server, browser, and a tab for drawing and judging. */
export class Studio {
  static async open() {
    const studio = new Studio();
    studio.server = await serveProject();
    studio.browser = await chromium.launch({ executablePath: findBrowser(), args: browserArgs });
    studio.judge = await studio.#tab();
    studio.chromium = Number(studio.browser.version().split('.')[0]);
    studio.fonts = {};
    for (const { font, sample } of Object.values(scripts))
      studio.fonts[font] = await call(studio.judge, 'fontWidth', font, sample);
    return studio;
  }

  async close() {
    await this.browser?.close();
    await this.server?.stop();
  }

  async #tab(before) {
    const tab = await this.browser.newPage({
      viewport: { width: 1640, height: 1000 },
      deviceScaleFactor: 1,
      reducedMotion: 'reduce',
      locale: 'en-GB',
      timezoneId: 'UTC',
    });
    if (before) await tab.addInitScript(before);
    await tab.goto(`http://127.0.0.1:${this.server.config.port}/test/pictures/page.html`);
    return tab;
  }

  /**
   * The picture of a page of figures as PNG (base64), and where each of them stands.
   *
   * @param before a function to run in the page before all others, to break something
   */
  async draw(rows, before) {
    const tab = await this.#tab(before);
    await call(tab, 'putRows', rows);
    // figures draw when they are in sight
    await tab.setViewportSize({ width: 1640, height: 8000 });
    const wrong = await call(tab, 'settled');
    if (wrong) throw new Error(wrong);
    const { places, height } = await call(tab, 'places');
    const clip = { x: 0, y: 0, width: 1640, height };
    const png = await tab.screenshot({ clip, caret: 'hide', timeout: 120_000 });
    await tab.close();
    return { png: png.toString('base64'), places };
  }

  /** Fonts whose absence makes a script look different, by name. */
  missingFonts(script) {
    return ['Noto Sans', scripts[script].font].filter((font) => !this.fonts[font]);
  }

  /** How closely pictures have to meet references that were drawn as the notes say. */
  limits({ platform, chromium, fonts }) {
    const alike =
      platform === process.platform &&
      chromium === this.chromium &&
      Object.entries(fonts).every(([font, width]) => this.fonts[font] === width);
    return alike ? strict : wide;
  }

  /** Makes the reference of a sheet anew; gives its size in bytes. `pngFolder`: where it goes as PNG as well. */
  async record(sheet, pngFolder) {
    const { png, places } = await this.draw(rowsOf(sheet));
    if (pngFolder) {
      mkdirSync(pngFolder, { recursive: true });
      writeFileSync(path.join(pngFolder, `${sheet}.png`), Buffer.from(png, 'base64'));
    }
    const bytes = Buffer.from(await call(this.judge, 'asWebp', png), 'base64');
    mkdirSync(folder, { recursive: true });
    writeFileSync(webp(sheet), bytes);
    const notes = existsSync(notesFile) ? readNotes() : { places: {} };
    Object.assign(notes, { platform: process.platform, chromium: this.chromium, fonts: this.fonts });
    notes.places[sheet] = places;
    writeFileSync(notesFile, `${JSON.stringify(notes).replace(/("[\w-]+":)(?=\[\[)/g, '\n$1')}\n`);
    return bytes.length;
  }

  /** Draws a sheet and compares it: what is different as `{script, theme, width, tiles, grown, picture}`. */
  async check(sheet) {
    const notes = readNotes();
    const rows = rowsOf(sheet);
    const figures = figuresOf(rows);
    const drawn = await this.draw(rows);
    const reference = readFileSync(webp(sheet), 'base64');
    const different = await this.compare(
      { png: reference, places: notes.places[sheet] },
      drawn,
      this.limits(notes),
    );
    return different.map(({ index, ...result }) => ({ ...figures[index], ...result }));
  }

  /** Figures of two drawings that differ, by index. */
  compare(reference, now, limits) {
    const pairs = now.places.map((place, i) => [reference.places[i], place]);
    return call(this.judge, 'comparePieces', reference.png, now.png, pairs, limits);
  }
}

/** Writes a picture of what is different; gives its path. */
export function keepDifference(sheet, { script, theme, width, picture }) {
  mkdirSync(differences, { recursive: true });
  const file = path.join(differences, `${sheet}-${script}-${theme}-${width}.png`);
  writeFileSync(file, Buffer.from(picture, 'base64'));
  return path.relative('.', file);
}
