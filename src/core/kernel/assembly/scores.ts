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
 * Writes the largest number of every row, NaN left out, to `tops [rows]`; gives the largest magnitude of these. Rows are `width` numbers
 * apart; of the first `seen` numbers count, of every further row `step` more, of none more than `columns`.
 */
export function rowTops(
  x: usize,
  rows: usize,
  columns: usize,
  width: usize,
  seen: i32,
  step: i32,
  tops: usize,
): f32 {
  let largest: f32 = 0;
  for (; rows; rows--) {
    const end = x + ((<usize>visible(seen, columns)) << 2);
    let top0 = f32x4.splat(-Infinity);
    let top1 = top0;
    let at = x;
    for (; at + 32 <= end; at += 32) {
      top0 = f32x4.pmax(top0, v128.load(at));
      top1 = f32x4.pmax(top1, v128.load(at, 16));
    }
    for (; at < end; at += 16) top0 = f32x4.pmax(top0, loadSome(at, (end - at) >> 2, -Infinity));
    top0 = f32x4.pmax(top0, top1);
    const top = max(
      max(f32x4.extract_lane(top0, 0), f32x4.extract_lane(top0, 1)),
      max(f32x4.extract_lane(top0, 2), f32x4.extract_lane(top0, 3)),
    );
    store<f32>(tops, top);
    if (abs(top) < Infinity) largest = max(largest, abs(top));
    tops += 4;
    x += width << 2;
    seen += step;
  }
  return largest;
}

function visible(seen: i32, columns: usize): i32 {
  return max(0, min(seen, <i32>columns));
}

/**
 * Softmax of `factor` times the rows of `x`, in place; arguments as for `rowTops`, which has to come before. What is not
 * seen becomes 0, as do rows of nothing but `-Infinity`. `extra` is 1 or 0: the weight of a logit of 0 in the sum.
 */
export function softmaxRows(
  x: usize,
  rows: usize,
  columns: usize,
  width: usize,
  seen: i32,
  step: i32,
  tops: usize,
  factor: f32,
  extra: f32,
): void {
  for (; rows; rows--) {
    const count = visible(seen, columns);
    const end = x + ((<usize>count) << 2);
    const last = x + (width << 2);
    // without a finite logit there is nothing to compare with
    const top: f32 = load<f32>(tops) == -Infinity ? 0 : load<f32>(tops);
    let sum = powers(x, end, top, factor);
    // beyond 88 all that is not this one vanishes
    const lift = -top * factor;
    if (extra != 0) sum += lift > 88 ? <f32>Infinity : f32x4.extract_lane(exp(f32x4.splat(lift)), 0);
    if (sum == 0) sum = Infinity;
    const share = f32x4.splat(1 / sum);
    let at = x;
    for (; at + 16 <= end; at += 16) v128.store(at, f32x4.mul(v128.load(at), share));
    for (; at < end; at += 4) store<f32>(at, load<f32>(at) * f32x4.extract_lane(share, 0));
    // NaN is a row's own, whatever is seen of it
    if (sum == sum) memory.fill(end, 0, last - end);
    else for (; at < last; at += 4) store<f32>(at, NaN);
    tops += 4;
    x = last;
    seen += step;
  }
}

/** Makes `e^(factor · (x - top))` of the numbers up to `end`; gives their sum. */
function powers(x: usize, end: usize, top: f32, factor: f32): f32 {
  const shift = f32x4.splat(top);
  const factors = f32x4.splat(factor);
  let sums = f32x4.splat(0);
  for (; x + 16 <= end; x += 16) {
    const y = exp(f32x4.mul(f32x4.sub(v128.load(x), shift), factors));
    sums = f32x4.add(sums, y);
    v128.store(x, y);
  }
  if (x < end) {
    const lanes = (end - x) >> 2;
    const y = exp(f32x4.mul(f32x4.sub(loadSome(x, lanes, -Infinity), shift), factors));
    sums = f32x4.add(sums, y);
    storeSome(x, lanes, y);
  }
  return (
    f32x4.extract_lane(sums, 0) +
    f32x4.extract_lane(sums, 1) +
    (f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3))
  );
}
