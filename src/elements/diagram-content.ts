import type { Architecture } from '../core/architecture/architecture.js';
import { makeArchitecture } from '../core/architecture/make-architecture.js';
import type { AttentionData } from '../core/attention-data.js';
import { givenTokens } from '../formats/tokens.js';
import type { ReadOptions } from '../formats/part.js';
import type { RunInput } from '../models/model.js';
import type { DiagramData } from '../scene/diagram/diagram.js';
import { exampleName, exampleText, type ExampleName } from './diagram-examples.js';
import type { DiagramContent, RawDiagram } from './diagram-input.js';
import { checkFits, readArchitecture, type AskedArchitecture } from './diagram-options.js';
import { given, readFile, readGiven, tokenHints } from './given.js';
import { checkModel, explained, isCheckpoint, modelUrl } from './model-address.js';
import { readNumber } from './read-attribute.js';
import type { Reading } from './reader.js';
import { tokenIds } from './token-ids.js';

type Given = string | string[] | undefined;

/**
 * What an author's input means: architecture, and data where there are some. At once where nothing has to be fetched or
 * computed.
 *
 * @throws InputError for what cannot be understood or built
 */
export function readContent(raw: RawDiagram, reading: Reading): DiagramContent | Promise<DiagramContent> {
  if (!raw.example) return contentOf(raw, reading);
  const example = exampleName(raw.example);
  const named = (content: DiagramContent) => ({ ...content, example });
  const content = contentOf(withExample(raw, example), reading);
  return content instanceof Promise ? content.then(named) : named(content);
}

function contentOf(input: RawDiagram, reading: Reading): DiagramContent | Promise<DiagramContent> {
  const asked = readArchitecture(input);
  if (given(input.weights)) return fromWeights(asked, readGiven(input.weights, hints(input, 'weights')));
  if (input.src) return fromWeights(asked, readFile(input.src, hints(input, 'src'), reading));
  if (reading.script) return fromWeights(asked, readGiven(reading.script, hints(input, 'JSON script')));
  checkModel(input.model);
  if (isCheckpoint(input.model)) {
    return fromModel(asked, input, reading).catch((error: unknown) => {
      throw explained(error, input.model!);
    });
  }
  return fromTokens(asked, input);
}

/** The texts of a task stand where the author has given none; its build, where the author asks for no other. */
function withExample(raw: RawDiagram, example: ExampleName): RawDiagram {
  const { preset, model, ...texts } = exampleText(example);
  const hasText = !!(raw.tokens ?? raw.text ?? raw.source ?? raw.target);
  const hasBuild = !!(raw.model ?? raw.preset);
  return withDefaults(raw, {
    ...(!hasText && texts),
    ...(!hasBuild && (model ? { model } : { preset })),
  });
}

/** An element with other values for some of its properties. */
const withDefaults = (raw: RawDiagram, own: Partial<RawDiagram>): RawDiagram =>
  new Proxy(raw, { get: (from, key) => Reflect.get(key in own ? own : from, key) as unknown });

function hints(input: RawDiagram, name: string): ReadOptions {
  const { source, target, axes } = input;
  const texts = { tokens: input.tokens ?? input.text, sourceTokens: source, targetTokens: target };
  return { input: name, ...tokenHints(texts), ...(axes && { axes }) };
}

/** Weights alone fix the numbers of layers and heads; what else the author says must agree with them. */
async function fromWeights(
  asked: AskedArchitecture,
  read: AttentionData[] | Promise<AttentionData[]>,
): Promise<DiagramContent> {
  const [parts, { architectureOfData, checkFit, dataFromParts }] = await Promise.all([
    read,
    import('../models/diagram/data-from-parts.js'),
  ]);
  const data = dataFromParts(parts);
  const known = architectureOfData(data);
  const hasPreset = asked.preset !== undefined;
  const architecture = makeArchitecture(hasPreset ? asked : { ...known, ...asked });
  checkFit(architecture, data);
  return {
    architecture,
    data,
    note: hasPreset || asked.dModel !== undefined ? 'onlyWeights' : 'assumedWidths',
  };
}

