import assert from 'node:assert/strict';
import test from 'node:test';
import { gzipSync, inflateSync } from 'node:zlib';
import terser from '@rollup/plugin-terser';
import { rollup } from 'rollup';
import { kernelReady, matmul, stopKernel } from '../../dist/esm/core/index.js';
import { kernelBytes, plainLength, sharedAt } from '../../dist/esm/core/kernel/kernel-bytes.js';
import { compileKernel, compileShared } from '../tools/make-kernel.mjs';

test('the bytes of the kernel are those that its source makes', async () => {
  const [plain, relaxed] = await compileKernel();
  assert.equal(plainLength, plain.length, 'run `npm run kernel`');
  const bytes = inflateSync(Buffer.from(kernelBytes, 'base64'));
  assert.ok(bytes.equals(Buffer.concat([plain, relaxed])), 'run `npm run kernel`');
});

test('for threads one byte is another: the one that says that memory is shared', async () => {
  const modules = (await compileKernel()).map((module) => Buffer.from(module));
  modules.forEach((module, i) => (module[sharedAt[i]] = 3));
  const shared = (await compileShared()).map((module) => Buffer.from(module));
  assert.ok(modules.every((module, i) => module.equals(shared[i])));
});

for (const relaxed of [true, false]) {
  test(`the kernel works in Node, ${relaxed ? 'with' : 'without'} relaxed SIMD where there is any`, async () => {
    assert.equal(await kernelReady({ relaxed }), true);
    assert.deepEqual([...matmul(Float32Array.of(1, 2), Float32Array.of(3, 4), 1, 2, 1)], [11]);
    stopKernel();
  });
}

test('core and kernel together are at most 20 kB gzip', async () => {
  const bundle = await rollup({ input: 'dist/esm/core/index.js' });
  const { output } = await bundle.generate({ format: 'es', plugins: [terser({ module: true })] });
  await bundle.close();
  // what starts threads or a GPU is loaded only where there may be any
  const lazy = output.filter(({ isDynamicEntry }) => isDynamicEntry).map(({ name }) => name);
  assert.deepEqual(lazy.sort(), ['start-gpu', 'start-threads']);
  const first = output.filter(({ isDynamicEntry }) => !isDynamicEntry);
  const size = first.reduce((sum, { code }) => sum + gzipSync(code, { level: 9 }).length, 0);
  assert.ok(size <= 20_000, `${size} bytes`);
});
