import { DEPTH, PANEL_ROW, WIDTH, tile, ZEROS } from './layout';
import { madd } from './math';

/**
 * `c [n, m] = a [n, k] · b + bias`, where `panels` is what `packRows` or `packColumns` made of `b`, of `k` rows and `m`
 * columns. Only the first `used` of the `k` products of a sum are taken. Rows of `c` are `width` numbers apart; `bias` has
 * room for whole panels, or is 0.
 */
export function multiply(
  a: usize,
  panels: usize,
  c: usize,
  bias: usize,
  n: usize,
  k: usize,
  m: usize,
  used: usize,
  width: usize,
): void {
  const lda = k << 2;
  const ldc = width << 2;
  const padded = (m + WIDTH - 1) & ~(WIDTH - 1);
  for (let done: usize = 0; done < used || done == 0; done += DEPTH) {
    const depth = min(DEPTH, k - done);
    const steps = min(depth, used - done);
    let panel = panels + ((done * padded) << 2);
    for (let j: usize = 0; j < m; j += WIDTH) {
      const from = bias ? bias + (j << 2) : ZEROS;
      const target = c + (j << 2);
      if (j + WIDTH <= m) panelProduct(a + (done << 2), lda, panel, steps, target, ldc, n, from, !done);
      else lastProduct(a + (done << 2), lda, panel, steps, target, ldc, n, from, !done, m - j);
      panel += depth * PANEL_ROW;
    }
  }
}

/** One panel of 8 columns for all rows; `first` adds to the 8 numbers at `from`, later ones to what is in `c`. */
function panelProduct(
  a: usize,
  lda: usize,
  panel: usize,
  steps: usize,
  c: usize,
  ldc: usize,
  n: usize,
  from: usize,
  first: bool,
): void {
  const stride: usize = first ? 0 : ldc;
  if (ASC_FEATURE_RELAXED_SIMD) {
    // without fused operations the products need the registers of two rows
    for (; n >= 6; n -= 6) {
      sixRows(a, lda, panel, steps, c, ldc, first ? from : c, stride);
      a += 6 * lda;
      c += 6 * ldc;
    }
  }
  for (; n >= 4; n -= 4) {
    fourRows(a, lda, panel, steps, c, ldc, first ? from : c, stride);
    a += 4 * lda;
    c += 4 * ldc;
  }
  for (; n; n--) {
    oneRow(a, panel, steps, c, first ? from : c);
    a += lda;
    c += ldc;
  }
}

/** The same for a panel of which only `columns` are there: by way of a tile of full width. */
function lastProduct(
  a: usize,
  lda: usize,
  panel: usize,
  steps: usize,
  c: usize,
  ldc: usize,
  n: usize,
  from: usize,
  first: bool,
  columns: usize,
): void {
  while (n) {
    const rows = min(n, 4);
    if (!first) copyTile(c, ldc, tile, PANEL_ROW, rows, columns);
    panelProduct(a, lda, panel, steps, tile, PANEL_ROW, rows, from, first);
    copyTile(tile, PANEL_ROW, c, ldc, rows, columns);
    a += rows * lda;
    c += rows * ldc;
    n -= rows;
  }
}

function copyTile(from: usize, fromRow: usize, to: usize, toRow: usize, rows: usize, columns: usize): void {
  for (; rows; rows--) {
    memory.copy(to, from, columns << 2);
    from += fromRow;
    to += toRow;
  }
}

