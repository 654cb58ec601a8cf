import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { AttentionData } from '../core/attention-data.js';
import { InputError } from '../core/errors.js';
import type { RunInput } from '../models/model.js';
import type { textbookParts } from '../models/textbook.js';
import { givenTokens, parseTokens } from '../formats/tokens.js';
import { readPlain } from '../formats/read-plain.js';
import type { ReadOptions } from '../formats/part.js';
import { parseAblate } from './ablation.js';
import { holdModel, type HeldModel } from './held-model.js';
import { explained, isCheckpoint, modelUrl } from './model-address.js';
import { imageNeedsModel } from './image-error.js';
import type { LoadedImage } from './load-image.js';
import { runLive, type LiveRun } from './live-run.js';
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
}

export interface InputHost extends ReactiveControllerHost, HTMLElement {}

/** How far a download is, bytes; `total` is unknown where the server does not say. */
export interface Progress {
  loaded: number;
  total?: number;
}

export interface InputEvents {
  load(parts: AttentionData[]): void;
  progress(progress: Progress): void;
  /** The script child has changed. */
  stale(): void;
}

/** Loading is shown only when it takes longer, so that quick answers do not flicker. */
const patience = 200;

/** Tokens from which on rollout through the layers needs the kernel. */
const longText = 250;

/** Turns what the author gave into attention data. Keeps the last good data when the next input is bad. */
export class Input implements ReactiveController {
  parts: AttentionData[] = [];
  problem?: InputError;
  /** Set while a slow load is under way. */
  progress?: Progress;

  #host: InputHost;
  #events: InputEvents;
  #abort?: AbortController;
  #script = '';
  #watch?: MutationObserver;
  #model?: HeldModel;
  #image?: { url: string; loaded: LoadedImage };
  #runs = new WeakMap<AttentionData[], LiveRun>();

  constructor(host: InputHost, events: InputEvents) {
    this.#host = host;
    this.#events = events;
    host.addController(this);
  }

