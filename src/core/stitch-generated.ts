import { headMatrix, type AttentionData } from './attention-data.js';
import { InputError } from './errors.js';
import { withWeights } from './with-weights.js';

/**
 * Puts the steps of a decoder's `generate()` together: the first looks from the whole prompt, every later one from one
 * token (or a few), at all tokens so far. `steps` are in order; their queries become consecutive rows, and keys that a
 * step had not seen yet get weight 0. For cross-attention, all steps have the same keys.
 *
 * `queryTokens` and `keyTokens` name the rows and columns of the whole.
 *
 * @throws InputError (`shape`, `tokens`) when steps differ in layers or heads, or tokens do not fit.
 */
export function stitchGenerated(
  steps: AttentionData[],
  queryTokens: string[],
  keyTokens: string[] = queryTokens,
): AttentionData {
  const first = steps[0];
  if (!first) throw wrong('shape', 'no steps', 'one or more');
  const { layers, heads } = first;
  const other = steps.findIndex((step) => step.layers !== layers || step.heads !== heads);
  if (other > 0) {
    const { layers: l, heads: h } = steps[other]!;
    throw wrong('shape', `step ${other} has ${l} × ${h} heads`, `${layers} × ${heads}, as in step 0`);
  }
  const queries = steps.reduce((sum, step) => sum + step.queries, 0);
  const keys = steps.reduce((max, step) => Math.max(max, step.keys), 0);
  if (queryTokens.length !== queries)
    throw wrong('tokens', `${queryTokens.length} query tokens`, `${queries}`);
  if (keyTokens.length !== keys) throw wrong('tokens', `${keyTokens.length} key tokens`, `${keys}`);

  const weights = new Float32Array(layers * heads * queries * keys);
  let row = 0;
  for (const step of steps) {
    for (let i = 0; i < layers * heads; i++) {
      const matrix = headMatrix(step, Math.floor(i / heads), i % heads);
      for (let q = 0; q < step.queries; q++) {
        const from = matrix.subarray(q * step.keys, (q + 1) * step.keys);
        weights.set(from, (i * queries + row + q) * keys);
      }
    }
    row += step.queries;
  }
  return withWeights(first, { queryTokens, keyTokens, generatedFrom: first.queries }, weights);
}

function wrong(code: 'shape' | 'tokens', found: string, expected: string): InputError {
  return new InputError({ code, input: 'generated', found, expected });
}
