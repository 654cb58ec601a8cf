import { fail } from '../../formats/fail.js';
import type { Side } from '../families/network.js';
import type { ModelRun, RunInput, RunOptions } from '../model.js';
import { generateIds } from './generate.js';
import { predictions } from './predictions.js';
import type { Sequence } from './read-input.js';
import { runEmbedded, type SideRun } from './run-embedded.js';
import { runVision } from './run-vision.js';
import { sideOptions, type Memory, type Runtime } from './runtime.js';

/** Most tokens that an encoder-decoder writes where no target is given. */
const maxTarget = 64;

/** One run: attention, and what else is wanted. */
export async function runModel(
  runtime: Runtime,
  input: RunInput,
  options: RunOptions = {},
): Promise<ModelRun> {
  const run = await runSides(runtime, input, options);
  const far = runtime.farNotice?.(textOf(runtime, input));
  if (far) for (const { notices } of allParts(run)) notices.push(far);
  return run;
}

const allParts = ({ parts, valueNorms = [] }: ModelRun) => [...parts, ...valueNorms];

/** What a model reads as text: a target is in the language of the source only where an encoder reads both. */
function textOf({ network }: Runtime, input: RunInput): string {
  if ('text' in input) return input.text;
  if (!('source' in input)) return '';
  const { source, target = '' } = input;
  return network.decoder ? source : `${source} ${target}`;
}

async function runSides(runtime: Runtime, input: RunInput, options: RunOptions): Promise<ModelRun> {
  const { network, reader } = runtime;
  const { encoder, decoder } = network;
  if ('pixels' in input) return runVision(runtime, input, options);
  const { source, target } = reader.sequences(input);
  if (!encoder) return finish(runtime, await runOne(runtime, decoder!, source, options), options);
  const read = await runOne(runtime, encoder, source, options);
  if (!decoder) return finish(runtime, read, options);

  const memory = { output: read.output, tokens: source.tokens, keep: source.keep };
  const ids = target ? undefined : await generateIds(runtime, memory, { ...options, maxTokens: maxTarget });
  const written = target ?? reader.target(ids!);
  const wrote = await runOne(runtime, decoder, written, options, memory);
  const run = finish(runtime, wrote, options);
  const next = run.next?.[0];
  for (const part of next ? allParts(run) : []) {
    if (part.kind === 'cross') part.writtenTokens = [...written.tokens.slice(1), next!.token];
  }
  run.parts.unshift(...read.parts);
  if (read.valueNorms) run.valueNorms?.unshift(...read.valueNorms);
  if (read.trace) run.trace = { encoder: read.trace, ...run.trace };
  return run;
}

async function runOne(
  runtime: Runtime,
  side: Side,
  { ids, tokens, segments, keep }: Sequence,
  options: RunOptions,
  memory?: Memory,
): Promise<SideRun> {
  const given = sideOptions(runtime, side, options);
  const entering = { ids, offset: 0, segments, keep };
  const embedding = side.embed!(entering);
  const embedded = options.want?.trace ? side.embedParts?.(entering) : undefined;
  return runEmbedded(runtime, side, embedding, tokens, options, {
    ...given,
    keep,
    embedded,
    ...(memory && { memory: memory.output, memoryKeep: memory.keep, memoryTokens: memory.tokens }),
  });
}

/** Adds what the head says to the attention of the last side. */
function finish(
  runtime: Runtime,
  { side, parts, valueNorms, trace, output }: SideRun,
  options: RunOptions,
): ModelRun {
  const { network } = runtime;
  const run: ModelRun = { parts, ...(valueNorms && { valueNorms }) };
  const isDecoder = side === network.decoder;
  if (options.want?.logits) {
    if (!network.logits) {
      fail('logits', 'unsupported', 'a model without a head for words', 'a model that predicts words');
    }
    run.logits = network.logits(output);
  }
  const wanted = options.want?.predictions;
  const said =
    isDecoder || wanted ? predictions(runtime, isDecoder, parts[0]!.queryTokens, output) : undefined;
  if (isDecoder && said) run.next = said[0]!.best;
  if (wanted && said) run.predictions = said;
  if (trace) run.trace = isDecoder ? { decoder: trace } : { encoder: trace };
  return run;
}