  hostConnected(): void {
    this.#watch ??= new MutationObserver(() => {
      if (this.#readScript() !== this.#script) this.#events.stale();
    });
    this.#watch.observe(this.#host, { childList: true, subtree: true, characterData: true });
  }

  hostDisconnected(): void {
    this.#watch?.disconnect();
    this.#model?.release();
    this.#model = undefined;
  }

  /** The run of a checkpoint that the present parts come from. */
  get live(): LiveRun | undefined {
    return this.#runs.get(this.parts);
  }

  /** Whether reading this input needs the network. */
  static needsNetwork(raw: RawInput): boolean {
    return !given(raw.weights) && (!!raw.src || isCheckpoint(raw.model));
  }

  #readScript(): string {
    return this.#host.querySelector(':scope > script[type="application/json"]')?.textContent?.trim() ?? '';
  }

  /** Reads the input anew; a reading under way is given up. Never throws. */
  read(raw: RawInput, causal: boolean): void {
    this.#abort?.abort();
    const abort = (this.#abort = new AbortController());
    this.#script = this.#readScript();
    this.progress = undefined;
    try {
      const found = this.#resolve(raw, causal, abort.signal);
      if (found instanceof Promise) void this.#settle(found, abort.signal);
      else this.#accept(found);
    } catch (error) {
      this.#reject(error);
    }
  }

  #resolve(raw: RawInput, causal: boolean, signal: AbortSignal): AttentionData[] | Promise<AttentionData[]> {
    const plain = !given(raw.weights) && !raw.src && !this.#script;
    if (plain && raw.image) return this.#see(raw, signal);
    if (plain && isCheckpoint(raw.model)) return this.#run(raw.model!, runInput(raw), raw, signal);
    const tokens = givenTokens(raw.tokens) ?? (raw.text ? parseTokens(raw.text) : undefined);
    const sourceTokens = givenTokens(raw.sourceTokens);
    const targetTokens = givenTokens(raw.targetTokens);
    const hints = {
      ...(tokens && { tokens }),
      ...(sourceTokens && { sourceTokens }),
      ...(targetTokens && { targetTokens }),
      ...(raw.axes && { axes: raw.axes }),
    };
    if (given(raw.weights)) return readGiven(raw.weights, { ...hints, input: 'weights' });
    if (raw.src) return this.#load(raw.src, hints, signal);
    if (this.#script) return readGiven(this.#script, { ...hints, input: 'JSON script' });
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
    await turnOf(this.#host);
    return textbookParts(given);
  }

  async #load(src: string, hints: object, signal: AbortSignal): Promise<AttentionData[]> {
    const url = new URL(src, this.#host.baseURI).href;
    const started = performance.now();
    const { loadAttention } = await import('../formats/load.js');
    return loadAttention(url, {
      ...hints,
      signal,
      onProgress: (loaded: number, total?: number) => {
        if (signal.aborted || performance.now() - started < patience) return;
        this.#advance(loaded, total);
      },
    });
  }

  /** Shows how far a download is. */
  #advance(loaded: number, total: number | undefined): void {
    this.progress = { loaded, ...(total && { total }) };
    this.#events.progress(this.progress);
    this.#host.requestUpdate();
  }

  /** What a vision model makes of an image. */
  async #see(raw: RawInput, signal: AbortSignal): Promise<AttentionData[]> {
    if (!isCheckpoint(raw.model)) throw imageNeedsModel();
    const url = new URL(raw.image!, this.#host.baseURI).href;
    const { loadImage, withImage } = await import('./load-image.js');
    if (this.#image?.url !== url) this.#image = { url, loaded: await loadImage(url, signal) };
    const { loaded } = this.#image;
    const { pixels, shown } = loaded;
    const { width, height } = shown;
    return withImage(await this.#run(raw.model!, { pixels, width, height }, raw, signal), loaded);
  }

  /** What a checkpoint makes of a text. */
  async #run(
    model: string,
    input: RunInput | undefined,
    { mask, ablate: heads }: RawInput,
    signal: AbortSignal,
  ): Promise<AttentionData[]> {
    if (!input) return [];
    const ablate = parseAblate(heads);
    const url = modelUrl(model, this.#host.baseURI);
    if (this.#model?.url !== url) {
      this.#model?.release();
      this.#model = holdModel(url, (loaded, total) => this.#advance(loaded, total));
    }
    try {
      const opened = await this.#model.model;
      const live = await runLive(opened, input, {
        ...{ signal, ablate, last: this.live },
        ...((mask === 'causal' || mask === 'none') && { mask }),
      });
      this.#runs.set(live.parts, live);
      return live.parts;
    } catch (error) {
      // a download that failed is not kept for the next text
      if (this.#model?.url === url && !signal.aborted) {
        this.#model.release();
        this.#model = undefined;
      }
      throw explained(error, model);
    }
  }

  async #settle(pending: Promise<AttentionData[]>, signal: AbortSignal): Promise<void> {
    const slow = setTimeout(() => {
      this.progress ??= { loaded: 0 };
      this.#host.requestUpdate();
    }, patience);
    try {
      const parts = await pending;
      if (parts.some(({ queries }) => queries > longText)) {
        const { kernelReady } = await import('../core/kernel/kernel-ready.js');
        await kernelReady();
      }
      if (!signal.aborted) this.#accept(parts);
    } catch (error) {
      if (!signal.aborted) this.#reject(error);
    } finally {
      clearTimeout(slow);
    }
  }

  #accept(parts: AttentionData[]): void {
    this.parts = parts;
    this.problem = undefined;
    this.progress = undefined;
    if (parts.length) this.#events.load(parts);
    this.#host.requestUpdate();
  }

  #reject(error: unknown): void {
    this.progress = undefined;
    this.problem =
      error instanceof InputError
        ? error
        : new InputError({
            code: 'unsupported',
            input: 'attention-view',
            found: String(error),
            expected: 'to read and compute what was given',
            hint: 'If a part of the library could not be fetched, see that the files beside its script are served too.',
            cause: error,
          });
    this.#host.requestUpdate();
  }
}

/** Whether an author has given weights. */
export const given = (weights: unknown) => weights !== undefined && weights !== null && weights !== '';

/** What a checkpoint is to read: its own tokenizer cuts texts into tokens. */
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
  const source = asText('source-tokens', sourceTokens);
  const target = asText('target-tokens', targetTokens);
  const raw = source || text || asText('tokens', tokens);
  if (raw && (source || target)) return { source: raw, ...(target && { target }) };
  return raw ? { text: raw } : undefined;
}

/** Plain forms are read at once; the objects of other tools by a module that is loaded only then. */
export function readGiven(value: unknown, options: ReadOptions): AttentionData[] | Promise<AttentionData[]> {
  return (
    readPlain(value, options) ??
    import('../formats/read-weights.js').then(({ readWeights }) => readWeights(value, options))
  );
}
