import { expect, fixture } from '@open-wc/testing';
import { part, shown, text, type Drawn } from './harness.js';

const tags = {
  'attention-view':
    '<attention-view tokens="the cat saw the cat" view="matrix" layer="0" loading="eager"></attention-view>',
  'transformer-diagram': '<transformer-diagram preset="bert-base" loading="eager"></transformer-diagram>',
};

/** A figure in a column of a width, inside the markup around it. */
async function inColumn(width: number, figure: string, around = '*', css = ''): Promise<Drawn> {
  const column = await fixture<HTMLElement>(
    `<article class="md-typeset" style="width: ${width}px"><style>${css}</style>${around.replace('*', figure)}</article>`,
  );
  const element = column.querySelector<Drawn>('attention-view, transformer-diagram')!;
  await shown(element);
  return element;
}

/** As Material for MkDocs has it. */
const material =
  '.md-typeset figure { display: flow-root; width: fit-content; text-align: center; margin: 1em auto; max-width: 100% }';

const narrowing: Record<string, [around: string, css?: string]> = {
  'a figure of Material': ['<figure>*<figcaption>Caption</figcaption></figure>', material],
  'a float': ['<div style="float: left; max-width: 100%">*</div>'],
  'an inline block': ['<div style="display: inline-block; max-width: 100%">*</div>'],
  'an absolute box': [
    '<div style="position: relative; height: 9rem"><div style="position: absolute">*</div></div>',
  ],
  'an item of a row': ['<div style="display: flex">*</div>'],
  'a box in an item of a row': ['<div style="display: flex"><div style="min-width: 0">*</div></div>'],
  'an item of a column that centres': [
    '<div style="display: flex; flex-direction: column; align-items: center">*</div>',
  ],
  'a cell of a table': [
    '<table style="max-width: 100%; border-spacing: 0"><tr><td style="padding: 0">*</td></tr></table>',
  ],
  'an element that is a flex box itself': ['*', 'article > :not(style) { display: flex }'],
  'an element that is a grid itself': [
    '*',
    'article > :not(style) { display: grid; grid-template-columns: 1fr; gap: 1rem }',
  ],
  'an element that floats': ['*', 'article > :not(style) { float: left }'],
  'a paragraph’s place': ['*'],
};

for (const [tag, figure] of Object.entries(tags)) {
  describe(`<${tag}> has the width of its column in`, () => {
    for (const [name, [around, css]] of Object.entries(narrowing)) {
      it(name, async () => {
        for (const width of [1200, 360]) {
          const element = await inColumn(width, figure, around, css);
          const [host, canvas] = [element, part(element, 'canvas')!].map((one) =>
            one.getBoundingClientRect(),
          );
          expect(host!.width, `${width}`).to.be.within(0.9 * width, width + 0.5);
          expect(canvas!.width, 'the drawing').to.be.within(0.5 * Math.min(width, 400), host!.width + 0.5);
          const column = element.closest('article')!;
          expect(column.scrollWidth, 'nothing reaches out').to.be.at.most(width + 1);
        }
      });
    }

    it('and takes no height for it', async () => {
      const element = await inColumn(700, figure);
      const [host, base] = [element, part(element, 'base')!].map((one) => one.getBoundingClientRect());
      expect([host!.top, host!.height]).to.deep.equal([base!.top, base!.height]);
      const grid = await inColumn(
        700,
        figure,
        ...(narrowing['an element that is a grid itself'] as [string, string]),
      );
      expect(grid.offsetHeight).to.be.closeTo(element.offsetHeight, 1);
    });
  });

  describe(`<${tag}> in a page with a manner of its own`, () => {
    const manner =
      'text-align: center; text-indent: 3em; text-transform: uppercase; white-space: pre; hyphens: auto; ' +
      'font: italic small-caps bold 15px/2.4 serif; text-shadow: 1px 1px red; color: rgb(10, 60, 90); ' +
      'letter-spacing: 0.5px';

    it('sets its sentences as a figure does, in the page’s font and colour', async () => {
      const element = await inColumn(700, figure, `<section style="${manner}">*</section>`);
      const style = getComputedStyle(part(element, 'legend')!);
      expect([style.textAlign, style.textIndent, style.textTransform, style.whiteSpace]).to.deep.equal([
        'start',
        '0px',
        'none',
        'normal',
      ]);
      expect([style.fontStyle, style.fontWeight, style.fontVariant, style.textShadow]).to.deep.equal([
        'normal',
        '400',
        'normal',
        'none',
      ]);
      const base = getComputedStyle(part(element, 'base')!);
      expect([base.fontFamily, base.color, base.letterSpacing]).to.deep.equal([
        'serif',
        'rgb(10, 60, 90)',
        '0.5px',
      ]);
      expect(text(element, 'legend')).not.to.equal('');
    });

    it('begins its lines where the direction of the page does', async () => {
      const element = await inColumn(
        700,
        figure,
        '<section dir="rtl" style="text-align: center">*</section>',
      );
      const style = getComputedStyle(part(element, 'base')!);
      expect([style.direction, style.textAlign]).to.deep.equal(['rtl', 'start']);
    });
  });
}
