import { expect } from '@open-wc/testing';
import { sharedBytes, sharedJson } from '../shared-data.js';

interface Entry {
  shape: number[];
  data?: unknown;
}

interface CaseFile {
  params: Record<string, unknown>;
  inputs: Record<string, Entry>;
  outputs: Record<string, Entry>;
}

/** One numeric reference case: inputs as float32, expected outputs as float64, flat and row-major. */
export interface OracleCase {
  params: Record<string, unknown>;
  inputs: Record<string, Float32Array>;
  outputs: Record<string, Float64Array>;
  /** Shapes of inputs and outputs by name. */
  shapes: Record<string, number[]>;
}

/** Reads `oracle/<id>`. */
export async function oracleCase(id: string): Promise<OracleCase> {
  const folder = `oracle/${id}`;
  const file = await sharedJson<CaseFile>(`${folder}/case.json`);
  const read = async (prefix: string, entries: Record<string, Entry>) =>
    Promise.all(
      Object.entries(entries).map(async ([name, entry]): Promise<[string, number[]]> => [
        name,
        entry.data === undefined
          ? readNpy(await sharedBytes(`${folder}/${prefix}_${name}.npy`))
          : ([entry.data].flat(Infinity) as unknown[]).map(Number),
      ]),
    );
  const inputs = await read('in', file.inputs);
  const outputs = await read('out', file.outputs);
  return {
    params: file.params,
    inputs: Object.fromEntries(inputs.map(([name, data]) => [name, Float32Array.from(data)])),
    outputs: Object.fromEntries(outputs.map(([name, data]) => [name, Float64Array.from(data)])),
    shapes: Object.fromEntries(
      Object.entries({ ...file.inputs, ...file.outputs }).map(([name, { shape }]) => [name, shape]),
    ),
  };
}

const arrays: Record<string, (buffer: ArrayBuffer) => number[]> = {
  '<f4': (buffer) => [...new Float32Array(buffer)],
  '<f8': (buffer) => [...new Float64Array(buffer)],
  '<i8': (buffer) => [...new BigInt64Array(buffer)].map(Number),
  '|b1': (buffer) => [...new Uint8Array(buffer)],
};

/** Numbers of a .npy file, version 1. */
export function readNpy(buffer: ArrayBuffer): number[] {
  const start = 10 + new DataView(buffer).getUint16(8, true);
  const header = new TextDecoder().decode(buffer.slice(10, start));
  const type = /'descr': '([^']+)'/.exec(header)?.[1] ?? '';
  const read = arrays[type];
  if (!read) throw new Error(`unknown type of .npy: ${type}`);
  return read(buffer.slice(start));
}

/**
 * Expects every number within `tolerance`, or within half a unit of float32's last place (2⁻²³ of the number) where that
 * is more, as for scores in the thousands. NaN and infinities have to be met exactly.
 */
export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance = 1e-5,
  what = 'result',
): void {
  expect(actual.length, `length of ${what}`).to.equal(expected.length);
  for (let i = 0; i < expected.length; i++) {
    const a = actual[i]!;
    const e = expected[i]!;
    if (Object.is(a, e) || a === e) continue;
    const allowed = Math.max(tolerance, Math.abs(e) * 2 ** -23);
    if (!(Math.abs(a - e) <= allowed)) expect.fail(`${what}[${i}]: ${a}, expected ${e} within ${allowed}`);
  }
}
