/*
 * What the GPU runs, in WGSL. Everything is float32, row-major, and as many matrices at a time as there are heads.
 */

/** Rows and columns of `c` that one workgroup computes. */
export const tile = 64;

/**
 * `c [n, m] = a [n, k] · b + bias`: a workgroup takes 64 × 64 numbers of `c`, a thread 4 × 4 of these, and both read 16
 * steps of the sums at a time from memory that they share. `b` has the number of row `i` and column `j` at
 * `i · bRow + j · bColumn`; `group` matrices of `a` in turn have the same one of `b`.
 */
export const multiplyShader = `
struct Shape { n: u32, k: u32, m: u32, aSize: u32, bSize: u32, group: u32, bRow: u32, bColumn: u32, hasBias: u32 }
@group(0) @binding(0) var<uniform> s: Shape;
@group(0) @binding(1) var<storage, read> a: array<f32>;
@group(0) @binding(2) var<storage, read> b: array<f32>;
@group(0) @binding(3) var<storage, read> bias: array<f32>;
@group(0) @binding(4) var<storage, read_write> c: array<f32>;
var<workgroup> aTile: array<f32, 1024>;
var<workgroup> bTile: array<f32, 1024>;

@compute @workgroup_size(16, 16)
fn main(@builtin(workgroup_id) place: vec3u, @builtin(local_invocation_id) local: vec3u) {
  let row = place.y * 64;
  let column = place.x * 64;
  let aAt = place.z * s.aSize;
  let bAt = place.z / s.group * s.bSize;
  let thread = local.y * 16 + local.x;
  var sums: array<vec4f, 4>;
  for (var done = 0u; done < s.k; done += 16) {
    for (var i = thread; i < 1024; i += 256) {
      let r = i / 16;
      let step = i % 16;
      let isIn = row + r < s.n && done + step < s.k;
      aTile[step * 64 + r] = select(0, a[select(0, aAt + (row + r) * s.k + done + step, isIn)], isIn);
    }
    for (var i = thread; i < 1024; i += 256) {
      // neighbours in memory are read by neighbouring threads
      let step = select(i / 64, i % 16, s.bRow == 1);
      let r = select(i % 64, i / 16, s.bRow == 1);
      let isIn = column + r < s.m && done + step < s.k;
      bTile[step * 64 + r] = select(0, b[select(0, bAt + (done + step) * s.bRow + (column + r) * s.bColumn, isIn)], isIn);
    }
    workgroupBarrier();
    for (var step = 0u; step < 16; step++) {
      let x = step * 64 + local.y * 4;
      let y = step * 64 + local.x * 4;
      let of4 = vec4f(bTile[y], bTile[y + 1], bTile[y + 2], bTile[y + 3]);
      for (var i = 0u; i < 4; i++) { sums[i] += aTile[x + i] * of4; }
    }
    workgroupBarrier();
  }
  for (var i = 0u; i < 4; i++) {
    for (var j = 0u; j < 4; j++) {
      let r = row + local.y * 4 + i;
      let q = column + local.x * 4 + j;
      if (r < s.n && q < s.m) {
        var sum = sums[i][j];
        if (s.hasBias == 1) { sum += bias[q]; }
        c[(place.z * s.n + r) * s.m + q] = sum;
      }
    }
  }
}`;

/** Most workgroups side by side; further rows come in the second direction. */
export const mostAside = 65535;

/**
 * Softmax of rows of scores, in place, with all that comes before it: scale, soft cap, bias, temperature, mask. A
 * workgroup takes a row. Infinity is avoided, as WGSL does not promise to know it: what is not seen is left out.
 */
export const softmaxShader = `
struct Shape {
  rows: u32, queries: u32, keys: u32, causal: u32, biasSize: u32, maskSize: u32, extra: u32,
  scale: f32, cap: f32, after: f32
}
@group(0) @binding(0) var<uniform> s: Shape;
@group(0) @binding(1) var<storage, read_write> x: array<f32>;
@group(0) @binding(2) var<storage, read> bias: array<f32>;
@group(0) @binding(3) var<storage, read> mask: array<u32>;
var<workgroup> shared64: array<f32, 64>;
const lowest = -3.4e38;

fn sees(row: u32, key: u32) -> bool {
  if (s.causal == 1 && key + s.queries > row % s.queries + s.keys) { return false; }
  if (s.maskSize == 0) { return true; }
  let at = (row * s.keys + key) % s.maskSize;
  return ((mask[at / 4] >> (8 * (at % 4))) & 255) != 0;
}

fn score(row: u32, key: u32) -> f32 {
  let at = row * s.keys + key;
  var y = x[at] * s.scale;
  if (s.cap != 0) { y = s.cap * tanh(clamp(y / s.cap, -20, 20)); }
  if (s.biasSize != 0) { y += bias[at % s.biasSize]; }
  return y * s.after;
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) place: vec3u, @builtin(local_invocation_id) local: vec3u) {
  let row = place.y * ${mostAside} + place.x;
  if (row >= s.rows) { return; }
  let start = row * s.keys;
  var top = lowest;
  for (var key = local.x; key < s.keys; key += 64) {
    if (!sees(row, key)) { continue; }
    let y = score(row, key);
    x[start + key] = y;
    top = max(top, y);
  }
  shared64[local.x] = top;
  workgroupBarrier();
  for (var i = 0u; i < 64; i++) { top = max(top, shared64[i]); }
  workgroupBarrier();
  var sum = 0f;
  for (var key = local.x; key < s.keys; key += 64) {
    var power = 0f;
    if (sees(row, key)) { power = exp(x[start + key] - top); }
    x[start + key] = power;
    sum += power;
  }
  shared64[local.x] = sum;
  workgroupBarrier();
  sum = 0;
  for (var i = 0u; i < 64; i++) { sum += shared64[i]; }
  if (s.extra == 1) { sum += exp(min(-top, 88)); }
  let share = select(0, 1 / sum, sum > 0);
  for (var key = local.x; key < s.keys; key += 64) { x[start + key] *= share; }
}`;
