import type { Architecture, Axis, Block, BlockPath } from '../core/architecture/architecture.js';
import { kindOf, segmentsOf, sideOf } from '../core/architecture/paths.js';
import type { AttentionData, HeadLabel } from '../core/attention-data.js';
import type { DiagramData, SideData } from '../scene/diagram/diagram.js';
import type { DiagramContent } from './diagram-input.js';
import { headDescription, headName } from './head-words.js';
import { wordFor, type DiagramStrings } from './diagram-strings.js';
import { fill } from './strings.js';

/** `weighted-sum` → `weightedSum` */
const camel = (name: string) => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Whether tokens are hidden from earlier ones in a block. */
export const isMasked = (path: BlockPath): boolean =>
  sideOf(path) === 'decoder' && path.includes('self-attention');

/** What a block is called, in the reader's language. */
export function nameOf(architecture: Architecture, path: BlockPath, strings: DiagramStrings): string {
  const last = segmentsOf(path).at(-1) ?? '';
  const word = (key: string) => wordFor(strings, `draw_${key}`);
  switch (kindOf(path)) {
    case 'model':
      return architecture.name ?? strings.block_model;
    case 'layer':
      return fill(word('layer'), { n: last });
    case 'head':
      return fill(word('head'), { n: last.slice('head.'.length) });
    case 'norm': {
      if (last === 'final-norm') return word('finalNorm');
      return word(architecture.norm === 'rms' ? 'rmsNorm' : 'layerNorm');
    }
    case 'residual':
      return strings.block_residual;
    case 'self-attention':
      return word(isMasked(path) ? 'maskedSelfAttention' : 'selfAttention');
    case 'embedding':
      return word(architecture.image ? 'patchEmbedding' : 'embedding');
    case 'output': {
      const { output } = architecture;
      return word(output === 'pooler' || output === 'classes' ? output : 'output');
    }
    default:
      return word(camel(last));
  }
}

/** Which layers and heads a path leads through. */
export function placeOf(path: BlockPath): { layer?: number; head?: number } {
  const [, layer, , head] = /^\w+\.(\d+)(\.[\w-]+\.head\.(\d+))?/.exec(path) ?? [];
  return {
    ...(layer !== undefined && { layer: Number(layer) }),
    ...(head !== undefined && { head: Number(head) }),
  };
}

/** What a head of the data is known to do. */
export function headLabelOf(
  data: DiagramData | undefined,
  path: BlockPath,
): { name: string; description?: string } | undefined {
  const { layer, head } = placeOf(path);
  if (layer === undefined || head === undefined || kindOf(path) !== 'head') return undefined;
  const side = data?.[sideOf(path)];
  const attention = path.includes('cross-attention') ? side?.cross : side?.self;
  const label = attention?.headLabels?.[layer]?.[head];
  if (!label) return undefined;
  return { name: label.name, ...(label.description && { description: label.description }) };
}

/** A head's name and description in the reader's language. */
function labelled(label: HeadLabel, strings: DiagramStrings): HeadLabel {
  const description = headDescription(label, strings);
  return { name: headName(label, strings), ...(description && { description }) };
}

const localised = new WeakMap<DiagramContent, { strings: DiagramStrings; content: DiagramContent }>();

/** The same content with the names of models and heads that the library itself has given in the reader's language. */
export function inLanguage(content: DiagramContent, strings: DiagramStrings): DiagramContent {
  const known = localised.get(content);
  if (known?.strings === strings) return known.content;
  const { architecture, data } = content;
  const named = (part: AttentionData | undefined) =>
    part?.headLabels && {
      ...part,
      headLabels: part.headLabels.map((ofLayer) => ofLayer.map((label) => label && labelled(label, strings))),
    };
  const side = (of: SideData | undefined) => {
    const [self, cross] = [named(of?.self) ?? of?.self, named(of?.cross) ?? of?.cross];
    return of && { ...of, ...(self && { self }), ...(cross && { cross }) };
  };
  const [encoder, decoder] = [side(data?.encoder), side(data?.decoder)];
  const isTextbook = data?.source.type === 'textbook';
  const made: DiagramContent = {
    ...content,
    architecture: isTextbook ? { ...architecture, name: strings.badgeTextbook } : architecture,
    ...(data && { data: { ...data, ...(encoder && { encoder }), ...(decoder && { decoder }) } }),
  };
  localised.set(content, { strings, content: made });
  return made;
}

