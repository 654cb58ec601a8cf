import type { AttentionKind } from '../../core/attention-data.js';
import { fail } from '../fail.js';
import type { Part, TokenSets } from '../part.js';
import { toTensor } from '../tensor.js';
import { isGenerated, stitchGenerated } from './generated.js';

/** An array with a name: an entry of a file, or a property of an object. Read only when it is wanted. */
export interface NamedArray {
  name: string;
  /** Number of axes. */
  rank: number;
  read(): unknown;
}

type Role = 'weights' | 'scores' | 'q' | 'k' | 'v';

/** What the last word of a name says; the whole of it or its end after `_`. First match wins. */
const roles: [RegExp, Role][] = [
  [/head_\d+_attn(_scaled|_masked)?$|(^|_)scores$/, 'scores'],
  [
    /(^|_)(attn|attentions?|attention_weights|attn_weights|weights|pattern|prob(abilitie)?s|softmax|dropout)$/,
    'weights',
  ],
  [/^(layers?|l|arr|encoder|decoder|cross|self)$/, 'weights'],
  [/^(hook_)?q(uer(y|ies))?$/, 'q'],
  [/^(hook_)?k(eys?)?$/, 'k'],
  [/^(hook_)?v(alues?)?$/, 'v'],
];

interface Slot extends NamedArray {
  role: Role;
  kind: AttentionKind | undefined;
  layer: number | undefined;
  head: number | undefined;
}

/** The first number that stands alone or right after a word for layer: not the 2 of `gpt2_attention`. */
const layerNumber = /(?:^|[._/-]|layers?|blocks?|arr|att(?:entio)?ns?)(\d+)(?![^._/-])/;

const numberIn = (name: string, pattern: RegExp): number | undefined => {
  const found = pattern.exec(name)?.[1];
  return found === undefined ? undefined : Number(found);
};

/** What an array's name tells: its role, kind, layer and head. Undefined when it tells no role. */
function slotOf(array: NamedArray): Slot | undefined {
  const name = array.name.toLowerCase();
  const words = name.split(/[./]/).filter((word) => !/^\d+$/.test(word));
  const last = (words.at(-1) ?? 'layer').replace(/[_-]?\d{1,9}$/, '') || 'layer';
  const role = roles.find(([pattern]) => pattern.test(last))?.[1];
  if (!role || array.rank < 2) return undefined;
  const kind = /cross|enc_?dec|dec.*encoder_attn/.test(name)
    ? 'cross'
    : /dec/.test(name)
      ? 'decoder'
      : /enc/.test(name)
        ? 'encoder'
        : undefined;
  const head = numberIn(name, /head[._-]?(\d+)/);
  return { ...array, role, kind, layer: numberIn(name, layerNumber), head };
}

/** Tool that writes such names; none where others may write them too. */
function formatOf(name: string): string | undefined {
  if (/\bhook_/.test(name)) return 'TransformerLens';
  if (/^block_\d+_attn_head_\d+/.test(name)) return 'Transformer Explainer';
  if (/^(encoder|decoder|cross)_attentions$/.test(name)) return 'Hugging Face';
  return /layer_\d+\/attention$/.test(name) ? 'LIT' : undefined;
}

const byNumber = (a: Slot, b: Slot): number =>
  (a.layer ?? 0) - (b.layer ?? 0) || (a.head ?? 0) - (b.head ?? 0);

/** Arrays of one kind and role by layer (and head): the nested lists `[layer][head][query][key]` that they make. */
function stack(slots: Slot[], input: string): { value: unknown; layers: number[] | undefined } {
  const numbered = slots.every(({ layer }) => layer !== undefined);
  if (!numbered || (slots.length === 1 && slots[0]!.rank > 3)) {
    const value = slots[0]!.read();
    const one = numbered && toTensor(value, input).shape[0] === 1;
    return { value, layers: one ? [slots[0]!.layer!] : undefined };
  }
  const sorted = [...slots].sort(byNumber);
  const layers = [...new Set(sorted.map(({ layer }) => layer!))];
  if (sorted.some(({ head }) => head !== undefined)) {
    const value = layers.map((l) => sorted.filter(({ layer }) => layer === l).map((slot) => slot.read()));
    return { value, layers };
  }
  if (layers.length !== sorted.length) {
    const names = sorted.map(({ name }) => name).join(', ');
    fail(input, 'format', `two arrays for one layer among ${names}`, 'one array per layer');
  }
  return { value: sorted.map((slot) => slot.read()), layers };
}

