import { sampleToken, seededRandom, tokenProbabilities } from '../../core/sampling.js';
import type { LayerCache } from '../../core/transformer-layer.js';
import { fail } from '../../formats/fail.js';
import type { AttentionData } from '../../core/attention-data.js';
import type { GenerateOptions, GenerationStep, RunInput } from '../model.js';
import { checkGenerate } from './check-generate.js';
import { nextTokens } from './next-tokens.js';
import { collect, collectors, sideOptions, type Memory, type Runtime } from './runtime.js';
import { runSide } from './run-side.js';

/** Writes on, token by token; every token but the prompt's goes through the network once. */
export async function* generate(
  runtime: Runtime,
  input: RunInput,
  options: GenerateOptions = {},
): AsyncGenerator<GenerationStep, void, undefined> {
  const { network, reader } = runtime;
  const { encoder, decoder } = network;
  checkGenerate(options);
  if (!decoder || !network.logits) {
    return fail(
      'model',
      'unsupported',
      `a model of kind ${network.kind}, which writes no text`,
      'one with a decoder',
    );
  }
  const { source, target } = reader.sequences(input);
  if (!encoder) return yield* write(runtime, source.ids, undefined, options);

  const gathered = collectors(runtime, encoder, options, {
    queryTokens: source.tokens,
    keyTokens: source.tokens,
  });
  const embedding = encoder.embed!({ ...source, offset: 0 });
  const { output } = await runSide(encoder, embedding, {
    ...sideOptions(runtime, encoder, options),
    keep: source.keep,
    onLayer: (layer) => collect(gathered, layer),
  });
  const memory = { output, tokens: source.tokens, keep: source.keep };
  const parts = gathered.map((collector) => collector.finish());
  const prompt = target?.ids ?? reader.startIds;
  if (!prompt.length) fail('target', 'tokens', 'no start token', 'decoder_start_token_id in config.json');
  for await (const step of write(runtime, prompt, memory, options)) {
    step.parts.unshift(...parts.splice(0));
    yield step;
  }
}

/** What a decoder writes for a source, its start token included and its end token left out. */
export async function generateIds(
  runtime: Runtime,
  memory: Memory,
  options: GenerateOptions,
): Promise<number[]> {
  const ids = [...runtime.reader.startIds];
  for await (const { id, end } of write(runtime, [...ids], memory, options)) if (!end) ids.push(id);
  // the last one may be written where no place is left to read it
  return ids.slice(0, runtime.network.config.maxPositions);
}

async function* write(
  runtime: Runtime,
  prompt: readonly number[],
  memory: Memory | undefined,
  options: GenerateOptions,
): AsyncGenerator<GenerationStep, void, undefined> {
  const { network, reader } = runtime;
  const decoder = network.decoder!;
  const { endIds, bannedIds = [], firstId, config } = network;
  const random = seededRandom(options.seed ?? 1);
  const piece = (id: number) => reader.piece(id);
  const tokens = prompt.map(piece);
  if (!tokens.length)
    fail('model (config.json)', 'format', 'no decoder_start_token_id', 'the token that a text begins with');
  let past: LayerCache[] | undefined;
  let fresh = [...prompt];
  const { maxTokens = 20 } = options;
  for (let written = 0; written < maxTokens && tokens.length <= config.maxPositions; written++) {
    const gathered = collectors(runtime, decoder, options, {
      queryTokens: tokens.slice(-fresh.length),
      keyTokens: [...tokens],
      memoryTokens: memory?.tokens,
    });
    const embedding = decoder.embed!({ ids: fresh, offset: tokens.length - fresh.length });
    const { cache, output } = await runSide(decoder, embedding, {
      ...sideOptions(runtime, decoder, options),
      past,
      ...(memory && { memory: memory.output, memoryKeep: memory.keep }),
      onLayer: (layer) => collect(gathered, layer),
    });
    past = cache;
    const logits = network.logits!(output.subarray(-config.dModel));
    for (const id of bannedIds) logits[id] = -Infinity;
    const next = nextTokens(logits, piece);
    const id =
      written === 0 && firstId !== undefined ? firstId : choose(logits, next[0]!.id, options, random);
    const parts: AttentionData[] = gathered.map((collector) => collector.finish());
    const probability = next.find((each) => each.id === id)?.probability ?? probabilityOf(logits, id);
    const end = endIds.includes(id);
    yield { token: piece(id), id, probability, next, parts, end };
    if (end) return;
    fresh = [id];
    tokens.push(piece(id));
  }
}

function choose(
  logits: Float32Array,
  best: number,
  { samplingTemperature = 0, topK, topP }: GenerateOptions,
  random: () => number,
): number {
  if (samplingTemperature <= 0) return best;
  const options = {
    temperature: samplingTemperature,
    ...(topK !== undefined && { topK }),
    ...(topP !== undefined && { topP }),
  };
  return sampleToken(tokenProbabilities(logits, options), random);
}

const probabilityOf = (logits: Float32Array, id: number): number => tokenProbabilities(logits)[id]!;
