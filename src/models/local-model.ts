import { gpuReady } from '../core/gpu/gpu-ready.js';
import { kernelReady } from '../core/kernel/kernel-ready.js';
import { needingMemory } from '../core/needing-memory.js';
import { fail } from '../formats/fail.js';
import { isObject } from '../formats/is-object.js';
import { RawConfig } from './checkpoint/raw-config.js';
import { openCheckpoint } from './checkpoint/open-checkpoint.js';
import { closedError } from './closed.js';
import { buildNetwork } from './families/index.js';
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
import { readHeadLabels } from './head-labels.js';
import { farNotice } from './known-words.js';
import { generate } from './run/generate.js';
import { InputReader } from './run/read-input.js';
import { runModel } from './run/run-model.js';
import type { Runtime } from './run/runtime.js';
import { openTokenizer, piecesOf } from './tokenizer.js';

const running = {
  input: 'text',
  what: 'the attention of so many tokens',
  expected: 'a text that fits',
  hint: 'Shorten the text, close other pages, or take a smaller model.',
};

/** A model on this thread. It pauses between layers. */
export class LocalModel implements Model {
  readonly family: string;
  readonly kind: ModelKind;
  readonly name: string;
  readonly config: ModelConfig;
  #runtime: Runtime | undefined;

  private constructor(family: string, name: string, config: ModelConfig, runtime: Runtime) {
    this.family = family;
    this.kind = runtime.network.kind;
    this.name = name;
    this.config = config;
    this.#runtime = runtime;
  }

  /** Loads a model; see `openModel`. */
  static async open(url: string, options: OpenOptions = {}): Promise<LocalModel> {
    const checkpoint = await openCheckpoint(url, options);
    const { name, config, tensors } = checkpoint;
    const network = buildNetwork(config, tensors);
    const isText = network.kind !== 'vision';
    const object = async (name: string) => objectOf(name, await checkpoint.json(name));
    const [file, settings] = isText
      ? await Promise.all([object('tokenizer.json'), object('tokenizer_config.json')])
      : [];
    const tokenizer = file && (await openTokenizer(file, settings));
    const pieces = isText && !tokenizer ? piecesOf(await checkpoint.json('vocab.json')) : [];
    const reader = new InputReader(network, tokenizer, pieces);
    const preprocessor = isText ? undefined : await object('preprocessor_config.json');
    // not waited for: looking for one may take seconds, and a run does without until it is there
    void gpuReady();
    await Promise.all([checkpoint.load(), kernelReady()]);
    const summary = { ...network.config, parameters: tensors.parameters };
    return new LocalModel(config.text('model_type'), name, summary, {
      network,
      reader,
      // a config that tells its scores is one of a model that was trained and measured
      source: { type: 'model', name, ...(config.inner('scores') && { trained: true }) },
      headLabels: readHeadLabels(config),
      ...(file && { farNotice: farNotice(config, file) }),
      ...maskOf(settings),
      ...(preprocessor && {
        preprocessor: new RawConfig(preprocessor, 'preprocessor_config.json'),
      }),
    });
  }

  // promises, also where nothing is waited for: what goes wrong is a rejection, as with a worker
  async tokenize(text: string): Promise<Tokens> {
    const { ids, tokens } = this.#open().reader.tokenizer.encode(text);
    return Promise.resolve({ ids, tokens });
  }

  async run(input: RunInput, options?: RunOptions): Promise<ModelRun> {
    return needingMemory(running, () => runModel(this.#open(), input, options));
  }

  async *generate(input: RunInput, options?: GenerateOptions): AsyncGenerator<GenerationStep> {
    const steps = generate(this.#open(), input, options);
    try {
      for (;;) {
        const step = await needingMemory(running, () => steps.next());
        if (step.done) return;
        yield step.value;
      }
    } finally {
      await steps.return();
    }
  }

  close(): void {
    this.#runtime = undefined;
  }

  #open(): Runtime {
    if (!this.#runtime) throw closedError();
    return this.#runtime;
  }
}

/** What stands in a file; undefined where there is none, but never because it is something else. */
function objectOf(name: string, json: unknown): Record<string, unknown> | undefined {
  if (json === undefined || isObject(json)) return json;
  return fail(`model (${name})`, 'format', 'JSON that is no object', 'an object');
}

/** The mask token of a `tokenizer_config.json`, which is a piece or an object that holds it. */
function maskOf(settings: Record<string, unknown> = {}): { mask?: string } {
  const token = settings['mask_token'];
  const mask = isObject(token) ? token['content'] : token;
  return typeof mask === 'string' ? { mask } : {};
}
