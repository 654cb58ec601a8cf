import { InputError } from '../errors.js';
import { nearestDivisor, nearestName } from '../nearest.js';
import type { Architecture } from './architecture.js';
import { checkArchitecture } from './check-architecture.js';
import { presetAliases, presets, type PresetName } from './presets.js';

/** A preset, hyper-parameters of one's own, or a preset with some of them changed. */
export interface ArchitectureOptions extends Partial<Architecture> {
  preset?: string | undefined;
  /** Layers of every stack that there is. */
  layers?: number | undefined;
}

/** What hyper-parameters that are not given are taken from. */
const usual = { 'encoder-decoder': 'vaswani-base', encoder: 'bert-base', decoder: 'gpt2' } as const;

/**
 * An architecture of a preset and of hyper-parameters, each of which may be left out: what depends on another follows it, as
 * the width of a head follows the width of the model and the number of heads.
 *
 * @throws InputError (`attribute`, `number`) for unknown presets and impossible hyper-parameters, with the nearest valid
 *   choice
 */
export function makeArchitecture(options: ArchitectureOptions = {}): Architecture {
  const { preset, layers, ...rest } = options;
  const given = Object.fromEntries(
    Object.entries(rest).filter(([, value]) => value !== undefined),
  ) as Partial<Architecture>;
  const base: Architecture = presets[preset ? presetName(preset) : usual[given.kind ?? 'encoder-decoder']];
  const kind = given.kind ?? base.kind;
  const made: Architecture = {
    ...followed(base, given),
    ...given,
    kind,
    encoderLayers: kind === 'decoder' ? 0 : (given.encoderLayers ?? layers ?? layersFrom(base, 'encoder')),
    decoderLayers: kind === 'encoder' ? 0 : (given.decoderLayers ?? layers ?? layersFrom(base, 'decoder')),
  };
  checkArchitecture(made);
  return isSame(made, base) ? base : unnamed(made, given);
}

/**
 * The preset that a name or one of its other names means.
 *
 * @throws InputError (`attribute`) for an unknown one, with the nearest
 */
export function presetName(name: string): PresetName {
  const plain = name
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-');
  if (Object.hasOwn(presets, plain)) return plain as PresetName;
  if (Object.hasOwn(presetAliases, plain)) return presetAliases[plain]!;
  const names = Object.keys(presets);
  const near = nearestName(plain, [...names, ...Object.keys(presetAliases)]);
  throw new InputError({
    code: 'attribute',
    input: 'preset',
    found: `"${name}"`,
    expected: `one of ${names.join(', ')}`,
    hint: `The nearest is "${presetAliases[near] ?? near}".`,
  });
}

/** The base with everything that follows from what is given. */
function followed(base: Architecture, given: Partial<Architecture>): Architecture {
  const { heads = base.heads, dModel = base.dModel, kind = base.kind } = given;
  const { placement = base.placement, positions = base.positions, norm = base.norm } = given;
  const isOther = kind !== base.kind;
  const isResized = heads !== base.heads || dModel !== base.dModel;
  return {
    ...base,
    kvHeads: kvHeadsFor(heads, base),
    ...(isResized && { dHead: dModel / heads }),
    ...(dModel !== base.dModel && { dFeedForward: Math.round((dModel * base.dFeedForward) / base.dModel) }),
    // without a norm after it, the last residual sum of a pre-norm stack would leave it as it is
    ...(placement !== base.placement && { finalNorm: placement === 'pre' }),
    ...(norm !== base.norm && { normBias: norm === 'layer' }),
    ...(positions !== base.positions && { maxPositions: rowsFor(positions, base) }),
    ...(given.image && { maxPositions: Math.floor(given.image.size / given.image.patch) ** 2 + 1 }),
    ...(isOther && { segments: 0, output: kind === 'encoder' ? 'none' : 'words' }),
  };
}

/** As many queries share a head of keys and values as in the base, or nearly so. */
function kvHeadsFor(heads: number, base: Architecture): number {
  if (base.kvHeads === base.heads || !(heads < 2 ** 16)) return heads;
  return nearestDivisor(heads, (heads * base.kvHeads) / base.heads);
}

/** T5 has 32 buckets of distances; where the base has these, it says nothing of how long texts may be. */
function rowsFor(positions: Architecture['positions'], base: Architecture): number {
  if (positions === 'relative') return 32;
  return base.positions === 'relative' ? 512 : base.maxPositions;
}

/** An encoder made of a decoder's figures is as deep as that. */
function layersFrom({ encoderLayers, decoderLayers }: Architecture, side: 'encoder' | 'decoder'): number {
  return side === 'encoder' ? encoderLayers || decoderLayers : decoderLayers || encoderLayers;
}

const isSame = (a: Architecture, b: Architecture): boolean =>
  Object.entries(a).every(([key, value]) => b[key as keyof Architecture] === value);

/** A changed preset is no longer what its name says. */
function unnamed(made: Architecture, { name, reference }: Partial<Architecture>): Architecture {
  const figures = { ...made };
  delete figures.name;
  delete figures.reference;
  return { ...figures, ...(name !== undefined && { name }), ...(reference !== undefined && { reference }) };
}
