import type { AttentionData } from '../../core/attention-data.js';
import type { Architecture } from '../../core/architecture/architecture.js';
import type { ArchitectureOptions } from '../../core/architecture/make-architecture.js';
import { InputError } from '../../core/errors.js';
import type { DiagramData, SideData } from './diagram-data.js';

/** Width of one head in most published models; said where nothing better is known. */
const usualHead = 64;

/**
 * Attention that was computed elsewhere, put where it belongs: attention of one text to itself into the encoder, or into the
 * decoder where nothing looks ahead. Of several parts of one place the first counts.
 *
 * @throws InputError (`shape`) where there are no parts, or where tokens of two parts do not fit together
 */
export function dataFromParts(parts: readonly AttentionData[]): DiagramData {
  const [first] = parts;
  if (!first) throw misfit('no attention', 'attention of an encoder, a decoder, or from one to the other');
  const of = (side: 'encoder' | 'decoder' | 'cross') => parts.find((part) => placeOf(part) === side);
  const [encoder, decoder, cross] = [of('encoder'), of('decoder'), of('cross')];
  if (cross) {
    sameLength('source', encoder?.keys, cross.keys);
    sameLength('target', decoder?.queries, cross.queries);
  }
  return {
    source: first.source,
    ...((encoder ?? cross) && { encoder: side(encoder?.queryTokens ?? cross!.keyTokens, encoder) }),
    ...((decoder ?? cross) && { decoder: side(decoder?.queryTokens ?? cross!.queryTokens, decoder, cross) }),
  };
}

/** Where a part belongs. */
const placeOf = ({ kind, causal }: AttentionData): 'encoder' | 'decoder' | 'cross' =>
  kind === 'self' ? (causal ? 'decoder' : 'encoder') : kind;

function side(tokens: string[], self?: AttentionData, cross?: AttentionData): SideData {
  return { tokens, ...(self && { self }), ...(cross && { cross }) };
}

function sameLength(text: string, own: number | undefined, other: number): void {
  if (own === undefined || own === other) return;
  throw misfit(
    `${own} tokens of the ${text} in one part and ${other} in the cross-attention`,
    'as many in both',
  );
}

/**
 * The hyper-parameters that attention of one's own tells: kind, layers, heads, and widths where vectors came along. Where
 * they did not, heads are taken to be 64 wide.
 */
export function architectureOfData({ encoder, decoder }: DiagramData): ArchitectureOptions {
  const known = [encoder?.self, decoder?.self, decoder?.cross].filter((part) => part !== undefined);
  const [first] = known;
  const heads = first?.heads ?? 1;
  const dHead = known.find((part) => part.dHead)?.dHead ?? usualHead;
  const dModel = known.find((part) => part.dModel)?.dModel ?? heads * dHead;
  const depth = decoder?.self?.layers ?? decoder?.cross?.layers;
  return {
    kind: encoder && decoder ? 'encoder-decoder' : decoder ? 'decoder' : 'encoder',
    ...{ heads, dModel, dHead },
    ...(encoder && { encoderLayers: encoder.self?.layers ?? depth ?? 1 }),
    ...(decoder && { decoderLayers: depth ?? 1 }),
  };
}

/**
 * Makes sure that data belong to an architecture: its sides, at most as many layers, exactly as many heads.
 *
 * @throws InputError (`shape`) that says what does not fit, and the nearest that would
 */
export function checkFit(architecture: Architecture, data: DiagramData): void {
  const { kind, heads } = architecture;
  for (const name of ['encoder', 'decoder'] as const) {
    const sideData = data[name];
    if (!sideData) continue;
    const layers = name === 'encoder' ? architecture.encoderLayers : architecture.decoderLayers;
    const of = name === 'encoder' ? 'an encoder' : 'a decoder';
    if (!layers) throw misfit(`attention of ${of}`, `that of a model of kind "${kind}"`);
    for (const part of [sideData.self, sideData.cross]) {
      if (!part) continue;
      if (part === sideData.cross && kind !== 'encoder-decoder')
        throw misfit('cross-attention', `that of a model of kind "${kind}"`);
      if (part.heads !== heads)
        throw misfit(
          `${part.heads} heads`,
          `${heads}, as the architecture has`,
          `Say heads="${part.heads}", or nothing of them.`,
        );
      const deepest = part.layerIndices ? Math.max(...part.layerIndices) + 1 : part.layers;
      if (deepest > layers)
        throw misfit(
          `${deepest} layers in the ${name}`,
          `at most ${layers}, as the architecture has`,
          `Say layers="${deepest}", or nothing of them.`,
        );
    }
  }
}

const misfit = (found: string, expected: string, hint?: string): InputError =>
  new InputError({ code: 'shape', input: 'weights', found, expected, ...(hint !== undefined && { hint }) });
