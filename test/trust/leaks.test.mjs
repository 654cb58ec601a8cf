import assert from 'node:assert/strict';
import test from 'node:test';
import { leftBehind, notTried, tooMuch } from '../leaks/leaks.mjs';

// most of the time goes into waiting for what lingers, so all wait together
const runs = [
  { kind: 'mount', cycles: 40, withModels: true },
  { kind: 'change', cycles: 60 },
  { kind: 'mountDiagrams', cycles: 30 },
  { kind: 'changeDiagram', cycles: 40 },
].map((run) => ({ ...run, counts: leftBehind(run) }));

for (const { kind, cycles, withModels, counts } of runs) {
  test(`nothing is left behind: ${cycles} × ${kind}; \`npm run leaks\` does 500`, async () => {
    const { left, peak } = await counts;
    assert.deepEqual(notTried(peak, withModels), [], JSON.stringify(peak));
    assert.deepEqual(tooMuch(left, cycles), [], JSON.stringify(left));
  });
}

test('a node and 64 KB that every figure leaves behind would be noticed', async () => {
  const { left } = await leftBehind({ kind: 'mount', cycles: 40, leaky: true });
  assert.deepEqual(tooMuch(left, 40), ['heap', 'nodes'], JSON.stringify(left));
});
