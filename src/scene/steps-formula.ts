import type { Shown } from './shown.js';
import { headFacts, rowNumbers, vectorAt, type Scaling } from './steps-numbers.js';
import { said } from './words.js';

/** Products that are written out, the largest. */
const termsShown = 3;

/** Numbers that are negative stand in brackets inside a product or power. */
const inner = (value: number) => (value < 0 ? `(${said(value)})` : said(value));

/** A number that may be far from 1: `12.3`, `4.5·10⁷`. */
function wide(value: number): string {
  if (value === 0 || (Math.abs(value) >= 0.01 && Math.abs(value) < 1e5)) return said(value);
  const [digits, power] = value.toExponential(1).split('e') as [string, string];
  const raised = [...String(Number(power))].map((sign) => (sign === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(sign)]));
  return `${digits.replace('-', '−')}·10${raised.join('')}`;
}

/**
 * The arithmetic of one cell with its real numbers, a line for each step up to `step`: dot product, scaling, mask, softmax.
 * Empty without vectors.
 */
export function stepFormula(shown: Shown, query: number, key: number, step: number): string[] {
  const { stages } = shown;
  if (!stages) return [];
  const { dHead } = stages;
  const { scaling } = headFacts(shown, stages);
  const row = rowNumbers(shown, stages, query);
  const k = vectorAt(stages.k, key, dHead);
  const products = Array.from(row.q, (x, d) => ({ q: x, k: k[d]!, product: Math.abs(x * k[d]!) }));
  const written = products.filter(({ product }) => product > 0).length;
  const terms = products
    .sort((a, b) => b.product - a.product)
    .slice(0, Math.min(written, termsShown))
    .map(({ q, k }) => `${inner(q)}·${inner(k)}`);
  if (written > termsShown) terms.push('…');
  const [dot, score] = [row.dots[key]!, row.scaled[key]!];
  const lines = [`q·k = ${terms.length ? `${terms.join(' + ')} = ` : ''}${said(dot)}`];
  if (step >= 2) lines.push(scoreLine(dot, score, scaling, dHead));
  const isMasked = row.masked[key] === -Infinity;
  if (step >= 3 && isMasked) lines.push(`${said(score)} → −∞`);
  if (step >= 4) lines.push(softmaxLine(row.masked, row.weights, key));
  return lines;
}

/** `1.20 / √8 = 0.42`, `1.20 · 0.25 = 0.30`; a bias by distance as the number that it is: `1.20 + (−0.50) = 0.70`. */
function scoreLine(dot: number, score: number, { kind, factor, biased }: Scaling, dHead: number): string {
  if (kind === 'other') return `${said(dot)} → ${said(score)}`;
  const plain = biased && factor === 1;
  const scaled = plain
    ? said(dot)
    : kind === 'root'
      ? `${said(dot)} / √${dHead}`
      : `${said(dot)} · ${inner(factor)}`;
  return `${scaled}${biased ? ` + ${inner(score - dot * factor)}` : ''} = ${said(score)}`;
}

/** `e^0.39 / Σ e^s = 1.48 / 12.3 = 0.12`; scores too large for that are taken from the greatest, as computers do. */
function softmaxLine(scores: Float32Array, weights: Float32Array, key: number): string {
  const highest = scores.reduce((m, s) => Math.max(m, s), -Infinity);
  const weight = said(weights[key]!);
  if (highest === -Infinity) return `0 = ${weight}`;
  const shift = Math.abs(highest) > 10 ? highest : 0;
  const power = Math.exp(scores[key]! - shift);
  const sum = scores.reduce((total, s) => total + Math.exp(s - shift), 0);
  const exponent = said(scores[key]!);
  const minus = shift ? ` − ${inner(shift)}` : '';
  const top = minus ? `e^(${exponent}${minus})` : `e^${inner(scores[key]!)}`;
  const bottom = minus ? `Σ e^(s${minus})` : 'Σ e^s';
  return `${top} / ${bottom} = ${wide(power)} / ${wide(sum)} = ${weight}`;
}
