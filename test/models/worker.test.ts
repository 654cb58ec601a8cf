import { expect } from '@open-wc/testing';
import { LocalModel } from '../../src/models/local-model.js';
import type { Model, ModelRun } from '../../src/models/model.js';
import { openAlone } from '../../src/models/open-alone.js';
import { WorkerModel } from '../../src/models/worker-model.js';
import { expectRejection } from '../formats/helpers.js';
import { expectClose } from '../core/oracle.js';

const induction = '/demo/data/induction/';
const text = 'fox river moon fox';

async function generated(model: Model, signal?: AbortSignal): Promise<string[]> {
  const words: string[] = [];
  const options = { maxTokens: 4, ...(signal && { signal }) };
  for await (const { token } of model.generate({ text }, options)) words.push(token);
  return words;
}

describe('openAlone(url): one model in a worker', () => {
  let inWorker: Model;
  let here: Model;
  before(async () => {
    inWorker = await openAlone(induction);
    here = await openAlone(induction, { worker: false });
  });
  after(() => {
    inWorker.close();
    here.close();
  });

  it('starts one, and computes on this thread where that is asked for', () => {
    expect(inWorker).to.be.instanceOf(WorkerModel);
    expect(here).to.be.instanceOf(LocalModel);
  });

  it('says, reads, computes and writes the same', async () => {
    const told = ({ family, kind, name, config }: Model) => ({ family, kind, name, config });
    expect(told(inWorker)).to.deep.equal(told(here));
    expect(await inWorker.tokenize(text)).to.deep.equal(await here.tokenize(text));
    const [a, b] = (await Promise.all(
      [inWorker, here].map((model) => model.run({ text }, { want: { logits: true, trace: true } })),
    )) as [ModelRun, ModelRun];
    expectClose(a.parts[0]!.weights, b.parts[0]!.weights, 0);
    expectClose(a.logits!, b.logits!, 0);
    expect(a.next).to.deep.equal(b.next);
    expect(a.trace!.decoder!.layers).to.have.length(2);
    expect(a.parts[0]!.queryTokens).to.deep.equal(['fox', 'river', 'moon', 'fox']);
    expect(await generated(inWorker)).to.deep.equal(await generated(here));
  });

  it('finds out what an induction head continues with', async () => {
    const { next } = await inWorker.run({ text });
    expect(next![0]!.token).to.equal('river');
  });

  it('brings errors over as they are', async () => {
    await expectRejection(inWorker.run({ ids: [99] }), 'tokens', 'token id 99', 'from 0 to 47');
    const gone = openAlone('/demo/data/nowhere/');
    await expectRejection(gone, 'network', '404', 'config.json');
  });

  it('stops when its signal says so, and answers the next question', async () => {
    const controller = new AbortController();
    const run = inWorker.run({ text }, { signal: controller.signal });
    controller.abort(new Error('enough'));
    expect(await run.catch((error: Error) => error.message)).to.equal('enough');
    const words: string[] = [];
    const stopper = new AbortController();
    const error = await (async () => {
      const { signal } = stopper;
      for await (const { token } of inWorker.generate({ text }, { signal, maxTokens: 50 })) {
        words.push(token);
        if (words.length === 2) stopper.abort(new Error('enough words'));
      }
    })().catch((reason: Error) => reason.message);
    expect(error).to.equal('enough words');
    expect(words).to.have.length(2);
    expect((await inWorker.run({ text })).next![0]!.token).to.equal('river');
  });

  it('rejects what runs when it is closed, and what is asked later', async () => {
    const model = await openAlone(induction);
    const run = model.run({ text });
    model.close();
    await expectRejection(run, 'unsupported', 'closed');
    await expectRejection(model.tokenize(text), 'unsupported', 'closed');
  });

  it('computes on this thread where a worker may not start', async () => {
    const real = globalThis.Worker;
    try {
      globalThis.Worker = class {
        constructor() {
          throw new DOMException('refused', 'SecurityError');
        }
      } as unknown as typeof Worker;
      const model = await openAlone(induction);
      expect(model).to.be.instanceOf(LocalModel);
      expect((await model.run({ text })).next![0]!.token).to.equal('river');
    } finally {
      globalThis.Worker = real;
    }
  });

  it('takes a detour over a blob where the file itself may not become a worker', async () => {
    const real = globalThis.Worker;
    const asked: string[] = [];
    try {
      globalThis.Worker = class extends real {
        constructor(url: string | URL, options?: WorkerOptions) {
          asked.push(new URL(url).protocol);
          if (asked.length === 1) throw new DOMException('another origin', 'SecurityError');
          super(url, options);
        }
      };
      const model = await openAlone(induction);
      expect(model).to.be.instanceOf(WorkerModel);
      expect((await model.run({ text })).next![0]!.token).to.equal('river');
      expect(asked).to.deep.equal(['http:', 'blob:']);
      model.close();
    } finally {
      globalThis.Worker = real;
    }
  });
});
