/** `a · b + c`; rounded once where relaxed SIMD is there. */
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/**
 * `eˣ`, right to about one unit in the last place; 0 below -87.3, where float32 has no normal numbers left, and 2¹²⁷
 * times `√2` or so above 88.3. `x = n · ln 2 + r`, then a Taylor series for `eʳ` with |r| ≤ ln 2 / 2.
 */
export function exp(x: v128): v128 {
  const clamped = f32x4.max(f32x4.min(x, f32x4.splat(88.3)), f32x4.splat(-104));
  const n = f32x4.nearest(f32x4.mul(clamped, f32x4.splat(1.44269504)));
  // ln 2 in two parts, the first with so few digits that its products are exact
  let r = madd(n, f32x4.splat(-0.693359375), clamped);
  r = madd(n, f32x4.splat(2.1219444e-4), r);
  let p = f32x4.splat(1 / 5040.0);
  p = madd(p, r, f32x4.splat(1 / 720.0));
  p = madd(p, r, f32x4.splat(1 / 120.0));
  p = madd(p, r, f32x4.splat(1 / 24.0));
  p = madd(p, r, f32x4.splat(1 / 6.0));
  p = madd(p, r, f32x4.splat(0.5));
  p = madd(p, r, f32x4.splat(1));
  p = madd(p, r, f32x4.splat(1));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  const result = f32x4.mul(p, power);
  return v128.andnot(result, f32x4.lt(x, f32x4.splat(-87.3)));
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
  const far = f32x4.sub(
    f32x4.splat(1),
    f32x4.div(f32x4.splat(2), f32x4.add(exp(f32x4.add(x, x)), f32x4.splat(1))),
  );
  return v128.bitselect(near, far, f32x4.lt(f32x4.abs(x), f32x4.splat(0.625)));
}
