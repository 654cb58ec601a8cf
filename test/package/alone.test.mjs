/** Pictures that stand alone: cut to what is drawn, saying of which head they are, and with fonts for every script. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { renderToHTML, renderToSVG } from 'attention-elements/static';
import { svgForPng } from '../../dist/esm/cli/png-fonts.js';

const weights = (layers, heads, tokens) =>
  JSON.stringify({
    tokens: Array.from({ length: tokens }, (_, i) => `t${i}`),
    weights: Array.from({ length: layers }, () =>
      Array.from({ length: heads }, () =>
        Array.from({ length: tokens }, () => Array.from({ length: tokens }, () => 1 / tokens)),
      ),
    ),
  });

test('where no width is asked for, a small matrix is cut to its own width, with its ground', async () => {
  const options = { weights: weights(1, 1, 9), view: 'matrix' };
  const { svg, width, height } = await renderToSVG(options);
  assert.ok(width > 300 && width < 420, `${width}`);
  const [, x, w, h] = /viewBox="([\d.]+) 0 ([\d.]+) ([\d.]+)"/.exec(svg).map(Number);
  assert.deepEqual([w, h], [width, height]);
  assert.ok(x > 100);
  assert.ok(svg.includes(`<rect x="${x}" width="${w}" height="${h}"`));
  const whole = await renderToSVG({ ...options, width: 720 });
  assert.equal(whole.width, 720);
  assert.ok(whole.svg.includes('viewBox="0 0 720'));
  // nothing else has moved
  const marks = (text) => text.slice(text.indexOf('<text'));
  assert.equal(marks(svg), marks(whole.svg));
});

test('what an element takes over keeps its width', async () => {
  const still = await renderToHTML({ weights: weights(1, 1, 9), view: 'matrix' });
  assert.match(still, /viewBox="0 0 720/);
});

test('turned and long labels are not cut off', async () => {
  const tokens = ['internationalisation', 'b', 'internationalisation'];
  const { svg, width } = await renderToSVG({ tokens, weights: '1 0 0; 0 1 0; 0 0 1', view: 'matrix' });
  const left = Number(/viewBox="([\d.]+)/.exec(svg)[1]);
  const rows = [...svg.matchAll(/<text x="([\d.]+)"[^>]*text-anchor="end"[^>]*>internat/g)];
  assert.ok(rows.length >= 2);
  for (const [, x] of rows) assert.ok(Number(x) - 130 > left && Number(x) < left + width);
});

test('a picture that stands alone says of which layer and head it is', async () => {
  const said = async (options) => (await renderToSVG(options)).description;
  const some = { weights: weights(4, 3, 5) };
  assert.match(
    await said({ ...some, view: 'matrix', layer: '2', head: '1' }),
    /^Layer 2 · Head 1\. Attention/,
  );
  assert.match(await said({ ...some, view: 'lines' }), /^Layer 0 · Head 0–2\. Attention/);
  assert.match(
    await said({ ...some, view: 'lines', layer: '0 2 3', head: '1' }),
    /^Layer 0, 2–3 · Head 1\. /,
  );
  assert.match(await said({ ...some, view: 'matrix', layer: 'all', aggregate: 'mean', lang: 'ko' }), /^레이어 0–3 · 헤드 0: 헤드 4개의 평균\. /); // prettier-ignore
  assert.match(await said({ tokens: 'I see', view: 'matrix' }), /^Layer 0 · Head 0: previous token\. /);
  assert.match(await said({ ...some, view: 'heads' }), /^Attention of 4 layers/);
  assert.match(await said({ weights: weights(1, 1, 3), view: 'lines' }), /^Layer 0 · Head 0\. Attention/);
});

/** Families of each label that asks for some, as a painter of PNGs is told them. */
const familiesOf = (svg, lang) =>
  Object.fromEntries(
    [...svgForPng(svg, lang).matchAll(/<text font-family="([^"]*)"[^>]*>([^<]*)/g)].map(
      ([, families, text]) => [text, families],
    ),
  );

test('for a PNG every script asks for sans-serif fonts of its own, in a list that the painter can read', async () => {
  const tokens = ['나는', '漢字', 'かな', 'سلام', 'สวัสดี', 'cat', 'สวัสดี a'];
  const { svg } = await renderToSVG({ tokens, view: 'matrix', lang: 'ko' });
  const made = familiesOf(svg, 'ko');
  assert.match(made['나는'], /^'Apple SD Gothic Neo','Malgun Gothic','Noto Sans CJK KR',/);
  assert.equal(made['漢字'], made['나는']);
  assert.match(made['かな'], /'Noto Sans CJK JP'/);
  assert.match(made['سلام'], /'Noto Sans Arabic'/);
  assert.match(made['สวัสดี'], /'Noto Sans Thai'/);
  assert.doesNotMatch(made['สวัสดี a'], /'Noto Sans Thai'/);
  assert.equal(made.cat, undefined);
  for (const families of Object.values(made)) assert.doesNotMatch(families, /, /);
  assert.match(familiesOf(svg, 'ja')['漢字'], /'Noto Sans CJK JP'/);
  // a font for words that has no arrow would be given up for the words as well
  const english = await renderToSVG({ tokens: 'I see', view: 'matrix' });
  assert.match(familiesOf(english.svg)['key →'], /'DejaVu Sans'/);
});

test('for a PNG families that were asked for come first, unless they have Latin letters alone', async () => {
  const families = async (fontFamily) => {
    const { svg } = await renderToSVG({ tokens: '나는', fontFamily, view: 'matrix' });
    return familiesOf(svg)['나는'];
  };
  assert.match(await families('Pretendard, sans-serif'), /^Pretendard,'Apple SD Gothic Neo'/);
  assert.match(await families('"Helvetica Neue", sans-serif'), /^'Apple SD Gothic Neo'/);
  assert.equal(await families('Batang, serif'), undefined);
});

test('for a PNG texts from right to left stand where they stand in browsers', async () => {
  const { svg } = await renderToSVG({ tokens: ['سلام'], view: 'matrix' });
  assert.match(svg, /text-anchor="start" direction="rtl"/);
  const made = svgForPng(svg);
  assert.doesNotMatch(made, /direction=/);
  assert.match(made, /text-anchor="end"[^>]*>سلام/);
  // in a text that is turned around, a shift of its first letter would be one of its last
  assert.doesNotMatch(svg, / dy=/);
});
