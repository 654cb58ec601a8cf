import { expect } from '@open-wc/testing';
import { textDirection } from '../../src/scene/text-direction.js';
import { arrowed, fillIn, isolated, said } from '../../src/scene/words.js';

describe('fillIn(text, values)', () => {
  it('puts values in place of their names, and leaves names alone that have none', () => {
    expect(fillIn('{a} of {b}, {a} {c}', { a: 1, b: 'two' })).to.equal('1 of two, 1 {c}');
  });

  it('keeps words that are written from right to left from turning their neighbours', () => {
    expect(fillIn('From “{from}” to “{to}”: {n} hops', { from: 'بيت', to: 'cat', n: 3 })).to.equal(
      'From “\u2068بيت\u2069” to “cat”: 3 hops',
    );
    for (const word of ['שלום', 'ܐܒܐ', 'ދިވެހި', 'ߒߞߏ', 'a ب'])
      expect(isolated(word)).to.equal(`\u2068${word}\u2069`);
    for (const word of ['cat', '고양이', 'кот', '猫', '3.14', '']) expect(isolated(word)).to.equal(word);
  });
});

describe('arrowed(from, to)', () => {
  it('points from the first word at the second in texts of either direction', () => {
    expect(arrowed('the', 'cat')).to.equal('the → cat');
    for (const [from, to] of [
      ['the', 'cat'],
      ['جلست', 'القطة'],
      ['the', 'القطة'],
      ['החתול', 'cat'],
    ] as const) {
      for (const dir of ['ltr', 'rtl']) {
        const box = document.createElement('p');
        Object.assign(box, { dir, textContent: arrowed(from, to) });
        document.body.append(box);
        const node = box.firstChild as Text;
        const at = (word: string) => {
          const range = document.createRange();
          const start = node.data.indexOf(word);
          range.setStart(node, start);
          range.setEnd(node, start + word.length);
          return range.getBoundingClientRect().left;
        };
        expect(at(from), `${from}, ${to}, ${dir}`).to.be.lessThan(at('→'));
        expect(at('→'), `${from}, ${to}, ${dir}`).to.be.lessThan(at(to));
        box.remove();
      }
    }
  });
});

describe('textDirection(text)', () => {
  it('is that of the first letter that does not stand isolated', () => {
    expect(textDirection('القطة cat')).to.equal('rtl');
    expect(textDirection('12 cat القطة')).to.equal('ltr');
    expect(textDirection('“\u2068القطة\u2069” looks at')).to.equal('ltr');
    expect(textDirection('\u2068cat\u2069 القطة')).to.equal('rtl');
    expect(textDirection(arrowed('القطة', 'جلست'))).to.equal('ltr');
    expect(textDirection('12')).to.equal('ltr');
  });
});

describe('said(value)', () => {
  it('writes two digits after the point, fewer where the number is large, and a real minus', () => {
    const cases: [number, string][] = [
      [0, '0.00'],
      [-0.001, '0.00'],
      [0.005, '0.01'],
      [-0.125, '−0.13'],
      [9.94, '9.94'],
      [9.95, '9.9'],
      [-12.34, '−12.3'],
      [99.4, '99.4'],
      [99.5, '100'],
      [-1234.5, '−1235'],
      [Infinity, '∞'],
      [-Infinity, '−∞'],
      [NaN, ''],
    ];
    for (const [value, text] of cases) expect(said(value), String(value)).to.equal(text);
  });
});
