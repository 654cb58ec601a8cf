import { currentKernel } from './kernel/current.js';
import { activateOnKernel } from './kernel/rows.js';

/** `1 / (1 + e⁻ˣ)` */
export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** `max(0, x)` */
export const relu = (x: number): number => Math.max(0, x);

/** `x · sigmoid(x)`, also called swish. */
export const silu = (x: number): number => x * sigmoid(x);

/** `x · sigmoid(1.702 x)`, as in CLIP. */
export const quickGelu = (x: number): number => x * sigmoid(1.702 * x);

/** `log(1 + eˣ)`, without overflow. */
export const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

/** GELU by `tanh`, as GPT-2 has it (Hendrycks & Gimpel 2016). */
export const geluTanh = (x: number): number =>
  0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));

/** GELU, `x · Φ(x)`: x times the share of a normal distribution that lies below it (Hendrycks & Gimpel 2016). */
export const gelu = (x: number): number => 0.5 * x * erfc(-x * Math.SQRT1_2);

/** Names of the activations that feed-forward layers use. */
export type Activation = 'relu' | 'gelu' | 'gelu-tanh' | 'quick-gelu' | 'silu';

/** An activation by its name. */
export const activations: Record<Activation, (x: number) => number> = {
  relu,
  gelu,
  'gelu-tanh': geluTanh,
  'quick-gelu': quickGelu,
  silu,
};

/** An activation of every number of an array; gives a new one. */
export function activate(x: Float32Array, activation: Activation): Float32Array {
  const kernel = currentKernel();
  return (kernel && activateOnKernel(kernel, x, activation)) ?? x.map(activations[activation]);
}

/** Of a polynomial, lowest power first; relative error below 1.2e-7 (Press et al., Numerical Recipes, section 6.2). */
const erfcTerms = [
  -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587,
  -0.82215223, 0.17087277,
];

/** Complementary error function: relative accuracy matters, since GELU of a negative number is mostly this. */
function erfc(x: number): number {
  const t = 2 / (2 + Math.abs(x));
  let exponent = 0;
  for (let i = erfcTerms.length; i-- > 0;) exponent = exponent * t + erfcTerms[i]!;
  const tail = t * Math.exp(exponent - x * x);
  return x < 0 ? 2 - tail : tail;
}
