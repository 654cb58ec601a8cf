import { expect } from '@open-wc/testing';
import { aggregateHeads } from '../../src/core/aggregate-heads.js';
import { blockPool } from '../../src/core/block-pool.js';
import { clearRole, headRoles } from '../../src/core/head-roles.js';
import { attentionReceived, entropy, meanDistance, strongest } from '../../src/core/head-statistics.js';
import { needSharedData, sharedJson, sharedBytes } from '../shared-data.js';
import { squareData } from './make-data.js';
import { expectClose, oracleCase, readNpy } from './oracle.js';

describe('statistics of heads equal the reference', () => {
  before(async function () {
    await needSharedData(this);
  });

  for (const name of ['stats-bert-cat-mat', 'stats-gpt2-fox', 'stats-random']) {
    it(`entropy, distance, strongest keys, sums and means: ${name}`, async () => {
      const { inputs, outputs, shapes } = await oracleCase(`stats/${name}`);
      const [layers, heads, n] = shapes.attn as [number, number, number];
      const attn = inputs.attn!;
      expectClose(entropy(attn, n), outputs.entropy_nats!, 2e-6, 'nats');
      expectClose(entropy(attn, n, 'bits'), outputs.entropy_bits!, 2e-6, 'bits');
      expectClose(entropy(attn, n, 'normalized'), outputs.entropy_normalised!, 2e-6, 'normalized');
      expectClose(meanDistance(attn, n, n), outputs.mean_distance!, 1e-5, 'distance');
      expectClose(attentionReceived(attn, n, n), outputs.received!, 2e-6, 'received');

      const rows = Array.from({ length: layers * heads * n }, (_, row) =>
        attn.subarray(row * n, (row + 1) * n),
      );
      const top = rows.map((row) => strongest(row, 3));
      expect(top.map(([first]) => first)).to.deep.equal([...outputs.argmax!]);
      const values = top.flatMap((keys, row) => keys.map((k) => rows[row]![k]!));
      expectClose(values, outputs.top3_values!, 0, 'top 3');
      expectClose(
        values.filter((_, i) => i % 3 === 0),
        outputs.max!,
        0,
        'max',
      );

      const data = squareData(attn, layers, heads, n);
      const all = (count: number) => Array.from({ length: count }, (_, i) => i);
      const means = all(layers).map((layer) => [
        ...aggregateHeads(data, { layers: [layer], heads: all(heads), how: 'mean' }),
      ]);
      expectClose(means.flat(), outputs.head_mean!, 1e-6, 'mean of heads');
      const mean = aggregateHeads(data, { layers: all(layers), heads: all(heads), how: 'mean' });
      expectClose(mean, outputs.layer_head_mean!, 1e-6, 'mean of layers and heads');
    });
  }

  for (const name of ['pool-64-to-16-a', 'pool-100-to-33-b']) {
    it(`blockPool by max, mean and sum: ${name}`, async () => {
      const { inputs, outputs, params } = await oracleCase(`pool/${name}`);
      const { L: from, m: to } = params as { L: number; m: number };
      for (const how of ['max', 'mean', 'sum'] as const) {
        expectClose(blockPool(inputs.attn!, from, from, to, to, how), outputs[how]!, 1e-6, how);
      }
    });
  }

  it('headRoles finds the induction head of a model that has one', async () => {
    const folder = 'real/attn-only-induction-40';
    const tokens = await sharedJson<string[]>(`${folder}/tokens.json`);
    const weights = Float32Array.from(readNpy(await sharedBytes(`${folder}/weights.npy`)));
    const roles = headRoles(squareData(weights, 1, 1, 40, tokens), 0, 0);
    expect(roles.induction).to.be.greaterThan(0.5);
    expect(roles.previousToken).to.be.lessThan(0.1);
    expect(roles.duplicateToken).to.be.lessThan(0.1);
  });
});

