import type { ReactiveController } from 'lit';
import type { Architecture } from '../core/architecture/architecture.js';
import { InputError } from '../core/errors.js';
import type { DiagramData } from '../scene/diagram/diagram.js';
import { readContent } from './diagram-content.js';
import type { ExampleName } from './diagram-examples.js';
import type { RawArchitecture } from './diagram-options.js';
import type { HeldModel } from './held-model.js';
import { holdModel } from './held-model.js';
import { given, type InputHost, type Progress } from './input.js';
import { isCheckpoint } from './model-address.js';

/** What an author may give. The first that is present wins: `weights`, `src`, a JSON script child, a model, tokens. */
export interface RawDiagram extends RawArchitecture {
  weights?: unknown;
  src?: string;
  axes?: string;
  model?: string;
  generate?: number | string;
  tokens?: string | string[];
  text?: string;
  source?: string | string[];
  target?: string | string[];
  example?: string;
  compare?: string;
}

/** What a diagram shows. */
export interface DiagramContent {
  architecture: Architecture;
  data?: DiagramData;
  /** What a reader must know about it. */
  note?: 'assumedWidths' | 'onlyWeights' | 'onlyTokens';
  /** The task that the text belongs to. */
  example?: ExampleName;
  /** Tokens of the decoder that were there before it wrote. */
  prompt?: number;
}

/** Where the content comes from that cannot be made at once. */
export interface ContentSources {
  signal: AbortSignal;
  script: string;
  base: string;
  /** A checkpoint by its address, held for as long as the element shows it. */
  hold(url: string): HeldModel;
  onProgress(loaded: number, total: number | undefined): void;
}

export interface DiagramInputEvents {
  load(content: DiagramContent): void;
  progress(progress: Progress): void;
  /** The script child has changed. */
  stale(): void;
}

/** Loading is shown only when it takes longer, so that quick answers do not flicker. */
const patience = 200;

/** Turns what the author gave into what a diagram shows. Keeps the last good content when the next input is bad. */
export class DiagramReader implements ReactiveController {
  content: DiagramContent | undefined;
  problem: InputError | undefined;
  /** Set while a slow load is under way. */
  progress: Progress | undefined;

  #host: InputHost;
  #events: DiagramInputEvents;
  #abort: AbortController | undefined;
  #script = '';
  #watch: MutationObserver | undefined;
  #model: HeldModel | undefined;

  constructor(host: InputHost, events: DiagramInputEvents) {
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

  /** Whether reading this input needs the network. */
  static needsNetwork(raw: RawDiagram): boolean {
    const model = raw.model ?? (raw.example === 'translation' ? 'translator' : undefined);
    return !given(raw.weights) && (!!raw.src || isCheckpoint(model));
  }

  #readScript(): string {
    return this.#host.querySelector(':scope > script[type="application/json"]')?.textContent?.trim() ?? '';
  }

  /** Reads the input anew; a reading under way is given up. Never throws. */
  read(raw: RawDiagram): void {
    this.#abort?.abort();
    const { signal } = (this.#abort = new AbortController());
    this.#script = this.#readScript();
    this.progress = undefined;
    const started = performance.now();
    const onProgress = (loaded: number, total: number | undefined) => {
      if (signal.aborted || performance.now() - started < patience) return;
      this.progress = { loaded, ...(total && { total }) };
      this.#events.progress(this.progress);
      this.#host.requestUpdate();
    };
    try {
      const found = readContent(raw, {
        signal,
        script: this.#script,
        base: this.#host.baseURI,
        hold: (url) => this.#hold(url, onProgress),
        onProgress,
      });
      if (found instanceof Promise) void this.#settle(found, signal);
      else this.#accept(found);
    } catch (error) {
      this.#reject(error);
    }
  }

  #hold(url: string, onProgress: ContentSources['onProgress']): HeldModel {
    if (this.#model?.url !== url) {
      this.#model?.release();
      this.#model = holdModel(url, onProgress);
    }
    return this.#model;
  }

  async #settle(pending: Promise<DiagramContent>, signal: AbortSignal): Promise<void> {
    const slow = setTimeout(() => {
      this.progress ??= { loaded: 0 };
      this.#host.requestUpdate();
    }, patience);
    try {
      const content = await pending;
      if (!signal.aborted) this.#accept(content);
    } catch (error) {
      if (signal.aborted) return;
      // a model that could not be opened is asked for anew the next time
      this.#model?.release();
      this.#model = undefined;
      this.#reject(error);
    } finally {
      clearTimeout(slow);
    }
  }

  #accept(content: DiagramContent): void {
    this.content = content;
    this.problem = undefined;
    this.progress = undefined;
    this.#events.load(content);
    this.#host.requestUpdate();
  }

  #reject(error: unknown): void {
    this.progress = undefined;
    this.problem =
      error instanceof InputError
        ? error
        : new InputError({
            code: 'unsupported',
            input: 'transformer-diagram',
            found: String(error),
            expected: 'to read and compute what was given',
            hint: 'If a part of the library could not be fetched, see that the files beside its script are served too.',
            cause: error,
          });
    this.#host.requestUpdate();
  }
}
