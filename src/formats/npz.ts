import { fail } from './fail.js';
import { parseJson } from './json.js';
import { readNpy, type TextArray } from './npy.js';
import type { Part } from './part.js';
import { tokenSetsOf } from './own-json.js';
import type { Tensor } from './tensor.js';
import { namedParts } from './tools/named-arrays.js';
import { zipEntries } from './zip.js';

/**
 * Attention in a NumPy archive: arrays named `attention`, `encoder`, `layer_0`, … (see `namedParts`), tokens as text
 * arrays (`tokens`, `source_tokens`, `target_tokens`) or as entries such as `tokens.json`, and `scale` for bytes that do
 * not count in 1/255.
 *
 * @param limit largest sum of inflated sizes, bytes
 * @throws InputError
 */
export async function npzParts(
  bytes: Uint8Array<ArrayBuffer>,
  limit: number,
  input: string,
): Promise<Part[]> {
  const entries = zipEntries(bytes, limit, input);
  const fields = new Map<string, unknown>();
  const arrays = new Map<string, Uint8Array>();
  for (const entry of entries) {
    const name = entry.name.replace(/\.(npy|json)$/, '');
    if (entry.name.endsWith('.json')) {
      fields.set(name, parseJson(new TextDecoder().decode(await entry.read()), `${input} (${entry.name})`));
    } else if (entry.name.endsWith('.npy')) arrays.set(name, await entry.read());
  }
  const scaleArray = arrays.has('scale') ? readNpy(arrays.get('scale')!, `${input} (scale)`) : undefined;
  const scale = scaleArray && 'data' in scaleArray ? scaleArray.data[0] : undefined;
  arrays.delete('scale');
  const tensors: [string, Tensor][] = [];
  for (const [name, array] of arrays) {
    const read: Tensor | TextArray = readNpy(array, `${input} (${name})`, scale);
    if ('text' in read) fields.set(name, read.text);
    else tensors.push([name, read]);
  }
  const parts = namedParts(
    tensors.map(([name, tensor]) => ({ name, rank: tensor.shape.length, read: () => tensor })),
    tokenSetsOf(Object.fromEntries(fields), input),
    input,
  );
  if (!parts.length) {
    const names =
      entries
        .map(({ name }) => name)
        .slice(0, 6)
        .join(', ') || 'nothing';
    fail(
      input,
      'format',
      `an archive with ${names}`,
      'an array named attention, encoder, decoder, cross or layer_0 …',
      names.includes('.pkl')
        ? 'A PyTorch file cannot be read: save with numpy.savez or safetensors.'
        : undefined,
    );
  }
  return parts.map((part) => ({ format: 'NumPy', ...part, ...(!part.format && { format: 'NumPy' }) }));
}
