import type { ReactiveController } from 'lit';
import type { AttentionData } from '../core/attention-data.js';
import { parseTokens } from '../formats/tokens.js';
import { appendToken, fillMask, readablePiece } from '../models/append-token.js';
import type { NextToken, Prediction } from '../models/model.js';
import type { AttentionAttributes } from './attention-attributes.js';
import { emit, type AttentionEditDetail, type TextProperty } from './events.js';
import type { Input } from './input.js';
import type { LiveRun } from './live-run.js';
import { fill, type Strings } from './strings.js';
import { tokenIds } from './token-ids.js';

/** How long the reader must rest before what was typed is computed. */
const rest = 300;

/** What tokens may see; `''`: what the model was trained with. */
export type Mask = '' | 'causal' | 'none';

/** A text that the reader may change. */
export interface TextField {
  property: TextProperty;
  text: string;
}

/** What the reader does with a model that runs here: changes its text, and takes the tokens that it proposes. */
export class Live implements ReactiveController {
  readonly #host: AttentionAttributes;
  readonly #input: Input;
  readonly #say: (message: string) => void;
  /** What stands in fields and has not been computed yet. */
  readonly #drafts = new Map<TextProperty, string>();
  /** Texts before each token that the reader took. */
  #taken: { before: TextField; after: string }[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #edited = false;

  /** `say`: what screen readers are to hear. */
  constructor(host: AttentionAttributes, input: Input, say: (message: string) => void) {
    this.#say = say;
    this.#host = host;
    this.#input = input;
    host.addController(this);
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
  }

  /** The run that is shown, where it is a checkpoint's. */
  get run(): LiveRun | undefined {
    return this.#input.live;
  }

  /** Heads that are off, as the element has them. */
  get ablate(): string | undefined {
    return this.#host.ablate;
  }

  /** The mask of the element. */
  get mask(): string {
    return this.#host.mask || this.masks[0] || '';
  }

  /** Masks that the reader may choose: of a text with a model of its own only, as source and target have theirs. */
  get masks(): readonly Mask[] {
    const { image, sourceTokens } = this.#host;
    if (!this.computes || image) return [];
    if (this.run) return ['', 'causal', 'none'];
    return sourceTokens ? [] : ['none', 'causal'];
  }

  /** Whether what is shown is computed here, so that text and heads can be changed. */
  get computes(): boolean {
    const { weights, src } = this.#host;
    const type = this.#input.parts[0]?.source.type;
    if (type) return type === 'textbook' || type === 'model';
    return !src && (weights === undefined || weights === '');
  }

  /** The texts of the element, with what the reader is typing. */
  get fields(): TextField[] {
    const { text, tokens, sourceTokens, targetTokens, model, image } = this.#host;
    if (image) return [];
    const given: [TextProperty, string | string[] | undefined][] =
      sourceTokens || targetTokens
        ? [
            ['sourceTokens', sourceTokens],
            ['targetTokens', targetTokens],
          ]
        : [[text || (!tokens && model) ? 'text' : 'tokens', text || tokens]];
    return given
      .filter(([, value], i) => i === 0 || value !== undefined)
      .map(([property, value]) => ({
        property,
        text: this.#drafts.get(property) ?? plainText(value),
      }));
  }

  /** Whether there is a token to give back. */
  get canTakeBack(): boolean {
    const last = this.#taken.at(-1);
    return !!last && this.#textOf(last.before.property) === last.after;
  }

