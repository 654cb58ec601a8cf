import { expect } from '@open-wc/testing';
import { render } from 'lit';
import type { Architecture, BlockPath } from '../../src/core/architecture/architecture.js';
import { blockAt } from '../../src/core/architecture/blocks.js';
import { makeArchitecture } from '../../src/core/architecture/make-architecture.js';
import { childrenOf } from '../../src/core/architecture/paths.js';
import { presets } from '../../src/core/architecture/presets.js';
import { formulaOf } from '../../src/elements/diagram-formula.js';
import { aboutOf, nameOf, shapeText } from '../../src/elements/diagram-names.js';
import { diagramStringsFor } from '../../src/elements/diagram-strings.js';
import { english } from '../../src/elements/diagram-strings-en.js';
import { korean } from '../../src/elements/diagram-strings-ko.js';

/** One block of each build: of layers and heads that are alike, the first. */
function blocksOf(architecture: Architecture, path: BlockPath = ''): BlockPath[] {
  const isFirst = (child: BlockPath) => !/\.(head\.)?[1-9]\d*$/.test(child);
  return [
    path,
    ...childrenOf(architecture, path)
      .filter(isFirst)
      .flatMap((child) => blocksOf(architecture, child)),
  ];
}

const builds: Record<string, Architecture> = {
  ...presets,
  alibi: makeArchitecture({ preset: 'gpt2', positions: 'alibi' }),
  relative: makeArchitecture({ preset: 'gpt2', positions: 'relative' }),
};

describe('words of diagrams', () => {
  it('are the same in both languages, with the same figures', () => {
    const figures = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
    for (const [key, text] of Object.entries(english)) {
      const other = (korean as Record<string, string>)[key];
      expect(other, key).to.be.a('string');
      expect([...new Set(figures(other!))], key).to.deep.equal([...new Set(figures(text))]);
    }
    expect(Object.keys(korean)).to.have.members(Object.keys({ ...korean, ...english }));
  });

  for (const [build, architecture] of Object.entries(builds)) {
    it(`say what every block is, does and computes: ${build}`, () => {
      for (const path of blocksOf(architecture)) {
        const block = blockAt(architecture, path);
        for (const lang of ['en', 'ko']) {
          const strings = diagramStringsFor(lang);
          const said = [
            nameOf(architecture, path, strings),
            aboutOf(architecture, block, strings, lang),
            shapeText([...block.input, ...block.output], strings, lang),
          ];
          // a missing string shows its key, a missing figure its name in braces
          for (const text of said)
            expect(text, `${path}: ${text}`)
              .to.match(/^[^{}]+$/)
              .and.not.match(/undefined|about_|draw_|axis_/);
        }
        const box = document.createElement('div');
        const formula = formulaOf(architecture, block);
        expect(formula, `formula of ${path}`).to.not.equal(undefined);
        render(formula, box);
        for (const math of box.querySelectorAll('math')) {
          expect(math.namespaceURI).to.equal('http://www.w3.org/1998/Math/MathML');
          expect(math.querySelector('mi, mn, mtext')!.namespaceURI).to.equal(math.namespaceURI);
          expect(math.textContent.trim().length).to.be.greaterThan(2);
        }
      }
    });
  }
});
