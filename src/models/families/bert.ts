import { activate } from '../../core/activations.js';
import { layerNorm } from '../../core/norms.js';
import type { LayerConfig, NormWeights } from '../../core/transformer-layer.js';
import type { Tensors } from '../checkpoint/tensors.js';
import type { Weight } from '../checkpoint/weight.js';
import { activationOf, addTo, headWidth, lookUp, positionsFrom, applyLinear, sumOf } from './lookup.js';
import {
  layerWeights,
  linearLayer,
  normLayer,
  traitsOf,
  type EmbedInput,
  type Family,
  type Linear,
  type PlannedLayer,
} from './network.js';

/** Names of one kin: BERT's own, RoBERTa's, DistilBERT's. */
interface Names {
  prefixes: string[];
  /** Of layer `i`. */
  layer(i: number): string;
  attention: [q: string, k: string, v: string, o: string];
  attentionNorm: string;
  up: string;
  down: string;
  feedForwardNorm: string;
  /** Of the head for masked words: layer, norm, table and its bias. */
  head: [dense: string, norm: string, table: string, bias: string[]];
}

const bertNames: Names = {
  prefixes: ['bert.', 'roberta.', ''],
  layer: (i) => `encoder.layer.${i}.`,
  attention: ['attention.self.query', 'attention.self.key', 'attention.self.value', 'attention.output.dense'],
  attentionNorm: 'attention.output.LayerNorm',
  up: 'intermediate.dense',
  down: 'output.dense',
  feedForwardNorm: 'output.LayerNorm',
  head: [
    'cls.predictions.transform.dense',
    'cls.predictions.transform.LayerNorm',
    'cls.predictions.decoder.weight',
    ['cls.predictions.bias', 'cls.predictions.decoder.bias'],
  ],
};

const robertaNames: Names = {
  ...bertNames,
  head: [
    'lm_head.dense',
    'lm_head.layer_norm',
    'lm_head.decoder.weight',
    ['lm_head.bias', 'lm_head.decoder.bias'],
  ],
};

const distilbertNames: Names = {
  prefixes: ['distilbert.', ''],
  layer: (i) => `transformer.layer.${i}.`,
  attention: ['attention.q_lin', 'attention.k_lin', 'attention.v_lin', 'attention.out_lin'],
  attentionNorm: 'sa_layer_norm',
  up: 'ffn.lin1',
  down: 'ffn.lin2',
  feedForwardNorm: 'output_layer_norm',
  head: ['vocab_transform', 'vocab_layer_norm', 'vocab_projector.weight', ['vocab_projector.bias']],
};

const robertaTypes = ['roberta', 'xlm-roberta', 'camembert'];

/**
 * BERT (Devlin et al. 2019), RoBERTa (Liu et al. 2019), whose positions begin after that of padding, and DistilBERT (Sanh
 * et al. 2019), which has no segments: post-norm, learned positions, a head for masked words where the checkpoint has it.
 */
