import { safetensorsEntries } from '../../src/formats/safetensors.js';

const folder = '/test/fixtures/models';

export const fixtureUrl = (name: string): string => `${folder}/${name}/`;

/** A file of a fixture. */
export async function fixtureBytes(name: string, file: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(`${folder}/${name}/${file}`);
  if (!response.ok) throw new Error(`no fixture ${name}/${file}`);
  return new Uint8Array(await response.arrayBuffer());
}

export async function fixtureJson<T>(name: string, file: string): Promise<T> {
  return JSON.parse(new TextDecoder().decode(await fixtureBytes(name, file))) as T;
}

/** Inputs of a fixture, as `run` takes them. */
export const fixtureInput = <T>(name: string): Promise<T> => fixtureJson<T>(name, 'inputs.json');

/** What PyTorch computes for a fixture, by name. */
export async function fixtureExpected(name: string): Promise<Record<string, Float32Array>> {
  const { tensors } = safetensorsEntries(await fixtureBytes(name, 'expected.safetensors'), name);
  return Object.fromEntries(tensors.map((tensor) => [tensor.name, tensor.read().data as Float32Array]));
}
