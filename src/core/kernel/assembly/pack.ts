import { DEPTH, PANEL_ROW, WIDTH } from './layout';

/*
 * A matrix of `k` rows and `m` columns is multiplied with from panels: its rows in blocks of DEPTH, in each block one panel
 * after another, in each panel 8 columns row by row, zeros where there is no column.
 */

/** Panels of `bᵀ` for `b [m, k]`. */
export function packRows(b: usize, panels: usize, k: usize, m: usize): void {
  for (let done: usize = 0; done < k; done += DEPTH) {
    const depth = min(DEPTH, k - done);
    for (let j: usize = 0; j < m; j += WIDTH) {
      const source = b + ((j * k + done) << 2);
      const columns = min(WIDTH, m - j);
      let i: usize = 0;
      if (columns == WIDTH) {
        for (; i + 4 <= depth; i += 4) {
          const to = panels + i * PANEL_ROW;
          transposeFour(source + (i << 2), k << 2, to);
          transposeFour(source + ((i + 4 * k) << 2), k << 2, to + 16);
        }
      }
      for (; i < depth; i++) {
        for (let column: usize = 0; column < WIDTH; column++) {
          const value = column < columns ? load<f32>(source + ((column * k + i) << 2)) : 0;
          store<f32>(panels + i * PANEL_ROW + (column << 2), value);
        }
      }
      panels += depth * PANEL_ROW;
    }
  }
}

/** 4 × 4 numbers, turned, from rows `stride` bytes apart to rows of a panel. */
function transposeFour(from: usize, stride: usize, to: usize): void {
  const r0 = v128.load(from);
  const r1 = v128.load(from + stride);
  const r2 = v128.load(from + 2 * stride);
  const r3 = v128.load(from + 3 * stride);
  const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
  const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<i64>(low01, low23, 0, 2));
  v128.store(to + PANEL_ROW, v128.shuffle<i64>(low01, low23, 1, 3));
  v128.store(to + 2 * PANEL_ROW, v128.shuffle<i64>(high01, high23, 0, 2));
  v128.store(to + 3 * PANEL_ROW, v128.shuffle<i64>(high01, high23, 1, 3));
}

/** Panels of `b [k, m]`. Tells whether all of its numbers are finite. */
export function packColumns(b: usize, panels: usize, k: usize, m: usize): bool {
  // 0 times a number is not 0 only where that is not finite
  let check = f32x4.splat(0);
  for (let done: usize = 0; done < k; done += DEPTH) {
    const depth = min(DEPTH, k - done);
    for (let j: usize = 0; j < m; j += WIDTH) {
      const columns = min(WIDTH, m - j);
      for (let i: usize = 0; i < depth; i++) {
        const source = b + (((done + i) * m + j) << 2);
        if (columns == WIDTH) {
          v128.store(panels, v128.load(source));
          v128.store(panels, v128.load(source, 16), 16);
        } else {
          memory.fill(panels, 0, PANEL_ROW);
          memory.copy(panels, source, columns << 2);
        }
        const zeros = f32x4.add(
          f32x4.mul(v128.load(panels), f32x4.splat(0)),
          f32x4.mul(v128.load(panels, 16), f32x4.splat(0)),
        );
        check = f32x4.add(check, zeros);
        panels += PANEL_ROW;
      }
    }
  }
  return i32x4.all_true(f32x4.eq(check, check));
}
