import { linear } from '../../core/linear.js';
import { softmax } from '../../core/softmax.js';
import type { NextToken } from '../model.js';
import { textbookEmbedding } from '../textbook-embedding.js';
import { dContent, dModel, fields } from '../textbook-space.js';
import { spell } from '../textbook-spelling.js';
import { wordOf } from '../textbook-words.js';
import { copyModel, type CopyModel, type CopyTask } from './copy-model.js';
import { textbookTrace, type TextbookLayerTrace } from './textbook-trace.js';

/** Begins what the decoder reads, and ends what it writes. */
export const startToken = '<s>';
export const endToken = '</s>';

/** A side of a run: what entered, and every stage of every layer. */
export interface CopySide {
  tokens: string[];
  embedding: Float32Array;
  layers: TextbookLayerTrace[];
}

export interface CopyRun {
  encoder: CopySide;
  decoder: CopySide;
  /** Words that the model can write, one per spelling. */
  vocabulary: string[];
  /** What comes after the last token of the decoder; the most probable first. */
  next: NextToken[];
}

/** What the model is asked to do, told by the target: a reversed source wants to be reversed, everything else copied. */
export function taskOf(source: readonly string[], target: readonly string[]): CopyTask {
  const words = (tokens: readonly string[]) => tokens.map(wordOf).join('\n');
  const isReverse = words(target) === words([...source].reverse()) && words(target) !== words(source);
  return isReverse ? 'reverse' : 'copy';
}

/** Runs the model over a source; without a target it writes its own. */
export function runCopy(
  source: readonly string[],
  target: readonly string[] | undefined,
  task: CopyTask,
): CopyRun {
  const model = copyModel(task);
  const tokens = [...source, endToken];
  const spellings = spell([...tokens, startToken, ...(target ?? [])]);
  const embedding = textbookEmbedding(tokens, {
    spellings,
    // places counted from the end, which the reversing head asks for; the end itself comes last in both tasks
    segments: tokens.map((_, i) => (i === source.length ? i : source.length - 1 - i)),
  });
  const encoder: CopySide = { tokens, embedding, layers: textbookTrace(embedding, model.encoder) };
  const vocabulary = firstOfEach([...tokens, ...(target ?? [])]);
  const read = (text: readonly string[]) => decode(model, encoder, text, spellings, vocabulary);
  return {
    encoder,
    vocabulary,
    ...(target ? read(target) : write(read, guess(source, task), source.length)),
  };
}

type Decoded = Pick<CopyRun, 'decoder' | 'next'> & {
  /** What the model would write after each token that it reads. */
  said: string[];
};

/** What the model will write if it does as it should, in words as it knows them. */
function guess(source: readonly string[], task: CopyTask): string[] {
  const known = new Map(firstOfEach(source).map((token) => [wordOf(token), token]));
  const own = source.map((token) => known.get(wordOf(token))!);
  return task === 'copy' ? own : own.reverse();
}

/**
 * What the model writes, most probable word by word. A guess is read whole, kept up to where the model would have written
 * something else, and mended there: the same text as word by word, in as many runs as the guess has mistakes (Leviathan et
 * al. 2023, Fast Inference from Transformers via Speculative Decoding).
 */
function write(read: (text: readonly string[]) => Decoded, text: string[], most: number): Decoded {
  for (;;) {
    const run = read(text);
    const wrong = run.said.findIndex((word, i) => word !== (text[i] ?? endToken));
    if (wrong < 0 || wrong >= most) return run;
    const word = run.said[wrong]!;
    text = [...text.slice(0, wrong), ...(word === endToken ? [] : [word])];
  }
}

function decode(
  { decoder: blocks }: CopyModel,
  encoder: CopySide,
  text: readonly string[],
  spellings: Map<string, Float32Array>,
  vocabulary: string[],
): Decoded {
  const tokens = [startToken, ...text];
  const embedding = textbookEmbedding(tokens, { spellings, segments: [], causal: true });
  const layers = textbookTrace(embedding, blocks, { causal: true, memory: encoder.layers.at(-1)!.output });
  const { output } = layers.at(-1)!;
  const table = Float32Array.from(vocabulary.flatMap((word) => [...spellings.get(wordOf(word))!]));
  const written = tokens.map((_, t) =>
    output.subarray(t * dModel + fields.gathered, t * dModel + fields.gathered + dContent),
  );
  const scores = written.map((vector) => linear(vector, table, undefined, dContent));
  const probabilities = softmax(scores.at(-1)!, vocabulary.length);
  const next = vocabulary
    .map((token, id) => ({ token, id, probability: probabilities[id]! }))
    .sort((a, b) => b.probability - a.probability);
  const said = scores.map((row) => vocabulary[row.indexOf(Math.max(...row))]!);
  return { decoder: { tokens, embedding, layers }, next: next.slice(0, 20), said };
}

/** Tokens of which none is the same word as one before it. */
function firstOfEach(tokens: readonly string[]): string[] {
  const words = new Map<string, string>();
  for (const token of tokens) if (!words.has(wordOf(token))) words.set(wordOf(token), token);
  return [...words.values()];
}