/** Vectors of TransformerLens, `[batch, token, head, d]` per layer, as `[layer][head][token][d]` of plain lists. */
function headsFirst(value: unknown, input: string): unknown {
  const { shape, data } = toTensor(value, input);
  const [tokens, heads, size] = shape.slice(-3) as [number, number, number];
  const layers = data.length / (tokens * heads * size);
  const out = new Float32Array(data.length);
  for (let l = 0; l < layers; l++) {
    for (let t = 0; t < tokens; t++) {
      for (let h = 0; h < heads; h++) {
        const from = ((l * tokens + t) * heads + h) * size;
        out.set(data.subarray(from, from + size), ((l * heads + h) * tokens + t) * size);
      }
    }
  }
  return { data: out, shape: [layers, heads, tokens, size] };
}

/**
 * Attention among named arrays: the entries of `.npz` and `.safetensors` files, caches of TransformerLens
 * (`blocks.0.attn.hook_pattern`), model outputs of Hugging Face (`encoder_attentions`), fields of LIT
 * (`layer_0/attention`), outputs of Transformer Explainer (`block_0_attn_head_0_attn_softmax`), `{encoder, decoder, cross}`.
 * Layers are sorted by their number, not as text. An only array may have any name. Empty when nothing is recognised.
 */
export function namedParts(arrays: NamedArray[], tokens: TokenSets, input: string): Part[] {
  const candidates = arrays.filter(({ rank }) => rank >= 2);
  const [only] = candidates;
  const slots = candidates.map(slotOf).filter((slot) => slot !== undefined);
  if (!slots.some(({ role }) => role === 'weights' || role === 'scores')) {
    return candidates.length === 1 ? [{ weights: only!.read(), ...tokens }] : [];
  }
  const parts: Part[] = [];
  const onlyScores = !slots.some(({ role }) => role === 'weights');
  for (const kind of new Set(slots.map((slot) => slot.kind))) {
    const of = (role: Role): Slot[] => slots.filter((slot) => slot.kind === kind && slot.role === role);
    // one array per place: Transformer Explainer names the same numbers softmax and dropout
    const first = (found: Slot[]): Slot[] =>
      found.filter(
        (slot, i) => slot.head === undefined || found.findIndex((other) => !byNumber(slot, other)) === i,
      );
    const weights = first(of('weights'));
    const chosen = onlyScores ? first(of('scores')) : weights;
    if (!chosen.length) continue;
    const format = formatOf(chosen[0]!.name);
    const whole = chosen.filter(({ layer }) => layer === undefined);
    // several arrays without a layer are several parts, each under its own name
    for (const group of whole.length > 1 ? whole.map((slot) => [slot]) : [whole.length ? whole : chosen]) {
      const { value, layers } = stack(group, input);
      const part: Part = {
        weights: value,
        kind,
        format,
        ...tokens,
        ...(whole.length > 1 && { name: group[0]!.name }),
        ...(onlyScores && { values: 'scores' }),
        layerIndices: layers,
        found: format !== undefined || /attentions$|layer_\d+_attention$/.test(chosen[0]!.name),
      };
      parts.push(isGenerated(value) ? { ...part, ...stitchGenerated(value, input, kind === 'cross') } : part);
    }
    const part = parts.at(-1)!;
    const extra = (role: Role): unknown => (of(role).length ? stack(of(role), input).value : undefined);
    const vector = (role: Role): unknown =>
      format === 'TransformerLens' && of(role).length ? headsFirst(extra(role), input) : extra(role);
    Object.assign(part, { q: vector('q'), k: vector('k'), v: vector('v') });
    const scaled = of('scores').filter(({ name }) => !/masked$|_attn$/.test(name));
    if (!onlyScores && scaled.length) part.scores = stack(scaled, input).value;
  }
  return parts;
}
