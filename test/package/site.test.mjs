import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import test from 'node:test';
import { freshPage, sitePages } from '../tools/docs-site.mjs';

const manifest = JSON.parse(readFileSync('custom-elements.json', 'utf8'));
const elements = manifest.modules.flatMap((module) => module.declarations).filter((d) => d.tagName);

test('every page of the demo but the one for frames has the common navigation', () => {
  const all = readdirSync('demo').filter((file) => file.endsWith('.html') && file !== 'embed.html');
  assert.deepEqual(sitePages(), all);
});

for (const file of sitePages()) {
  test(`demo/${file} is up to date`, async () => {
    const html = readFileSync(`demo/${file}`, 'utf8');
    assert.equal(html, await freshPage(file, manifest), 'run `npm run docs`');
    assert.match(html, new RegExp(`href="${file}"[^>]*aria-current="page"`));
  });
}

test('the reference has every attribute, event, part and property of every element', () => {
  const html = readFileSync('demo/reference.html', 'utf8');
  for (const { tagName, attributes, events, cssParts, cssProperties } of elements) {
    for (const [kind, things = []] of Object.entries({
      attributes,
      events: events?.filter((event) => event.name),
      parts: cssParts,
      'css-properties': cssProperties,
    })) {
      assert.ok(things.length > 0, `${tagName} has ${kind}`);
      for (const { name } of things) assert.ok(html.includes(`id="${tagName}-${kind}-${name}"`), name);
    }
  }
});

test('the page of themes explains every custom property, and shows parts that are there', () => {
  const { cssParts, cssProperties } = elements.find(({ tagName }) => tagName === 'attention-view');
  const html = readFileSync('demo/themes.html', 'utf8');
  for (const { name } of cssProperties) assert.ok(html.includes(`<dt><code>${name}</code></dt>`), name);
  const [, list] = /const names = \[([\s\S]*?)\n\];/.exec(readFileSync('demo/themes.js', 'utf8'));
  const shown = [...list.matchAll(/'([\w-]+)'/g)].map(([, name]) => name);
  const parts = cssParts.map(({ name }) => name);
  assert.ok(shown.length > 8, shown.join());
  assert.deepEqual(
    shown.filter((name) => !parts.includes(name)),
    [],
  );
});
