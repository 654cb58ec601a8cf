import { currentKernel } from './kernel/current.js';
import { linearOnKernel, matmulOnKernel } from './kernel/products.js';

/**
 * Matrix products, the one place where the core spends its time: `attention`, `linear` and everything above go through
 * these two. Without the kernel sums are taken in 64 bits and rounded to float32 once.
 */

/**
 * `a · b` for `a [n, d]` and `b [d, m]`, giving `[n, m]`. A zero in `a` counts for nothing, even against a number that is
 * not finite: so a masked key needs no usable value.
 */
export function matmul(a: Float32Array, b: Float32Array, n: number, d: number, m: number): Float32Array {
  const kernel = currentKernel();
  return (kernel && matmulOnKernel(kernel, a, b, n, d, m)) ?? plainMatmul(a, b, n, d, m);
}

function plainMatmul(a: Float32Array, b: Float32Array, n: number, d: number, m: number): Float32Array {
  const out = new Float32Array(n * m);
  const row = new Float64Array(m);
  const used = new Int32Array(d);
  for (let i = 0; i < n; i++) {
    let count = 0;
    for (let k = 0; k < d; k++) if (a[i * d + k] !== 0) used[count++] = k;
    row.fill(0);
    // whole rows of b, read in order, four at a time to touch `row` less often
    let u = 0;
    for (; u + 3 < count; u += 4) addFour(row, a, i * d, b, used, u);
    for (; u < count; u++) {
      const weight = a[i * d + used[u]!]!;
      const start = used[u]! * m;
      for (let j = 0; j < m; j++) row[j]! += weight * b[start + j]!;
    }
    out.set(row, i * m);
  }
  return out;
}

/** Adds rows `used[u]` to `used[u + 3]` of `b` to `row`, each times its weight in `a` after `at`. */
function addFour(
  row: Float64Array,
  a: Float32Array,
  at: number,
  b: Float32Array,
  used: Int32Array,
  u: number,
): void {
  const m = row.length;
  const [k0, k1, k2, k3] = [used[u]!, used[u + 1]!, used[u + 2]!, used[u + 3]!];
  const [w0, w1, w2, w3] = [a[at + k0]!, a[at + k1]!, a[at + k2]!, a[at + k3]!];
  const [s0, s1, s2, s3] = [k0 * m, k1 * m, k2 * m, k3 * m];
  for (let j = 0; j < m; j++) {
    row[j]! += w0 * b[s0 + j]! + w1 * b[s1 + j]! + w2 * b[s2 + j]! + w3 * b[s3 + j]!;
  }
}

/** `a · bᵀ` for `a [n, d]` and `b [m, d]`, giving `[n, m]`: every pair of rows multiplied, as in `q · kᵀ`. */
export function matmulTransposed(
  a: Float32Array,
  b: Float32Array,
  n: number,
  d: number,
  m: number,
): Float32Array {
  const kernel = currentKernel();
  const matrix = { rows: m, columns: d, dtype: 'f32', data: b } as const;
  return (kernel && linearOnKernel(kernel, a, matrix, undefined, n)) ?? plainTransposed(a, b, n, d, m);
}

function plainTransposed(a: Float32Array, b: Float32Array, n: number, d: number, m: number): Float32Array {
  const out = new Float32Array(n * m);
  // four rows of b at a time stay near while all of a passes by; past the end the last row is taken again
  for (let j = 0; j < m; j += 4) {
    const b0 = j * d;
    const b1 = Math.min(j + 1, m - 1) * d;
    const b2 = Math.min(j + 2, m - 1) * d;
    const b3 = Math.min(j + 3, m - 1) * d;
    for (let i = 0; i < n; i++) {
      const start = i * d;
      let s0 = 0;
      let s1 = 0;
      let s2 = 0;
      let s3 = 0;
      for (let k = 0; k < d; k++) {
        const x = a[start + k]!;
        s0 += x * b[b0 + k]!;
        s1 += x * b[b1 + k]!;
        s2 += x * b[b2 + k]!;
        s3 += x * b[b3 + k]!;
      }
      const at = i * m + j;
      out[at] = s0;
      if (j + 1 < m) out[at + 1] = s1;
      if (j + 2 < m) out[at + 2] = s2;
      if (j + 3 < m) out[at + 3] = s3;
    }
  }
  return out;
}

/** `[rows, columns]` turned into `[columns, rows]`; for weights stored `[in, out]`, as GPT-2's are. */
export function transpose<T extends Float32Array | Uint16Array | Int8Array = Float32Array>(
  a: T,
  rows: number,
  columns: number,
  out = new (a.constructor as new (length: number) => T)(a.length),
): T {
  // as many rows at a time as can be read side by side
  for (let top = 0; top < rows; top += 16) {
    const bottom = Math.min(rows, top + 16);
    for (let j = 0; j < columns; j++) {
      for (let i = top; i < bottom; i++) out[j * rows + i] = a[i * columns + j]!;
    }
  }
  return out;
}
