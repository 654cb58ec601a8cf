import { expect } from '@open-wc/testing';
import { halfToFloat } from '../../src/core/half-floats.js';

describe('halfToFloat(bits)', () => {
  it('widens normal, subnormal, zero and special half floats exactly', () => {
    expect(halfToFloat(0x3c00)).to.equal(1);
    expect(halfToFloat(0xc000)).to.equal(-2);
    expect(halfToFloat(0x3555)).to.equal(0.333251953125);
    expect(halfToFloat(0x0001)).to.equal(2 ** -24);
    expect(halfToFloat(0x7bff)).to.equal(65504);
    expect(Object.is(halfToFloat(0x8000), -0)).to.be.true;
    expect(halfToFloat(0x7c00)).to.equal(Infinity);
    expect(halfToFloat(0x7e00)).to.be.NaN;
  });
});
