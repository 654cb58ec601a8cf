import type { AttentionData } from '../core/attention-data.js';
import { InputError } from '../core/errors.js';
import type { RunInput } from '../models/model.js';
import type { textbookParts } from '../models/textbook.js';
import { parseAblate } from './ablation.js';
import { given, readFile, readGiven, tokenHints } from './given.js';
import { explained, isCheckpoint, modelUrl } from './model-address.js';
import { imageNeedsModel } from './image-error.js';
import type { LoadedImage } from './load-image.js';
import { runLive, type LiveRun } from './live-run.js';
import { Reader, type Reading } from './reader.js';
import { tokenIds } from './token-ids.js';
import { turnOf } from './turns.js';

/** What an author may give. The first that is present wins: `weights`, `src`, a JSON script child, then tokens. */
export interface RawInput {
  weights?: unknown;
  src?: string;
  tokens?: string | string[];
  text?: string;
  sourceTokens?: string | string[];
  targetTokens?: string | string[];
  axes?: string;
  model?: string;
  mask?: string;
  ablate?: string;
  image?: string;
  credentials?: string;
}

/** One value for all elements without data, so that nothing seems to change. */
const nothing: AttentionData[] = [];

/** Turns what the author gave into attention data. */
export class Input extends Reader<AttentionData[]> {
  #image?: { url: string; loaded: LoadedImage };
  #runs = new WeakMap<AttentionData[], LiveRun>();

  get parts(): AttentionData[] {
    return this.content ?? nothing;
  }

  /** The run of a checkpoint that the present parts come from. */
  get live(): LiveRun | undefined {
    return this.#runs.get(this.parts);
  }

  /** Whether reading this input needs the network. */
  static needsNetwork(raw: RawInput): boolean {
    return !given(raw.weights) && (!!raw.src || isCheckpoint(raw.model));
  }

  /** Reads the input anew; a reading under way is given up. Never throws. */
  read(raw: RawInput, causal: boolean): void {
    this.begin(raw, (reading) => this.#resolve(raw, causal, reading));
  }

  #resolve(raw: RawInput, causal: boolean, reading: Reading): AttentionData[] | Promise<AttentionData[]> {
    const { script } = reading;
    const plain = !given(raw.weights) && !raw.src && !script;
    if (plain && raw.image) return this.#see(raw, reading);
    if (plain && isCheckpoint(raw.model)) return this.#run(raw.model!, runInput(raw), raw, reading);
    // an element has its properties not as its own: they are named
    const texts = { sourceTokens: raw.sourceTokens, targetTokens: raw.targetTokens };
    const hints = {
      ...tokenHints({ tokens: raw.tokens || raw.text, ...texts }),
      ...(raw.axes && { axes: raw.axes }),
    };
    const { tokens, sourceTokens, targetTokens } = hints;
    if (given(raw.weights)) return readGiven(raw.weights, { ...hints, input: 'weights' });
    if (raw.src) return readFile(raw.src, hints, reading);
    if (script) return readGiven(script, { ...hints, input: 'JSON script' });
    if (tokens || (sourceTokens && targetTokens)) {
      const given = { ...hints, causal, ablate: parseAblate(raw.ablate) };
      return this.#compute(given);
    }
    if (sourceTokens || targetTokens) {
      throw new InputError({
        code: 'tokens',
        input: sourceTokens ? 'source-tokens' : 'target-tokens',
        found: 'one side only',
        expected: 'source-tokens and target-tokens together',
      });
    }
    return [];
  }

  /** What the textbook model makes of tokens. */
  async #compute(given: Parameters<typeof textbookParts>[0]): Promise<AttentionData[]> {
    const { textbookParts } = await import('../models/textbook.js');
    await turnOf(this.host);
    return textbookParts(given);
  }

  /** What a vision model makes of an image. */
  async #see(raw: RawInput, reading: Reading): Promise<AttentionData[]> {
    if (!isCheckpoint(raw.model)) throw imageNeedsModel();
    const url = new URL(raw.image!, reading.base).href;
    const { loadImage, withImage } = await import('./load-image.js');
    if (this.#image?.url !== url) this.#image = { url, loaded: await loadImage(url, reading) };
    const { loaded } = this.#image;
    const { pixels, shown } = loaded;
    const { width, height } = shown;
    return withImage(await this.#run(raw.model!, { pixels, width, height }, raw, reading), loaded);
  }

  /** What a checkpoint makes of a text. */
  async #run(
    model: string,
    input: RunInput | undefined,
    { mask, ablate: heads }: RawInput,
    { signal, base, hold }: Reading,
  ): Promise<AttentionData[]> {
    if (!input) return [];
    const ablate = parseAblate(heads);
    try {
      const opened = await hold(modelUrl(model, base)).model;
      const live = await runLive(opened, input, {
        ...{ signal, ablate, last: this.live },
        ...((mask === 'causal' || mask === 'none') && { mask }),
      });
      this.#runs.set(live.parts, live);
      return live.parts;
    } catch (error) {
      throw explained(error, model);
    }
  }
}

/** What a checkpoint is to read: its own tokenizer cuts texts into tokens; ids are tokens already. */
function runInput({ text, tokens, sourceTokens, targetTokens }: RawInput): RunInput | undefined {
  const asText = (name: string, value: string | string[] | undefined) => {
    if (value === undefined || value === '' || typeof value === 'string') return value || undefined;
    throw new InputError({
      code: 'tokens',
      input: name,
      found: `a list of ${value.length} tokens`,
      expected: 'raw text, which the tokenizer of the model takes apart',
      hint: 'Use text="…".',
    });
  };
  const ids = tokenIds(tokens);
  if (ids && !text && !sourceTokens && !targetTokens) return { ids };
  const source = asText('source-tokens', sourceTokens);
  const target = asText('target-tokens', targetTokens);
  const raw = source || text || asText('tokens', tokens);
  if (raw && (source || target)) return { source: raw, ...(target && { target }) };
  return raw ? { text: raw } : undefined;
}
