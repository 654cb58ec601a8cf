import { attention, type AttentionOptions, type AttentionStages } from './attention.js';
import { borrowedLinear, linear } from './linear.js';
import type { Weights } from './weight-matrix.js';

type LinearProduct = [x: Float32Array, weight: Weights, bias: Float32Array | undefined, dIn: number];
type AttentionProduct = [q: Float32Array, k: Float32Array, v: Float32Array, options: AttentionOptions];

/** A product on the way to a result: what a layer spends its time with, and who computes it is another question. */
export type Product = { linear: LinearProduct; isRead: boolean } | { attention: AttentionProduct };

/** Something computed that asks for its products one by one. */
export type Computing<T> = Generator<Product, T, Float32Array | AttentionStages>;

/** Asks for `linear`. */
export function* linearOf(...product: LinearProduct): Computing<Float32Array> {
  return (yield { linear: product, isRead: false }) as Float32Array;
}

/** The same, to be read at once; see `borrowedLinear`. */
export function* borrowedOf(...product: LinearProduct): Computing<Float32Array> {
  return (yield { linear: product, isRead: true }) as Float32Array;
}

/** Asks for `attention`. */
export function* attentionOf(...product: AttentionProduct): Computing<AttentionStages> {
  return (yield { attention: product }) as AttentionStages;
}

/** A product, computed on this thread. */
export function productHere(product: Product): Float32Array | AttentionStages {
  if ('attention' in product) return attention(...product.attention);
  return (product.isRead ? borrowedLinear : linear)(...product.linear);
}

/** All of it on this thread, at once. */
export function computeHere<T>(computing: Computing<T>): T {
  let step = computing.next();
  while (!step.done) step = computing.next(productHere(step.value));
  return step.value;
}

/** The same with help: `helper` computes what it takes, and what it does not take is computed on this thread. */
export async function computeWith<T>(
  computing: Computing<T>,
  helper: (product: Product) => Promise<Float32Array | AttentionStages | undefined> | undefined,
): Promise<T> {
  let step = computing.next();
  while (!step.done) step = computing.next((await helper(step.value)) ?? productHere(step.value));
  return step.value;
}