  /** Takes over what stands in a field when the reader rests; at once with `now`. */
  type(property: TextProperty, text: string, now = false): void {
    this.#drafts.set(property, text);
    clearTimeout(this.#timer);
    if (now) this.#commit(property);
    else this.#timer = setTimeout(() => this.#commit(property), rest);
    this.#host.requestUpdate();
  }

  /** Holds back while letters are being composed, as of Korean. */
  compose(property: TextProperty, text: string): void {
    clearTimeout(this.#timer);
    this.#drafts.set(property, text);
  }

  /** The reader has left a field. */
  leave(property: TextProperty): void {
    if (!this.#drafts.has(property)) return;
    clearTimeout(this.#timer);
    this.#commit(property);
    this.#drafts.delete(property);
    this.#host.requestUpdate();
  }

  /** Forgets what was typed and not computed, and goes back to a text. */
  revert(property: TextProperty, text: string): void {
    this.type(property, text, true);
    this.#drafts.delete(property);
  }

  /** Whether a predicted token can be put into the text, and where. */
  target({ kind }: Prediction): TextProperty | undefined {
    const run = this.run;
    // tokens that were given by their ids make no text
    if (!run || kind === 'class' || 'ids' in run.input) return undefined;
    const { targetTokens } = this.#host;
    // what an encoder-decoder wrote by itself is no text of the element
    if (run.model.kind === 'encoder-decoder') return targetTokens ? 'targetTokens' : undefined;
    const [first, second] = this.fields;
    return second ? undefined : first?.property;
  }

  /** Puts a predicted token into the text. */
  async take(prediction: Prediction, token: NextToken, strings: Strings): Promise<void> {
    const property = this.target(prediction);
    const run = this.run;
    if (!property || !run) return;
    const before = this.#textOf(property);
    const piece = readablePiece(token.token, vocabularyOf(prediction));
    const tell = (text: string): void => this.#say(fill(text, { token: piece.text }));
    let after: string | undefined;
    try {
      after = await withToken(run, prediction, before, token);
    } catch {
      // closed or dead; what readers do never throws into the page
      tell(strings.notTakenModel);
      return this.#input.reopen();
    }
    if (this.run !== run || this.#textOf(property) !== before) return;
    tell(after === undefined ? strings.notTaken : strings.taken);
    this.#host.requestUpdate();
    if (after === undefined) return;
    this.#taken.push({ before: { property, text: before }, after });
    this.#set(property, after, 'prediction');
  }

  takeBack(): void {
    const last = this.#taken.pop();
    if (last) this.#set(last.before.property, last.before.text, 'prediction');
  }

  /** After the reader's edit a pinned token may be gone. */
  loaded({ queries }: AttentionData): void {
    if (this.#edited && Number(this.#host.query) >= queries) this.#host.query = undefined;
    this.#edited = false;
  }

  #textOf(property: TextProperty): string {
    return plainText(this.#host[property]);
  }

  #commit(property: TextProperty): void {
    const text = this.#drafts.get(property) ?? '';
    // an empty field is on its way to another text: the picture waits for it
    if (!text.trim() || text === this.#textOf(property)) return;
    this.#set(property, text, 'typing');
  }

  #set(property: TextProperty, text: string, by: AttentionEditDetail['by']): void {
    this.#edited = true;
    if (by === 'prediction') this.#drafts.delete(property);
    this.#host[property] = text;
    emit(this.#host, 'attention-edit', { property, text, by });
  }
}

/** Pieces that tell how the tokenizer of a model writes. */
export const vocabularyOf = ({ best }: Prediction): string[] => best.map(({ token }) => token);

/** A text with a predicted token at its end or in place of its mask; undefined where it cannot stand there. */
async function withToken(
  run: LiveRun,
  prediction: Prediction,
  text: string,
  token: NextToken,
): Promise<string | undefined> {
  if (prediction.kind === 'next') return appendToken(run.model, text, token, vocabularyOf(prediction));
  const mask = run.parts[0]!.queryTokens[prediction.at]!;
  return fillMask(text, mask, maskIndex(run, prediction), token.token);
}

/** Which of the masks of a text a prediction belongs to. */
const maskIndex = ({ predictions = [] }: LiveRun, prediction: Prediction): number =>
  predictions.filter(({ at }) => at < prediction.at).length;

function plainText(value: string | string[] | undefined): string {
  if (typeof value === 'string' && (!/^\s*\[/.test(value) || tokenIds(value))) return value;
  if (!value) return '';
  try {
    return (typeof value === 'string' ? parseTokens(value) : value).join(' ');
  } catch {
    return String(value);
  }
}
