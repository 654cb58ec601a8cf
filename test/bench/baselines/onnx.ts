import type { OnnxGraph } from './onnx-graph.js';

interface Tensor {
  data: Float32Array;
  dispose(): void;
}

interface Session {
  run(feeds: Record<string, Tensor>): Promise<Record<string, Tensor>>;
  release(): Promise<void>;
}

interface Onnx {
  env: { wasm: { numThreads: number; wasmPaths: string } };
  Tensor: new (type: 'float32', data: Float32Array, dims: readonly number[]) => Tensor;
  InferenceSession: { create(bytes: Uint8Array, options: object): Promise<Session> };
}

const folder = '/test/bench/node_modules/onnxruntime-web/dist/';
const file = `${folder}ort.wasm.min.mjs`;

let session: Session | undefined;

/** A graph on onnxruntime-web's WASM provider, one thread; the one before is given up. Runs it, gives what comes out. */
export async function onnxRunner(
  graph: OnnxGraph,
  inputs: Record<string, [data: Float32Array, shape: number[]]>,
): Promise<() => Promise<Record<string, Tensor>>> {
  const onnx = (await import(file)) as Onnx;
  onnx.env.wasm.numThreads = 1;
  onnx.env.wasm.wasmPaths = folder;
  await session?.release();
  const created = await onnx.InferenceSession.create(graph.bytes(), {
    executionProviders: ['wasm'],
    graphOptimizationLevel: 'all',
  });
  session = created;
  return () => {
    const feeds = Object.entries(inputs).map(([name, [data, shape]]) => [
      name,
      new onnx.Tensor('float32', data, shape),
    ]);
    return created.run(Object.fromEntries(feeds) as Record<string, Tensor>);
  };
}
