import { expect } from '@open-wc/testing';
import { workAWhile, workInTurns, workThrough, type Work } from '../../src/core/pause.js';

/** Steps that each take some milliseconds; counts those that are done. */
function* slow(steps: number, done: { count: number }): Work<string> {
  for (let i = 0; i < steps; i++) {
    for (const start = performance.now(); performance.now() - start < 5;);
    done.count++;
    yield;
  }
  return 'finished';
}

describe('work in turns', () => {
  it('lets the page have its turn, and comes to the same end', async () => {
    const done = { count: 0 };
    const seen: number[] = [];
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      seen.push(done.count);
      if (done.count < 12) port2.postMessage(undefined);
    };
    port2.postMessage(undefined);
    expect(await workInTurns(slow(12, done))).to.equal('finished');
    port1.close();
    // others were served between the steps, not only before the first and after the last
    expect(seen.filter((count) => count > 0 && count < 12).length).to.be.at.least(3);
    expect(workThrough(slow(3, { count: 0 }))).to.equal('finished');
  });

  it('stops with the reason of a signal', async () => {
    const done = { count: 0 };
    const stop = new AbortController();
    const work = workInTurns(slow(1000, done), stop.signal);
    setTimeout(() => stop.abort(new Error('enough')), 30);
    const error = await work.catch((reason: Error) => reason.message);
    expect(error).to.equal('enough');
    expect(done.count).to.be.below(200);
  });

  it('does as much as there is time for, at least one step', () => {
    const done = { count: 0 };
    const work = slow(100, done);
    expect(workAWhile(work).done).to.equal(false);
    expect(done.count).to.be.within(1, 10);
  });
});
