import assert from 'node:assert/strict';
import test from 'node:test';
import { leftBehind, tooMuch } from '../leaks/leaks.mjs';

// most of the time goes into waiting for what lingers, so both wait together
const runs = Object.entries({ mount: 40, change: 60, mountDiagrams: 24, changeDiagram: 40 }).map(
  ([kind, cycles]) => ({
    name: `${cycles} × ${kind}`,
    left: leftBehind({ kind, cycles }),
  }),
);

for (const { name, left } of runs) {
  test(`nothing is left behind: ${name}; \`npm run leaks\` does 500`, async () => {
    const counts = await left;
    assert.deepEqual(tooMuch(counts), [], JSON.stringify(counts));
  });
}
