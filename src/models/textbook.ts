import type { AttentionData, AttentionKind, HeadLabel } from '../core/attention-data.js';
import { InputError } from '../core/errors.js';
import { toAttentionData } from '../core/to-attention-data.js';
import { textbookEmbedding } from './textbook-embedding.js';
import type { Ablation } from './model.js';
import { textbookForward, type TextbookTrace } from './textbook-forward.js';
import { crossHeads, selfHeads } from './textbook-heads.js';
import { maxTokens } from './textbook-places.js';
import { spell } from './textbook-spelling.js';
import { buildLayer, type TextbookLayer } from './textbook-weights.js';

/** What a reader must know about the pictures of the textbook model. */
export const constructedNote =
  'The weights of this model were constructed by hand, so that every head does one known thing; they were not trained on any text.';

type Heads = readonly { layer: number; head: number }[];

const built = new Map<AttentionKind, TextbookLayer[]>();

/** The layers of the model for an `encoder`, a `decoder` or, one layer, for `cross`-attention; built once. */
export function textbookLayers(kind: 'encoder' | 'decoder' | 'cross'): TextbookLayer[] {
  let layers = built.get(kind);
  if (!layers) {
    const heads = kind === 'cross' ? crossHeads : selfHeads(kind === 'decoder');
    layers = heads.map((ofLayer, i) => buildLayer(ofLayer, kind !== 'cross' && i === 0));
    built.set(kind, layers);
  }
  return layers;
}

/**
 * Self-attention of the textbook model: two layers of six heads, decoder or encoder. `scores`, `q`, `k` and `v` are all
 * there, and every head has its label.
 *
 * @throws InputError (`too-large`) for more than 1024 tokens.
 */
function run(tokens: string[], { causal }: { causal: boolean }, ablate?: Heads): AttentionData {
  return runSpelled(tokens, causal, spell(tokens), ablate);
}

function runSpelled(
  tokens: string[],
  causal: boolean,
  spellings: Map<string, Float32Array>,
  ablate?: Heads,
): AttentionData {
  check('tokens', tokens);
  const kind = causal ? 'decoder' : 'encoder';
  const layers = textbookLayers(kind);
  const options = { causal, ...switchedOff(ablate, kind, layers) };
  const trace = textbookForward(textbookEmbedding(tokens, { causal, spellings }), layers, options);
  return described(trace, kind, layers, ablate, tokens);
}

/**
 * Cross-attention of the textbook model: one layer of four heads. It reads the embeddings of both texts, which the
 * layers before it in an encoder and a decoder would hand on unchanged: their heads write to other dimensions.
 *
 * @throws InputError (`too-large`) for more than 1024 tokens on either side.
 */
function cross(queryTokens: string[], keyTokens: string[], ablate?: Heads): AttentionData {
  check('target-tokens', queryTokens);
  check('source-tokens', keyTokens);
  const layers = textbookLayers('cross');
  const last = keyTokens.length - 1;
  const stretch = last / Math.max(1, queryTokens.length - 1);
  const positions = queryTokens.map((_, i) => i * stretch);
  const segments = positions.map((position) => last - position);
  const spellings = spell([...keyTokens, ...queryTokens]);
  const trace = textbookForward(textbookEmbedding(queryTokens, { spellings, positions, segments }), layers, {
    memory: textbookEmbedding(keyTokens, { spellings }),
    ...switchedOff(ablate, 'cross', layers),
  });
  return described(trace, 'cross', layers, ablate, queryTokens, keyTokens);
}

/** The built-in model: a small transformer whose weights are constructed and documented, head by head. */
export const textbook = { run, cross };

export interface TextbookInput {
  tokens?: string[];
  /** With `targetTokens`: what the encoder reads. */
  sourceTokens?: string[];
  /** With `sourceTokens`: what the decoder reads and writes. */
  targetTokens?: string[];
  /** Whether `tokens` are read by a decoder. Default false. */
  causal?: boolean;
  /** Heads to switch off; of the decoder where there are several parts and none is named. */
  ablate?: readonly Ablation[];
}

/**
 * Everything that the textbook model has to show: encoder, decoder and cross-attention for source and target, otherwise
 * one part for `tokens`; none where there are no tokens.
 *
 * @throws InputError (`too-large`) for more than 1024 tokens in one text.
 */
export function textbookParts(input: TextbookInput): AttentionData[] {
  const { tokens, sourceTokens, targetTokens, causal = false, ablate = [] } = input;
  if (sourceTokens?.length && targetTokens?.length) {
    const spellings = spell([...sourceTokens, ...targetTokens]);
    const of = (kind: Ablation['part']): Heads => ablate.filter(({ part = 'decoder' }) => part === kind);
    return [
      { ...runSpelled(sourceTokens, false, spellings, of('encoder')), name: 'Encoder' },
      { ...runSpelled(targetTokens, true, spellings, of('decoder')), name: 'Decoder' },
      { ...cross(targetTokens, sourceTokens, of('cross')), name: 'Cross' },
    ];
  }
  return tokens?.length ? [run(tokens, { causal }, ablate)] : [];
}

function described(
  trace: TextbookTrace,
  kind: AttentionKind,
  layers: TextbookLayer[],
  ablated: Heads | undefined,
  queryTokens: string[],
  keyTokens = queryTokens,
): AttentionData {
  const label = ({ id, name, description }: HeadLabel): HeadLabel => ({ id, name, description });
  const headLabels = layers.map(({ heads }) => heads.map(label));
  const source = { type: 'textbook', name: 'textbook' } as const;
  const data = toAttentionData(trace.layers, { kind, headLabels, source, queryTokens, keyTokens });
  if (ablated?.length) data.ablated = ablated.map(({ layer, head }) => ({ layer, head }));
  return data;
}

/** Heads to switch off, checked. */
function switchedOff(
  ablate: Heads | undefined,
  kind: AttentionKind,
  layers: TextbookLayer[],
): { ablate?: Heads } {
  const wrong = ablate?.find(({ layer, head }) => !layers[layer]?.heads[head]);
  if (!wrong) return ablate ? { ablate } : {};
  throw new InputError({
    code: 'attribute',
    input: 'ablate',
    found: `layer ${wrong.layer}, head ${wrong.head} of the ${kind}`,
    expected: `${layers.length} layers of ${layers[0]!.heads.length} heads, counted from 0`,
  });
}

function check(input: string, { length }: string[]): void {
  if (length <= maxTokens) return;
  throw new InputError({
    code: 'too-large',
    input,
    found: `${length} tokens`,
    expected: `at most ${maxTokens}`,
    hint: 'The textbook model can tell no more places apart.',
  });
}
