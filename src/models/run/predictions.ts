import type { Prediction } from '../model.js';
import { nextTokens } from './next-tokens.js';
import type { Runtime } from './runtime.js';

/** What stands for a hidden word, where the folder of the model does not say. */
const usualMasks = ['[MASK]', '<mask>'];

/**
 * What a text model says where it says something: a decoder after its last token, an encoder under every mask. Undefined
 * without a head for words.
 */
export function predictions(
  { network, reader, mask }: Runtime,
  isDecoder: boolean,
  tokens: readonly string[],
  output: Float32Array,
): Prediction[] | undefined {
  if (!network.logits) return undefined;
  const { dModel } = network.config;
  const last = tokens.length - 1;
  const masks = mask === undefined ? usualMasks : [mask];
  const places = isDecoder ? [last] : tokens.flatMap((token, i) => (masks.includes(token) ? [i] : []));
  return places.map((at) => {
    const logits = network.logits!(output.subarray(at * dModel, (at + 1) * dModel)).slice();
    return {
      kind: isDecoder ? 'next' : 'mask',
      at,
      best: nextTokens(logits, (id) => reader.piece(id)),
      logits,
    };
  });
}
