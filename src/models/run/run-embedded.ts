import type { LayerTrace } from '../../core/transformer-layer.js';
import type { EmbeddingParts, Side } from '../families/network.js';
import type { ModelRun, RunOptions, SideTrace } from '../model.js';
import { discardCache } from './discard.js';
import { runSide, type SideOptions } from './run-side.js';
import { collect, collectors, type Runtime } from './runtime.js';

/** What one side gives. */
export interface SideRun {
  side: Side;
  parts: ModelRun['parts'];
  valueNorms?: ModelRun['parts'];
  trace?: SideTrace;
  output: Float32Array;
}

/** Runs embedded tokens through a side and gathers what is wanted. */
export async function runEmbedded(
  runtime: Runtime,
  side: Side,
  embedding: Float32Array,
  tokens: string[],
  options: RunOptions,
  given: Omit<SideOptions, 'onLayer'> & { memoryTokens?: string[]; embedded?: EmbeddingParts | undefined },
): Promise<SideRun> {
  const gathered = collectors(runtime, side, options, {
    queryTokens: tokens,
    keyTokens: tokens,
    memoryTokens: given.memoryTokens,
  });
  const { want = {} } = options;
  const layers: LayerTrace[] = [];
  const { output, cache } = await runSide(side, embedding, {
    ...given,
    keepLayers: want.trace,
    onLayer: (layer, weights) => {
      collect(gathered, layer, want.valueNorms ? weights : undefined);
      if (want.trace) layers.push(layer);
    },
  });
  if (!want.trace) discardCache(cache);
  return {
    side,
    parts: gathered.map((collector) => collector.finish()),
    output,
    ...(want.valueNorms && { valueNorms: gathered.map((collector) => collector.valueNorms()) }),
    ...(want.trace && { trace: { embedding, ...given.embedded, layers, output } }),
  };
}
