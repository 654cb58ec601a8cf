import { halfToFloat } from '../../core/half-floats.js';
import { fail } from '../fail.js';
import { maxNumbers, product, rankOf, toTensor, type Tensor } from '../tensor.js';

/** Attention of one step and layer, `[heads, queries, keys]`. */
function stepMatrices(
  value: unknown,
  where: string,
  input: string,
): Tensor & { shape: [number, number, number] } {
  const tensor = toTensor(value, input);
  const { shape } = tensor;
  const batch = shape.length === 4 ? shape[0]! : 1;
  if (shape.length < 3 || shape.length > 4 || batch !== 1) {
    fail(
      input,
      'shape',
      batch > 1 ? `a batch of ${batch} (axis 0) at ${where}` : `${shape.length} axes at ${where}`,
      '[1, heads, queries, keys] for every step and layer',
      batch > 1 ? 'Generate one sequence with one beam, or choose one first.' : undefined,
    );
  }
  return { ...tensor, shape: shape.slice(-3) as [number, number, number] };
}

/**
 * Whether a value is the attention of `generate()`: [step][layer][batch][head][query][key], or the same without the batch
 * when steps differ in their queries or keys.
 */
export function isGenerated(value: unknown): value is unknown[][] {
  if (!Array.isArray(value) || !Array.isArray(value[0])) return false;
  const rank = rankOf(value);
  if (rank !== 5) return rank > 5;
  const lengths = (step: unknown): string | undefined => {
    const layer: unknown = Array.isArray(step) ? step[0] : undefined;
    return rankOf(layer) === 3 ? toTensor(layer, '').shape.join() : undefined;
  };
  try {
    const [first, last] = [lengths(value[0]), lengths(value.at(-1))];
    return first !== undefined && last !== undefined && first !== last;
  } catch {
    return false;
  }
}

/**
 * Stitches the attention that `generate(output_attentions=True)` returns, `[step][layer][batch=1][head][query][key]`, into
 * one matrix per head, `[layers, heads, queries, keys]`. The first step holds the prompt, every later one adds a query.
 * Keys that a step could not see yet are 0, as under a causal mask. A cache of a sliding window holds the last keys only:
 * they are placed at the right; one of fixed size is cut where it is still empty.
 *
 * @param cross cross-attention: every step sees the same keys
 */
export function stitchGenerated(
  steps: unknown[][],
  input: string,
  cross = false,
): { weights: Tensor; generatedFrom: number } {
  const layers = steps[0]!.length;
  const read = steps.map((step, s) => {
    if (step.length !== layers) {
      fail(input, 'shape', `${step.length} layers in step ${s}`, `${layers}, as in step 0`);
    }
    return step.map((value, l) => stepMatrices(value, `[${s}][${l}]`, input));
  });
  const heads = read[0]![0]!.shape[0];
  const counts = read.map((step) => step[0]!.shape[1]);
  const queries = counts.reduce((a, b) => a + b);
  const keys = cross ? read[0]![0]!.shape[2] : queries;
  const shape = [layers, heads, queries, keys];
  if (product(shape) > maxNumbers) {
    fail(input, 'too-large', `${product(shape)} numbers`, `at most ${maxNumbers}`);
  }
  const data = new Float32Array(product(shape));
  let before = 0;
  read.forEach((step, s) => {
    const count = counts[s]!;
    const seen = cross ? keys : before + count;
    step.forEach(({ shape: [h, q, k], data: from, scale }, l) => {
      if (h !== heads || q !== count || (cross && k !== keys)) {
        const expected = `[${heads}, ${count}, ${cross ? keys : '…'}]`;
        fail(input, 'shape', `[${h}, ${q}, ${k}] at [${s}][${l}]`, expected);
      }
      for (let row = 0; row < h * q; row++) {
        const head = Math.floor(row / q);
        const start = ((l * heads + head) * queries + before + (row % q)) * keys + Math.max(0, seen - k);
        for (let key = 0; key < k; key++) {
          const raw = from[row * k + key]!;
          const x = from instanceof Uint16Array ? halfToFloat(raw) : raw * scale;
          if (key < seen) data[start + key] = x;
          else if (x !== 0)
            fail(input, 'shape', `${k} keys at [${s}][${l}]`, `${seen}, the tokens read so far`);
        }
      }
    });
    before += count;
  });
  return { weights: { shape, data, scale: 1 }, generatedFrom: counts[0]! };
}
