import { softmax } from '../../core/softmax.js';
import type { NextToken } from '../model.js';

/** How many are told. */
const count = 20;

/** The most probable entries of a row of logits `[vocab]`, the first of equals first. */
export function nextTokens(logits: Float32Array, piece: (id: number) => string): NextToken[] {
  const probabilities = softmax(logits, logits.length);
  const best: number[] = [];
  for (let id = 0; id < logits.length; id++) {
    const last = best.at(-1);
    if (best.length === count && !(logits[id]! > logits[last!]!)) continue;
    let at = best.length;
    while (at > 0 && logits[id]! > logits[best[at - 1]!]!) at--;
    best.splice(at, 0, id);
    if (best.length > count) best.pop();
  }
  return best.map((id) => ({ token: piece(id), id, probability: probabilities[id]! }));
}
