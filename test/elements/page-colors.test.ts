import { expect, fixture } from '@open-wc/testing';
import { parseColor } from '../../src/elements/page-theme.js';
import { contrast } from '../../src/scene/color.js';
import type { Rgba } from '../../src/scene/scene.js';
import { diagram, part, parts, shown, until, view, type Drawn } from './harness.js';

/** What is painted behind an element, as the browser has it; the page's own canvas is white here. */
function groundBehind(element: Element): Rgba {
  for (
    let node: Node | null = element;
    node;
    node = node instanceof ShadowRoot ? node.host : node.parentNode
  ) {
    if (!(node instanceof Element)) continue;
    const color = parseColor(getComputedStyle(node).backgroundColor)!;
    if (color[3] > 0.9) return color;
  }
  return [255, 255, 255, 1];
}

/** How well an element's text can be read where it stands; a colour that lets the ground through counts as it looks. */
function legibility(element: Element): number {
  const ground = groundBehind(element);
  const [r, g, b, a] = parseColor(getComputedStyle(element).color)!;
  const seen = [r, g, b].map((byte, i) => a * byte + (1 - a) * ground[i as 0 | 1 | 2]);
  return contrast(ground, [...seen, 1] as unknown as Rgba);
}

/** The worst of the words in a drawing, on the ground behind the canvas. */
async function worstWord(element: Drawn): Promise<number> {
  const ground = groundBehind(part(element, 'canvas')!);
  const svg = new DOMParser().parseFromString(await element.toSVG(), 'image/svg+xml');
  const inks = [...svg.querySelectorAll('text')].map((text) => {
    const fill = text.closest('[fill]')!.getAttribute('fill')!;
    return contrast(ground, parseColor(fill)!);
  });
  expect(inks.length).to.be.above(2);
  return Math.min(...inks);
}

const pages = {
  light: 'background: #fff; color: #6b6375; color-scheme: light',
  dark: 'background: #101418; color: #c9d1d9; color-scheme: dark',
};

const figures = {
  'attention-view': (attributes: string) =>
    view(`<attention-view tokens="a cat sat" view="lines" controls="full" ${attributes}></attention-view>`),
  'transformer-diagram': (attributes: string) =>
    diagram(`<transformer-diagram preset="bert-base" ${attributes}></transformer-diagram>`),
};

const isPainted = (element: Drawn) =>
  parseColor(getComputedStyle(part(element, 'base')!).backgroundColor)![3] > 0;

async function standIn(page: string, element: Drawn): Promise<HTMLElement> {
  const box = await fixture<HTMLElement>(`<div style="${page}; width: 640px"></div>`);
  box.append(element);
  await shown(element);
  return box;
}

const wordsAround = 'legend badge head menu panel play path toolbar'.split(' ');

for (const [tag, make] of Object.entries(figures)) {
  for (const theme of ['light', 'dark', 'auto'] as const) {
    for (const [lightness, page] of Object.entries(pages)) {
      it(`<${tag} theme="${theme}"> can be read on a ${lightness} page`, async () => {
        const element: Drawn = await make(`theme="${theme}"`);
        await standIn(page, element);
        const fits = theme === 'auto' || theme === lightness;
        expect(isPainted(element), 'paints a ground').to.equal(!fits);
        expect(await worstWord(element), 'words of the drawing').to.be.at.least(4.5);
        const around = wordsAround.flatMap((name) => parts(element, name));
        expect(around.length).to.be.at.least(3);
        for (const one of around) {
          const name = one.getAttribute('part')!;
          expect(legibility(one), name).to.be.at.least(4.5);
        }
        const button = part(element, 'base')!.querySelector('button')!;
        expect(legibility(button), 'a button').to.be.at.least(4.5);
        const scheme = theme === 'auto' ? lightness : theme;
        expect(getComputedStyle(part(element, 'base')!).colorScheme).to.equal(scheme);
      });
    }
  }
}

describe('a forced theme', () => {
  const forced = (attributes: string) => figures['attention-view'](`theme="dark" ${attributes}`);

  it('takes the author’s ground where it is of its lightness, and no colour that cannot be read', async () => {
    const cases = [
      ['#1e1e2e', '#cdd6f4', 'rgb(30, 30, 46)', 'rgb(205, 214, 244)'],
      ['#f8f8f2', '#222222', 'rgb(22, 24, 29)', 'rgb(232, 234, 240)'],
      [
        'light-dark(#ffffff, #1e1e2e)',
        'light-dark(#222222, #cdd6f4)',
        'rgb(30, 30, 46)',
        'rgb(205, 214, 244)',
      ],
    ];
    for (const [ground, text, painted, written] of cases) {
      const element = await forced(
        `style="--attention-background: ${ground}; --attention-text: ${text}; --attention-accent: #222"`,
      );
      const { backgroundColor, color } = getComputedStyle(part(element, 'base')!);
      expect([backgroundColor, color], ground).to.deep.equal([painted, written]);
      expect(legibility(part(element, 'legend')!)).to.be.at.least(4.5);
      expect(await worstWord(element)).to.be.at.least(4.5);
    }
  });

  it('keeps the drawing inside its ground', async () => {
    const element = await forced('');
    const [ground, canvas] = [part(element, 'base')!, part(element, 'canvas')!].map((one) =>
      one.getBoundingClientRect(),
    ) as [DOMRect, DOMRect];
    expect(canvas.left - ground.left).to.be.at.least(8);
    expect(ground.right - canvas.right).to.be.at.least(8);
    expect(part(element, 'figure')!.scrollWidth).to.equal(part(element, 'figure')!.clientWidth);
  });

  it('follows a page that changes its colours, also slowly', async () => {
    const element = await forced('');
    document.body.style.background = '#0b0d10';
    try {
      await until(() => !isPainted(element), 'a dark page shows through');
      document.body.style.transition = 'background-color 0.1s';
      document.body.style.background = '#fff';
      await until(() => isPainted(element), 'the ground is back when the page has become light');
    } finally {
      document.body.removeAttribute('style');
    }
  });

  it('is legible in a dark box whose author has not said the colour of text', async () => {
    const element = await forced('');
    await standIn('background: #111', element);
    expect(isPainted(element)).to.be.false;
    expect(legibility(part(element, 'legend')!)).to.be.at.least(4.5);
    expect(await worstWord(element)).to.be.at.least(4.5);
  });
});
