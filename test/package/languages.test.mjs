/** Every table of words, in every language that there is: a language is what has a table of its own. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import test from 'node:test';
import {
  koreanFiles,
  koreanPages,
  korean as attributes,
  samples,
  strings,
} from '../../demo/playground-strings.js';
import { strings as buttons } from '../../demo/demo-strings.js';
import { crossHeads, selfHeads } from '../../dist/esm/models/textbook-heads.js';
import { diagramStringsFor } from '../../dist/esm/elements/diagram-strings.js';
import { stringsFor } from '../../dist/esm/elements/strings.js';
import { copyModel } from '../../dist/esm/models/diagram/copy-model.js';
import { pages } from '../tools/docs-site.mjs';

const folder = 'dist/esm/elements';

/** Tables by kind and language: `strings-ko.js` is of the kind `strings`. */
const tables = {};
for (const file of readdirSync(folder)) {
  const [, kind, lang] =
    /^(strings|diagram-strings|diagram-words|head-about)-([a-z]{2,3}(?:-\w+)?)\.js$/.exec(file) ?? [];
  if (!kind) continue;
  const exported = Object.values(await import(`../../${folder}/${file}`));
  assert.equal(exported.length, 1, file);
  (tables[kind] ??= {})[lang] = exported[0];
}
const languages = Object.keys(tables.strings).filter((lang) => lang !== 'en');

/** Names that stand for values in a text, each once. */
const placeholders = (text) => [...new Set(text.match(/\{\w+\}/g))].sort();

/** What is wrong with a table that ought to say what the English one says. */
function faults(table, english) {
  const missing = Object.keys(english).filter((key) => !(key in table));
  // heads have English names in the data
  const strange = Object.keys(table).filter((key) => !(key in english) && !key.startsWith('head_'));
  const empty = Object.keys(table).filter((key) => !table[key]?.trim?.());
  const otherPlaceholders = Object.keys(english).filter(
    (key) => key in table && String(placeholders(table[key])) !== String(placeholders(english[key])),
  );
  return { missing, strange, empty, otherPlaceholders };
}

const none = { missing: [], strange: [], empty: [], otherPlaceholders: [] };

test('the check of tables finds what is wrong', () => {
  const english = { a: 'one {x}', b: 'two', c: 'three {y} {z}' };
  assert.deepEqual(faults({ a: 'eins {y}', c: ' ', d: 'vier', head_e: 'fünf' }, english), {
    missing: ['b'],
    strange: ['d'],
    empty: ['c'],
    otherPlaceholders: ['a', 'c'],
  });
  assert.deepEqual(faults({ a: '{x} eins', b: 'zwei', c: '{z} {y} {z}' }, english), none);
});

test('there are Korean and English', () => {
  assert.deepEqual(Object.keys(tables).sort(), ['diagram-strings', 'diagram-words', 'head-about', 'strings']);
  assert.ok(languages.includes('ko'));
});

for (const lang of languages) {
  for (const kind of ['strings', 'diagram-strings', 'diagram-words']) {
    test(`${kind}-${lang} says all that ${kind}-en says, with the same values`, () => {
      assert.deepEqual(faults(tables[kind][lang], tables[kind].en), none);
    });
  }

  test(`figures and diagrams find the language ${lang}`, () => {
    assert.equal(stringsFor(lang), tables.strings[lang], 'strings.ts');
    assert.equal(diagramStringsFor(lang), tables['diagram-strings'][lang], 'diagram-strings.ts');
  });

  test(`heads have names and descriptions in the language ${lang}, and none that no head has`, () => {
    const table = tables.strings[lang];
    const copying = copyModel('copy').decoder.flatMap(({ cross }) => cross.heads);
    const needed = new Set();
    for (const { id, description } of [
      ...selfHeads(false),
      ...selfHeads(true),
      ...crossHeads,
      copying,
    ].flat()) {
      const isCross = /other text|source/.test(description);
      needed.add(`head_${id}`).add(`head_${id}_about${isCross ? '_cross' : ''}`);
    }
    for (const model of ['translator', 'writer', 'reader']) {
      const config = readFileSync(`src/models/shipped/${model}/config.json`, 'utf8');
      for (const [, role] of config.matchAll(/"(?:role|nearest)":\s*"([\w-]+)"/g))
        needed.add(`head_role-${role}`);
    }
    assert.deepEqual(
      [...needed].filter((key) => !table[key]?.trim()),
      [],
    );
    const about = Object.keys(table).filter((key) => /^head_\w+_about/.test(key));
    assert.deepEqual(about.sort(), Object.keys(tables['head-about'][lang]).sort());
    assert.deepEqual(
      about.filter((key) => !needed.has(key)),
      [],
    );
  });
}

test('the demo says all in both languages', () => {
  for (const { en, ko } of [strings, buttons]) {
    assert.deepEqual(Object.keys(ko), Object.keys(en));
    assert.deepEqual(faults(ko, en), none);
  }
  const { modules } = JSON.parse(readFileSync('custom-elements.json', 'utf8'));
  const elements = modules.flatMap((module) => module.declarations).filter(({ tagName }) => tagName);
  for (const { tagName, attributes: all } of elements) {
    const said = attributes[tagName];
    assert.deepEqual(Object.keys(said).sort(), all.map(({ name }) => name).sort(), tagName);
    assert.deepEqual(
      Object.keys(said).filter((name) => !said[name].trim()),
      [],
      tagName,
    );
    for (const { en, ko } of samples[tagName]) assert.ok(en && ko, `${tagName}: ${en} ${ko}`);
  }
});

test('the playground names pages in Korean as the pages themselves do', () => {
  const named = pages.filter(([, , own]) => typeof own !== 'string');
  assert.deepEqual(koreanPages, Object.fromEntries(named.map(([page, { ko }]) => [page, ko])));
  const own = named.filter(([, , files]) => files);
  assert.deepEqual(koreanFiles, Object.fromEntries(own.map(([page, , { ko }]) => [page, ko])));
  for (const [, { en, ko }] of pages) assert.ok(en && ko);
});
