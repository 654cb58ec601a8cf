import type { Architecture } from '../../core/architecture/architecture.js';
import { childrenOf } from '../../core/architecture/paths.js';
import { addedPositions, say, type Move } from './play-step.js';

export interface Writing {
  /** Tokens of the decoder, readable. */
  words: string[];
  /** How many of these are read at once at the beginning. */
  prompt: number;
  /** Tokens of the encoder, where there is one. */
  source?: number;
  /** What comes after the last token, as far as it is known. */
  next?: { text: string; probability: number };
}

/**
 * A decoder that writes: the prompt at once, block by block; then token by token, each with one row more of the mask, and
 * with the keys and values of all tokens before it out of the cache.
 */
export function tokenSteps(architecture: Architecture, writing: Writing): Move[] {
  const { words, prompt } = writing;
  const moves: Move[] = [];
  for (let count = prompt; count <= words.length; count++) {
    const cached = count === prompt ? 0 : count - 1;
    const inFull = count === prompt;
    moves.push(
      ...oneToken(architecture, writing, count, cached, inFull).map((move) => ({
        ...move,
        decoderTokens: count,
        cached,
      })),
    );
  }
  return moves;
}

function oneToken(
  architecture: Architecture,
  { words, prompt, source, next }: Writing,
  count: number,
  cached: number,
  inFull: boolean,
): Move[] {
  const { vocab, decoderLayers: layers, output, heads } = architecture;
  // scoring words is one step with the norm before it
  const scored = childrenOf(architecture, 'decoder').includes('decoder.final-norm')
    ? ['decoder.final-norm', 'output']
    : ['output'];
  const token = words[count - 1]!;
  const enter = addedPositions(architecture)
    ? ['decoder.embedding', 'decoder.positions']
    : ['decoder.embedding'];
  const join = !inFull
    ? say(enter, 'play_join', { token, count, cached })
    : prompt > 1
      ? say(enter, 'play_prompt', { count: prompt })
      : say(enter, 'play_start', { token });
  const within = inFull
    ? [
        say(['decoder.0.self-attention'], 'play_maskedAttention', { layer: 0, heads }),
        ...(source === undefined
          ? []
          : [
              prompt > 1
                ? say(['decoder.0.cross-attention'], 'play_crossAttention', { layer: 0 })
                : say(['decoder.0.cross-attention'], 'play_tokenCross', { token, count: source }),
            ]),
        say(['decoder.0.feed-forward'], 'play_feedForward', { layer: 0 }),
        ...(layers > 2
          ? [say(layersAfter(1, layers), 'play_layers', { from: 1, to: layers - 1 })]
          : layers === 2
            ? [say(layersAfter(1, layers), 'play_layer', { layer: 1 })]
            : []),
      ]
    : [say(layersAfter(0, layers), 'play_tokenLayers', { token, count: layers })];
  if (output !== 'words') return [join, ...within];
  const following = words[count];
  const last =
    following !== undefined
      ? say(scored, 'play_tokenOutput', { vocab, token: following })
      : next
        ? say(scored, 'play_tokenLastIs', {
            vocab,
            token: next.text,
            percent: Math.round(next.probability * 100),
          })
        : say(scored, 'play_tokenLast', { vocab });
  return [join, ...within, last];
}

const layersAfter = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => `decoder.${from + i}`);