describe('headRoles(data, layer, head)', () => {
  it('scores each role over the queries that have a key for it', () => {
    // prettier-ignore
    const weights = Float32Array.of(
      1, 0, 0, 0,
      0.75, 0.25, 0, 0,
      0.125, 0.5, 0.125, 0.25,
      0, 0, 1, 0,
    );
    expect(headRoles(squareData(weights, 1, 1, 4, ['a', 'b', 'a', 'c']), 0, 0)).to.deep.equal({
      previousToken: (0.75 + 0.5 + 1) / 3,
      sameToken: (1 + 0.25 + 0.125) / 4,
      nextToken: 0.25 / 3,
      firstToken: (0.75 + 0.125) / 3,
      duplicateToken: 0.125,
      induction: 0.5,
    });
  });

  it('gives NaN for a role that no query can play', () => {
    const roles = headRoles(squareData(Float32Array.of(1, 0, 0, 1), 1, 1, 2, ['a', 'b']), 0, 0);
    expect(roles.induction).to.be.NaN;
    expect(roles.duplicateToken).to.be.NaN;
  });
});

describe('clearRole(matrix, tokens, causal)', () => {
  const letters = ['a', 'b', 'c', 'd', 'e', 'f'];
  /** A head that puts a share of each row on one key, and the rest evenly on what may be seen. */
  const looking = (tokens: string[], at: (q: number) => number, share: number, causal = false) =>
    Float32Array.from({ length: tokens.length ** 2 }, (_, i) => {
      const [q, k] = [Math.floor(i / tokens.length), i % tokens.length];
      const seen = causal ? q + 1 : tokens.length;
      if (k >= seen) return 0;
      return at(q) < 0 || at(q) >= seen ? 1 / seen : (k === at(q) ? share : 0) + (1 - share) / seen;
    });

  for (const [role, at] of [
    ['previousToken', (q: number) => q - 1],
    ['sameToken', (q: number) => q],
    ['nextToken', (q: number) => q + 1],
    ['firstToken', () => 0],
  ] as const) {
    it(`finds ${role}, and nothing where less than half of the way is gone`, () => {
      const found = clearRole(looking(letters, at, 0.8), letters, false)!;
      expect(found.role).to.equal(role);
      expect(found.score).to.be.closeTo(0.8 + 0.2 / 6, 1e-6);
      expect(clearRole(looking(letters, at, 0.4), letters, false)).to.equal(undefined);
    });
  }

  it('finds copies and what followed them', () => {
    const tokens = ['a', 'b', 'c', 'a', 'b', 'c'];
    const rest = (q: number, k: number) => (q < 3 ? -1 : k);
    expect(
      clearRole(
        looking(tokens, (q) => rest(q, q - 3), 0.9, true),
        tokens,
        true,
      )!.role,
    ).to.equal('duplicateToken');
    expect(
      clearRole(
        looking(tokens, (q) => rest(q, q - 2), 0.9, true),
        tokens,
        true,
      )!.role,
    ).to.equal('induction');
  });

  it('does not take the few places of a short text for a pattern', () => {
    // even attention over two and three visible tokens: a good share lies on the one before
    expect(clearRole([1, 0, 0, 0.4, 0.6, 0, 0.2, 0.4, 0.4], ['a', 'b', 'c'], true)).to.equal(undefined);
    expect(clearRole([1], ['a'], true)).to.equal(undefined);
    expect(clearRole([1, 0, 1, 0], ['a', 'b'], true), 'one case is no pattern').to.equal(undefined);
    expect(clearRole([], [], false)).to.equal(undefined);
  });

  it('says nothing of even heads, of single copies and of what is no number', () => {
    const even = looking(letters, () => -1, 1);
    expect(clearRole(even, letters, false)).to.equal(undefined);
    expect(clearRole(even.fill(NaN), letters, false)).to.equal(undefined);
    const once = ['a', 'b', 'c', 'd', 'e', 'a'];
    expect(
      clearRole(
        looking(once, (q) => (q === 5 ? 0 : -1), 0.9),
        once,
        false,
      ),
    ).to.equal(undefined);
  });
});

describe('entropy(weights, keys)', () => {
  it('is 0 for one key and 1 of equal weights when normalised', () => {
    expect([...entropy([1, 0, 0.5, 0.5], 2, 'normalized')]).to.deep.equal([0, 1]);
    expect([...entropy([1], 1, 'normalized')]).to.deep.equal([0]);
  });
});