export const bert: Family = {
  types: ['bert', 'distilbert', ...robertaTypes],
  build(config, tensors) {
    const type = config.text('model_type');
    const isRoberta = robertaTypes.includes(type);
    const names = type === 'distilbert' ? distilbertNames : isRoberta ? robertaNames : bertNames;
    const layers = config.count(['num_hidden_layers', 'n_layers']);
    const heads = config.count(['num_attention_heads', 'n_heads']);
    const dModel = config.count(['hidden_size', 'dim']);
    const dFeedForward = config.count(['intermediate_size', 'hidden_dim']);
    const vocab = config.count('vocab_size');
    const positions = config.count('max_position_embeddings');
    const placing = config.text('position_embedding_type', 'absolute');
    if (placing !== 'absolute') config.unsupported('position_embedding_type', 'absolute');
    const activation = activationOf(config, type === 'distilbert' ? 'activation' : 'hidden_act', 'gelu');
    const dHead = headWidth(config, dModel, heads);
    const common: LayerConfig = {
      dModel,
      placement: 'post',
      epsilon: config.number('layer_norm_eps', 1e-12),
      activation,
    };

    const inner = tensors.underAny(names.prefixes, 'embeddings.word_embeddings.weight');
    const embeddings = inner.under('embeddings.');
    const words = embeddings.matrix('word_embeddings.weight', [vocab, dModel]);
    const places = embeddings.matrix('position_embeddings.weight', [positions, dModel]);
    const kinds = config.count('type_vocab_size', 1);
    const segments = embeddings.has('token_type_embeddings.weight')
      ? embeddings.matrix('token_type_embeddings.weight', [kinds, dModel])
      : undefined;
    const embeddingNorm = normLayer(embeddings, 'LayerNorm', dModel);
    // fairseq counts positions from the one after padding
    const padding = isRoberta ? (config.ids('pad_token_id')[0] ?? 1) : undefined;
    const firstPosition = padding === undefined ? 0 : padding + 1;

    const stack = Array.from({ length: layers }, (_, i): PlannedLayer => {
      const own = inner.under(names.layer(i));
      const square = (name: string): Linear => linearLayer(own, name, dModel, dModel);
      const [q, k, v, o] = names.attention;
      return {
        heads,
        attention: [square(q), square(k), square(v), square(o)],
        attentionNorm: normLayer(own, names.attentionNorm, dModel),
        up: linearLayer(own, names.up, dFeedForward, dModel),
        down: linearLayer(own, names.down, dModel, dFeedForward),
        feedForwardNorm: normLayer(own, names.feedForwardNorm, dModel),
      };
    });

    const embedParts = ({ ids, segments: kind, keep }: EmbedInput) => {
      const x = lookUp(words, ids);
      const kindsOf = ids.map((_, t) => Math.min(kinds - 1, kind?.[t] ?? 0));
      return {
        words: segments ? addTo(x, lookUp(segments, kindsOf)) : x,
        positions: lookUp(places, placesOf(ids.length, firstPosition, keep, padding)),
      };
    };
    const embed = (input: EmbedInput): Float32Array => {
      const { weight, bias } = embeddingNorm();
      return layerNorm(sumOf(embedParts(input)), weight, bias, common.epsilon);
    };
    const head = wordHead(tensors, names, words, common);
    return {
      kind: 'encoder',
      config: {
        ...{ layers, heads, kvHeads: heads, dModel, dHead, dFeedForward, vocab, activation },
        maxPositions: positions - firstPosition,
        ...{ positions: 'learned', norm: 'layer', placement: 'post', gated: false },
        architecture: {
          ...{ ...traitsOf(stack[0]!), embeddingNorm: true, maxPositions: positions },
          ...{ segments: segments ? kinds : 0, tied: !tensors.has(names.head[2]) },
          ...(head ? { output: 'masked-words', outputBias: true } : { output: 'none' }),
        },
      },
      encoder: {
        ...{ layers, heads, keyWidth: dModel },
        causal: false,
        layerConfig: () => common,
        layer: (i) => layerWeights(stack[i]!),
        embed,
        embedParts,
      },
      ...(head && { logits: head }),
      endIds: [],
    };
  },
};

/** Positions of tokens; with `padding`, those of padding stand at that place and are not counted. */
function placesOf(
  count: number,
  first: number,
  keep: EmbedInput['keep'],
  padding: number | undefined,
): number[] {
  if (padding === undefined || !keep) return positionsFrom(first, count);
  let next = first;
  return Array.from({ length: count }, (_, t) => (keep[t] ? next++ : padding));
}

/** The head for masked words, where the checkpoint has one. */
function wordHead(
  tensors: Tensors,
  { head: [denseName, normName, tableName, biasNames] }: Names,
  words: Weight,
  { dModel, activation, epsilon }: LayerConfig,
): ((output: Float32Array) => Float32Array) | undefined {
  if (!tensors.has(`${denseName}.weight`)) return undefined;
  const dense = linearLayer(tensors, denseName, dModel, dModel);
  const norm: () => NormWeights = normLayer(tensors, normName, dModel);
  const table = tensors.has(tableName) ? tensors.matrix(tableName, [words.rows, dModel]) : words;
  const bias = tensors.optional(biasNames, words.rows);
  return (output) => {
    const hidden = activate(applyLinear(output, dense.weight, dense.bias), activation);
    const { weight, bias: shift } = norm();
    return applyLinear(layerNorm(hidden, weight, shift, epsilon), table, bias);
  };
}
