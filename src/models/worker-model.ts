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
import { unpackError, type Answer, type OpenedModel, type Question } from './worker-messages.js';

type Ask<Q = Question> = Q extends Question ? Omit<Q, 'id'> : never;

interface Waiting {
  resolve: (result: unknown) => void;
  reject: (error: unknown) => void;
  onProgress?: OpenOptions['onProgress'];
}

/** A model in a worker of its own. */
export class WorkerModel implements Model {
  readonly family!: string;
  readonly kind!: ModelKind;
  readonly name!: string;
  readonly config!: ModelConfig;
  /** Resolves when the worker is no more. */
  readonly ended: Promise<void>;
  #worker: Worker | undefined;
  /** Why it is no more. */
  #reason: unknown = closedError();
  #tellEnd!: () => void;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  private constructor(worker: Worker) {
    this.#worker = worker;
    this.ended = new Promise((resolve) => (this.#tellEnd = resolve));
    worker.onmessage = ({ data }: MessageEvent<Answer>) => this.#receive(data);
    worker.onerror = (event) => {
      event.preventDefault();
      this.#end(new Error(event.message || 'the worker of the model has failed'));
    };
  }

  /** Loads a model in `worker`, which ends with it. */
  static async open(worker: Worker, url: string, options: OpenOptions): Promise<WorkerModel> {
    const { signal, onProgress, cache = true } = options;
    const model = new WorkerModel(worker);
    try {
      const opened = await model.#ask({ ask: 'open', url, options: { cache } }, signal, onProgress);
      return Object.assign(model, opened as OpenedModel);
    } catch (error) {
      worker.terminate();
      throw error;
    }
  }

  async tokenize(text: string): Promise<Tokens> {
    return (await this.#ask({ ask: 'tokenize', text })) as Tokens;
  }

  async run(input: RunInput, { signal, ...options }: RunOptions = {}): Promise<ModelRun> {
    return (await this.#ask({ ask: 'run', input, options }, signal)) as ModelRun;
  }

  async *generate(
    input: RunInput,
    { signal, ...options }: GenerateOptions = {},
  ): AsyncGenerator<GenerationStep, void, undefined> {
    const of = this.#lastId + 1;
    await this.#ask({ ask: 'generate', input, options }, signal);
    try {
      for (;;) {
        const step = (await this.#ask({ ask: 'next', of }, signal)) as GenerationStep | undefined;
        if (!step) return;
        yield step;
      }
    } finally {
      this.#tell({ ask: 'stop', of });
    }
  }

  close(): void {
    this.#end(closedError());
  }

  async #ask(question: Ask, signal?: AbortSignal, onProgress?: OpenOptions['onProgress']): Promise<unknown> {
    signal?.throwIfAborted();
    if (!this.#worker) throw this.#reason;
    const id = ++this.#lastId;
    let stop: (() => void) | undefined;
    try {
      return await new Promise((resolve, reject) => {
        this.#waiting.set(id, { resolve, reject, ...(onProgress && { onProgress }) });
        stop = () => {
          this.#tell({ ask: 'stop', of: id });
          reject(signal!.reason as Error);
        };
        signal?.addEventListener('abort', stop);
        this.#worker!.postMessage({ id, ...question });
      });
    } finally {
      this.#waiting.delete(id);
      if (stop) signal?.removeEventListener('abort', stop);
    }
  }

  /** Asks without waiting for the answer. */
  #tell(question: Ask): void {
    this.#worker?.postMessage({ id: ++this.#lastId, ...question });
  }

  #receive(answer: Answer): void {
    if ('ready' in answer) return;
    const waiting = this.#waiting.get(answer.id);
    if ('progress' in answer) waiting?.onProgress?.(...answer.progress);
    else if ('error' in answer) waiting?.reject(unpackError(answer.error));
    else waiting?.resolve(answer.result);
  }

  #end(reason: unknown): void {
    if (!this.#worker) return;
    this.#worker.terminate();
    this.#worker = undefined;
    this.#reason = reason;
    this.#tellEnd();
    for (const { reject } of this.#waiting.values()) reject(reason);
  }
}
