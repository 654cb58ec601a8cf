/**
 * The most that one thread's 128-bit vectors can do: nothing but multiply-add, of registers, in independent chains. Each
 * of the 12 chains has to wait for its own last result alone; none touches memory.
 */
export function peak(rounds: i32): f32 {
  let c0 = f32x4.splat(0);
  let c1 = f32x4.splat(1);
  let c2 = f32x4.splat(2);
  let c3 = f32x4.splat(3);
  let c4 = f32x4.splat(4);
  let c5 = f32x4.splat(5);
  let c6 = f32x4.splat(6);
  let c7 = f32x4.splat(7);
  let c8 = f32x4.splat(8);
  let c9 = f32x4.splat(9);
  let c10 = f32x4.splat(10);
  let c11 = f32x4.splat(11);
  const y = f32x4.splat(1e-4);
  let x = f32x4.splat(0.9999);
  for (; rounds; rounds--) {
    c0 = madd(x, y, c0);
    c1 = madd(x, y, c1);
    c2 = madd(x, y, c2);
    c3 = madd(x, y, c3);
    c4 = madd(x, y, c4);
    c5 = madd(x, y, c5);
    c6 = madd(x, y, c6);
    c7 = madd(x, y, c7);
    c8 = madd(x, y, c8);
    c9 = madd(x, y, c9);
    c10 = madd(x, y, c10);
    c11 = madd(x, y, c11);
    // keeps products from being taken out of the loop
    x = v128.xor(x, y);
  }
  const low = f32x4.add(
    f32x4.add(f32x4.add(c0, c1), f32x4.add(c2, c3)),
    f32x4.add(f32x4.add(c4, c5), f32x4.add(c6, c7)),
  );
  const all = f32x4.add(low, f32x4.add(f32x4.add(c8, c9), f32x4.add(c10, c11)));
  return (
    f32x4.extract_lane(all, 0) +
    f32x4.extract_lane(all, 1) +
    f32x4.extract_lane(all, 2) +
    f32x4.extract_lane(all, 3)
  );
}

function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}
