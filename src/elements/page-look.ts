import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { InputError } from '../core/errors.js';
import type { PaletteColors } from '../scene/make-theme.js';
import type { Measure, Theme } from '../scene/theme.js';
import { measureIn, readTheme, themeKey, type WantedTheme } from './page-theme.js';
import { watchLooks } from './page-watch.js';
import { remOfPage } from './rem-of-page.js';
import { watchStrings } from './string-tables.js';
import { languageOf } from './strings.js';
import { paintedPadding } from './view-body.styles.js';

/** The looks of the page around an element, kept current: theme, ruler for text, language, and the author's palette. */
export class PageLook implements ReactiveController {
  theme: Theme | undefined;
  /** The element paints the ground of its theme, since the page's own is of the other lightness. */
  paints = false;
  measure: Measure = measureIn('sans-serif');
  /** What is wrong with the palette, if anything. */
  problem: InputError | undefined;

  #host: ReactiveControllerHost & HTMLElement;
  #wanted: WantedTheme = 'auto';
  #palette: string | undefined;
  #colors: PaletteColors | undefined;
  #key = '';
  #lang = '';
  #stops: (() => void)[] = [];

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.#stops = [watchLooks(() => this.refresh()), watchStrings(() => this.#host.requestUpdate())];
    this.refresh();
  }

  hostDisconnected(): void {
    this.#stops.forEach((stop) => stop());
  }

  /** What the frame around the drawing has to know. */
  get frame(): { look: Theme | undefined; isForced: boolean; paints: boolean } {
    return { look: this.theme, isForced: this.#wanted !== 'auto', paints: this.paints };
  }

  /** What is left of a width within the painted ground, CSS pixels. */
  within(width: number): number {
    return this.paints ? Math.max(0, width - 2 * paintedPadding * remOfPage()) : width;
  }

  /** Follows the author's wishes. */
  want(theme: WantedTheme, palette: string | undefined): void {
    if (palette !== this.#palette) {
      this.#palette = palette;
      void this.#readPalette(palette);
    }
    if (theme === this.#wanted) return;
    this.#wanted = theme;
    this.refresh();
  }

  /** Reads the page's style again; asks for a new picture only when something has changed. */
  refresh(): void {
    if (!this.#host.isConnected) return;
    const { theme, paints } = readTheme(this.#host, this.#wanted, this.#colors);
    const [key, lang] = [`${paints} ${themeKey(theme)}`, languageOf(this.#host)];
    if (key === this.#key && lang === this.#lang) return;
    this.#lang = lang;
    // widths measured before the page's font had come are wrong
    this.measure = measureIn(theme.fontFamily);
    [this.theme, this.paints, this.#key] = [theme, paints, key];
    this.#host.requestUpdate();
  }

  async #readPalette(palette: string | undefined): Promise<void> {
    let problem: InputError | undefined;
    let colors: PaletteColors | undefined;
    try {
      colors = palette ? (await import('./palette.js')).readPalette(palette) : undefined;
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problem = error;
    }
    if (palette !== this.#palette) return;
    if (!problem) this.#colors = colors;
    this.problem = problem;
    this.refresh();
    this.#host.requestUpdate();
  }
}