async function fromModel(
  asked: AskedArchitecture,
  input: RawDiagram,
  reading: Reading,
): Promise<DiagramContent> {
  const { base, signal } = reading;
  const [model, { modelArchitecture }, { runDiagram }] = await Promise.all([
    reading.hold(modelUrl(input.model!, base)).model,
    import('../models/diagram/model-architecture.js'),
    import('../models/diagram/run-diagram.js'),
  ]);
  const architecture = modelArchitecture(model);
  checkFits(asked, architecture, model.name);
  const text = runInput(input, architecture.kind);
  if (!text) return { architecture };
  const count = readNumber('generate', input.generate, 'a whole number from 0', 0, true) ?? 0;
  const isPrompt = 'text' in text || 'ids' in text;
  if (!count || architecture.kind !== 'decoder' || !isPrompt) {
    return { architecture, data: await runDiagram(model, text, { signal }) };
  }
  const ids = 'ids' in text ? [...text.ids] : (await model.tokenize(text.text)).ids;
  const prompt = ids.length;
  for await (const { id, end } of model.generate({ ids }, { maxTokens: count, signal })) {
    ids.push(id);
    if (end) break;
  }
  return { architecture, data: await runDiagram(model, { ids }, { signal }), prompt };
}

/** What a checkpoint is to read: its own tokenizer cuts texts into tokens; ids are tokens already. */
function runInput(input: RawDiagram, kind: Architecture['kind']): RunInput | undefined {
  const text = (value: Given) => (typeof value === 'string' ? value : value?.join(' ')) || undefined;
  const [source, target] = [text(input.source), text(input.target)];
  const ids = tokenIds(input.tokens);
  if (ids && !input.text && !source && !target)
    return kind === 'encoder-decoder' ? { sourceIds: ids } : { ids };
  const plain = input.text || text(input.tokens);
  if (kind === 'encoder-decoder' || (source && target)) {
    const from = source ?? plain;
    return from === undefined ? undefined : { source: from, ...(target && { target }) };
  }
  const only = plain ?? source;
  return only === undefined ? undefined : { text: only };
}

/** Tokens run through the textbook model, unless the author asks for another build: then they only pass through it. */
function fromTokens(asked: AskedArchitecture, input: RawDiagram): DiagramContent | Promise<DiagramContent> {
  const tokens = givenTokens(input.tokens) ?? givenTokens(input.text);
  const [source, target] = [givenTokens(input.source), givenTokens(input.target)];
  if (!tokens && !source && !target) return { architecture: makeArchitecture(asked) };
  const { kind, ...figures } = asked;
  // beside a recurrent network, only the tokens and the width matter: those of 2017, not of the textbook model
  const isCompared = input.compare === 'rnn';
  if (isCompared || (Object.keys(figures).length && input.model !== 'textbook')) {
    const architecture = makeArchitecture(asked);
    const data = tokensOnly(architecture, tokens, source, target);
    return { architecture, ...(data && { data }), ...(data && !isCompared && { note: 'onlyTokens' }) };
  }
  const both = kind === 'encoder-decoder' || (!kind && !!source);
  return import('../models/diagram/textbook-diagram.js').then(({ textbookDiagram }) => {
    const from = source ?? tokens ?? target!;
    const found = textbookDiagram(
      both
        ? { sourceTokens: from, targetTokens: target }
        : { tokens: tokens ?? from, causal: kind !== 'encoder' },
    );
    checkFits(asked, found.architecture, 'the textbook model');
    return found;
  });
}

/** Tokens where they go in, without any numbers. */
function tokensOnly(
  { kind, image }: Architecture,
  tokens: string[] | undefined,
  source: string[] | undefined,
  target: string[] | undefined,
): DiagramData | undefined {
  const from = source ?? tokens ?? target;
  // images are cut into patches, which have no words
  if (image || !from) return undefined;
  const decoded = kind === 'decoder' ? (tokens ?? from) : (target ?? from);
  return {
    source: { type: 'inline' },
    ...(kind !== 'decoder' && { encoder: { tokens: from } }),
    ...(kind !== 'encoder' && { decoder: { tokens: decoded } }),
  };
}
