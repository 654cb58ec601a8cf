import { expect } from '@open-wc/testing';
import { headMatrix } from '../../src/core/attention-data.js';
import { rangeOf, storedHead } from '../../src/core/stored-head.js';
import { readWeights } from '../../src/formats/read-weights.js';

const noise = (i: number) => (Math.imul(i + 1, 2654435761) >>> 22) / 1024;

describe('rangeOf', () => {
  const shape = [2, 3, 5, 5];
  const count = 2 * 3 * 5 * 5;
  const stores = {
    floats: Float32Array.from({ length: count }, (_, i) => noise(i)),
    'half floats': Uint16Array.from({ length: count }, (_, i) => Math.round(0x3c00 * noise(i))),
    bytes: Uint8Array.from({ length: count }, (_, i) => Math.round(255 * noise(i))),
  };
  for (const [name, weights] of Object.entries(stores)) {
    it(`is that of the head, remembered from the reading or found anew: ${name}`, () => {
      const [data] = readWeights({
        data: weights,
        shape,
        ...(name === 'half floats' && { dtype: 'float16' }),
      });
      for (let layer = 0; layer < 2; layer++) {
        for (let head = 0; head < 3; head++) {
          const matrix = headMatrix(data!, layer, head);
          const stored = storedHead(data!, layer, head);
          const { data: values, scale } = stored;
          for (const one of [stored, { data: values.slice(), scale }]) {
            const { low, high } = rangeOf(one);
            expect(low).to.be.closeTo(Math.min(...matrix), 1e-7);
            expect(high).to.be.closeTo(Math.max(...matrix), 1e-7);
          }
        }
      }
    });
  }
});
