import { DEPTH, PANEL_ROW, WIDTH, tile } from './layout';

/** As `multiply`, without bias and for all `k` products, with sums in 64 bits that are rounded once. */
export function multiplyPrecisely(a: usize, panels: usize, c: usize, n: usize, k: usize, m: usize): void {
  const padded = (m + WIDTH - 1) & ~(WIDTH - 1);
  for (; n; n--) {
    for (let j: usize = 0; j < m; j += WIDTH) {
      let c0 = f64x2.splat(0);
      let c1 = f64x2.splat(0);
      let c2 = f64x2.splat(0);
      let c3 = f64x2.splat(0);
      let x = a;
      for (let done: usize = 0; done < k; done += DEPTH) {
        const depth = min(DEPTH, k - done);
        let panel = panels + ((done * padded + j * depth) << 2);
        for (const end = panel + depth * PANEL_ROW; panel < end; panel += PANEL_ROW) {
          const y = f64x2.splat(load<f32>(x));
          c0 = f64x2.add(c0, f64x2.mul(y, promote(panel)));
          c1 = f64x2.add(c1, f64x2.mul(y, promote(panel + 8)));
          c2 = f64x2.add(c2, f64x2.mul(y, promote(panel + 16)));
          c3 = f64x2.add(c3, f64x2.mul(y, promote(panel + 24)));
          x += 4;
        }
      }
      v128.store64_lane(tile, round(c0), 0);
      v128.store64_lane(tile, round(c1), 0, 8);
      v128.store64_lane(tile, round(c2), 0, 16);
      v128.store64_lane(tile, round(c3), 0, 24);
      memory.copy(c + (j << 2), tile, min(WIDTH, m - j) << 2);
    }
    a += k << 2;
    c += m << 2;
  }
}

function promote(at: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(at));
}

function round(sums: v128): v128 {
  return f32x4.demote_f64x2_zero(sums);
}
