import { exp, madd } from './math';

/*
 * Activations in place. The count is rounded up to whole vectors: there is room for them.
 */

/** `x · sigmoid(linear · x + cubic · x³)`: SiLU and, with other factors, both short forms of GELU. */
export function sigmoidUnit(x: usize, count: usize, linear: f32, cubic: f32): void {
  for (const end = x + (count << 2); x < end; x += 16) {
    const y = v128.load(x);
    const inner = f32x4.mul(y, madd(f32x4.mul(y, y), f32x4.splat(-cubic), f32x4.splat(-linear)));
    const power = exp(f32x4.pmin(inner, f32x4.splat(88)));
    v128.store(x, f32x4.div(y, f32x4.add(power, f32x4.splat(1))));
  }
}

/** GELU, `x · Φ(x)`, by the complementary error function as in ../../activations.ts. */
export function gelu(x: usize, count: usize): void {
  for (const end = x + (count << 2); x < end; x += 16) {
    const y = v128.load(x);
    const z = f32x4.mul(f32x4.abs(y), f32x4.splat(0.70710678));
    const t = f32x4.div(f32x4.splat(2), f32x4.add(z, f32x4.splat(2)));
    let p = f32x4.splat(0.17087277);
    p = madd(p, t, f32x4.splat(-0.82215223));
    p = madd(p, t, f32x4.splat(1.48851587));
    p = madd(p, t, f32x4.splat(-1.13520398));
    p = madd(p, t, f32x4.splat(0.27886807));
    p = madd(p, t, f32x4.splat(-0.18628806));
    p = madd(p, t, f32x4.splat(0.09678418));
    p = madd(p, t, f32x4.splat(0.37409196));
    p = madd(p, t, f32x4.splat(1.00002368));
    p = madd(p, t, f32x4.splat(-1.26551223));
    const tail = f32x4.mul(f32x4.mul(t, f32x4.splat(0.5)), exp(f32x4.sub(p, f32x4.mul(z, z))));
    const share = v128.bitselect(f32x4.sub(f32x4.splat(1), tail), tail, f32x4.gt(y, f32x4.splat(0)));
    v128.store(x, f32x4.mul(y, share));
  }
}