function sixRows(
  a: usize,
  lda: usize,
  b: usize,
  steps: usize,
  c: usize,
  ldc: usize,
  from: usize,
  stride: usize,
): void {
  let a1 = a + lda;
  let a2 = a1 + lda;
  let a3 = a2 + lda;
  let a4 = a3 + lda;
  let a5 = a4 + lda;
  let c00 = f32x4.splat(0);
  let c01 = f32x4.splat(0);
  let c10 = f32x4.splat(0);
  let c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0);
  let c21 = f32x4.splat(0);
  let c30 = f32x4.splat(0);
  let c31 = f32x4.splat(0);
  let c40 = f32x4.splat(0);
  let c41 = f32x4.splat(0);
  let c50 = f32x4.splat(0);
  let c51 = f32x4.splat(0);
  const end = b + steps * PANEL_ROW;
  while (b < end) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const x0 = v128.load32_splat(a);
    c00 = madd(x0, b0, c00);
    c01 = madd(x0, b1, c01);
    const x1 = v128.load32_splat(a1);
    c10 = madd(x1, b0, c10);
    c11 = madd(x1, b1, c11);
    const x2 = v128.load32_splat(a2);
    c20 = madd(x2, b0, c20);
    c21 = madd(x2, b1, c21);
    const x3 = v128.load32_splat(a3);
    c30 = madd(x3, b0, c30);
    c31 = madd(x3, b1, c31);
    const x4 = v128.load32_splat(a4);
    c40 = madd(x4, b0, c40);
    c41 = madd(x4, b1, c41);
    const x5 = v128.load32_splat(a5);
    c50 = madd(x5, b0, c50);
    c51 = madd(x5, b1, c51);
    a += 4;
    a1 += 4;
    a2 += 4;
    a3 += 4;
    a4 += 4;
    a5 += 4;
    b += PANEL_ROW;
  }
  store(c, from, c00, c01);
  store(c + ldc, from + stride, c10, c11);
  store(c + 2 * ldc, from + 2 * stride, c20, c21);
  store(c + 3 * ldc, from + 3 * stride, c30, c31);
  store(c + 4 * ldc, from + 4 * stride, c40, c41);
  store(c + 5 * ldc, from + 5 * stride, c50, c51);
}

function fourRows(
  a: usize,
  lda: usize,
  b: usize,
  steps: usize,
  c: usize,
  ldc: usize,
  from: usize,
  stride: usize,
): void {
  let a1 = a + lda;
  let a2 = a1 + lda;
  let a3 = a2 + lda;
  let c00 = f32x4.splat(0);
  let c01 = f32x4.splat(0);
  let c10 = f32x4.splat(0);
  let c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0);
  let c21 = f32x4.splat(0);
  let c30 = f32x4.splat(0);
  let c31 = f32x4.splat(0);
  const end = b + steps * PANEL_ROW;
  while (b < end) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const x0 = v128.load32_splat(a);
    c00 = madd(x0, b0, c00);
    c01 = madd(x0, b1, c01);
    const x1 = v128.load32_splat(a1);
    c10 = madd(x1, b0, c10);
    c11 = madd(x1, b1, c11);
    const x2 = v128.load32_splat(a2);
    c20 = madd(x2, b0, c20);
    c21 = madd(x2, b1, c21);
    const x3 = v128.load32_splat(a3);
    c30 = madd(x3, b0, c30);
    c31 = madd(x3, b1, c31);
    a += 4;
    a1 += 4;
    a2 += 4;
    a3 += 4;
    b += PANEL_ROW;
  }
  store(c, from, c00, c01);
  store(c + ldc, from + stride, c10, c11);
  store(c + 2 * ldc, from + 2 * stride, c20, c21);
  store(c + 3 * ldc, from + 3 * stride, c30, c31);
}

function oneRow(a: usize, b: usize, steps: usize, c: usize, from: usize): void {
  let c0 = f32x4.splat(0);
  let c1 = f32x4.splat(0);
  const end = b + steps * PANEL_ROW;
  while (b < end) {
    const x = v128.load32_splat(a);
    c0 = madd(x, v128.load(b), c0);
    c1 = madd(x, v128.load(b, 16), c1);
    a += 4;
    b += PANEL_ROW;
  }
  store(c, from, c0, c1);
}

function store(c: usize, from: usize, low: v128, high: v128): void {
  v128.store(c, f32x4.add(v128.load(from), low));
  v128.store(c, f32x4.add(v128.load(from, 16), high), 16);
}
