/** Where sines and cosines stand: in turn; in two halves; in two halves with tensor2tensor's and fairseq's wavelengths. */
export type SinusoidalLayout = 'interleaved' | 'halves' | 'tensor2tensor';

/**
 * The fixed position vectors of the first Transformer, `[tokens, dModel]`: `sin(p / 10000^(2i/d))` and the cosine of the
 * same (Vaswani et al. 2017, section 3.5). `tensor2tensor` divides the exponent by `d/2 - 1` instead of `d/2`.
 */
export function sinusoidalPositions(
  tokens: number,
  dModel: number,
  { layout = 'interleaved', offset = 0 }: { layout?: SinusoidalLayout; offset?: number } = {},
): Float32Array {
  const half = Math.ceil(dModel / 2);
  const steps = layout === 'tensor2tensor' ? Math.max(half - 1, 1) : dModel / 2;
  const out = new Float32Array(tokens * dModel);
  for (let t = 0; t < tokens; t++) {
    for (let j = 0; j < dModel; j++) {
      const pair = layout === 'interleaved' ? j >> 1 : j % half;
      const isCosine = layout === 'interleaved' ? j % 2 === 1 : j >= half;
      const angle = (t + offset) * 10000 ** (-pair / steps);
      out[t * dModel + j] = isCosine ? Math.cos(angle) : Math.sin(angle);
    }
  }
  return out;
}
