/**
 * Weight of each of `count` control points in a uniform cubic B-spline at `t`, 0 to 1. Beyond the ends the points go on
 * in a straight line (`2 p0 − p1`), as in d3-interpolate's basis, so that the curve starts and ends at the end points.
 */
export function splineWeights(count, t) {
  const weights = new Array(count).fill(0);
  const last = count - 1;
  const left = Math.min(last - 1, Math.floor(t * last));
  const u = t * last - left;
  const basis = [(1 - u) ** 3, 4 - 6 * u ** 2 + 3 * u ** 3, 1 + 3 * u + 3 * u ** 2 - 3 * u ** 3, u ** 3];
  for (const [j, weight] of basis.entries()) {
    const k = left - 1 + j;
    const end = k < 0 ? 0 : last;
    if (k >= 0 && k <= last) {
      weights[k] += weight / 6;
    } else {
      weights[end] += (2 * weight) / 6;
      weights[end === 0 ? 1 : last - 1] -= weight / 6;
    }
  }
  return weights;
}
