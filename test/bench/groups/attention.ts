import { attention } from '../../../src/core/attention.js';
import { transpose } from '../../../src/core/matmul.js';
import { multiHeadAttention } from '../../../src/core/multi-head-attention.js';
import type { Case, Contender, Group } from '../bench.js';
import { OnnxGraph } from '../baselines/onnx-graph.js';
import { onnxRunner } from '../baselines/onnx.js';
import { by, seededNumbers, type Kind } from '../baselines/ours.js';
import { tensorflow, type Tf, type TfTensor } from '../baselines/tensorflow.js';

const heads = 12;
const dHead = 64;
const dModel = heads * dHead;

/** Weighted values and probabilities, to be compared. */
const flat = (...arrays: ArrayLike<number>[]): number[] => arrays.flatMap((array) => Array.from(array));

const bars = (ours: string) => [
  { ours, theirs: 'onnxruntime-web', most: 1 / 1.5 },
  { ours, theirs: 'tfjs wasm', most: 1 / 10 },
  { ours, theirs: 'PyTorch', most: 2.5 },
];

type Both = [ArrayLike<number>, ArrayLike<number>];

async function ours(run: () => Both, kinds: Kind[], name?: string): Promise<Contender[]> {
  const contenders = [];
  for (const kind of kinds) {
    const one = await by(kind, run);
    contenders.push({ name: name ?? kind, run: one, result: () => flat(...one()) });
  }
  return contenders;
}

async function onnx(graph: OnnxGraph, inputs: Parameters<typeof onnxRunner>[1]): Promise<Contender> {
  const run = await onnxRunner(graph, inputs);
  return {
    name: 'onnxruntime-web',
    run,
    result: async () => {
      const { output, probabilities } = await run();
      return flat(output!.data, probabilities!.data);
    },
  };
}

async function tfjs(make: (tf: Tf) => () => [TfTensor, TfTensor]): Promise<Contender> {
  const tf = await tensorflow();
  const step = make(tf);
  const run = async () => {
    const [output, probabilities] = tf.tidy(step);
    const data = await Promise.all([output.data(), probabilities.data()]);
    output.dispose();
    probabilities.dispose();
    return data;
  };
  return { name: 'tfjs wasm', run, result: async () => flat(...(await run())) };
}

/** Queries, keys and values are given: `softmax(q · kᵀ / √d) · v` for 12 heads. */
const attentionCase = (n: number): Case => ({
  name: `12 heads of 64, ${n} tokens`,
  torch: { kind: 'attention', n },
  bars: bars('kernel'),
  async prepare() {
    const [q, k, v] = [1, 2, 3].map((seed) => seededNumbers(n * dModel, seed)) as [
      Float32Array,
      Float32Array,
      Float32Array,
    ];
    const shape = [heads, n, dHead];
    const graph = new OnnxGraph();
    for (const name of ['q', 'k', 'v']) graph.input(name, shape);
    const scores = graph.node('MatMul', ['q', graph.node('Transpose', ['k'], { perm: [0, 2, 1] })]);
    const scaled = graph.node('Mul', [scores, graph.constant(Float32Array.of(0.125))]);
    graph.node('Softmax', [scaled], { axis: -1 }, 'probabilities');
    graph.node('MatMul', ['probabilities', 'v'], {}, 'output');
    graph.output('output', shape);
    graph.output('probabilities', [heads, n, n]);
    return [
      ...(await ours(
        () => {
          const { outputs, probabilities } = attention(q, k, v, { heads, dHead });
          return [outputs, probabilities];
        },
        n > 512 ? ['kernel', 'kernel, not relaxed'] : ['kernel', 'kernel, not relaxed', 'plain TypeScript'],
      )),
      await onnx(graph, { q: [q, shape], k: [k, shape], v: [v, shape] }),
      await tfjs((tf) => () => {
        const [a, b, c] = [q, k, v].map((x) => tf.tensor(x, shape)) as [TfTensor, TfTensor, TfTensor];
        const probabilities = tf.softmax(tf.mul(tf.matMul(a, b, false, true), 0.125));
        return [tf.matMul(probabilities, c), probabilities];
      }),
    ];
  },
});

