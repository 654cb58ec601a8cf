import { expect } from '@open-wc/testing';
import { registerStrings } from '../../src/elements/string-tables.js';
import { diagram, part, shown, text, view, type Drawn } from './harness.js';

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
    // views of the arithmetic take their labels from one place: the scripts that are hardest to draw are enough there
    const arithmetic = /vowel|Hindi|Thai|emoji/.test(language) ? ['steps', 'neuron', 'flow'] : [];
    for (const name of ['arcs', 'lines', 'matrix', 'text', ...arithmetic]) {
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

/** Turns the whole page, as long as a figure is being made; fixtures are taken away after each test. */
async function onPage<Made>(dir: 'ltr' | 'rtl', make: () => Promise<Made>): Promise<Made> {
  document.documentElement.dir = dir;
  return make();
}

afterEach(() => document.documentElement.removeAttribute('dir'));

/** Every label of the picture, and every part of the element, lies inside it. */
async function expectInside(element: Drawn): Promise<void> {
  const host = element.getBoundingClientRect();
  const box = document.createElement('div');
  box.dir = 'ltr';
  box.innerHTML = await element.toSVG();
  document.body.append(box);
  const picture = box.querySelector('svg')!.getBoundingClientRect();
  const labels = [...box.querySelectorAll('text')];
  expect(labels.length).to.be.above(3);
  for (const label of labels) {
    const { left, right } = label.getBoundingClientRect();
    // engines give text in SVG a width that differs a little from the canvas's
    expect(left, label.textContent).to.be.at.least(picture.left - 3);
    expect(right, label.textContent).to.be.at.most(picture.right + 3);
  }
  box.remove();
  for (const name of ['path', 'toolbar', 'figure', 'panel', 'play', 'steps', 'legend', 'badge']) {
    const place = part(element, name)?.getBoundingClientRect();
    if (!place?.width) continue;
    expect(place.left, name).to.be.at.least(host.left - 1);
    expect(place.right, name).to.be.at.most(host.right + 1);
  }
  expect(element.scrollWidth).to.be.at.most(Math.ceil(host.width));
}

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

  for (const name of ['lines', 'matrix', 'heads', 'steps', 'neuron', 'flow']) {
    for (const width of [328, 640]) {
      it(`draws ${name} at ${width} px with every label inside the picture`, async () => {
        const element = await onPage('rtl', () => view(arabic(name), width));
        expect(part(element, 'error')).to.be.null;
        await expectInside(element);
      });
    }
  }

  it('writes the arithmetic of a pair from the left, from the query to the key', async () => {
    const element = await onPage('rtl', () =>
      view(arabic('steps').replace('view=', 'step="3" query="2" view=')),
    );
    const [from, to] = [...part(element, 'formula')!.querySelectorAll('bdi')];
    expect([from!.textContent, to!.textContent]).to.deep.equal(['على', 'القطة']);
    expect(from!.getBoundingClientRect().right).to.be.below(to!.getBoundingClientRect().left);
  });
  it('speaks a language that a page has registered, English where a word is missing', async () => {
    registerStrings('ar', { layer: 'الطبقة', layerHead: 'الطبقة {layer} · الرأس {head}' });
    const element = await view(arabic('arcs').replace('view=', 'lang="ar" dir="rtl" view='));
    expect(text(element, 'toolbar')).to.contain('الطبقة');
    expect(text(element, 'legend')).to.contain('attention weight');
  });
});

describe('<transformer-diagram>: from right to left', () => {
  const arabic = 'جلست القطة على السجادة';
  const levels = {
    'the whole model': `source="${arabic}" step="4" controls="full"`,
    'a layer': `tokens="${arabic}" focus="decoder.0"`,
    'all heads': `tokens="${arabic}" focus="decoder.1.self-attention"`,
    'one head': `tokens="${arabic}" focus="decoder.1.self-attention.head.0"`,
    numbers: `tokens="${arabic}" focus="decoder.1.self-attention.head.0.softmax"`,
    'beside a recurrent network': `tokens="${arabic}" compare="rnn" step="3"`,
  };
  for (const [level, attributes] of Object.entries(levels)) {
    for (const width of [328, 900]) {
      it(`draws ${level} at ${width} px with all labels inside, and formulas at the right`, async () => {
        const element = await onPage('rtl', () =>
          diagram(`<transformer-diagram ${attributes}></transformer-diagram>`, width),
        );
        expect(part(element, 'error')).to.be.null;
        await expectInside(element);
        const formulas = part(element, 'formula');
        if (!formulas) return;
        const box = formulas.getBoundingClientRect();
        for (const formula of formulas.querySelectorAll('math')) {
          const { left, right, width: needed } = formula.getBoundingClientRect();
          if (needed < box.width) expect(right).to.be.closeTo(box.right, 1);
          else expect(left).to.be.at.least(box.left);
        }
      });
    }
  }

  it('names two tokens in the order of the hops between them', async () => {
    const element = await diagram(
      `<transformer-diagram ${levels['beside a recurrent network']}></transformer-diagram>`,
    );
    const svg = new DOMParser().parseFromString(await element.toSVG(), 'image/svg+xml');
    const pair = [...svg.querySelectorAll('text')].find(({ textContent }) => textContent?.includes('→'))!;
    expect(pair.textContent).to.match(/جلست.*→.*السجادة/);
    expect(pair.getAttribute('direction')).to.be.null;
  });
});

describe('words of figures that are there already', () => {
  it('are those of a language that is registered afterwards, in the picture and around it', async () => {
    const words = async (element: Drawn) =>
      `${await element.toSVG()} ${element.shadowRoot!.textContent}`.replace(/\s+/g, ' ');
    // the small one first: what lies below a whole model is not near the window everywhere
    const figure = await view('<attention-view lang="x-new" tokens="a b"></attention-view>');
    const whole = await diagram('<transformer-diagram lang="x-new" preset="gpt2"></transformer-diagram>');
    expect(await words(whole))
      .to.contain('Token embedding')
      .and.contain('Parameters');
    registerStrings('x-new', { draw_embedding: 'Word table', parameters: 'Numbers', layer: 'Floor' });
    await Promise.all([shown(whole), shown(figure)]);
    expect(await words(whole))
      .to.contain('Word table')
      .and.not.contain('Token embedding');
    expect(text(figure, 'toolbar')).to.contain('Floor');
  });

  it('follow the language of the page when that changes', async () => {
    const figure = await view('<attention-view tokens="a b"></attention-view>');
    const whole = await diagram('<transformer-diagram preset="gpt2"></transformer-diagram>');
    const before = document.documentElement.lang;
    document.documentElement.lang = 'ko';
    // the page is watched by an observer, whose turn comes after this one
    await Promise.resolve();
    await Promise.all([shown(whole), shown(figure)]);
    expect(text(figure, 'toolbar')).to.contain('레이어');
    expect(await whole.toSVG()).to.contain('토큰 임베딩');
    document.documentElement.lang = before;
  });
});
