import { expect } from '@open-wc/testing';
import { overview } from '../../src/scene/overview.js';
import { sampleData, samplePicture, sampleTheme } from './sample.js';

const names = (count: number, letter: string) => Array.from({ length: count }, (_, i) => `${letter}${i}`);

describe('overview(picture, part, transposed, sampleTheme)', () => {
  const [queries, keys] = [200, 100];
  const data = sampleData({
    ...{ kind: 'cross', layers: 1, heads: 1 },
    ...{ queryTokens: names(queries, 'q'), keyTokens: names(keys, 'k') },
  });
  const picture = samplePicture({ parts: [data], view: 'matrix', layers: [0], heads: [0] });
  const part = { top: 50, left: 0, rows: 100, columns: 50 };

  it('has the shape of the matrix, and the part where it lies', () => {
    const { width, height, part: frame, marks } = overview(picture, part, false, sampleTheme);
    expect([width, height]).to.deep.equal([56, 112]);
    expect(frame).to.deep.equal({ x: 0, y: 28, width: 28, height: 56 });
    expect(marks).to.have.length(1);
    expect(marks[0]).to.include({ type: 'cells', rows: queries, columns: keys, width, height });
  });

  it('turns with the matrix', () => {
    const { width, height, part: frame, marks } = overview(picture, part, true, sampleTheme);
    expect([width, height]).to.deep.equal([112, 56]);
    expect(frame).to.deep.equal({ x: 28, y: 0, width: 56, height: 28 });
    expect(marks[0]).to.include({ rows: keys, columns: queries });
  });

  it('asks for as many values as it has pixels, each the greatest of what it stands for', () => {
    const { values } = overview(picture, part, false, sampleTheme).marks[0]!;
    const pooled = (values as { pool(rows: number, columns: number): Float32Array }).pool(20, 10);
    const [low, high] = picture.scaled.domain;
    let most = 0;
    for (let q = 30; q < 40; q++)
      for (let k = 70; k < 80; k++) most = Math.max(most, data.weights[q * keys + k]!);
    expect(pooled).to.have.length(200);
    expect(pooled[3 * 10 + 7]).to.be.closeTo((most - low) / (high - low), 1e-6);
  });

  it('is the same while the reader zooms about, so that it is drawn once', () => {
    const first = overview(picture, part, false, sampleTheme).marks[0]!.values;
    for (let top = 0; top < 100; top++) picture.scaled.cells(0, { ...part, top });
    expect(overview(picture, part, false, sampleTheme).marks[0]!.values).to.equal(first);
  });

  it('keeps the frame of a tiny part large enough to be held, and inside', () => {
    const tiny = { top: 184, left: 84, rows: 16, columns: 16 };
    const {
      width,
      height,
      part: frame,
    } = overview(picture, { ...tiny, rows: 2, columns: 2 }, false, sampleTheme);
    expect(frame.width).to.be.at.least(8);
    const end = overview(picture, { top: 198, left: 98, rows: 2, columns: 2 }, false, sampleTheme).part;
    expect([end.x + end.width, end.y + end.height]).to.deep.equal([width, height]);
  });
});
