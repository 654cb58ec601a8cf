import { fail } from '../../formats/fail.js';
import type { Network } from '../families/network.js';
import type { ModelKind, RunInput } from '../model.js';
import type { TextTokenizer } from '../tokenizer.js';

/** A text as ids and pieces, checked. */
export interface Sequence {
  ids: number[];
  tokens: string[];
  segments?: readonly number[] | undefined;
  keep?: readonly (boolean | number)[] | undefined;
}

/** What an input comes to: what the encoder or the only side reads, and what a decoder that has a source reads. */
export interface Sequences {
  source: Sequence;
  target?: Sequence;
}

/** Turns inputs into ids, and ids into pieces. */
export class InputReader {
  readonly #network: Network;
  readonly #tokenizer: TextTokenizer | undefined;
  readonly #pieces: string[];

  constructor(network: Network, tokenizer: TextTokenizer | undefined, pieces: string[] = []) {
    this.#network = network;
    this.#tokenizer = tokenizer;
    this.#pieces = pieces;
  }

  /** Raw piece of an id; the id itself where the folder has no vocabulary. */
  piece(id: number): string {
    return this.#tokenizer?.piece(id) ?? this.#pieces[id] ?? String(id);
  }

  /** @throws InputError `unsupported` where the folder has no tokenizer */
  get tokenizer(): TextTokenizer {
    return (
      this.#tokenizer ??
      fail(
        'model',
        'unsupported',
        'text for a model without tokenizer.json',
        'token ids',
        'Give the ids as a list, tokens="[12, 5, 7]"; or save the fast tokenizer into the folder: AutoTokenizer.from_pretrained("…").save_pretrained("folder").',
      )
    );
  }

  /**
   * @throws InputError `tokens` for ids that the vocabulary has not, `too-large` for more than the model has positions
   */
  sequences(input: RunInput): Sequences {
    const { kind } = this.#network;
    if ('pixels' in input) return wrongInput('pixels', kind);
    if (kind === 'vision') return wrongInput('text', kind);
    if ('ids' in input) {
      const { ids, segments, keep } = input;
      return { source: this.#check('ids', { ids: [...ids], tokens: [], segments, keep }) };
    }
    if ('sourceIds' in input) {
      if (kind !== 'encoder-decoder') return wrongInput('sourceIds', kind);
      const { sourceIds, targetIds, keep } = input;
      return {
        source: this.#check('source', { ids: [...sourceIds], tokens: [], keep }),
        ...(targetIds && { target: this.target(targetIds) }),
      };
    }
    const text = 'text' in input ? input.text : input.source;
    const other = 'text' in input ? undefined : input.target;
    if (kind === 'encoder-decoder') {
      const source = this.#check('source', this.tokenizer.encode(text));
      if (other === undefined) return { source };
      const { ids } = this.tokenizer.encode(other, { bare: true });
      return { source, target: this.target([...this.startIds, ...ids]) };
    }
    if (other !== undefined && kind !== 'encoder') return wrongInput('source and target', kind);
    const encoded = this.tokenizer.encode(text, other === undefined ? {} : { pair: other });
    return {
      source: this.#check('text', other === undefined ? { ...encoded, segments: undefined } : encoded),
    };
  }

  /** Ids that a decoder reads, with their pieces. */
  target(ids: readonly number[]): Sequence {
    return this.#check('target', { ids: [...ids], tokens: [] });
  }

  /** What the decoder of an encoder-decoder begins with. */
  get startIds(): number[] {
    const { startId } = this.#network;
    return startId === undefined ? [] : [startId];
  }

  #check(input: string, sequence: Sequence): Sequence {
    const { ids, segments, keep } = sequence;
    const { vocab, maxPositions } = this.#network.config;
    if (!ids.length) fail(input, 'tokens', 'no tokens', 'one or more');
    if (ids.length > maxPositions) {
      fail(
        input,
        'too-large',
        `${ids.length} tokens`,
        `at most ${maxPositions}, the positions that the model has`,
        'Shorten the text.',
      );
    }
    const wrong = ids.findIndex((id) => !Number.isInteger(id) || id < 0 || id >= vocab);
    const word = sequence.tokens[wrong];
    if (word !== undefined) {
      // a vocabulary of whole words may have no token for all others
      fail(input, 'tokens', `“${word}”`, `one of the ${vocab} words that the model knows`);
    }
    if (wrong >= 0) {
      fail(input, 'tokens', `token id ${ids[wrong]}`, `whole numbers from 0 to ${vocab - 1}, the vocabulary`);
    }
    for (const [name, list] of Object.entries({ segments, keep })) {
      if (list && list.length !== ids.length) {
        fail(input, 'shape', `${list.length} ${name}`, `${ids.length}, one per token`);
      }
    }
    const tokens = sequence.tokens.length ? sequence.tokens : ids.map((id) => this.piece(id));
    return { ...sequence, tokens };
  }
}

function wrongInput(found: string, kind: ModelKind): never {
  const expected = {
    decoder: 'text or ids',
    encoder: 'text, ids, or source and target',
    'encoder-decoder': 'text, or source and target',
    vision: 'pixels',
  };
  return fail('model', 'unsupported', `${found} for a model of kind ${kind}`, expected[kind]);
}
