import { InputError } from '../errors.js';
import { nearestDivisor, nearestName } from '../nearest.js';
import type { Architecture } from './architecture.js';

/** Words that a hyper-parameter may be, under the name of its attribute. */
const words = {
  kind: ['architecture', 'encoder-decoder', 'encoder', 'decoder'],
  activation: ['activation', 'relu', 'gelu', 'silu'],
  norm: ['norm', 'layer', 'rms', 'none'],
  placement: ['norm', 'pre', 'post'],
  positions: ['positions', 'sinusoidal', 'learned', 'rope', 'alibi', 'relative', 'none'],
  output: ['output', 'words', 'masked-words', 'pooler', 'classes', 'none'],
} as const;

/** Whole numbers, under the names of their attributes: the largest are far beyond what anyone has built. */
const counts = {
  encoderLayers: ['layers', 1000],
  decoderLayers: ['layers', 1000],
  heads: ['heads', 1024],
  kvHeads: ['kv-heads', 1024],
  dModel: ['d-model', 2 ** 20],
  dFeedForward: ['d-ff', 2 ** 24],
  maxPositions: ['max-positions', 2 ** 30],
  vocab: ['vocab', 2 ** 30],
} as const;

/**
 * Makes sure that an architecture can be built.
 *
 * @throws InputError (`attribute`, `number`) that names the nearest valid choice
 */
export function checkArchitecture(architecture: Architecture): void {
  for (const [key, [input, ...choices]] of entries(words)) oneOf(input, architecture[key], choices);
  for (const [key, [input, most]] of entries(counts)) {
    if (!isAbsent(architecture, key)) whole(input, architecture[key], most);
  }
  checkHeads(architecture);
  checkImage(architecture);
}

function checkHeads({ heads, kvHeads, dModel, dHead, positions }: Architecture): void {
  if (!Number.isInteger(dHead)) {
    const near = nearestDivisor(dModel, heads);
    const hint = `Or give the model a width of ${Math.max(1, Math.round(dModel / heads)) * heads}.`;
    bad('heads', 'number', `${heads} for a d-model of ${dModel}`, `a divisor of it, such as ${near}`, hint);
  }
  whole('d-head', dHead, counts.dModel[1]);
  if (heads % kvHeads) {
    const near = nearestDivisor(heads, kvHeads);
    const hint = 'Every head of keys and values serves the same number of heads of queries.';
    bad(
      'kv-heads',
      'number',
      `${kvHeads} for ${heads} heads`,
      `a divisor of ${heads}, such as ${near}`,
      hint,
    );
  }
  if (positions === 'rope' && dHead % 2) {
    const hint = `Rotary positions turn pairs of dimensions. A d-model of ${heads * (dHead + 1)} makes it ${dHead + 1}.`;
    bad('positions', 'attribute', `"rope" with heads ${dHead} wide`, 'an even width', hint);
  }
}

function checkImage({ kind, image, output }: Architecture): void {
  if (output === 'classes' && !image)
    bad('output', 'attribute', '"classes" without an image', '"words" or "pooler"');
  if (!image) return;
  if (kind !== 'encoder') bad('architecture', 'attribute', `"${kind}" for images`, '"encoder"');
  const { size, patch } = image;
  if (size % patch) {
    const near = nearestDivisor(size, patch);
    bad('image', 'number', `patches of ${patch} pixels`, `a divisor of ${size}, such as ${near}`);
  }
}

/** An encoder has no layers of a decoder, a model of images no words. */
function isAbsent({ kind, image }: Architecture, key: keyof typeof counts): boolean {
  if (key === 'encoderLayers') return kind === 'decoder';
  if (key === 'decoderLayers') return kind === 'encoder';
  return key === 'vocab' && !!image;
}

function oneOf(input: string, value: string, choices: readonly string[]): void {
  if (choices.includes(value)) return;
  const expected = `one of ${choices.join(', ')}`;
  bad(input, 'attribute', `"${value}"`, expected, `The nearest is "${nearestName(value, choices)}".`);
}

function whole(input: string, value: number, most: number): void {
  if (Number.isInteger(value) && value >= 1 && value <= most) return;
  const near = Number.isNaN(value) ? 1 : Math.min(most, Math.max(1, Math.round(value)));
  bad(input, 'number', String(value), `a whole number from 1 to ${most}`, `The nearest is ${near}.`);
}

function bad(
  input: string,
  code: 'attribute' | 'number',
  found: string,
  expected: string,
  hint?: string,
): never {
  throw new InputError({ code, input, found, expected, ...(hint !== undefined && { hint }) });
}

const entries = <T extends object>(record: T) => Object.entries(record) as [keyof T, T[keyof T]][];
