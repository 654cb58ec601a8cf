import { ropeFrequencies } from '../../core/rope.js';
import type { RawConfig } from '../checkpoint/raw-config.js';

/**
 * Radians per position of every pair of dimensions, `[dHead / 2]`, as a config wants them: plain, divided by a factor
 * (`linear`: Chen et al. 2023, Extending Context Window), or divided only where a wavelength is long (`llama3`: Llama 3.1).
 *
 * @throws InputError `unsupported` for other ways of scaling
 */
export function scaledFrequencies(config: RawConfig, dHead: number): Float64Array {
  // newer configs put the base and the way of scaling together
  const parameters = config.inner('rope_parameters');
  const scaling = parameters ?? config.inner('rope_scaling');
  const theta = (parameters ?? config).number('rope_theta', config.number('rope_theta', 10000));
  const plain = ropeFrequencies(dHead, theta);
  const type = scaling?.text(['rope_type', 'type'], 'default');
  switch (type) {
    case undefined:
    case 'default':
    case 'dynamic': // scales only beyond the positions that the model has, which no run reaches
      return plain;
    case 'linear': {
      const factor = scaling!.number('factor');
      return plain.map((frequency) => frequency / factor);
    }
    case 'llama3':
      return llama3(plain, scaling!);
    default:
      return config.refuse(`rope_scaling of type ${type}`, 'default, linear, dynamic or llama3');
  }
}

/** Wavelengths shorter than a part of the original context stay, long ones are stretched, those between go over smoothly. */
function llama3(plain: Float64Array, scaling: RawConfig): Float64Array {
  const factor = scaling.number('factor');
  const low = scaling.number('low_freq_factor');
  const high = scaling.number('high_freq_factor');
  const context = scaling.number('original_max_position_embeddings');
  return plain.map((frequency) => {
    const turns = (context * frequency) / (2 * Math.PI);
    if (turns > high) return frequency;
    if (turns < low) return frequency / factor;
    const smooth = (turns - low) / (high - low);
    return ((1 - smooth) * frequency) / factor + smooth * frequency;
  });
}
