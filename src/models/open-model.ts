import { closedError } from './closed.js';
import type {
  GenerateOptions,
  GenerationStep,
  Model,
  ModelConfig,
  ModelKind,
  ModelRun,
  OpenOptions,
  RunInput,
  RunOptions,
  Tokens,
} from './model.js';
import { absolute, openAlone } from './open-alone.js';
import { WorkerModel } from './worker-model.js';

/** A model that is open or opening, with all who use it. */
interface Entry {
  model: Promise<Model>;
  stop: AbortController;
  users: Set<NonNullable<OpenOptions['onProgress']>>;
  progress: [loaded: number, total: number | undefined];
}

const entries = new Map<string, Entry>();

/**
 * Loads a checkpoint in Hugging Face layout: the address of a folder with `config.json`, `tokenizer.json` and
 * `model.safetensors` (or its shards), or of one `.safetensors` file in such a folder. Everything runs in a worker, or
 * between pauses on this thread where the page may have none. Figures that ask for the same address share one download
 * and one model, which ends when the last of them has closed it.
 *
 * @throws InputError `network`, `format`, `truncated`, … for files that cannot be had or read, `unsupported` for families
 *   and number types that are not known, `shape` for tensors that do not fit the config; the reason of `signal` when that
 *   aborts
 */
export async function openModel(url: string, options: OpenOptions = {}): Promise<Model> {
  const { signal, onProgress } = options;
  signal?.throwIfAborted();
  const key = `${options.worker !== false} ${absolute(url)}`;
  const entry = entries.get(key) ?? begin(key, url, options);
  const user = (...progress: Entry['progress']): void => onProgress?.(...progress);
  entry.users.add(user);
  if (entry.progress[0]) user(...entry.progress);
  const leave = (): void => {
    if (!entry.users.delete(user) || entry.users.size) return;
    if (entries.get(key) === entry) entries.delete(key);
    entry.stop.abort(closedError());
    entry.model.then((model) => model.close()).catch(() => undefined);
  };
  try {
    return new SharedModel(await unlessAborted(entry.model, signal), leave);
  } catch (error) {
    leave();
    throw error;
  }
}

function begin(key: string, url: string, { cache = true, worker = true }: OpenOptions): Entry {
  const stop = new AbortController();
  const users: Entry['users'] = new Set();
  const entry: Entry = {
    stop,
    users,
    progress: [0, undefined],
    model: openAlone(url, {
      ...{ cache, worker, signal: stop.signal },
      onProgress: (...progress) => {
        entry.progress = progress;
        for (const user of users) user(...progress);
      },
    }),
  };
  entries.set(key, entry);
  // who comes after a failure, or after the worker's end, tries anew
  const forget = (): unknown => entries.get(key) === entry && entries.delete(key);
  entry.model.then((model) => model instanceof WorkerModel && model.ended.then(forget), forget);
  return entry;
}

/** What a promise gives, unless the signal comes first. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  let stop: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason as Error);
    signal.addEventListener('abort', stop);
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', stop!);
  }
}

/** One user's share of a model. */
class SharedModel implements Model {
  readonly family: string;
  readonly kind: ModelKind;
  readonly name: string;
  readonly config: ModelConfig;
  #model: Model | undefined;
  readonly #leave: () => void;
  readonly #closing = new AbortController();

  constructor(model: Model, leave: () => void) {
    ({ family: this.family, kind: this.kind, name: this.name, config: this.config } = model);
    this.#model = model;
    this.#leave = leave;
  }

  async tokenize(text: string): Promise<Tokens> {
    return this.#use((model) => model.tokenize(text));
  }

  async run(input: RunInput, options: RunOptions = {}): Promise<ModelRun> {
    return this.#use((model, signal) => model.run(input, { ...options, signal }), options.signal);
  }

  async *generate(
    input: RunInput,
    options: GenerateOptions = {},
  ): AsyncGenerator<GenerationStep, void, undefined> {
    if (!this.#model) throw closedError();
    const { signal, release } = this.#signal(options.signal);
    try {
      yield* this.#model.generate(input, { ...options, signal });
    } finally {
      release();
    }
  }

  close(): void {
    if (!this.#model) return;
    this.#model = undefined;
    this.#closing.abort(closedError());
    this.#leave();
  }

  async #use<T>(action: (model: Model, signal: AbortSignal) => Promise<T>, given?: AbortSignal): Promise<T> {
    if (!this.#model) throw closedError();
    const { signal, release } = this.#signal(given);
    try {
      return await unlessAborted(action(this.#model, signal), signal);
    } finally {
      release();
    }
  }

  /** Aborts when `given` does, or when this share is closed. */
  #signal(given: AbortSignal | undefined): { signal: AbortSignal; release: () => void } {
    const controller = new AbortController();
    const sources = [this.#closing.signal, ...(given ? [given] : [])];
    const stop = (event: Event): void => controller.abort((event.target as AbortSignal).reason);
    for (const source of sources) {
      if (source.aborted) controller.abort(source.reason);
      source.addEventListener('abort', stop);
    }
    const release = (): void => sources.forEach((source) => source.removeEventListener('abort', stop));
    return { signal: controller.signal, release };
  }
}