const thousands = new Map<string, Intl.NumberFormat>();

/** A whole number with its thousands apart. */
export function counted(count: number, lang: string): string {
  let format = thousands.get(lang);
  if (!format) {
    try {
      format = new Intl.NumberFormat(lang);
    } catch {
      // what an author writes in lang need not be a language
      format = new Intl.NumberFormat('en');
    }
    thousands.set(lang, format);
  }
  return format.format(count);
}

/** Figures for a sentence: numbers with their thousands apart. */
export const inWords = (values: Record<string, string | number>, lang: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key,
      typeof value === 'number' ? counted(value, lang) : value,
    ]),
  );

/** Shape of what goes in or out: `9 tokens × 512`. */
export const shapeText = (axes: Axis[], strings: DiagramStrings, lang: string): string =>
  axes
    .map(({ name, size }) => {
      const word = wordFor(strings, `axis_${name}`);
      if (size === undefined) return word;
      return name === 'tokens' || name === 'sourceTokens'
        ? `${word} (${counted(size, lang)})`
        : `${word} ${counted(size, lang)}`;
    })
    .join(' × ');

/** What a block does, in one or two sentences. */
export function aboutOf(
  architecture: Architecture,
  { path, kind }: Block,
  strings: DiagramStrings,
  lang: string,
): string {
  const { heads, kvHeads, dModel, dHead, dFeedForward, vocab, gated, image, output } = architecture;
  const values = {
    heads,
    dModel,
    dHead,
    dFeedForward,
    vocab,
    groups: kvHeads,
    width: heads * dHead,
    patch: image?.patch ?? 0,
    count: image?.classes ?? 0,
    weight: '',
  };
  const text = (key: string, more: Record<string, string | number> = {}) =>
    fill(wordFor(strings, `about_${key}`), inWords({ ...values, ...more }, lang));
  const last = segmentsOf(path).at(-1) ?? '';
  switch (kind) {
    case 'model':
      if (architecture.kind === 'decoder' && output === 'none') return text('model_bare');
      return text(`model_${image ? 'vision' : architecture.kind}`);
    case 'stack': {
      const { encoderLayers, decoderLayers } = architecture;
      return text(last, { count: last === 'encoder' ? encoderLayers : decoderLayers });
    }
    case 'embedding':
      return text(image ? 'patches' : 'embedding');
    case 'positions':
      return text(`positions_${architecture.positions}`);
    case 'layer': {
      const side = sideOf(path);
      return text(
        side === 'decoder' && architecture.kind === 'encoder-decoder' ? 'layer_cross' : `layer_${side}`,
      );
    }
    case 'self-attention':
    case 'cross-attention': {
      const what = text(isMasked(path) ? 'masked-attention' : kind);
      return kvHeads < heads ? `${what} ${text('shared')}` : what;
    }
    case 'feed-forward':
      return text(gated ? 'feed-forward_gated' : 'feed-forward');
    case 'norm':
      return text(`norm_${architecture.norm}`);
    case 'output':
      if (output === 'pooler' || output === 'classes') return text(output);
      return architecture.tied ? `${text('output')} ${text('output_tied')}` : text('output');
    case 'stage': {
      if (last === 'activation') return text(`activation_${architecture.activation}`);
      if (last === 'scores' && architecture.positions === 'relative') return text('scores_plain');
      const weight = { query: 'W_Q', key: 'W_K', value: 'W_V' }[last];
      return text(last, weight ? { weight } : {});
    }
    default:
      return text(kind);
  }
}
