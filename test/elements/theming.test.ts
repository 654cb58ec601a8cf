import { expect } from '@open-wc/testing';
import { part, view } from './harness.js';

const ownAccent = (style: string) =>
  `<attention-view style="${style}" tokens="a b" weights="1 0; .5 .5" view="lines"></attention-view>`;

describe('<attention-view>: custom properties', () => {
  const cases: [name: string, css: string, scheme?: string, color?: string][] = [
    ['a literal', '#0a7f3c'],
    ['another notation', 'rgb(10 127 60)'],
    ['light-dark() on a light page', 'light-dark(#0a7f3c, #ffccaa)'],
    ['light-dark() on a dark page', 'light-dark(#ffccaa, #0a7f3c)', 'dark'],
    ['currentColor', 'currentColor', 'light', '#0a7f3c'],
    ['color-mix() of it', 'color-mix(in srgb, currentColor 100%, red)', 'light', '#0a7f3c'],
    ['another property', 'var(--brand)', 'light', 'black; --brand: light-dark(#0a7f3c, red)'],
  ];
  for (const [name, css, scheme = 'light', color = 'CanvasText'] of cases) {
    it(`draws with ${name}`, async () => {
      const element = await view(
        ownAccent(`color-scheme: ${scheme}; color: ${color}; --attention-accent: ${css}`),
      );
      const svg = await element.toSVG();
      expect(svg.toLowerCase()).to.match(/#0a7f3c|rgba?\(10, ?127, ?60/);
      expect(element.shadowRoot!.querySelector('span[style*="color"]'), 'no probe is left').to.be.null;
    });
  }

  it('takes what is no colour for nothing said', async () => {
    const without = await view(ownAccent(''));
    const svg = await without.toSVG();
    for (const css of ['none', 'light-dark(red)', '12px']) {
      const element = await view(ownAccent(`--attention-accent: ${css}`));
      expect(await element.toSVG(), css).to.equal(svg);
      expect(part(element, 'error')).to.be.null;
    }
  });
});
