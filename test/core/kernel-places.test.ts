import { expect } from '@open-wc/testing';

/** Waits for the kernel and multiplies, wherever it runs: `[ready, product]`. */
const program = `
  import { kernelReady, matmul } from '${location.origin}/src/core/index.ts';
  const ready = await kernelReady();
  answer([ready, ...matmul(Float32Array.of(1, 2), Float32Array.of(3, 4), 1, 2, 1)]);
`;

/** What the program answers on a page, which has no address for `'self'` to mean in every browser, under a Content-Security-Policy. */
function onPage(policy: string): Promise<unknown> {
  const frame = document.createElement('iframe');
  frame.srcdoc = `
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <script type="module">
      const answer = (what) => parent.postMessage({ answer: what });
      ${program}
    </script>`;
  return new Promise((resolve) => {
    addEventListener('message', function listen({ data, source }: MessageEvent<{ answer?: unknown }>) {
      if (source !== frame.contentWindow || !data.answer) return;
      removeEventListener('message', listen);
      frame.remove();
      resolve(data.answer);
    });
    document.body.append(frame);
  });
}

describe('kernelReady()', () => {
  it('does without where the Content-Security-Policy forbids WebAssembly', async () => {
    expect(await onPage(`script-src ${location.origin} 'unsafe-inline'`)).to.deep.equal([false, 11]);
  });

  it('needs no more than wasm-unsafe-eval', async () => {
    expect(
      await onPage(`default-src 'none'; script-src ${location.origin} 'unsafe-inline' 'wasm-unsafe-eval'`),
    ).to.deep.equal([true, 11]);
  });

  it('works in a worker', async () => {
    const source = `const answer = (what) => postMessage(what); ${program}`;
    const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
    const worker = new Worker(url, { type: 'module' });
    const answer = await new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
    });
    worker.terminate();
    URL.revokeObjectURL(url);
    expect(answer).to.deep.equal([true, 11]);
  });
});
