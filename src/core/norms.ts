/**
 * Layer normalisation of every row of `x [rows, width]`: mean 0, variance 1 (the biased one), then `weight` and `bias`
 * `[width]` (Ba et al. 2016). `epsilon` keeps constant rows finite.
 */
export function layerNorm(
  x: Float32Array,
  weight: Float32Array,
  bias?: Float32Array,
  epsilon = 1e-5,
): Float32Array {
  const width = weight.length;
  const out = new Float32Array(x.length);
  for (let start = 0; start < x.length; start += width) {
    let mean = 0;
    for (let j = 0; j < width; j++) mean += x[start + j]! / width;
    let variance = 0;
    for (let j = 0; j < width; j++) variance += (x[start + j]! - mean) ** 2 / width;
    const factor = 1 / Math.sqrt(variance + epsilon);
    for (let j = 0; j < width; j++) {
      out[start + j] = (x[start + j]! - mean) * factor * weight[j]! + (bias?.[j] ?? 0);
    }
  }
  return out;
}

/** Divides every row of `x [rows, width]` by its root mean square, times `weight [width]` (Zhang & Sennrich 2019). */
export function rmsNorm(x: Float32Array, weight: Float32Array, epsilon = 1e-6): Float32Array {
  const width = weight.length;
  const out = new Float32Array(x.length);
  for (let start = 0; start < x.length; start += width) {
    let square = 0;
    for (let j = 0; j < width; j++) square += x[start + j]! ** 2 / width;
    const factor = 1 / Math.sqrt(square + epsilon);
    for (let j = 0; j < width; j++) out[start + j] = x[start + j]! * factor * weight[j]!;
  }
  return out;
}
