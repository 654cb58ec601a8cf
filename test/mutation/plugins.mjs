/**
 * What Stryker is told of this project: which mutants are in the sample, which literals are words for people, and where
 * results are written down, one a line, so that a run that was broken off can go on.
 */
import { createHash } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import generator from '@babel/generator';
import { declareFactoryPlugin, declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';
import { readOnly, readRecord, recordFile } from './record.mjs';

const share = Number(process.env.MUTATION_SHARE ?? 1);
const seed = process.env.MUTATION_SEED ?? '1';

const hash = (text) => createHash('sha256').update(text).digest();

const keyOf = (file, mutator, replacement, { start, end }) =>
  `${file} ${start.line}:${start.column}-${end.line}:${end.column} ${mutator} ` +
  hash(replacement).toString('base64url').slice(0, 8);

/** A number from 0 to 1 for each mutant, the same in every run with that seed: a smaller share is part of a larger one. */
const drawn = (key) => hash(`${seed} ${key}`).readUInt32BE() / 2 ** 32;

const relative = (fileName) => path.relative('.', fileName).replaceAll(path.sep, '/');

/**
 * Only what is in the sample, and not known from an earlier run, is put into the sources: a loop that asks for each of a
 * hundred mutants whether it is on takes several times as long. Stryker has no place to say so, hence the exact version
 * in package.json and this look behind its door.
 */
async function drawSample() {
  const known = readRecord();
  const only = readOnly();
  const behind = import.meta
    .resolve('@stryker-mutator/instrumenter')
    .replace(/index\.js$/, 'transformers/mutant-collector.js');
  const { MutantCollector } = await import(behind);
  const { collect } = MutantCollector.prototype;
  MutantCollector.prototype.collect = function (fileName, original, specs, offset) {
    const key = keyOf(relative(fileName), specs.mutatorName, generator.default(specs.replacement).code, {
      start: { ...original.loc.start, line: original.loc.start.line - 1 },
      end: { ...original.loc.end, line: original.loc.end.line - 1 },
    });
    const wanted = only ? only.has(key) : drawn(key) < share && !known.has(key);
    return collect.call(
      this,
      fileName,
      original,
      wanted ? specs : { ...specs, ignoreReason: 'not in the sample' },
      offset,
    );
  };
}
await drawSample();

const results = new Set(['Killed', 'Timeout', 'Survived', 'NoCoverage', 'RuntimeError']);

function record() {
  return {
    onMutantTested(mutant) {
      if (!results.has(mutant.status)) return;
      const { mutatorName, replacement, status } = mutant;
      const file = relative(mutant.fileName);
      // reports count from 1
      const zero = ({ line, column }) => ({ line: line - 1, column: column - 1 });
      const location = { start: zero(mutant.location.start), end: zero(mutant.location.end) };
      const key = keyOf(file, mutatorName, replacement, location);
      const line = { key, file, status, mutatorName, location, replacement };
      appendFileSync(recordFile, `${JSON.stringify(line)}\n`);
    },
  };
}

const speakers = new Set(['fail', 'notice', 'Error', 'InputError', 'RangeError', 'TypeError']);

/** Sentences of errors and notices. Codes and names are no sentences: they are mutated, since programs read them. */
const words = {
  shouldIgnore(place) {
    const { node } = place;
    const text =
      node.type === 'StringLiteral'
        ? node.value
        : node.type === 'TemplateLiteral'
          ? node.quasis.map(({ value }) => value.raw).join('')
          : '';
    if (!text.includes(' ')) return undefined;
    const said = place.findParent(
      ({ node: { type, callee } }) =>
        (type === 'CallExpression' || type === 'NewExpression') && speakers.has(callee.name),
    );
    return said ? 'words for people' : undefined;
  },
};

export const strykerPlugins = [
  declareFactoryPlugin(PluginKind.Reporter, 'record', record),
  declareValuePlugin(PluginKind.Ignore, 'words', words),
];
