import { expect } from '@open-wc/testing';
import { registerStrings } from '../../src/elements/string-tables.js';
import { part, text, view } from './harness.js';

/** Sentences of many scripts and the tokens that they have, at least. */
const sentences: [language: string, sentence: string, tokens: string[]][] = [
  ['Korean', '고양이가 매트 위에 앉았다.', ['고양이가', '매트', '위에', '앉았다', '.']],
  ['Japanese', '猫が座った。', ['猫', 'が', '。']],
  ['Chinese', '猫坐在垫子上。', ['猫', '。']],
  ['Arabic', 'جلست القطة على السجادة.', ['جلست', 'القطة', 'على', 'السجادة', '.']],
  ['Arabic with vowel signs', 'كَتَبَ الطَّالِبُ', ['كَتَبَ', 'الطَّالِبُ']],
  ['Hebrew', 'החתול ישב על השטיח', ['החתול', 'ישב', 'על', 'השטיח']],
  ['Hindi', 'बिल्ली चटाई पर बैठी।', ['बिल्ली', 'चटाई', 'पर', 'बैठी']],
  ['Thai', 'แมวนั่งบนเสื่อ', ['แมว', 'นั่ง', 'บน', 'เสื่อ']],
  ['emoji', '👩‍👩‍👧 ❤️‍🔥 👍🏽 🇰🇷 1️⃣', ['👩‍👩‍👧', '❤️‍🔥', '👍🏽', '🇰🇷', '1️⃣']],
  ['Vietnamese, decomposed', 'mèo ngồi trên thảm'.normalize('NFD'), ['mèo'.normalize('NFD')]],
];

const quoted = (tokens: string) => tokens.replaceAll('&', '&amp;').replaceAll('"', '&quot;');

describe('<attention-view>: scripts of the world', () => {
  for (const [language, sentence, expected] of sentences) {
    for (const name of ['arcs', 'lines', 'matrix', 'text'] as const) {
      it(`draws ${language} whole in the view ${name}`, async () => {
        const element = await view(
          `<attention-view tokens="${quoted(sentence)}" view="${name}"></attention-view>`,
        );
        expect(part(element, 'error')).to.be.null;
        const { queryTokens } = element.getWeights()!;
        expect(queryTokens).to.include.members(expected);
        // no grapheme is cut in two
        const graphemes = [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(sentence)];
        const whole = graphemes.map(({ segment }) => segment).filter((grapheme) => grapheme.trim());
        const found = queryTokens.flatMap((token) =>
          [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(token)].map(
            ({ segment }) => segment,
          ),
        );
        expect(found.filter((grapheme) => grapheme.trim())).to.deep.equal(whole);
        const svg = new DOMParser().parseFromString(await element.toSVG(), 'image/svg+xml');
        const labels = [...svg.querySelectorAll('text')];
        for (const token of expected) {
          const label = labels.find(({ textContent }) => textContent === token);
          expect(label, token).to.exist;
          const isRightToLeft = ['Arabic', 'Hebrew'].includes(language.split(' ')[0]!) && token !== '.';
          expect(label!.getAttribute('direction'), token).to.equal(isRightToLeft ? 'rtl' : null);
        }
      });
    }
  }
});

/** Where a token's label stands in the picture. */
async function placeOf(element: Awaited<ReturnType<typeof view>>, token: string): Promise<number> {
  const svg = new DOMParser().parseFromString(await element.toSVG(), 'image/svg+xml');
  const label = [...svg.querySelectorAll('text')].find(({ textContent }) => textContent === token);
  return Number(label!.getAttribute('x'));
}

describe('<attention-view>: from right to left', () => {
  const arabic = (name: string) =>
    `<attention-view tokens="جلست القطة على السجادة" view="${name}" head="0"></attention-view>`;
  const press = async (element: Awaited<ReturnType<typeof view>>, key: string) => {
    part(element, 'figure')!.dispatchEvent(
      new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }),
    );
    await element.updateComplete;
    return element.shadowRoot!.querySelector('#cell')?.textContent ?? '';
  };

  for (const name of ['arcs', 'text']) {
    it(`sets ${name} from the right, and the arrow keys go where they point`, async () => {
      const element = await view(arabic(name));
      expect(await placeOf(element, 'جلست')).to.be.greaterThan(await placeOf(element, 'السجادة'));
      part(element, 'figure')!.focus();
      await press(element, 'Home');
      expect(await press(element, 'ArrowLeft')).to.contain('القطة');
      expect(await press(element, 'ArrowLeft')).to.contain('على');
      expect(await press(element, 'ArrowRight')).to.contain('القطة');
    });
  }

  it('keeps matrices and English from the left', async () => {
    const matrix = await view(arabic('matrix'));
    await press(matrix, 'Home');
    expect(await press(matrix, 'ArrowRight')).to.contain('القطة');
    const english = await view('<attention-view tokens="the cat sat" view="text" head="0"></attention-view>');
    await press(english, 'Home');
    expect(await press(english, 'ArrowRight')).to.contain('cat');
  });

  it('turns controls and legend with the page, and stays inside it', async () => {
    for (const dir of ['ltr', 'rtl']) {
      const element = await view(arabic('matrix'), 360);
      element.parentElement!.dir = dir;
      await new Promise(requestAnimationFrame);
      const host = element.getBoundingClientRect();
      const middle = (name: string) => {
        const box = part(element, name)!.getBoundingClientRect();
        expect(box.left, name).to.be.at.least(host.left - 1);
        expect(box.right, name).to.be.at.most(host.right + 1);
        return (box.left + box.right) / 2 - (host.left + host.right) / 2;
      };
      // the badge stands at the end of the legend
      expect(Math.sign(middle('badge')), dir).to.equal(dir === 'rtl' ? -1 : 1);
      middle('toolbar');
      middle('figure');
      expect(element.scrollWidth).to.be.at.most(Math.ceil(host.width));
    }
  });

  it('speaks a language that a page has registered, English where a word is missing', async () => {
    registerStrings('ar', { layer: 'الطبقة', layerHead: 'الطبقة {layer} · الرأس {head}' });
    const element = await view(arabic('arcs').replace('view=', 'lang="ar" dir="rtl" view='));
    expect(text(element, 'toolbar')).to.contain('الطبقة');
    expect(text(element, 'legend')).to.contain('attention weight');
  });
});
