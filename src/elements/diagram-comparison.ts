import { html, type TemplateResult } from 'lit';
import { compareSequential, hopsBetween } from '../core/architecture/compare-sequential.js';
import { parseTokens } from '../formats/tokens.js';
import { readablePieces } from '../formats/pieces.js';
import { compareData } from '../scene/diagram/compare-data.js';
import { compareScene } from '../scene/diagram/compare.js';
import type { DiagramScene } from '../scene/diagram/diagram.js';
import { hitTest } from '../scene/scene.js';
import type { Measure, Theme } from '../scene/theme.js';
import type { DiagramFigure, FigureHandlers } from './diagram-figure.js';
import type { DiagramContent } from './diagram-input.js';
import { inWords } from './diagram-names.js';
import type { Playing } from './diagram-playing.js';
import type { DiagramStrings } from './diagram-strings.js';
import { fill } from './strings.js';

/** What both read where the author gives no tokens. */
const usualText = {
  en: 'The animal didn’t cross the street because it was too tired',
  ko: '동물은 너무 지쳐서 길을 건너지 않았다',
};

export interface ComparisonInput {
  content: DiagramContent;
  /** As the element has it, from 1; undefined while nothing is played. */
  step: number | undefined;
  strings: DiagramStrings;
  lang: string;
  width: number;
  theme: Theme;
  measure: Measure;
}

/** A recurrent network beside the transformer: which tokens the reader has picked, and what is drawn and said of it. */
export class Comparison implements FigureHandlers {
  /** Tokens whose distance is counted. */
  picked: { from: number; to?: number } | undefined;
  hover: number | undefined;
  /** Token that the keyboard is on. */
  cursor: number | undefined;
  scene: DiagramScene | undefined;
  playing: Playing | undefined;

  #requestUpdate: () => void;
  #input: ComparisonInput | undefined;
  #tokens: string[] = [];

  constructor(requestUpdate: () => void) {
    this.#requestUpdate = requestUpdate;
  }

  /** Draws the present state. */
  compose(input: ComparisonInput): DiagramScene {
    const { content, strings, width, theme, measure, lang } = input;
    this.#input = input;
    const usual = lang.startsWith('ko') ? usualText.ko : usualText.en;
    const known = content.data
      ? compareData(content.data)
      : { tokens: parseTokens(usual), causal: content.architecture.kind === 'decoder' };
    const tokens = [...known.tokens];
    if (tokens.join('\n') !== this.#tokens.join('\n')) {
      this.#tokens = tokens;
      // far apart, where the difference is largest
      this.picked = tokens.length > 1 ? { from: 0, to: tokens.length - 1 } : undefined;
    }
    // what is compared is there before it is played, done
    const step = Math.min(tokens.length, input.step ?? tokens.length);
    this.playing = {
      step: input.step === undefined ? 0 : step,
      count: tokens.length,
      state: undefined,
      caption: input.step === undefined ? '' : this.#caption(step, strings, lang),
    };
    const scene = compareScene({
      ...known,
      d: content.architecture.dModel,
      step,
      picked: this.picked,
      hover: this.hover ?? this.cursor,
      words: {
        rnn: strings.compareRnn,
        transformer: strings.compareTransformer,
        sequential: strings.compareSequential,
        path: strings.comparePath,
        complexity: strings.compareComplexity,
        hops: strings.compareHops,
        pick: strings.comparePick,
      },
      width,
      theme,
      measure,
    });
    return (this.scene = { ...scene, boxes: new Map() });
  }

  /** What the drawing is to the keyboard: a list of tokens, of which two can be picked. */
  get figure(): DiagramFigure {
    const { strings } = this.#input!;
    const texts = this.#texts;
    const { from, to } = this.picked ?? {};
    return {
      role: 'listbox',
      label: `${strings.compareTitle}. ${this.#hopsText}`,
      help: strings.comparePick,
      active: this.cursor === undefined ? undefined : `token-${this.cursor}`,
      pointing: this.hover !== undefined,
      handlers: this,
      content: html`${texts.map(
        (token, i) =>
          html`<div role="option" id="token-${i}" aria-selected=${i === from || i === to}>${token}</div>`,
      )}`,
    };
  }

