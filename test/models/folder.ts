import { safetensorsEntries } from '../../src/formats/safetensors.js';
import { safetensors } from '../formats/byte-writers.js';
import { fixtureBytes, fixtureJson } from './fixture.js';

/** A checkpoint to be spoiled: config, tensors by name. */
export interface Folder {
  config: Record<string, unknown>;
  tensors: Record<string, { dtype: string; shape: number[]; array: ArrayBufferView }>;
}

/** A fixture of float32, taken apart. */
export async function takeApart(name: string): Promise<Folder> {
  const config = await fixtureJson<Record<string, unknown>>(name, 'config.json');
  return { config, tensors: tensorsOf(await fixtureBytes(name, 'model.safetensors')) };
}

/** Tensors of a `.safetensors` file by name. */
export function tensorsOf(bytes: Uint8Array): Folder['tensors'] {
  const { tensors } = safetensorsEntries(bytes, 'model.safetensors');
  return Object.fromEntries(
    tensors.map((tensor) => [
      tensor.name,
      { dtype: tensor.dtype, shape: tensor.shape, array: tensor.read().data },
    ]),
  );
}

/** Files of a folder called `m`. */
export const filesOf = ({ config, tensors }: Folder) => ({
  'm/config.json': JSON.stringify(config),
  'm/model.safetensors': safetensors(tensors),
});
