import { expect } from '@open-wc/testing';
import type { AttentionData } from '../../src/core/attention-data.js';
import { attentionFlow } from '../../src/core/attention-flow.js';
import { attentionRollout } from '../../src/core/attention-rollout.js';
import { kernelReady, stopKernel } from '../../src/core/kernel/kernel-ready.js';
import { throughLayers, type ThroughChoice } from '../../src/core/through-layers.js';
import { followLayers } from '../../src/models/follow-layers.js';
import { floatToHalf } from '../../src/models/run/float-to-half.js';
import { expectClose } from '../core/oracle.js';
import { sampleData } from '../scene/sample.js';

const signal = new AbortController().signal;
const nothing = () => undefined;

function choice(more: Partial<ThroughChoice> = {}): ThroughChoice {
  return { layers: [0, 1, 2], heads: [0, 2], method: 'rollout', residual: 0.5, ...more };
}

const tokensOf = (count: number) => Array.from({ length: count }, (_, i) => `t${i}`);
const data = sampleData({ layers: 3, tokens: tokensOf(30) });

/** Workers that are alive while `action` runs, and afterwards. */
async function countingWorkers(action: () => Promise<void>): Promise<{ started: number; ended: number }> {
  const real = globalThis.Worker;
  const count = { started: 0, ended: 0 };
  globalThis.Worker = class extends real {
    constructor(...args: ConstructorParameters<typeof Worker>) {
      super(...args);
      count.started++;
    }
    override terminate(): void {
      count.ended++;
      super.terminate();
    }
  };
  try {
    await action();
  } finally {
    globalThis.Worker = real;
  }
  return count;
}

const half: AttentionData = {
  ...data,
  weights: Uint16Array.from(data.weights as Float32Array, floatToHalf),
};
const bytes: AttentionData = {
  ...data,
  weights: Uint8Array.from(data.weights as Float32Array, (weight) => Math.round(255 * weight)),
  scale: 1 / 255,
};

describe('followLayers(data, choice, options)', () => {
  before(() => kernelReady());
  after(stopKernel);

  for (const [name, given] of Object.entries({ float32: data, 'half floats': half, bytes })) {
    for (const method of ['rollout', 'flow'] as const) {
      it(`gives the same in a worker, between pauses and at once: ${method} of ${name}`, async () => {
        const wanted = throughLayers(given, choice({ method }));
        for (const worker of [true, false]) {
          const numbers = await followLayers(given, choice({ method }), {
            signal,
            onProgress: nothing,
            worker,
          });
          expectClose(numbers.fused, wanted.fused, 0, 'fused');
          expectClose(numbers.rolled, wanted.rolled, 0, 'rolled');
          expectClose(numbers.weights, wanted.weights, 0, 'weights');
        }
      });
    }
  }

  it('is what the core computes of the same heads', async () => {
    const last = 2 * 30 * 30;
    const rollout = await followLayers(data, choice(), { signal, onProgress: nothing });
    expectClose(rollout.weights, attentionRollout(data, { heads: [0, 2] }).slice(last), 0);
    const flow = await followLayers(data, choice({ method: 'flow' }), { signal, onProgress: nothing });
    const row = flow.weights.slice(7 * 30, 8 * 30);
    expectClose(row, attentionFlow(data, 7, { heads: [0, 2] }), 0);
  });

  it('tells how far it is, and ends its worker', async () => {
    const shares: number[] = [];
    const count = await countingWorkers(async () => {
      const long = sampleData({ layers: 6, tokens: tokensOf(40) });
      const layers = [0, 1, 2, 3, 4, 5];
      const onProgress = (share: number) => shares.push(share);
      await followLayers(long, choice({ layers, method: 'flow' }), { signal, onProgress });
    });
    expect(count).to.deep.equal({ started: 1, ended: 1 });
    expect(shares.length).to.be.above(12);
    expect(shares).to.deep.equal([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).to.be.above(0.1).and.at.most(1);
  });

  for (const worker of [true, false]) {
    it(`stops when its signal says so, ${worker ? 'in a worker' : 'between pauses'}`, async () => {
      const controller = new AbortController();
      const onProgress = (share: number) => share > 0.1 && controller.abort(new Error('enough'));
      const long = sampleData({ layers: 12, tokens: tokensOf(70) });
      const layers = Array.from({ length: 12 }, (_, i) => i);
      const options = { signal: controller.signal, onProgress, worker };
      let message: unknown;
      const count = await countingWorkers(async () => {
        message = await followLayers(long, choice({ layers, method: 'flow' }), options).catch(
          (error: Error) => error.message,
        );
      });
      expect(message).to.equal('enough');
      expect(count).to.deep.equal(worker ? { started: 1, ended: 1 } : { started: 0, ended: 0 });
    });
  }

  it('leaves this thread free while a worker computes', async () => {
    const long = sampleData({ layers: 12, tokens: tokensOf(44) });
    const layers = Array.from({ length: 12 }, (_, i) => i);
    let ticks = 0;
    const timer = setInterval(() => ticks++, 4);
    const began = performance.now();
    await followLayers(long, choice({ layers, method: 'flow' }), { signal, onProgress: nothing });
    clearInterval(timer);
    expect(performance.now() - began).to.be.above(100);
    expect(ticks).to.be.above(10);
  });

  it('computes on this thread where a worker may not start', async () => {
    const real = globalThis.Worker;
    try {
      globalThis.Worker = class {
        constructor() {
          throw new DOMException('refused', 'SecurityError');
        }
      } as unknown as typeof Worker;
      const numbers = await followLayers(data, choice(), { signal, onProgress: nothing });
      expectClose(numbers.weights, throughLayers(data, choice()).weights, 0);
    } finally {
      globalThis.Worker = real;
    }
  });
});
