import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { StaticDiagramOptions, StaticOptions } from '../static/index.js';

/** Attributes of `<attention-view>` that the command takes, with what they mean here. */
const texts = {
  tokens: 'text or tokens; without a file, the textbook model computes their attention',
  'source-tokens': 'tokens of the keys, for cross attention',
  'target-tokens': 'tokens of the queries',
  view: 'arcs, lines, matrix, heads, text, steps, neuron or flow',
  layer: 'a number, a list such as “0 2 5”, or all',
  head: 'the same',
  kind: 'encoder, decoder or cross, where the file has several parts',
  query: 'index of the chosen token',
  aggregate: 'none, mean or max',
  scale: 'linear, log, sqrt or row',
  threshold: 'weights below it are left out',
  'top-k': 'only so many of the largest weights of each token',
  cells: 'color, dots or numbers',
  orientation: 'query-rows or query-columns',
  merge: 'word or sentence: tokens are joined',
  'merge-by': 'mean or max, for joined tokens',
  padding: 'show, collapse or hide, for tokens such as [PAD]',
  mask: 'none or causal, for tokens without weights',
  scope: 'query or matrix, for the view steps',
  step: '1 to 6, for the view steps',
  method: 'rollout or flow, for the view flow',
  axes: 'order of the axes, such as “lhqk”',
  palette: 'name of a colour map or colour scheme',
} as const;

/** Attributes of `<transformer-diagram>`. */
const ofDiagrams = {
  preset: 'vaswani-base, gpt2, bert-base, llama-2-7b, gpt3-175b, …',
  architecture: 'encoder-decoder, encoder or decoder',
  layers: 'how many; likewise heads, kv-heads, d-model, d-ff, vocab',
  heads: '',
  'kv-heads': '',
  'd-model': '',
  'd-ff': '',
  vocab: '',
  norm: 'pre or post',
  positions: 'sinusoidal, learned, rope, alibi, relative or none',
  tokens: 'text or tokens for the textbook model',
  source: 'text for its encoder-decoder',
  target: 'what its decoder has read so far',
  focus: 'block that fills the picture, such as encoder.0.self-attention',
} as const;

const looks = {
  lang: 'language of words in the picture: en, ko',
  width: 'CSS pixels; default 720, less where the sides would be empty',
  theme: 'light or dark',
  'font-family': 'default system-ui, sans-serif',
  'font-size': 'CSS pixels; default 14',
} as const;

const switches = {
  'hide-special': 'leaves out special tokens',
  renormalize: 'rows sum to 1 again after that',
} as const;

const commands = {
  render: { tag: 'attention-view', texts, switches },
  diagram: { tag: 'transformer-diagram', texts: ofDiagrams, switches: {} },
} as const;

export type CommandName = keyof typeof commands;

export const isCommand = (name: string): name is CommandName => Object.hasOwn(commands, name);

function configOf(command: CommandName): NonNullable<ParseArgsConfig['options']> {
  const { texts, switches } = commands[command];
  const all = (names: object, type: 'string' | 'boolean') =>
    Object.fromEntries(Object.keys(names).map((name) => [name, { type }]));
  return {
    ...all({ ...texts, ...looks }, 'string'),
    ...all({ ...switches, transparent: '' }, 'boolean'),
    output: { type: 'string', short: 'o', multiple: true },
    scaling: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  };
}

/** A call of the command, understood. */
export interface Call {
  /** The tag that would show the same. */
  tag: (typeof commands)[CommandName]['tag'];
  help: boolean;
  files: string[];
  outputs: string[];
  /** Pixels of a PNG for one CSS pixel. */
  scaling: number;
  options: StaticOptions & StaticDiagramOptions;
  /** The same options as attributes of the tag. */
  attributes: Record<string, string | boolean>;
}

/** Names of properties that are not those of the attributes. */
const properties: Record<string, string> = { 'd-ff': 'dFeedForward' };

const camel = (name: string) => properties[name] ?? name.replace(/-./g, (part) => part[1]!.toUpperCase());
const numbers = new Set(['width', 'font-size']);

/** @throws TypeError of Node's own parser for an unknown option */
export function readCall(command: CommandName, args: string[]): Call {
  const { values, positionals } = parseArgs({ args, options: configOf(command), allowPositionals: true });
  const {
    output = [],
    scaling = '2',
    help = false,
    ...given
  } = values as Record<string, string | boolean> & {
    output?: string[];
    scaling?: string;
    help?: boolean;
  };
  const options = Object.entries(given).map(([name, value]) => [
    camel(name),
    numbers.has(name) ? Number(value) : value,
  ]);
  const notOfTheTag = new Set(['width', 'font-family', 'font-size', 'transparent']);
  const attributes = Object.entries(given).filter(([name]) => !notOfTheTag.has(name));
  return {
    tag: commands[command].tag,
    help,
    files: positionals,
    outputs: output,
    scaling: Number(scaling),
    options: Object.fromEntries(options) as Call['options'],
    attributes: Object.fromEntries(attributes),
  };
}

const table = (rows: Record<string, string>, sample: string) =>
  Object.entries(rows)
    .filter(([, meaning]) => meaning)
    .map(([name, meaning]) => `  --${name}${sample}`.padEnd(26) + meaning)
    .join('\n');

export const usage = `attention-elements render [file] [options] -o picture.svg

Draws attention weights without a browser. The file is .json, .npy, .npz or .safetensors; “-” reads standard input.
The output is .svg, .png (with @resvg/resvg-js installed beside) or .html (one file, interactive, works offline);
give -o several times for several. Without -o, the SVG goes to standard output.

${table(texts, ' …')}
${table(switches, '')}

attention-elements diagram [options] -o picture.svg

Draws the architecture of a transformer, with numbers where there are tokens.

${table(ofDiagrams, ' …')}

attention-elements integrity [address of dist/cdn]

Prints the script tag of this version with the hashes of all its files; default address: the CDN.

Of render and diagram:

${table(looks, ' …')}
  --transparent           no ground
  --scaling …             pixels of a PNG for one CSS pixel; default 2

attention-elements render attn.npz --view matrix --layer 3 --head 5 -o figure.svg
attention-elements render --tokens "The cat sat on the mat" -o cat.svg -o cat.html
attention-elements diagram --preset gpt2 --focus decoder.0 -o layer.svg`;
