import assert from 'node:assert/strict';
import test from 'node:test';
import { fuzz } from '../fuzz/fuzz.mjs';

/** A day has its own inputs, and the whole day the same ones: what fails can be run again. */
const seed = Math.floor(Date.now() / 86_400_000);

test('spoiled files end in attention or in a typed error, within limits of time and memory', async () => {
  const { count, failures, outcomes } = await fuzz({ seed, seconds: 6, processes: 1 });
  const told = failures.map(
    ({ index, failure }) => `npm run fuzz -- --seed ${seed} --only ${index}\n${failure}`,
  );
  assert.deepEqual(told, []);
  assert.ok(count > 200, `${count} inputs in 6 s`);
  // a fuzzer whose every input is refused at the door finds nothing
  const kinds = Object.keys(outcomes);
  for (const kind of ['file read', 'literal read', 'file format', 'literal syntax'])
    assert.ok(kinds.includes(kind), kind);
});
