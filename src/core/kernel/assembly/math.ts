/** `a · b + c`; rounded once where relaxed SIMD is there. */
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/**
 * `eˣ` for numbers up to 88, right to 2 units in the last place and exact for 0; 0 below -87.3, where float32 has no normal
 * numbers left. `x = n · ln 2 + r`; then a polynomial for `eʳ`, |r| ≤ ln 2 / 2, whose largest relative error (1.1e-7) is
 * as small as can be; times `2ⁿ`, which is `n` in the exponent.
 */
export function exp(x: v128): v128 {
  // pmin and pmax, one instruction each, keep a NaN that comes first
  const clamped = f32x4.pmax(x, f32x4.splat(-87.4));
  // 1.5 · 2²³ leaves no room for a fraction: what is in the last bits then is n
  const shifted = madd(clamped, f32x4.splat(1.44269504), f32x4.splat(12582912));
  const n = f32x4.sub(shifted, f32x4.splat(12582912));
  // ln 2 in two parts, the first with so few digits that its products are exact
  let r = madd(n, f32x4.splat(-0.693359375), clamped);
  r = madd(n, f32x4.splat(2.1219444e-4), r);
  let p = f32x4.splat(0.008312501);
  p = madd(p, r, f32x4.splat(0.04189033));
  p = madd(p, r, f32x4.splat(0.16667116));
  p = madd(p, r, f32x4.splat(0.4999923));
  p = madd(p, r, f32x4.splat(1));
  p = madd(p, r, f32x4.splat(1));
  const power = i32x4.shl(i32x4.add(shifted, i32x4.splat(127)), 23);
  return v128.andnot(f32x4.mul(p, power), f32x4.lt(x, f32x4.splat(-87.3)));
}

/** `tanh x`: a polynomial near 0, where `1 - 2 / (e²ˣ + 1)` loses its digits (coefficients: Moshier, Cephes, tanhf). */
export function tanh(x: v128): v128 {
  const square = f32x4.mul(x, x);
  let p = f32x4.splat(-5.70498872745e-3);
  p = madd(p, square, f32x4.splat(2.06390887954e-2));
  p = madd(p, square, f32x4.splat(-5.37397155531e-2));
  p = madd(p, square, f32x4.splat(1.33314422036e-1));
  p = madd(p, square, f32x4.splat(-3.33332819422e-1));
  const near = madd(f32x4.mul(p, square), x, x);
  const twice = f32x4.pmin(f32x4.add(x, x), f32x4.splat(88));
  const far = f32x4.sub(f32x4.splat(1), f32x4.div(f32x4.splat(2), f32x4.add(exp(twice), f32x4.splat(1))));
  return v128.bitselect(near, far, f32x4.lt(f32x4.abs(x), f32x4.splat(0.625)));
}
