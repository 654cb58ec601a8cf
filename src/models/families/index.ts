import { fail } from '../../formats/fail.js';
import type { RawConfig } from '../checkpoint/raw-config.js';
import type { Tensors } from '../checkpoint/tensors.js';
import { bart } from './bart.js';
import { bert } from './bert.js';
import { gpt2 } from './gpt2.js';
import { llama } from './llama.js';
import type { Family, Network } from './network.js';
import { t5 } from './t5.js';
import { vit } from './vit.js';

const families: Family[] = [gpt2, bert, llama, bart, t5, vit];

/** Values of `model_type` that run. */
export const knownTypes = families.flatMap(({ types }) => types);

/**
 * Makes a network of a config and its tensors.
 *
 * @throws InputError `unsupported` for a family that is not known, and whatever is wrong with config and tensors
 */
export function buildNetwork(config: RawConfig, tensors: Tensors): Network {
  const type = config.text('model_type', '');
  const family = families.find(({ types }) => types.includes(type));
  if (!family) {
    return fail(
      'model (config.json)',
      'unsupported',
      type ? `model_type "${type}"` : 'no model_type',
      `one of ${knownTypes.join(', ')}`,
    );
  }
  return family.build(config, tensors);
}
