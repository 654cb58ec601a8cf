import { widenWeights, type AttentionData, type Notice } from '../core/attention-data.js';
import type { Ordered } from './axes.js';
import { fail } from './fail.js';
import type { Part } from './part.js';
import { product, toTensor } from './tensor.js';

/** Key and value heads that several query heads share, once for each query head: `[layers, heads, …]`. */
function repeatHeads(x: Float32Array, layers: number, kvHeads: number, heads: number): Float32Array {
  if (kvHeads === heads) return x;
  const size = x.length / (layers * kvHeads);
  const out = new Float32Array(layers * heads * size);
  for (let i = 0; i < layers * heads; i++) {
    const from = Math.floor(i / heads) * kvHeads + Math.floor(((i % heads) * kvHeads) / heads);
    out.set(x.subarray(from * size, (from + 1) * size), i * size);
  }
  return out;
}

/** One of the arrays as `[layers, heads, tokens, width]`, with its width. */
function vectorsOf(
  value: unknown,
  name: 'queries' | 'keys' | 'values',
  { layers, heads, queries, keys }: Ordered,
  input: string,
): { data: Float32Array; width: number } | undefined {
  if (value === undefined || value === null) return undefined;
  const tensor = toTensor(value, `${input} (${name})`);
  const { shape } = tensor;
  const tokens = name === 'queries' ? queries : keys;
  const kvHeads = product(shape.slice(0, -2)) / layers;
  const shares = name === 'queries' ? kvHeads === heads : Number.isInteger(heads / kvHeads);
  if (shape.length < 2 || shape.at(-2) !== tokens || !shares) {
    const sizes = `[${[layers, heads, tokens].join(', ')}, width]`;
    fail(
      `${input} (${name})`,
      'shape',
      `shape [${shape.join(', ')}]`,
      `${sizes}: one vector per layer, head and ${name === 'queries' ? 'query' : 'key'}`,
      'Give the vectors after splitting into heads, in the order [layer][head][token][number].',
    );
  }
  const data = widenWeights(tensor.data, tensor.scale);
  const wrong = data.find((x) => !Number.isFinite(x));
  // neither a product nor a colour can be made of it
  if (wrong !== undefined) fail(`${input} (${name})`, 'number', `${wrong} in a vector`, 'finite numbers');
  return { data: repeatHeads(data, layers, kvHeads, heads), width: shape.at(-1)! };
}

/** Scores, where they are finite and one to each weight: masked ones are told by the weights. */
function scoresOf(value: unknown, count: number, input: string): Float32Array | undefined {
  if (value === undefined || value === null) return undefined;
  const tensor = toTensor(value, `${input} (scores)`);
  const scores = widenWeights(tensor.data, tensor.scale);
  return scores.length === count && scores.every((x) => x > -1e4 && x < Infinity) ? scores : undefined;
}

type Vectors = Pick<AttentionData, 'q' | 'k' | 'v' | 'scores' | 'dHead'>;

/**
 * The query, key and value vectors that came with weights, and their scores. Key and value heads that are shared by
 * several query heads are repeated for each. What does not fit is an error, or, in the files of tools that hold much else,
 * left out with a notice.
 *
 * @throws InputError `shape`: which of the arrays, its shape and the shape that fits the weights; `number`: a vector with
 *   NaN or infinity
 */
export function readVectors(
  part: Part,
  ordered: Ordered,
  input: string,
): { vectors: Vectors; notices: Notice[] } {
  const notices: Notice[] = [];
  const leftOut = (reason: string) =>
    notices.push({ code: 'parts-skipped', message: `Vectors were left out: ${reason}` });
  const vectors: Vectors = {};
  const scores = scoresOf(part.scores, ordered.data.length, input);
  if (scores) vectors.scores = scores;
  try {
    const q = vectorsOf(part.q, 'queries', ordered, input);
    const k = vectorsOf(part.k, 'keys', ordered, input);
    const v = vectorsOf(part.v, 'values', ordered, input);
    if (q && k && q.width !== k.width) {
      fail(`${input} (keys)`, 'shape', `vectors of ${k.width} numbers`, `${q.width}, as in the queries`);
    }
    const dHead = q?.width ?? k?.width;
    if (q) vectors.q = q.data;
    if (k) vectors.k = k.data;
    if (dHead) vectors.dHead = dHead;
    if (v && dHead && v.width !== dHead) {
      leftOut(`values have ${v.width} numbers, queries and keys ${dHead}.`);
    } else if (v && dHead) vectors.v = v.data;
  } catch (error) {
    if (!part.found || !(error instanceof Error)) throw error;
    leftOut(error.message);
  }
  return { vectors, notices };
}

/**
 * Data as they are, when the lengths of their vectors agree with their sizes.
 *
 * @throws InputError `shape`
 */
export function checkVectors(data: AttentionData, input: string): AttentionData {
  const { layers, heads, queries, keys, dHead = 0 } = data;
  const lengths = { q: queries * dHead, k: keys * dHead, v: keys * dHead, scores: queries * keys };
  for (const [name, length] of Object.entries(lengths) as ['q' | 'k' | 'v' | 'scores', number][]) {
    const array = data[name];
    if (!array || array.length === layers * heads * length) continue;
    const sizes = name === 'scores' ? 'queries × keys' : 'tokens × dHead';
    fail(
      `${input} (${name})`,
      'shape',
      `${array.length} numbers`,
      `${layers * heads * length}: layers × heads × ${sizes}`,
    );
  }
  return data;
}
