import type { Architecture } from '../../core/architecture/architecture.js';
import type { AttentionData, AttentionKind, HeadLabel } from '../../core/attention-data.js';
import { toAttentionData } from '../../core/to-attention-data.js';
import { fail } from '../../formats/fail.js';
import type { SideTrace } from '../model.js';
import { textbookEmbedding } from '../textbook-embedding.js';
import type { TextbookHead } from '../textbook-head.js';
import { maxTokens } from '../textbook-places.js';
import { dHead, dModel, dPlace, fields } from '../textbook-space.js';
import { wordOf } from '../textbook-words.js';
import { textbookLayers } from '../textbook.js';
import { copyModel, type CopyTask } from './copy-model.js';
import { runCopy, taskOf, type CopySide } from './copy-run.js';
import type { DiagramData, SideData } from './diagram-data.js';
import { hiddenUnits, textbookTrace, type TextbookBlock } from './textbook-trace.js';

export interface TextbookDiagramInput {
  /** A text for an encoder, or, with `causal`, for a decoder. */
  tokens?: readonly string[];
  causal?: boolean;
  /** A text for an encoder-decoder, and what its decoder has read so far; without that it writes its own. */
  sourceTokens?: readonly string[];
  targetTokens?: readonly string[] | undefined;
  /** Default: `reverse` where the target is the source reversed, otherwise `copy`. */
  task?: CopyTask | undefined;
}

/** A diagram of the textbook model with every number in it. */
export interface TextbookDiagram {
  architecture: Architecture;
  data: DiagramData;
}

/**
 * The textbook model over tokens, with every stage of every layer: an encoder or a decoder for `tokens`, an encoder-decoder
 * that copies or reverses for `sourceTokens`.
 *
 * @throws InputError `tokens` for no tokens, `too-large` for more than 1024
 */
export function textbookDiagram(input: TextbookDiagramInput): TextbookDiagram {
  const { tokens, causal = false, sourceTokens, targetTokens } = input;
  if (sourceTokens) {
    check('source', sourceTokens);
    if (targetTokens?.length) check('target', targetTokens);
    return pair(sourceTokens, targetTokens, input.task ?? taskOf(sourceTokens, targetTokens ?? []));
  }
  check('tokens', tokens ?? []);
  return single([...tokens!], causal);
}

function single(tokens: string[], causal: boolean): TextbookDiagram {
  const kind = causal ? 'decoder' : 'encoder';
  const blocks = textbookLayers(kind).map((self) => ({ self }));
  const embedding = textbookEmbedding(tokens, { causal });
  const side = sideData(
    { tokens, embedding, layers: textbookTrace(embedding, blocks, { causal }) },
    kind,
    blocks,
  );
  const vocab = new Set(tokens.map(wordOf)).size;
  return {
    architecture: architectureOf(kind, blocks, vocab),
    data: { source, ...(causal ? { decoder: side } : { encoder: side }) },
  };
}

function pair(
  sourceTokens: readonly string[],
  targetTokens: readonly string[] | undefined,
  task: CopyTask,
): TextbookDiagram {
  const model = copyModel(task);
  const { encoder, decoder, vocabulary, next } = runCopy(sourceTokens, targetTokens, task);
  const { cross, ...written } = sideData(decoder, 'decoder', model.decoder, encoder.tokens);
  const writtenTokens = [...decoder.tokens.slice(1), next[0]!.token];
  return {
    architecture: architectureOf('encoder-decoder', model.decoder, vocabulary.length),
    data: {
      source,
      encoder: sideData(encoder, 'encoder', model.encoder),
      decoder: { ...written, ...(cross && { cross: { ...cross, writtenTokens } }) },
      next,
    },
  };
}

const source = { type: 'textbook', name: 'textbook' } as const;

function sideData(
  { tokens, embedding, layers }: CopySide,
  kind: 'encoder' | 'decoder',
  blocks: readonly TextbookBlock[],
  memoryTokens?: string[],
): SideData {
  const own = layers.map(({ selfAttention }) => selfAttention.stages);
  const self = toAttentionData(
    own,
    described(
      kind,
      tokens,
      tokens,
      blocks.map((block) => block.self.heads),
    ),
  );
  const toSource = layers.flatMap(({ crossAttention }) => crossAttention?.stages ?? []);
  const cross: AttentionData | undefined =
    memoryTokens &&
    toAttentionData(
      toSource,
      described(
        'cross',
        tokens,
        memoryTokens,
        blocks.map((block) => block.cross!.heads),
      ),
    );
  const trace: SideTrace = { embedding, ...apart(embedding), layers, output: layers.at(-1)!.output };
  return { tokens, self, ...(cross && { cross }), trace };
}

function described(kind: AttentionKind, queryTokens: string[], keyTokens: string[], heads: TextbookHead[][]) {
  const label = ({ id, name, description }: HeadLabel): HeadLabel => ({ id, name, description });
  return { kind, queryTokens, keyTokens, source, headLabels: heads.map((ofLayer) => ofLayer.map(label)) };
}

/** The embedding with and without the fields that hold places: their sum, number for number. */
function apart(embedding: Float32Array): Pick<SideTrace, 'words' | 'positions'> {
  const isPlace = (i: number) => i % dModel >= fields.position && i % dModel < fields.position + 2 * dPlace;
  return {
    words: embedding.map((value, i) => (isPlace(i) ? 0 : value)),
    positions: embedding.map((value, i) => (isPlace(i) ? value : 0)),
  };
}

/** No norms and no biases: what others add as a bias is read from a dimension that is always 1. */
function architectureOf(kind: Architecture['kind'], blocks: TextbookBlock[], vocab: number): Architecture {
  const layers = blocks.length;
  const heads = blocks[0]!.self.heads.length;
  return {
    kind,
    name: 'textbook',
    encoderLayers: kind === 'decoder' ? 0 : layers,
    decoderLayers: kind === 'encoder' ? 0 : layers,
    ...{ heads, kvHeads: heads, dModel, dHead, dFeedForward: hiddenUnits(blocks) },
    ...{ activation: 'relu', gated: false, norm: 'none', placement: 'pre' },
    ...{ positions: 'sinusoidal', maxPositions: maxTokens, vocab, tied: false },
    ...{ attentionBias: false, feedForwardBias: false, normBias: false },
    ...{ finalNorm: false, embeddingNorm: false, segments: 0 },
    output: kind === 'encoder-decoder' ? 'words' : 'none',
  };
}

function check(input: string, { length }: readonly string[]): void {
  if (!length) fail(input, 'tokens', 'no tokens', 'one or more');
  if (length <= maxTokens) return;
  fail(
    input,
    'too-large',
    `${length} tokens`,
    `at most ${maxTokens}`,
    'The textbook model can tell no more places apart.',
  );
}
