import { exp, madd, tanh } from './math';

/** Up to 4 numbers at an address; lanes from `count` on are `rest`. */
function loadSome(at: usize, count: usize, rest: f32): v128 {
  if (count >= 4) return v128.load(at);
  let some = f32x4.splat(rest);
  some = f32x4.replace_lane(some, 0, load<f32>(at));
  if (count > 1) some = f32x4.replace_lane(some, 1, load<f32>(at, 4));
  if (count > 2) some = f32x4.replace_lane(some, 2, load<f32>(at, 8));
  return some;
}

function storeSome(at: usize, count: usize, some: v128): void {
  if (count >= 4) {
    v128.store(at, some);
    return;
  }
  store<f32>(at, f32x4.extract_lane(some, 0));
  if (count > 1) store<f32>(at, f32x4.extract_lane(some, 1), 4);
  if (count > 2) store<f32>(at, f32x4.extract_lane(some, 2), 8);
}

/** Scores in place: scaled, bent by `cap` (0: not), biased by as many numbers at `bias` (0: not), then times `after`. */
export function adjust(x: usize, count: usize, scale: f32, cap: f32, bias: usize, after: f32): void {
  const end = x + (count << 2);
  for (; x < end; x += 16) {
    const lanes = (end - x) >> 2;
    let y = f32x4.mul(loadSome(x, lanes, 0), f32x4.splat(scale));
    if (cap != 0) y = f32x4.mul(f32x4.splat(cap), tanh(f32x4.div(y, f32x4.splat(cap))));
    if (bias) {
      y = f32x4.add(y, loadSome(bias, lanes, 0));
      bias += 16;
    }
    storeSome(x, lanes, f32x4.mul(y, f32x4.splat(after)));
  }
}

/** The largest magnitude of `count` numbers. */
export function largest(x: usize, count: usize): f32 {
  let top = f32x4.splat(0);
  for (const end = x + (count << 2); x < end; x += 16) {
    top = f32x4.max(top, f32x4.abs(loadSome(x, (end - x) >> 2, 0)));
  }
  return max(
    max(f32x4.extract_lane(top, 0), f32x4.extract_lane(top, 1)),
    max(f32x4.extract_lane(top, 2), f32x4.extract_lane(top, 3)),
  );
}

/** Makes `-Infinity` of the scores whose byte at `mask` is 0. */
export function hide(x: usize, count: usize, mask: usize): void {
  const end = x + (count << 2);
  for (; x + 16 <= end; x += 16) {
    const flags = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(mask)));
    const hidden = i32x4.eq(flags, i32x4.splat(0));
    v128.store(x, v128.bitselect(f32x4.splat(-Infinity), v128.load(x), hidden));
    mask += 4;
  }
  for (; x < end; x += 4) {
    if (!load<u8>(mask)) store<f32>(x, -Infinity);
    mask++;
  }
}

/**
 * Softmax of every row of `x [rows, columns]` in place, after division by `temperature`. `extra` is 1 or 0: what is
 * added to the sum for a logit of 0. Rows of nothing but `-Infinity` become zeros.
 */
export function softmaxRows(x: usize, rows: usize, columns: usize, temperature: f32, extra: f32): void {
  for (; rows; rows--) {
    const end = x + (columns << 2);
    let top = f32x4.splat(-Infinity);
    for (let at = x; at < end; at += 16) top = f32x4.max(top, loadSome(at, (end - at) >> 2, -Infinity));
    const highest = max(
      max(f32x4.extract_lane(top, 0), f32x4.extract_lane(top, 1)),
      max(f32x4.extract_lane(top, 2), f32x4.extract_lane(top, 3)),
    );
    const factor = f32x4.splat(1 / temperature);
    // without a finite logit there is nothing to compare with
    const shift = f32x4.splat(highest == -Infinity ? <f32>0 : highest);
    let sums = f32x4.splat(0);
    for (let at = x; at < end; at += 16) {
      const lanes = (end - at) >> 2;
      const y = exp(f32x4.mul(f32x4.sub(loadSome(at, lanes, -Infinity), shift), factor));
      sums = f32x4.add(sums, y);
      storeSome(at, lanes, y);
    }
    let sum =
      f32x4.extract_lane(sums, 0) +
      f32x4.extract_lane(sums, 1) +
      (f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3));
    if (extra != 0) {
      const lift = f32x4.mul(f32x4.neg(shift), factor);
      // beyond 88 all that is not this one vanishes
      sum += extra * (f32x4.extract_lane(lift, 0) > 88 ? <f32>Infinity : f32x4.extract_lane(exp(lift), 0));
    }
    const share = f32x4.splat(sum == 0 ? <f32>0 : 1 / sum);
    for (let at = x; at < end; at += 16) {
      const lanes = (end - at) >> 2;
      storeSome(at, lanes, f32x4.mul(loadSome(at, lanes, 0), share));
    }
    x = end;
  }
}
