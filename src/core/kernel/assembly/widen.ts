/*
 * Weights of other types made float32, each row times `scale`. The count is rounded up to whole vectors: there is room.
 */

/**
 * IEEE half precision: exponents of a half count from 15, those of a float32 from 127; what is not finite keeps its
 * fraction. Right also for subnormal halves, which are subnormal floats until they are multiplied.
 */
export function widenHalf(from: usize, to: usize, count: usize, scale: f32): void {
  for (const end = to + (count << 2); to < end; to += 16) {
    const bits = v128.load16x4_u(from);
    const magnitude = v128.and(bits, i32x4.splat(0x7fff));
    const finite = f32x4.mul(i32x4.shl(magnitude, 13), f32x4.splat(reinterpret<f32>(0x77800000)));
    const special = v128.or(i32x4.shl(v128.and(bits, i32x4.splat(0x3ff)), 13), i32x4.splat(0x7f800000));
    const isSpecial = i32x4.gt_s(magnitude, i32x4.splat(0x7bff));
    const sign = i32x4.shl(v128.and(bits, i32x4.splat(0x8000)), 16);
    const value = v128.or(v128.bitselect(special, finite, isSpecial), sign);
    v128.store(to, f32x4.mul(value, f32x4.splat(scale)));
    from += 8;
  }
}

/** bfloat16, the upper half of a float32. */
export function widenBfloat(from: usize, to: usize, count: usize, scale: f32): void {
  for (const end = to + (count << 2); to < end; to += 16) {
    v128.store(to, f32x4.mul(i32x4.shl(v128.load16x4_u(from), 16), f32x4.splat(scale)));
    from += 8;
  }
}

/** Whole numbers of 8 bits. */
export function widenByte(from: usize, to: usize, count: usize, scale: f32): void {
  for (const end = to + (count << 2); to < end; to += 16) {
    const whole = i32x4.extend_low_i16x8_s(i16x8.extend_low_i8x16_s(v128.load32_zero(from)));
    v128.store(to, f32x4.mul(f32x4.convert_i32x4_s(whole), f32x4.splat(scale)));
    from += 4;
  }
}
