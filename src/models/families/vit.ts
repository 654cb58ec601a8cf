import type { LayerConfig } from '../../core/transformer-layer.js';
import { isObject } from '../../formats/is-object.js';
import { asFloat32 } from '../../core/weight-matrix.js';
import { activationOf, applyLinear, headWidth } from './lookup.js';
import {
  layerWeights,
  linearLayer,
  normLayer,
  traitsOf,
  type Family,
  type Linear,
  type PlannedLayer,
} from './network.js';

/**
 * ViT (Dosovitskiy et al. 2021, An Image is Worth 16x16 Words): patches of an image as tokens, after one for the class;
 * learned positions, pre-norm.
 */
export const vit: Family = {
  types: ['vit'],
  build(config, tensors) {
    const layers = config.count('num_hidden_layers');
    const heads = config.count('num_attention_heads');
    const dModel = config.count('hidden_size');
    const dFeedForward = config.count('intermediate_size');
    const size = config.count('image_size', 224);
    const patch = config.count('patch_size', 16);
    const activation = activationOf(config, 'hidden_act', 'gelu');
    const dHead = headWidth(config, dModel, heads);
    if (config.count('num_channels', 3) !== 3) config.unsupported('num_channels', '3, red, green and blue');
    if (size % patch)
      config.refuse(`patches of ${patch} pixels`, `a divisor of ${size}, the size of the image`);
    const perSide = size / patch;
    const tokens = perSide * perSide + 1;
    const common: LayerConfig = {
      ...{ dModel, placement: 'pre', activation },
      epsilon: config.number('layer_norm_eps', 1e-12),
    };

    const inner = tensors.underAny(['vit.', ''], 'embeddings.cls_token');
    const embeddings = inner.under('embeddings.');
    const first = embeddings.vector('cls_token', dModel);
    const places = embeddings.matrix('position_embeddings', [tokens, dModel]);
    const kernel = linearLayer(embeddings, 'patch_embeddings.projection', dModel, 3 * patch * patch);
    const stack = Array.from({ length: layers }, (_, i): PlannedLayer => {
      const own = inner.under(`encoder.layer.${i}.`);
      const square = (name: string): Linear => linearLayer(own, `attention.${name}`, dModel, dModel);
      return {
        heads,
        attention: [
          square('attention.query'),
          square('attention.key'),
          square('attention.value'),
          square('output.dense'),
        ],
        attentionNorm: normLayer(own, 'layernorm_before', dModel),
        up: linearLayer(own, 'intermediate.dense', dFeedForward, dModel),
        down: linearLayer(own, 'output.dense', dModel, dFeedForward),
        feedForwardNorm: normLayer(own, 'layernorm_after', dModel),
      };
    });

    const labels = config.get('id2label');
    const names = isObject(labels) ? labels : undefined;
    const classes = names ? Object.keys(names).length : 2;
    const head = tensors.has('classifier.weight')
      ? linearLayer(tensors, 'classifier', classes, dModel)
      : undefined;
    return {
      kind: 'vision',
      config: {
        ...{ layers, heads, kvHeads: heads, dModel, dHead, dFeedForward, activation },
        ...{ vocab: head ? classes : 0, maxPositions: tokens, image: { size, patch } },
        ...{ positions: 'learned', norm: 'layer', placement: 'pre', gated: false },
        architecture: {
          ...{ ...traitsOf(stack[0]!), finalNorm: true, output: head ? 'classes' : 'none', vocab: 0 },
          image: { size, patch, channels: 3, classes },
        },
      },
      encoder: {
        ...{ layers, heads, keyWidth: dModel },
        causal: false,
        layerConfig: () => common,
        layer: (i) => layerWeights(stack[i]!),
        finalNorm: normLayer(inner, 'layernorm', dModel),
      },
      embedImage: (pixels) => {
        const x = new Float32Array(tokens * dModel);
        x.set(asFloat32(first));
        const patches = patchesOf(pixels, size, patch);
        x.set(applyLinear(patches, kernel.weight, kernel.bias), dModel);
        // a copy: traces are handed from thread to thread, memory and all
        return { words: x, positions: asFloat32(places).slice() };
      },
      className: (id) => {
        const name = names?.[String(id)];
        return typeof name === 'string' ? name : String(id);
      },
      ...(head && { logits: (output) => applyLinear(output.subarray(0, dModel), head.weight, head.bias) }),
      endIds: [],
    };
  },
};

/** `[3, size, size]` cut into patches from left to right and downwards, each `[3, patch, patch]` in a row. */
function patchesOf(pixels: Float32Array, size: number, patch: number): Float32Array {
  const out = new Float32Array(pixels.length);
  let at = 0;
  for (let top = 0; top < size; top += patch) {
    for (let left = 0; left < size; left += patch) {
      for (let colour = 0; colour < 3; colour++) {
        for (let row = 0; row < patch; row++, at += patch) {
          const from = (colour * size + top + row) * size + left;
          out.set(pixels.subarray(from, from + patch), at);
        }
      }
    }
  }
  return out;
}
