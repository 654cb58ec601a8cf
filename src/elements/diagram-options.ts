import { makeArchitecture, type ArchitectureOptions } from '../core/architecture/make-architecture.js';
import type { Architecture } from '../core/architecture/architecture.js';
import { errorOf, InputError } from '../core/errors.js';
import { optionReader, readChoice, readNumber, type Leniency } from './read-attribute.js';

/** What an author wrote about how the diagram is shown. */
export interface RawDiagramOptions {
  step?: number | string;
  speed?: number | string;
  controls?: string;
  theme?: string;
  compare?: string;
  loading?: string;
  example?: string;
}

/** The same, checked. */
export interface DiagramOptions {
  /** From 1; absent while nothing is played. */
  step?: number;
  speed: number;
  controls: 'minimal' | 'full' | 'none';
  theme: 'auto' | 'light' | 'dark';
  compare: 'none' | 'rnn';
  loading: 'lazy' | 'eager';
}

/**
 * Checks what an author wrote. Throws an InputError that names the first attribute that cannot be understood; with
 * `leniency`, each of these stays as it was.
 */
export function readDiagramOptions(
  raw: RawDiagramOptions,
  leniency?: Leniency<DiagramOptions>,
): DiagramOptions {
  const option = optionReader(leniency);
  const step = option('step', () => readNumber('step', raw.step, 'a whole number from 1', 0, true));
  return {
    ...(step && { step }),
    speed: option('speed', () => readNumber('speed', raw.speed, 'a number from 0.1', 0.1) ?? 1),
    controls: option('controls', () => readChoice('controls', raw.controls, ['minimal', 'full', 'none'])),
    theme: option('theme', () => readChoice('theme', raw.theme, ['auto', 'light', 'dark'])),
    compare: option('compare', () => readChoice('compare', raw.compare, ['none', 'rnn'])),
    loading: option('loading', () => readChoice('loading', raw.loading, ['lazy', 'eager'])),
  };
}

/** What an author wrote about the build of the transformer. */
export interface RawArchitecture {
  architecture?: string;
  preset?: string;
  layers?: number | string;
  heads?: number | string;
  kvHeads?: number | string;
  dModel?: number | string;
  dFeedForward?: number | string;
  vocab?: number | string;
  norm?: string;
  positions?: string;
}

export type AskedArchitecture = ArchitectureOptions & { kind?: Architecture['kind'] };

/**
 * Hyper-parameters as numbers and words; what was not given is left out. Whether they can be built is asked later.
 *
 * @throws InputError that names all that cannot be understood: no other build stands in for one that was not
 */
export function readArchitecture(raw: RawArchitecture): AskedArchitecture {
  const problems: InputError[] = [];
  const option = optionReader<AskedArchitecture>({ last: {}, problems });
  const whole = (name: string, given: number | string | undefined) =>
    readNumber(name, given, 'a whole number from 1', 1, true);
  const word = <Value extends string>(name: string, given: string | undefined, allowed: Value[]) =>
    given ? readChoice(name, given, allowed) : undefined;
  const positions = ['sinusoidal', 'learned', 'rope', 'alibi', 'relative', 'none'] as const;
  const asked: AskedArchitecture = {
    kind: option('kind', () =>
      word('architecture', raw.architecture, ['encoder-decoder', 'encoder', 'decoder']),
    ),
    // a property may be set to anything
    preset: raw.preset ? String(raw.preset) : undefined,
    layers: option('layers', () => whole('layers', raw.layers)),
    heads: option('heads', () => whole('heads', raw.heads)),
    kvHeads: option('kvHeads', () => whole('kv-heads', raw.kvHeads)),
    dModel: option('dModel', () => whole('d-model', raw.dModel)),
    dFeedForward: option('dFeedForward', () => whole('d-ff', raw.dFeedForward)),
    vocab: option('vocab', () => whole('vocab', raw.vocab)),
    placement: option('placement', () => word('norm', raw.norm, ['pre', 'post'])),
    positions: option('positions', () => word('positions', raw.positions, [...positions])),
  };
  const problem = errorOf(problems);
  if (problem) throw problem;
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
}

/** Names of attributes, and the property of the architecture that each of them sets. */
const attributes = [
  ['architecture', 'kind'],
  ['layers', 'encoderLayers'],
  ['layers', 'decoderLayers'],
  ['heads', 'heads'],
  ['kv-heads', 'kvHeads'],
  ['d-model', 'dModel'],
  ['d-ff', 'dFeedForward'],
  ['vocab', 'vocab'],
  ['norm', 'placement'],
  ['positions', 'positions'],
] as const;

/**
 * Makes sure that a model is of the build that the author has asked for.
 *
 * @throws InputError (`attribute`) that names the first figure that differs
 */
export function checkFits(asked: AskedArchitecture, real: Architecture, whose: string): void {
  if (Object.keys(asked).length === 0) return;
  const { preset } = asked;
  const wanted = makeArchitecture(preset === undefined ? { kind: real.kind, ...asked } : asked);
  for (const [input, name] of attributes) {
    const said = input === 'layers' ? asked.layers : asked[name];
    if ((preset === undefined && said === undefined) || wanted[name] === real[name]) continue;
    throw new InputError({
      code: 'attribute',
      input: preset === undefined ? input : 'preset',
      found: preset === undefined ? `${wanted[name]}` : `“${preset}” with ${input} ${wanted[name]}`,
      expected: `${input} ${real[name]}, as ${whose} has`,
      hint: 'Leave the attribute out to see the build that belongs to the numbers.',
    });
  }
}
