import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { InputError } from '../core/errors.js';
import { asInputError } from './as-input-error.js';
import { holdModel, type HeldModel } from './held-model.js';
import { readChoice } from './read-attribute.js';
import { hasSwallowed } from './swallowed.js';

export interface InputHost extends ReactiveControllerHost, HTMLElement {}

/** How far a download is, bytes; `total` is unknown where the server does not say. Or how far a computation is. */
export interface Progress {
  loaded: number;
  total?: number;
  computing?: true;
}

export interface ReaderEvents<Content> {
  load(content: Content): void;
  progress(progress: Progress): void;
  /** The script child has changed. */
  stale(): void;
}

/** One reading of what an author gave, until the next begins. */
export interface Reading {
  /** Aborted when the next reading begins. */
  signal: AbortSignal;
  /** Text of the JSON script child, empty where there is none. */
  script: string;
  /** What addresses are resolved against. */
  base: string;
  /** Whether cookies go along to what is fetched, checkpoints aside. */
  credentials: RequestCredentials;
  /** A checkpoint by its address, held until another is asked for or the element leaves the page. */
  hold: (url: string) => HeldModel;
  onProgress: (loaded: number, total?: number) => void;
}

/** Loading and computing are shown only when they take longer, milliseconds, so that quick answers do not flicker. */
export const patience = 200;

/** What `credentials` may be; the first is the default. */
export const credentialModes = ['omit', 'same-origin', 'include'] as const;

/** Turns what an author gave into content. Keeps the last good content when the next input is bad; never throws. */
export abstract class Reader<Content> implements ReactiveController {
  content: Content | undefined;
  problem: InputError | undefined;
  /** Set while a slow load is under way. */
  progress: Progress | undefined;
  /** What follows the element in the page has become its content. */
  swallows = false;

  protected readonly host: InputHost;
  readonly #events: ReaderEvents<Content>;
  #abort: AbortController | undefined;
  #script = '';
  #watch: MutationObserver | undefined;
  #model: HeldModel | undefined;
  #asksForModel = false;
  #started = 0;

  constructor(host: InputHost, events: ReaderEvents<Content>) {
    [this.host, this.#events] = [host, events];
    host.addController(this);
  }

  hostConnected(): void {
    if (this.#model && !this.#model.retake()) {
      this.#model = undefined;
      this.#events.stale();
    }
    this.#watch ??= new MutationObserver(() => {
      if (this.#readScript() !== this.#script) this.#events.stale();
      this.#seeContent();
    });
    this.#seeContent();
    this.#watch.observe(this.host, { childList: true, subtree: true, characterData: true });
  }

  hostDisconnected(): void {
    this.#watch?.disconnect();
    // kept in mind, for an element that is only moved
    this.#model?.release();
  }

  /** Reads anew; a reading under way is given up. */
  protected begin(
    raw: { credentials?: string },
    find: (reading: Reading) => Content | Promise<Content>,
  ): void {
    this.#abort?.abort();
    const { signal } = (this.#abort = new AbortController());
    this.#script = this.#readScript();
    this.progress = undefined;
    this.#started = performance.now();
    this.#asksForModel = false;
    try {
      const found = find({
        signal,
        script: this.#script,
        base: this.host.baseURI,
        credentials: readChoice('credentials', raw.credentials, credentialModes),
        hold: (url) => this.#hold(url),
        onProgress: (loaded, total) => {
          if (!signal.aborted) this.#advance(loaded, total);
        },
      });
      if (found instanceof Promise) void this.#settle(found, signal);
      else this.#accept(found);
    } catch (error) {
      this.#reject(error);
    }
  }

  /** Asks anew for a model that has turned out to be gone. */
  reopen(): void {
    this.#releaseModel();
    this.#events.stale();
  }

  #seeContent(): void {
    const swallows = hasSwallowed(this.host);
    if (swallows === this.swallows) return;
    this.swallows = swallows;
    this.host.requestUpdate();
  }

  #readScript(): string {
    return this.host.querySelector(':scope > script[type="application/json"]')?.textContent?.trim() ?? '';
  }

  #hold(url: string): HeldModel {
    this.#asksForModel = true;
    if (this.#model?.url === url && this.#model.retake()) return this.#model;
    this.#releaseModel();
    // a download goes on when the text is edited meanwhile
    return (this.#model = holdModel(url, (loaded, total) => {
      if (this.#asksForModel) this.#advance(loaded, total);
    }));
  }

  #advance(loaded: number, total: number | undefined): void {
    if (performance.now() - this.#started < patience) return;
    this.progress = { loaded, ...(total && { total }) };
    this.#events.progress(this.progress);
    this.host.requestUpdate();
  }

  #releaseModel(): void {
    this.#model?.release();
    this.#model = undefined;
  }

  async #settle(pending: Promise<Content>, signal: AbortSignal): Promise<void> {
    const slow = setTimeout(() => {
      this.progress ??= { loaded: 0 };
      this.host.requestUpdate();
    }, patience);
    try {
      const content = await pending;
      if (!signal.aborted) this.#accept(content);
    } catch (error) {
      if (signal.aborted) return;
      // a model that could not be opened, or has died, is asked for anew the next time; one that refuses a text is as it was
      if (this.#model?.failed || !(error instanceof InputError)) this.#releaseModel();
      this.#reject(error);
    } finally {
      clearTimeout(slow);
    }
  }

  #accept(content: Content): void {
    if (!this.#asksForModel) this.#releaseModel();
    this.content = content;
    this.problem = undefined;
    this.progress = undefined;
    this.#events.load(content);
    this.host.requestUpdate();
  }

  #reject(error: unknown): void {
    this.progress = undefined;
    this.problem = asInputError(error, this.host.localName);
    this.host.requestUpdate();
  }
}
