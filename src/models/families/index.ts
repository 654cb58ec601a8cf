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
  checkQuantization(config);
  return family.build(config, tensors);
}

/** Of all ways to make weights smaller than 16 bits, int8 with a scale per row is read. */
function checkQuantization(config: RawConfig): void {
  const quantization = config.inner('quantization_config');
  const method = quantization?.text('quant_method', 'unknown');
  const format = quantization?.text('format', 'int-quantized');
  if (!quantization || (method === 'compressed-tensors' && /^(int|naive)-quantized$/.test(format!))) return;
  config.refuse(
    `weights quantized by ${method}${method === 'compressed-tensors' ? ` as ${format}` : ''}`,
    'float32, float16, bfloat16, or int8 by compressed-tensors in the format int-quantized',
  );
}
