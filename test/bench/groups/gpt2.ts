import { transpose } from '../../../src/core/matmul.js';
import type { LayerWeights } from '../../../src/core/transformer-layer.js';
import { transformerStack, type StackWeights } from '../../../src/core/transformer-stack.js';
import type { Case, Group } from '../bench.js';
import { OnnxGraph } from '../baselines/onnx-graph.js';
import { onnxRunner } from '../baselines/onnx.js';
import { by, seededNumbers } from '../baselines/ours.js';

const heads = 12;
const dHead = 64;
const dModel = heads * dHead;
const dHidden = 4 * dModel;
const count = 12;

/** Random weights in the shape of GPT-2 small, without embedding and language-model head. */
const layers = () =>
  Array.from({ length: count }, (_, layer) => {
    const numbers = (size: number, seed: number, scale: number) =>
      seededNumbers(size, 1 + layer * 100 + seed, scale);
    const norm = (seed: number) => ({
      weight: numbers(dModel, seed, 0.1).map((x) => 1 + x),
      bias: numbers(dModel, seed + 1, 0.1),
    });
    const square = (seed: number) => numbers(dModel * dModel, seed, 0.06);
    return {
      selfAttention: {
        heads,
        wq: square(1),
        wk: square(2),
        wv: square(3),
        wo: square(4),
        bq: numbers(dModel, 5, 0.1),
        bk: numbers(dModel, 6, 0.1),
        bv: numbers(dModel, 7, 0.1),
        bo: numbers(dModel, 8, 0.1),
      },
      selfAttentionNorm: norm(9),
      feedForward: {
        up: numbers(dHidden * dModel, 11, 0.06),
        upBias: numbers(dHidden, 12, 0.1),
        down: numbers(dModel * dHidden, 13, 0.03),
        downBias: numbers(dModel, 14, 0.1),
      },
      feedForwardNorm: norm(15),
    };
  });

type Layers = ReturnType<typeof layers>;

const finalNorm = { weight: new Float32Array(dModel).fill(1), bias: new Float32Array(dModel) };

function stackOf(weights: LayerWeights[]): StackWeights {
  return { dModel, placement: 'pre', activation: 'gelu-tanh', layers: weights, finalNorm };
}

/** Output and all 144 maps. */
function forward(x: Float32Array, stack: StackWeights): Float32Array[] {
  const maps: Float32Array[] = [];
  const { output } = transformerStack(x, stack, {
    causal: true,
    keep: false,
    onLayer: (trace) => maps.push(trace.selfAttention.stages.probabilities),
  });
  return [output, ...maps];
}

/** Weights of queries, keys and values in one matrix, as GPT-2 has them. */
function graphOf(n: number, weights: Layers): OnnxGraph {
  const graph = new OnnxGraph();
  graph.input('x', [n, dModel]);
  const scale = graph.constant(Float32Array.of(0.125));
  const mask = Float32Array.from({ length: n * n }, (_, i) => (i % n > Math.floor(i / n) ? -3e38 : 0));
  const masked = graph.constant(mask, [n, n]);
  const norm = (from: string, { weight, bias }: Layers[0]['feedForwardNorm'], output?: string) =>
    graph.node(
      'LayerNormalization',
      [from, graph.constant(weight), graph.constant(bias)],
      { axis: -1, epsilon: { float: 1e-5 } },
      output,
    );
  const layer = (from: string, w: Float32Array, bias: Float32Array, dIn: number) => {
    const dOut = w.length / dIn;
    return graph.node('Gemm', [
      from,
      graph.constant(transpose(w, dOut, dIn), [dIn, dOut]),
      graph.constant(bias),
    ]);
  };
  let stream = 'x';
  weights.forEach(({ selfAttention: a, selfAttentionNorm, feedForward: f, feedForwardNorm }, i) => {
    const together = Float32Array.from([...a.wq, ...a.wk, ...a.wv]);
    const qkv = layer(
      norm(stream, selfAttentionNorm),
      together,
      Float32Array.from([...a.bq, ...a.bk, ...a.bv]),
      dModel,
    );
    const cut = graph.node('Reshape', [qkv, graph.constant([n, 3, heads, dHead])]);
    const part = (index: number, perm: number[]) =>
      graph.node('Transpose', [graph.node('Gather', [cut, graph.constant([index], [])], { axis: 1 })], {
        perm,
      });
    const scores = graph.node('MatMul', [part(0, [1, 0, 2]), part(1, [1, 2, 0])]);
    const hidden = graph.node('Add', [graph.node('Mul', [scores, scale]), masked]);
    const map = graph.node('Softmax', [hidden], { axis: -1 }, `map${i}`);
    graph.output(map, [heads, n, n]);
    const values = graph.node('Transpose', [graph.node('MatMul', [map, part(2, [1, 0, 2])])], {
      perm: [1, 0, 2],
    });
    const joined = graph.node('Reshape', [values, graph.constant([n, dModel])]);
    stream = graph.node('Add', [stream, layer(joined, a.wo, a.bo, dModel)]);
    const up = layer(norm(stream, feedForwardNorm), f.up, f.upBias, dModel);
    const down = layer(graph.node('Gelu', [up], { approximate: 'tanh' }), f.down, f.downBias, dHidden);
    stream = graph.node('Add', [stream, down]);
  });
  norm(stream, finalNorm, 'output');
  graph.output('output', [n, dModel]);
  return graph;
}

/** The first map of the first layer, the last one of the last, and the output. */
const sample = (maps: Float32Array[], output: Float32Array, n: number): number[] => [
  ...maps[0]!.subarray(0, n * n),
  ...maps.at(-1)!.subarray(-n * n),
  ...output,
];

const gpt2Case = (n: number): Case => ({
  name: `forward pass, ${n} tokens`,
  torch: { kind: 'gpt2', n },
  bars: [{ ours: 'kernel', theirs: 'onnxruntime-web', most: 1 }],
  async prepare() {
    const weights = layers();
    const x = seededNumbers(n * dModel, 5);
    const stack = stackOf(weights);
    const result = (run: () => Float32Array[]) => () => {
      const [output, ...maps] = run();
      return sample(maps, output!, n);
    };
    const ours = await by('kernel', () => forward(x, stack));
    const onnx = await onnxRunner(graphOf(n, weights), { x: [x, [n, dModel]] });
    return [
      { name: 'kernel', run: ours, result: result(ours) },
      {
        name: 'onnxruntime-web',
        run: onnx,
        result: async () => {
          const { output, ...maps } = await onnx();
          const inOrder = Array.from({ length: count }, (_, i) => maps[`map${i}`]!.data);
          return sample(inOrder, output!.data, n);
        },
      },
    ];
  },
});

export const gpt2Group: Group = { name: 'GPT-2 small', cases: [1, 16, 64, 256].map(gpt2Case) };
