import { madd } from './math';

/**
 * `c [n, m] = a [n, k] · bᵀ + bias` for `b [m, k]` as it is, for few rows of `a`: making panels of `b` would take longer than
 * multiplying with it. Rows of `c` are `width` numbers apart; `bias` may be 0.
 */
export function multiplyFew(
  a: usize,
  b: usize,
  c: usize,
  bias: usize,
  n: usize,
  k: usize,
  m: usize,
  width: usize,
): void {
  const row = k << 2;
  for (let j: usize = 0; j < m; j += 4) {
    // past the end the last row is taken again, and what comes of it is not written
    const b0 = b + j * row;
    const b1 = b + min(j + 1, m - 1) * row;
    const b2 = b + min(j + 2, m - 1) * row;
    const b3 = b + min(j + 3, m - 1) * row;
    let i: usize = 0;
    for (; i + 2 <= n; i += 2)
      twoRows(a + i * row, b0, b1, b2, b3, c + ((i * width + j) << 2), width << 2, bias, j, k, m);
    if (i < n) oneRow(a + i * row, b0, b1, b2, b3, c + ((i * width + j) << 2), bias, j, k, m);
  }
}

function twoRows(
  a: usize,
  b0: usize,
  b1: usize,
  b2: usize,
  b3: usize,
  c: usize,
  ldc: usize,
  bias: usize,
  j: usize,
  k: usize,
  m: usize,
): void {
  const a1 = a + (k << 2);
  let s00 = f32x4.splat(0);
  let s01 = s00;
  let s02 = s00;
  let s03 = s00;
  let s10 = s00;
  let s11 = s00;
  let s12 = s00;
  let s13 = s00;
  const whole = (k & ~3) << 2;
  for (let at: usize = 0; at < whole; at += 16) {
    const x0 = v128.load(a + at);
    const x1 = v128.load(a1 + at);
    const y0 = v128.load(b0 + at);
    s00 = madd(x0, y0, s00);
    s10 = madd(x1, y0, s10);
    const y1 = v128.load(b1 + at);
    s01 = madd(x0, y1, s01);
    s11 = madd(x1, y1, s11);
    const y2 = v128.load(b2 + at);
    s02 = madd(x0, y2, s02);
    s12 = madd(x1, y2, s12);
    const y3 = v128.load(b3 + at);
    s03 = madd(x0, y3, s03);
    s13 = madd(x1, y3, s13);
  }
  finish(a, b0, b1, b2, b3, c, bias, j, k, m, s00, s01, s02, s03);
  finish(a1, b0, b1, b2, b3, c + ldc, bias, j, k, m, s10, s11, s12, s13);
}

function oneRow(
  a: usize,
  b0: usize,
  b1: usize,
  b2: usize,
  b3: usize,
  c: usize,
  bias: usize,
  j: usize,
  k: usize,
  m: usize,
): void {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  const whole = (k & ~3) << 2;
  for (let at: usize = 0; at < whole; at += 16) {
    const x = v128.load(a + at);
    s0 = madd(x, v128.load(b0 + at), s0);
    s1 = madd(x, v128.load(b1 + at), s1);
    s2 = madd(x, v128.load(b2 + at), s2);
    s3 = madd(x, v128.load(b3 + at), s3);
  }
  finish(a, b0, b1, b2, b3, c, bias, j, k, m, s0, s1, s2, s3);
}

/** Sums of lanes, turned; the last products, that make no vector; bias; as many numbers as there are columns. */
function finish(
  a: usize,
  b0: usize,
  b1: usize,
  b2: usize,
  b3: usize,
  c: usize,
  bias: usize,
  j: usize,
  k: usize,
  m: usize,
  s0: v128,
  s1: v128,
  s2: v128,
  s3: v128,
): void {
  const low01 = v128.shuffle<f32>(s0, s1, 0, 4, 1, 5);
  const high01 = v128.shuffle<f32>(s0, s1, 2, 6, 3, 7);
  const low23 = v128.shuffle<f32>(s2, s3, 0, 4, 1, 5);
  const high23 = v128.shuffle<f32>(s2, s3, 2, 6, 3, 7);
  let sum = f32x4.add(
    f32x4.add(v128.shuffle<i64>(low01, low23, 0, 2), v128.shuffle<i64>(low01, low23, 1, 3)),
    f32x4.add(v128.shuffle<i64>(high01, high23, 0, 2), v128.shuffle<i64>(high01, high23, 1, 3)),
  );
  for (let at = k & ~3; at < k; at++) {
    let last = v128.load32_splat(b0 + (at << 2));
    last = f32x4.replace_lane(last, 1, load<f32>(b1 + (at << 2)));
    last = f32x4.replace_lane(last, 2, load<f32>(b2 + (at << 2)));
    last = f32x4.replace_lane(last, 3, load<f32>(b3 + (at << 2)));
    sum = madd(v128.load32_splat(a + (at << 2)), last, sum);
  }
  const columns = m - j;
  if (columns >= 4) {
    if (bias) sum = f32x4.add(sum, v128.load(bias + (j << 2)));
    v128.store(c, sum);
    return;
  }
  store<f32>(c, f32x4.extract_lane(sum, 0) + (bias ? load<f32>(bias + (j << 2)) : 0));
  if (columns > 1) store<f32>(c, f32x4.extract_lane(sum, 1) + (bias ? load<f32>(bias + (j << 2), 4) : 0), 4);
  if (columns > 2) store<f32>(c, f32x4.extract_lane(sum, 2) + (bias ? load<f32>(bias + (j << 2), 8) : 0), 8);
}
