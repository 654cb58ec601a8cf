export interface TfTensor {
  data(): Promise<Float32Array>;
  dispose(): void;
}

/** The few operations of tfjs-core that the benchmarks use. */
export interface Tf {
  setBackend(name: string): Promise<boolean>;
  ready(): Promise<void>;
  tensor(data: Float32Array, shape: number[]): TfTensor;
  matMul(a: TfTensor, b: TfTensor, transposeA?: boolean, transposeB?: boolean): TfTensor;
  mul(a: TfTensor, b: number): TfTensor;
  add(a: TfTensor, b: TfTensor): TfTensor;
  softmax(a: TfTensor): TfTensor;
  reshape(a: TfTensor, shape: number[]): TfTensor;
  transpose(a: TfTensor, order: number[]): TfTensor;
  tidy<T>(run: () => T): T;
  wasm: { setWasmPaths(folder: string): void; setThreadsCount(count: number): void };
}

let started: Promise<Tf> | undefined;

/** TensorFlow.js on its WASM backend, one thread. */
export function tensorflow(): Promise<Tf> {
  return (started ??= (async () => {
    const { tf } = globalThis as unknown as { tf: Tf };
    tf.wasm.setWasmPaths('/test/bench/node_modules/@tensorflow/tfjs-backend-wasm/dist/');
    tf.wasm.setThreadsCount(1);
    if (!(await tf.setBackend('wasm'))) throw new Error('tfjs has no WASM backend here');
    await tf.ready();
    return tf;
  })());
}
