const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** Bits of the IEEE 754 half float nearest to a number from 0 to 65504, as probabilities are; ties go to the even one. */
export function floatToHalf(x: number): number {
  if (x < 2 ** -14) return roundEven(x * 2 ** 24);
  float[0] = x;
  const all = bits[0]! - (112 << 23);
  const half = all >>> 13;
  const rest = all & 0x1fff;
  // a carry out of the fraction rightly raises the exponent
  return rest > 0x1000 || (rest === 0x1000 && half & 1) ? half + 1 : half;
}

function roundEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}
