import type { AttentionKind, Source } from '../../core/attention-data.js';
import type { LayerTrace, LayerWeights } from '../../core/transformer-layer.js';
import { fail } from '../../formats/fail.js';
import type { RawConfig } from '../checkpoint/raw-config.js';
import type { Network, Side } from '../families/network.js';
import type { HeadLabels } from '../head-labels.js';
import type { FarNotice } from '../known-words.js';
import type { Ablation, RunOptions } from '../model.js';
import { AttentionCollector } from './collect-attention.js';
import type { InputReader, Sequence } from './read-input.js';
import type { SideOptions } from './run-side.js';

/** What every run of a model needs. */
export interface Runtime {
  network: Network;
  reader: InputReader;
  source: Source;
  headLabels: HeadLabels;
  /** Where the config says how to tell. */
  farNotice?: FarNotice | undefined;
  /** Piece of the token that hides a word, where the folder says. */
  mask?: string;
  /** Vision: how images are to be prepared. */
  preprocessor?: RawConfig;
}

/** Output of an encoder, as its decoder looks at it. */
export interface Memory {
  output: Float32Array;
  tokens: string[];
  keep: Sequence['keep'];
}

/** Heads to switch off, by layer, of one part. */
function ablated(
  network: Network,
  ablate: readonly Ablation[] = [],
  wanted: Ablation['part'],
): Map<number, number[]> {
  const main = network.decoder ? 'decoder' : 'encoder';
  const byLayer = new Map<number, number[]>();
  for (const { layer, head, part = main } of ablate) {
    const side = part === 'encoder' ? network.encoder : network.decoder;
    const { layers = 0, heads = 0 } =
      (part === 'cross' && network.kind !== 'encoder-decoder' ? undefined : side) ?? {};
    if (!(layer >= 0 && layer < layers && head >= 0 && head < heads)) {
      fail(
        'ablate',
        'attribute',
        `layer ${layer}, head ${head} of the ${part}`,
        `${layers} layers of ${heads} heads, counted from 0`,
      );
    }
    if (part === wanted) byLayer.set(layer, [...(byLayer.get(layer) ?? []), head]);
  }
  return byLayer;
}

/** What the options of a run mean for one side. */
export function sideOptions(
  { network }: Runtime,
  side: Side,
  { signal, attentionTemperature, mask, ablate }: RunOptions,
): Omit<SideOptions, 'onLayer'> {
  if (attentionTemperature !== undefined && !(attentionTemperature > 0)) {
    fail('attentionTemperature', 'number', String(attentionTemperature), 'a number above 0');
  }
  if (mask !== undefined && mask !== 'causal' && mask !== 'none') {
    fail('mask', 'attribute', `“${String(mask)}”`, 'causal or none; left out, the model keeps its own');
  }
  return {
    signal,
    attentionTemperature,
    mask,
    ablate: ablated(network, ablate, side === network.decoder ? 'decoder' : 'encoder'),
    crossAblate: ablated(network, ablate, 'cross'),
  };
}

/** Gathers the parts of one side: attention to its own tokens, and to those of the encoder. */
export function collectors(
  { network, source, headLabels }: Runtime,
  side: Side,
  options: RunOptions,
  {
    queryTokens,
    keyTokens,
    memoryTokens,
  }: { queryTokens: string[]; keyTokens: string[]; memoryTokens?: string[] | undefined },
): AttentionCollector[] {
  const isPair = network.kind === 'encoder-decoder';
  const kind = side === network.decoder ? 'decoder' : 'encoder';
  const factors = factorsOf(side, network.config.dHead, options);
  const common = { layers: side.layers, queryTokens, source, factors };
  const off = (part: Ablation['part']) =>
    options.ablate
      ?.filter((head) => (head.part ?? (network.decoder ? 'decoder' : 'encoder')) === part)
      .map(({ layer, head }) => ({ layer, head }));
  const causal = options.mask ? options.mask === 'causal' : side.causal;
  const name = kind === 'encoder' ? 'Encoder' : 'Decoder';
  const labels = (of: AttentionKind) => headLabels[of] && { headLabels: headLabels[of] };
  const own = new AttentionCollector({
    ...{ ...common, kind, keyTokens, causal, ...labels(kind), ablated: off(kind), biased: !!side.bias },
    ...(isPair && { name }),
  });
  if (!memoryTokens) return [own];
  const cross = { ...common, kind: 'cross', name: 'Cross', keyTokens: memoryTokens, causal: false } as const;
  return [own, new AttentionCollector({ ...cross, ...labels('cross'), ablated: off('cross') })];
}

/** What dot products become scores by in each layer; undefined where it is more than a factor. */
function factorsOf(
  side: Side,
  dHead: number,
  { attentionTemperature = 1 }: RunOptions,
): number[] | undefined {
  const configs = Array.from({ length: side.layers }, (_, layer) => side.layerConfig(layer));
  if (configs.some(({ softCap }) => softCap)) return undefined;
  return configs.map(({ scale = 1 / Math.sqrt(dHead) }) => scale / attentionTemperature);
}

/** Hands a layer to the collectors of its side; with its weights, they also weigh by what is carried. */
export function collect([own, cross]: AttentionCollector[], layer: LayerTrace, weights?: LayerWeights): void {
  own!.add(layer.selfAttention, weights?.selfAttention);
  if (layer.crossAttention) cross?.add(layer.crossAttention, weights?.crossAttention);
}