  /** The counted figures as a table. */
  table(): TemplateResult {
    const { strings, content, lang } = this.#input!;
    const rows = compareSequential({ n: this.#tokens.length, d: content.architecture.dModel });
    const of = (layer: string) => rows.find((row) => row.layer === layer)!;
    const [rnn, attention] = [of('recurrent'), of('self-attention')];
    const said = (row: typeof rnn) => {
      const path = row === rnn ? this.#tokens.length - 1 : row.path;
      return inWords({ sequential: row.sequential, path, operations: row.operations }, lang);
    };
    const [left, right] = [said(rnn), said(attention)];
    const line = (name: string, key: string) =>
      html`<tr>
        <th scope="row">${name}</th>
        <td>${left[key]}</td>
        <td>${right[key]}</td>
      </tr>`;
    return html`<table>
      <caption>
        ${strings.compareTitle}. ${this.#hopsText}
      </caption>
      <thead>
        <tr>
          <td></td>
          <th scope="col">${strings.compareRnn}</th>
          <th scope="col">${strings.compareTransformer}</th>
        </tr>
      </thead>
      <tbody>
        ${line(strings.compareSequential, 'sequential')} ${line(strings.comparePath, 'path')}
        ${line(strings.compareComplexity, 'operations')}
      </tbody>
    </table>`;
  }

  readonly point = (event: PointerEvent): void => {
    if (event.pointerType !== 'touch') this.#set(this.#under(event));
  };

  readonly touch = (): void => {};

  readonly leave = (event: PointerEvent): void => {
    if (event.pointerType !== 'touch') this.#set(undefined);
  };

  readonly wheel = (): void => {};

  readonly press = (event: MouseEvent): void => {
    this.cursor = undefined;
    const token = this.#under(event);
    if (token !== undefined) this.pick(token);
  };

  readonly key = (event: KeyboardEvent): void => {
    const last = this.#tokens.length - 1;
    const at = this.cursor ?? 0;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      this.pick(at);
      return;
    }
    const moves: Record<string, number> = {
      ArrowUp: at - 1,
      ArrowLeft: at - 1,
      ArrowDown: at + 1,
      ArrowRight: at + 1,
      Home: 0,
      End: last,
    };
    const to = moves[event.key];
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.cursor = Math.min(last, Math.max(0, to));
    this.#requestUpdate();
  };

  readonly focus = (event: FocusEvent): void => {
    if (!(event.currentTarget as Element).matches(':focus-visible')) return;
    this.cursor ??= 0;
    this.#requestUpdate();
  };

  readonly blur = (): void => {
    this.cursor = undefined;
    this.#requestUpdate();
  };

  /** The first token, then the second; a third begins anew. */
  pick(token: number): void {
    const { picked } = this;
    if (picked && picked.to === undefined && picked.from !== token)
      this.picked = { from: picked.from, to: token };
    else this.picked = { from: token };
    this.#requestUpdate();
  }

  get #texts(): string[] {
    return readablePieces(this.#tokens).map(({ text }) => text);
  }

  get #hopsText(): string {
    const { strings } = this.#input!;
    const { from, to } = this.picked ?? {};
    if (from === undefined || to === undefined) return strings.comparePick;
    const [first, second] = [Math.min(from, to), Math.max(from, to)];
    const { recurrent, attention } = hopsBetween(first, second);
    return fill(strings.compareHops, {
      from: this.#texts[first]!,
      to: this.#texts[second]!,
      rnn: recurrent.length - 1,
      attention: attention.length - 1,
    });
  }

  #caption(step: number, strings: DiagramStrings, lang: string): string {
    return fill(strings.comparePlay, inWords({ step, count: step, total: this.#tokens.length }, lang));
  }

  #under(event: MouseEvent): number | undefined {
    const canvas = (event.currentTarget as Element).querySelector('canvas');
    if (!canvas || !this.scene) return undefined;
    const box = canvas.getBoundingClientRect();
    const subject = hitTest(this.scene, event.clientX - box.left, event.clientY - box.top);
    return subject?.type === 'token' ? subject.token : undefined;
  }

  #set(token: number | undefined): void {
    if (token === this.hover) return;
    this.hover = token;
    this.#requestUpdate();
  }
}