/** The whole layer: three projections, attention, output projection. */
const layerCase = (n: number): Case => ({
  name: `with projections, ${n} tokens`,
  torch: { kind: 'multi-head', n },
  bars: bars('kernel'),
  async prepare() {
    const x = seededNumbers(n * dModel, 7);
    const weight = (seed: number) => seededNumbers(dModel * dModel, seed, 0.06);
    const bias = (seed: number) => seededNumbers(dModel, seed, 0.1);
    const weights = {
      heads,
      wq: weight(11),
      wk: weight(12),
      wv: weight(13),
      wo: weight(14),
      bq: bias(21),
      bk: bias(22),
      bv: bias(23),
      bo: bias(24),
    };
    const turned = (w: Float32Array) => transpose(w, dModel, dModel);
    const projections = [
      [turned(weights.wq), weights.bq],
      [turned(weights.wk), weights.bk],
      [turned(weights.wv), weights.bv],
      [turned(weights.wo), weights.bo],
    ] as const;

    const graph = new OnnxGraph();
    graph.input('x', [n, dModel]);
    const project = (from: string, i: number, output?: string) =>
      graph.node(
        'Gemm',
        [from, graph.constant(projections[i]![0], [dModel, dModel]), graph.constant(projections[i]![1])],
        {},
        output,
      );
    const cut = (from: string, perm: number[]) =>
      graph.node('Transpose', [graph.node('Reshape', [from, graph.constant([n, heads, dHead])])], { perm });
    const scores = graph.node('MatMul', [cut(project('x', 0), [1, 0, 2]), cut(project('x', 1), [1, 2, 0])]);
    const scaled = graph.node('Mul', [scores, graph.constant(Float32Array.of(0.125))]);
    graph.node('Softmax', [scaled], { axis: -1 }, 'probabilities');
    const values = graph.node('MatMul', ['probabilities', cut(project('x', 2), [1, 0, 2])]);
    const joined = graph.node('Transpose', [values], { perm: [1, 0, 2] });
    project(graph.node('Reshape', [joined, graph.constant([n, dModel])]), 3, 'output');
    graph.output('output', [n, dModel]);
    graph.output('probabilities', [heads, n, n]);

    const run = (): Both => {
      const { output, probabilities } = multiHeadAttention(x, weights, { dModel });
      return [output, probabilities];
    };
    return [
      ...(await ours(run, ['kernel'])),
      await onnx(graph, { x: [x, [n, dModel]] }),
      await tfjs((tf) => {
        const tensors = projections.map(
          ([w, b]) => [tf.tensor(w, [dModel, dModel]), tf.tensor(b, [dModel])] as const,
        );
        return () => {
          const projected = (from: TfTensor, i: number) =>
            tf.add(tf.matMul(from, tensors[i]![0]), tensors[i]![1]);
          const split = (from: TfTensor) => tf.transpose(tf.reshape(from, [n, heads, dHead]), [1, 0, 2]);
          const tokens = tf.tensor(x, [n, dModel]);
          const [q, k, v] = [0, 1, 2].map((i) => split(projected(tokens, i))) as [
            TfTensor,
            TfTensor,
            TfTensor,
          ];
          const probabilities = tf.softmax(tf.mul(tf.matMul(q, k, false, true), 0.125));
          const together = tf.reshape(tf.transpose(tf.matMul(probabilities, v), [1, 0, 2]), [n, dModel]);
          return [projected(together, 3), probabilities];
        };
      }),
    ];
  },
});

export const attentionGroup: Group = {
  name: 'attention',
  cases: [128, 512, 1024].flatMap((n) => [attentionCase(n), layerCase(n)]),
};
