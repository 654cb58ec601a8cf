import { expect } from '@open-wc/testing';
import { headMatrix } from '../../src/core/attention-data.js';
import { readNpy } from '../../src/formats/npy.js';
import { readWeights } from '../../src/formats/read-weights.js';
import type { Tensor } from '../../src/formats/tensor.js';
import { shortestFloat, writeCsv, writeJson } from '../../src/formats/write.js';
import { needSharedData, sharedBytes, sharedJson } from '../shared-data.js';
import { expectSameNumbers } from './helpers.js';

describe('shortestFloat(x)', () => {
  it('writes no digits that float32 does not need', () => {
    const cases: [number, string][] = [
      [0.1, '0.1'],
      [1 / 3, '0.33333334'],
      [0, '0'],
      [1, '1'],
      [16777216, '16777216'],
      [1e-5, '0.00001'],
      [3.4028234663852886e38, '3.4028235e+38'],
      [-0.5, '-0.5'],
    ];
    for (const [x, text] of cases) expect(shortestFloat(Math.fround(x))).to.equal(text);
  });

  it('reads back to the same bits for floats of every size', () => {
    const bits = new Uint32Array(1);
    const float = new Float32Array(bits.buffer);
    for (let i = 0; i < 20_000; i++) {
      bits[0] = (i * 2654435761) >>> 0;
      if (Number.isFinite(float[0]!))
        expect(Math.fround(Number(shortestFloat(float[0]!)))).to.equal(float[0]);
    }
  });
});

describe('writeCsv(shown)', () => {
  const csv = (queryTokens: string[], keyTokens: string[], weights: number[], label = 'head 1') =>
    writeCsv({ queryTokens, keyTokens, matrices: [{ label, weights }] });

  it('writes a header and one line per head and query, with CRLF and a byte order mark', () => {
    const text = writeCsv({
      queryTokens: ['나는', 'b'],
      keyTokens: ['x', 'y'],
      matrices: [
        { label: 'head 0', weights: Float32Array.of(1, 0, 0.4, 0.6) },
        { label: 'head 1', weights: Float32Array.of(0.5, 0.5, 0, 1) },
      ],
    });
    expect(text).to.equal(
      '\ufeffhead,query,x,y\r\nhead 0,나는,1,0\r\nhead 0,b,0.4,0.6\r\nhead 1,나는,0.5,0.5\r\nhead 1,b,0,1\r\n',
    );
  });

  it('quotes commas, quotes, line ends and spaces at the ends', () => {
    expect(csv([','], ['"'], [1]))
      .to.contain('head,query,""""')
      .and.to.contain('head 1,",",1');
    expect(csv(['a\nb'], [' the'], [1]))
      .to.contain('head,query," the"')
      .and.to.contain('"a\nb"');
  });

  it('keeps spreadsheets from running tokens as formulas, and numbers as numbers', () => {
    const text = csv(['=1+1', '+a', '-b', '@c', '\tx', 'd'], ['k'], [-0.5, 1, 1, 1, 1, 1], '=HYPERLINK("x")');
    expect(text).to.contain(`"'=HYPERLINK(""x"")",'=1+1,-0.5\r\n`);
    for (const safe of [`,'+a,`, `,'-b,`, `,'@c,`, `,"'\tx",`, ',d,']) {
      if (safe.includes('\t')) expect(text).to.match(/,"?'\tx"?,/);
      else expect(text).to.contain(safe);
    }
  });
});

describe('writeJson(shown)', () => {
  it('is read back with the same tokens, labels and bits', async function () {
    await needSharedData(this);
    const tensor = readNpy(new Uint8Array(await sharedBytes('real/xlm-ende-14/weights.npy')), 'x') as Tensor;
    const tokens = await sharedJson<string[]>('real/xlm-ende-14/tokens.json');
    const [data] = readWeights(tensor, { tokens });
    const matrices = [0, 3, 7].map((head) => ({
      label: `layer 2, head ${head}`,
      weights: headMatrix(data!, 2, head),
    }));
    const [again] = readWeights(writeJson({ queryTokens: tokens, keyTokens: tokens, matrices }));
    expect(again).to.deep.include({ layers: 1, heads: 3, queryTokens: tokens, notices: [] });
    expect(again!.headLabels).to.deep.equal([matrices.map(({ label }) => ({ name: label }))]);
    matrices.forEach(({ weights }, h) => expectSameNumbers(headMatrix(again!, 0, h), weights, `head ${h}`));
  });

  it('writes masked scores so that they are read back', () => {
    const weights = Float32Array.of(0.25, -Infinity, 1.5, -0.75);
    const shown = {
      queryTokens: ['"', '\\'],
      keyTokens: ['<', '\u2028'],
      matrices: [{ label: 'x', weights }],
    };
    const [again] = readWeights(writeJson(shown));
    expectSameNumbers(again!.weights, weights, 'scores');
    expect(again).to.deep.include({ queryTokens: ['"', '\\'], keyTokens: ['<', '\u2028'], values: 'scores' });
  });
});
