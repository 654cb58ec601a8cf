/** What must be the same when something that does not matter is changed: laws of attention, for random numbers. */
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import fc from 'fast-check';
import {
  attention,
  attentionRollout,
  causalMask,
  kernelReady,
  linear,
  multiHeadAttention,
  rope,
  softmax,
  stopKernel,
  transformerStack,
} from '../../dist/esm/core/index.js';
import { seeded } from '../tools/random.mjs';

/** Largest difference, relative to numbers above 1. */
function close(found, expected, most, what = '') {
  assert.equal(found.length, expected.length, what);
  for (let i = 0; i < found.length; i++) {
    const off = Math.abs(found[i] - expected[i]) / Math.max(1, Math.abs(expected[i]));
    assert.ok(
      off <= most || Object.is(found[i], expected[i]),
      `${what} [${i}]: ${found[i]}, expected ${expected[i]}`,
    );
  }
}

const size = fc.integer({ min: 1, max: 9 });
const seed = fc.integer();

/** Numbers of a normal spread. */
const waves = (random, count, spread = 1) =>
  Float32Array.from(
    { length: count },
    () => spread * (random.next() + random.next() + random.next() - 1.5) * 2,
  );

function shuffled(count, random) {
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

/** Rows of `x` in another order. */
const rows = (x, width, order) =>
  Float32Array.from(order.flatMap((i) => [...x.subarray(i * width, (i + 1) * width)]));
const columns = (x, width, order) => x.map((_, i) => x[i - (i % width) + order[i % width]]);

const problem = fc
  .record({ seed, queries: size, keys: size, dHead: fc.constantFrom(1, 2, 4, 7, 8, 16), dValue: size })
  .map((p) => {
    const random = seeded(p.seed);
    return {
      ...p,
      random,
      q: waves(random, p.queries * p.dHead),
      k: waves(random, p.keys * p.dHead),
      v: waves(random, p.keys * p.dValue),
    };
  });

/** A stack of two layers with all that a layer may have. */
function stackOf(random, { heads, dHead, norm, placement }) {
  const dModel = heads * dHead;
  const square = () => waves(random, dModel * dModel, 0.5);
  const normWeights = () => ({ weight: waves(random, dModel).map((x) => 1 + x / 10) });
  const layer = () => ({
    selfAttention: { heads, wq: square(), wk: square(), wv: square(), wo: square() },
    selfAttentionNorm: normWeights(),
    feedForward: {
      up: waves(random, 2 * dModel * dModel, 0.5),
      down: waves(random, 2 * dModel * dModel, 0.5),
    },
    feedForwardNorm: normWeights(),
  });
  return { dModel, placement, norm, activation: 'gelu', rope: {}, layers: [layer(), layer()] };
}

const stackProblem = fc
  .record({
    seed,
    tokens: fc.integer({ min: 2, max: 8 }),
    heads: fc.constantFrom(1, 2, 3),
    dHead: fc.constantFrom(2, 4, 8),
    norm: fc.constantFrom('layer', 'rms'),
    placement: fc.constantFrom('pre', 'post'),
  })
  .map((p) => {
    const random = seeded(p.seed);
    const stack = stackOf(random, p);
    return { ...p, random, stack, x: waves(random, p.tokens * stack.dModel) };
  });

for (const kernel of [false, true]) {
  const by = kernel ? 'with the kernel' : 'in plain TypeScript';
  const law = (name, arbitrary, check, runs = 60) =>
    test(`${name}, ${by}`, async () => {
      stopKernel();
      if (kernel) assert.ok(await kernelReady(), 'WebAssembly');
      fc.assert(fc.property(arbitrary, check), { numRuns: runs });
    });

  law('rows of weights sum to 1 and lie between 0 and 1', problem, ({ q, k, v, dHead, keys }) => {
    const { probabilities } = attention(q, k, v, { dHead });
    for (let at = 0; at < probabilities.length; at += keys) {
      const row = probabilities.subarray(at, at + keys);
      assert.ok(row.every((x) => x >= 0 && x <= 1 + 1e-6));
      close([row.reduce((a, b) => a + b, 0)], [1], 1e-5);
    }
  });

  law(
    'keys in another order: weights in that order, the same outputs',
    problem,
    ({ q, k, v, dHead, dValue, keys, random }) => {
      const order = shuffled(keys, random);
      const plain = attention(q, k, v, { dHead });
      const turned = attention(q, rows(k, dHead, order), rows(v, dValue, order), { dHead });
      close(turned.probabilities, columns(plain.probabilities, keys, order), 2e-6, 'weights');
      close(turned.outputs, plain.outputs, 1e-5, 'outputs');
    },
  );

  law(
    'queries in another order: rows in that order',
    problem,
    ({ q, k, v, dHead, dValue, queries, keys, random }) => {
      const order = shuffled(queries, random);
      const plain = attention(q, k, v, { dHead });
      const turned = attention(rows(q, dHead, order), k, v, { dHead });
      close(turned.probabilities, rows(plain.probabilities, keys, order), 2e-6);
      close(turned.outputs, rows(plain.outputs, dValue, order), 1e-5);
    },
  );

  law(
    'a constant added to a row of scores changes nothing',
    problem,
    ({ q, k, v, dHead, queries, keys, random }) => {
      const added = Array.from({ length: queries }, () => 40 * (random.next() - 0.5));
      const bias = Float32Array.from({ length: queries * keys }, (_, i) => added[Math.floor(i / keys)]);
      const plain = attention(q, k, v, { dHead });
      close(attention(q, k, v, { dHead, bias }).probabilities, plain.probabilities, 1e-5);
      const logits = plain.scores.map((x, i) => x + bias[i]);
      close(softmax(logits, keys), softmax(plain.scores, keys), 1e-5, 'softmax');
    },
  );

  law('a key twice is half the weight twice', problem, ({ q, k, v, dHead, dValue, keys }) => {
    const twice = Array.from({ length: 2 * keys }, (_, i) => i % keys);
    const plain = attention(q, k, v, { dHead });
    const doubled = attention(q, rows(k, dHead, twice), rows(v, dValue, twice), { dHead });
    close(doubled.outputs, plain.outputs, 1e-5);
    close(
      doubled.probabilities.subarray(0, keys),
      plain.probabilities.subarray(0, keys).map((x) => x / 2),
      2e-6,
    );
  });

  law('masked keys are as good as absent', problem, ({ q, k, v, dHead, dValue, queries, keys, random }) => {
    const kept = Array.from({ length: keys }, (_, i) => i).filter((i) => i === 0 || random.chance(0.6));
    const mask = Uint8Array.from({ length: queries * keys }, (_, i) => Number(kept.includes(i % keys)));
    const masked = attention(q, k, v, { dHead, mask });
    const without = attention(q, rows(k, dHead, kept), rows(v, dValue, kept), { dHead });
    close(masked.outputs, without.outputs, 1e-5);
    for (let i = 0; i < mask.length; i++) if (!mask[i]) assert.equal(masked.probabilities[i], 0);
  });

  law('outputs are linear in the values', problem, ({ q, k, v, dHead }) => {
    const plain = attention(q, k, v, { dHead });
    close(
      attention(
        q,
        k,
        v.map((x) => 3 * x),
        { dHead },
      ).outputs,
      plain.outputs.map((x) => 3 * x),
      1e-5,
    );
  });

  law(
    'a causal stack says the same of a prefix, whatever follows',
    stackProblem,
    ({ stack, x, tokens, random }) => {
      const { dModel } = stack;
      const cut = 1 + random.below(tokens - 1);
      const whole = transformerStack(x, stack, { causal: true });
      const prefix = transformerStack(x.slice(0, cut * dModel), stack, { causal: true });
      close(whole.output.subarray(0, cut * dModel), prefix.output, 2e-5);
      const other = x.slice();
      other.set(waves(random, (tokens - cut) * dModel), cut * dModel);
      close(
        transformerStack(other, stack, { causal: true }).output.subarray(0, cut * dModel),
        prefix.output,
        2e-5,
      );
    },
  );

  law(
    'a cache gives what no cache gives, wherever it is cut',
    stackProblem,
    ({ stack, x, tokens, random }) => {
      const { dModel } = stack;
      const whole = transformerStack(x, stack, { causal: true });
      const outputs = [];
      for (let at = 0, cache; at < tokens;) {
        const next = Math.min(tokens, at + 1 + random.below(3));
        const step = transformerStack(x.slice(at * dModel, next * dModel), stack, {
          causal: true,
          ...(cache && { cache }),
        });
        outputs.push(...step.output);
        cache = step.cache;
        at = next;
      }
      close(outputs, whole.output, 2e-5);
    },
  );

  law('causal is the causal mask', stackProblem, ({ stack, x, tokens }) => {
    const masked = transformerStack(x, stack, { mask: causalMask(tokens) });
    close(masked.output, transformerStack(x, stack, { causal: true }).output, 2e-5);
  });

  law(
    'without positions an encoder does not know the order of its tokens',
    stackProblem,
    ({ stack, x, tokens, random }) => {
      const bag = { ...stack, rope: undefined };
      const order = shuffled(tokens, random);
      const plain = transformerStack(x, bag);
      close(
        transformerStack(rows(x, stack.dModel, order), bag).output,
        rows(plain.output, stack.dModel, order),
        2e-5,
      );
    },
  );

  law('heads of one projection are heads of several', stackProblem, ({ stack, x, heads, dHead }) => {
    const { dModel } = stack;
    const { selfAttention: all } = stack.layers[0];
    const bare = { ...all, wo: undefined };
    const joined = multiHeadAttention(x, bare, { dModel });
    for (let h = 0; h < heads; h++) {
      const part = (w) => w.slice(h * dHead * dModel, (h + 1) * dHead * dModel);
      const one = multiHeadAttention(
        x,
        { heads: 1, wq: part(all.wq), wk: part(all.wk), wv: part(all.wv) },
        { dModel },
      );
      const n = one.probabilities.length;
      close(one.probabilities, joined.probabilities.subarray(h * n, (h + 1) * n), 1e-5);
    }
  });
}

test('with positions turned, scores depend on distances alone', () => {
  fc.assert(
    fc.property(seed, fc.integer({ min: 0, max: 300 }), fc.constantFrom(2, 4, 8), (s, shift, dHead) => {
      const random = seeded(s);
      const [q, k, v] = [waves(random, 5 * dHead), waves(random, 5 * dHead), waves(random, 5)];
      const at = (offset) => {
        const turn = (x) => rope(x, 5, dHead, { offset });
        return attention(turn(q), turn(k), v, { dHead }).probabilities;
      };
      close(at(shift), at(0), 2e-4);
    }),
  );
});

test('rollout of layers that look only at themselves is the identity; rows always sum to 1', () => {
  fc.assert(
    fc.property(seed, fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 4 }), (s, n, layers) => {
      const random = seeded(s);
      const weights = softmax(waves(random, layers * n * n), n);
      const data = { layers, heads: 1, queries: n, keys: n, weights, scale: 1 };
      const rolled = attentionRollout(data, {});
      for (let at = 0; at < rolled.length; at += n)
        close([rolled.slice(at, at + n).reduce((a, b) => a + b, 0)], [1], 1e-5);
      const identity = Float32Array.from({ length: layers * n * n }, (_, i) =>
        Number(Math.floor(i / n) % n === i % n),
      );
      close(attentionRollout({ ...data, weights: identity }, {}), identity, 1e-6);
    }),
  );
});

test('the kernel gives what TypeScript gives', async () => {
  const make = (p) => ({
    stages: attention(p.q, p.k, p.v, { dHead: p.dHead }),
    product: linear(p.q, p.k, undefined, p.dHead),
  });
  const problems = fc.sample(problem, { numRuns: 100, seed: 3 });
  const stacks = fc.sample(stackProblem, { numRuns: 20, seed: 3 });
  stopKernel();
  const plain = [
    problems.map(make),
    stacks.map(({ stack, x }) => transformerStack(x, stack, { causal: true }).output),
  ];
  assert.ok(await kernelReady());
  const fast = [
    problems.map(make),
    stacks.map(({ stack, x }) => transformerStack(x, stack, { causal: true }).output),
  ];
  for (const [i, { stages, product }] of fast[0].entries()) {
    for (const name of ['scores', 'probabilities', 'outputs'])
      close(stages[name], plain[0][i].stages[name], 1e-5, name);
    close(product, plain[0][i].product, 1e-5, 'linear');
  }
  for (const [i, output] of fast[1].entries()) close(output, plain[1][i], 5e-5, 'stack');
});

before(() => fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 20260101 }));
after(() => stopKernel());
