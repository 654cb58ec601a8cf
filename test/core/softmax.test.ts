import { expect } from '@open-wc/testing';
import { logSoftmax, softmax } from '../../src/core/softmax.js';
import { needSharedData } from '../shared-data.js';
import { expectClose, oracleCase } from './oracle.js';

const plain = ['finfo-min', 'large-logits', 'near-overflow', 'random', 'wide'];
const both = (name: string) => [`${name}-a`, `${name}-b`];

describe('softmax(x, columns) equals PyTorch', () => {
  before(async function () {
    await needSharedData(this);
  });

  for (const name of plain.flatMap(both)) {
    it(`in weights and logarithms: ${name}`, async () => {
      const { inputs, outputs, shapes } = await oracleCase(`softmax/${name}`);
      expectClose(softmax(inputs.x!, shapes.x![1]!), outputs.softmax!);
      expectClose(logSoftmax(inputs.x!, shapes.x![1]!), outputs.log_softmax!);
    });
  }

  for (const name of both('infinities')) {
    it(`but for a row of -Infinity, which gives zeros: ${name}`, async () => {
      const { inputs, outputs, shapes } = await oracleCase(`softmax/${name}`);
      const columns = shapes.x![1]!;
      const masked = (_: number, i: number) => Math.floor(i / columns) === 2;
      expectClose(
        softmax(inputs.x!, columns),
        outputs.softmax!.map((y, i) => (masked(y, i) ? 0 : y)),
      );
      expectClose(
        logSoftmax(inputs.x!, columns),
        outputs.log_softmax!.map((y, i) => (masked(y, i) ? -Infinity : y)),
      );
    });
  }

  for (const name of both('off-by-one')) {
    it(`with one more in the denominator: ${name}`, async () => {
      const { inputs, outputs, shapes } = await oracleCase(`softmax/${name}`);
      expectClose(softmax(inputs.x!, shapes.x![1]!, { offByOne: true }), outputs.softmax1!);
    });
  }

  for (const name of both('temperatures')) {
    it(`at every temperature: ${name}`, async () => {
      const { inputs, outputs, params, shapes } = await oracleCase(`softmax/${name}`);
      const rows = (params.temperatures as number[]).map((temperature) => [
        ...softmax(inputs.x!, shapes.x![1]!, { temperature }),
      ]);
      expectClose(rows.flat(), outputs.softmax!);
    });
  }
});

describe('softmax(x, columns)', () => {
  it('gives zeros for a row without any key, and leaves the next row alone', () => {
    const x = Float32Array.of(-Infinity, -Infinity, 0, 0);
    expect([...softmax(x, 2)]).to.deep.equal([0, 0, 0.5, 0.5]);
    expect([...softmax(x, 2, { offByOne: true })].slice(0, 2)).to.deep.equal([0, 0]);
  });

  it('makes a whole row NaN where one logit is', () => {
    expect([...softmax(Float32Array.of(NaN, -Infinity, 1, NaN), 2)].every(Number.isNaN)).to.be.true;
  });

  it('with one more in the denominator survives logits far from zero', () => {
    expect([...softmax(Float32Array.of(1000, 1000, -1000, -1000), 2, { offByOne: true })]).to.deep.equal([
      0.5, 0.5, 0, 0,
    ]);
  });
});
