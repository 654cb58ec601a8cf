import { expect } from '@open-wc/testing';
import type { AttentionView } from '../../src/elements/attention-view.js';
import { part, text, until, view } from './harness.js';

const said = (element: AttentionView) => part(element, 'figure')!.getAttribute('aria-label')!;

/** Chooses the head of the textbook model with a name. */
async function open(element: AttentionView, name: string, lang: string): Promise<void> {
  const labels = element.getWeights()!.headLabels!;
  const layer = labels.findIndex((heads) => heads?.some((head) => head?.name === name));
  const head = labels[layer]!.findIndex((label) => label?.name === name);
  Object.assign(element, { layer, head: [head], lang });
  element.requestUpdate();
  await element.updateComplete;
}

const patterns: [name: string, english: RegExp, korean: RegExp][] = [
  [
    'previous token',
    /Tokens attend mostly to the one before them \(on average \d+ % of their weight\)\. Strongest: “.+” looks at “.+”: \d/,
    /토큰은 주로 바로 앞 토큰을 봅니다\(평균 가중치 \d+%\)\. 가장 강한 곳: “.+” → “.+”: \d/,
  ],
  ['next token', /mostly to the one after them/, /주로 바로 뒤 토큰을 봅니다/],
  ['first token', /mostly to the first one/, /주로 첫 토큰을 봅니다/],
];

describe('the picture in words', () => {
  it('says what a head of the textbook model does, from its weights, in English and Korean', async () => {
    const element = await view(
      '<attention-view tokens="The cat sat on a mat . The cat sat on a chair"></attention-view>',
    );
    expect(said(element), 'of several heads, nothing').to.contain('Strongest').and.not.contain('mostly');
    for (const [name, english, korean] of patterns) {
      await open(element, name, 'en');
      expect(said(element), name).to.match(english);
      expect(text(element, 'legend'), name).to.contain('mostly');
      await open(element, name, 'ko');
      expect(said(element), name).to.match(korean);
      expect(text(element, 'legend'), name).to.contain('주로');
    }
    await open(element, 'nearby tokens', 'en');
    expect(said(element), 'without a clear pattern').to.contain('Strongest').and.not.contain('mostly');
  });

  it('gives the share of the weight as it is, of weights and not of scores', async () => {
    const element = await view(
      `<attention-view tokens="a b c d" weights="1 0 0 0; .9 .1 0 0; 0 .8 .2 0; 0 0 .7 .3"></attention-view>`,
    );
    expect(said(element)).to.contain('the one before them (on average 80 % of their weight).');
    expect(said(element)).to.contain('Strongest: “b” looks at “a”: 0.9000');
    expect(text(element, 'legend')).to.contain('on average 80 %');
    element.tokens = 'a b c';
    element.weights = '9 0 0; 9 0 0; 0 9 0';
    await until(() => said(element).includes('3 queries'), 'the scores are shown');
    expect(said(element)).not.to.contain('mostly');
  });
});
