import { mathml, type TemplateResult } from 'lit';

/** Small words for formulas in MathML. */
export type Part = TemplateResult | string;

export const i = (text: string) => mathml`<mi>${text}</mi>`;
export const word = (text: string) => mathml`<mtext>${text}</mtext>`;
export const op = (text: string) => mathml`<mo>${text}</mo>`;
export const number = (value: number | string) => mathml`<mn>${value}</mn>`;
export const row = (...parts: Part[]) => mathml`<mrow>${parts}</mrow>`;
export const sub = (base: Part, below: Part) => mathml`<msub>${base}${below}</msub>`;
export const over = (top: Part, bottom: Part) => mathml`<mfrac>${top}${bottom}</mfrac>`;
export const root = (of: Part) => mathml`<msqrt>${of}</msqrt>`;
export const transposed = (base: Part) => mathml`<msup>${base}<mo>⊤</mo></msup>`;
export const of = (name: Part, ...inside: Part[]) => row(name, op('('), ...inside, op(')'));
export const is = (left: Part, ...right: Part[]) => row(left, op('='), ...right);
export const plus = (...parts: Part[]) => row(...parts.flatMap((part, n) => (n ? [op('+'), part] : [part])));
const index = (name: string) => (/^\d/.test(name) ? number(name) : name.length > 1 ? word(name) : i(name));
export const W = (name: string) => sub(i('W'), index(name));
export const b = (name: string) => sub(i('b'), index(name));
export const x = i('x');
