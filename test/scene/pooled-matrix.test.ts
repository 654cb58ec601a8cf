import { expect } from '@open-wc/testing';
import { widenHalf } from '../../src/core/half-floats.js';
import { PooledMatrix, type Pooling, type Window } from '../../src/scene/pooled-matrix.js';

const noise = (i: number) => (Math.imul(i + 1, 2654435761) >>> 24) / 255;

/** What `pool` promises, cell by cell. */
function expected(
  data: ArrayLike<number>,
  columns: number,
  part: Window,
  few: number,
  how: Pooling,
): number[] {
  const span = (first: number, count: number, i: number) =>
    [Math.floor(first + (i * count) / few), Math.ceil(first + ((i + 1) * count) / few)] as const;
  const out: number[] = [];
  for (let r = 0; r < few; r++) {
    for (let c = 0; c < few; c++) {
      const [top, bottom] = span(part.top, part.rows, r);
      const [left, right] = span(part.left, part.columns, c);
      const cells: number[] = [];
      for (let y = top; y < bottom; y++)
        for (let x = left; x < right; x++) cells.push(data[y * columns + x]!);
      out.push(how === 'max' ? Math.max(...cells) : cells.reduce((a, b) => a + b, 0) / cells.length);
    }
  }
  return out;
}

describe('PooledMatrix', () => {
  const [rows, columns] = [70, 90];
  const data = Float32Array.from({ length: rows * columns }, (_, i) => noise(i));

  for (const how of ['max', 'mean'] as const) {
    it(`shows the ${how} of the cells that a pixel stands for, of the whole and of a part`, () => {
      const matrix = new PooledMatrix({ data, scale: 1 }, rows, columns, how);
      for (const part of [
        { top: 0, left: 0, rows, columns },
        { top: 11, left: 23, rows: 40, columns: 50 },
      ]) {
        const found = [...matrix.pool(part, 17, 17)];
        expected(data, columns, part, 17, how).forEach((value, i) =>
          expect(found[i]).to.be.closeTo(value, 1e-6),
        );
      }
    });
  }

  it('gives the cells themselves where there is a pixel for each', () => {
    const matrix = new PooledMatrix({ data, scale: 1 }, rows, columns);
    const part = { top: 5, left: 7, rows: 3, columns: 4 };
    const cells = [0, 1, 2].flatMap((r) => [...data.subarray((5 + r) * columns + 7, (5 + r) * columns + 11)]);
    expect([...matrix.pool(part, 3, 4)]).to.deep.equal(cells);
  });

  it('shows half floats as the numbers that they stand for, negative ones and masks too', () => {
    const part = { top: 3, left: 5, rows: 60, columns: 80 };
    const bits = Uint16Array.from({ length: rows * columns }, (_, i) => Math.round(0x3c00 * noise(i)));
    const special = [0x8000, 0xbc00, 0xfc00, 0x7e00, 0x0001];
    for (const [name, every] of [
      ['none', Infinity],
      ['a few', 301],
      ['many', 2],
    ] as const) {
      const mixed = bits.map((half, i) => (i % every === 1 ? special[i % special.length]! : half));
      const halves = new PooledMatrix({ data: mixed, scale: 1 }, rows, columns);
      const floats = new PooledMatrix({ data: widenHalf(mixed), scale: 1 }, rows, columns);
      for (const few of [7, 17, 60])
        expect([...halves.pool(part, few, few)], `${name}, ${few}`).to.deep.equal([
          ...floats.pool(part, few, few),
        ]);
    }
  });

  it('reads half floats and bytes, and leaves masked cells empty', () => {
    const bytes = new PooledMatrix({ data: new Uint8Array([1, 2, 3, 4]), scale: 0.25 }, 2, 2);
    expect([...bytes.pool({ top: 0, left: 0, rows: 2, columns: 2 }, 1, 2)]).to.deep.equal([0.75, 1]);
    const masked = new PooledMatrix({ data: new Float32Array([-Infinity, NaN, -3e38, 0.5]), scale: 1 }, 2, 2);
    const [left, right] = masked.pool({ top: 0, left: 0, rows: 2, columns: 2 }, 1, 2);
    expect(left).to.be.NaN;
    expect(right).to.equal(0.5);
  });

  it('loses no strong cell of a large matrix, in whatever part it is looked for', () => {
    const side = 2000;
    const large = new Uint8Array(side * side);
    const spots = [
      [3, 1999],
      [777, 42],
      [1024, 1023],
    ] as const;
    for (const [r, c] of spots) large[r * side + c] = 200;
    const matrix = new PooledMatrix({ data: large, scale: 1 / 255 }, side, side);
    for (const part of [
      { top: 0, left: 0, rows: side, columns: side },
      { top: 1, left: 2, rows: 1900, columns: 1998 },
      { top: 500, left: 10, rows: 1100, columns: 1100 },
    ]) {
      const few = 100;
      const values = matrix.pool(part, few, few);
      for (const [r, c] of spots) {
        const [row, column] = [((r - part.top) * few) / part.rows, ((c - part.left) * few) / part.columns];
        if (row < 0 || column < 0 || row >= few || column >= few) continue;
        expect(values[Math.floor(row) * few + Math.floor(column)]).to.be.closeTo(200 / 255, 1e-6);
      }
      // a spot may spread to its neighbours, but no further
      expect(values.filter((value) => value > 0).length).to.be.at.most(4 * spots.length);
    }
  });
});
