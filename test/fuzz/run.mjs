/**
 * `npm run fuzz`: builds the package and judges 100,000 spoiled inputs. `-- --seed 7` for others, `--inputs 1000` for
 * fewer, `--only 4711` for one of them, to look at.
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { node } from '../tools/command.mjs';
import { fuzz } from './fuzz.mjs';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    inputs: { type: 'string', default: '100000' },
    only: { type: 'string' },
    'no-build': { type: 'boolean' },
  },
});
const seed = Number(values.seed);

/** First line of a failure without its numbers, and where it was thrown. */
const placeOf = ({ failure }) =>
  failure
    .split('\n')
    .slice(0, 2)
    .join(' ')
    .replace(/-?\d[\d.]*(?![\d:])/g, '#');

function groupBy(list, keyOf) {
  const groups = new Map();
  for (const entry of list) {
    const key = keyOf(entry);
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  return groups;
}

if (!values['no-build']) {
  console.log('Building …');
  const { code, output } = await node('test/tools/build.mjs');
  if (code) throw new Error(output);
}

if (values.only) {
  const { inputOf } = await import('./inputs.mjs');
  const { judge } = await import('./judge.mjs');
  const { random, ...input } = inputOf(seed, Number(values.only));
  console.log(input.name, input.text?.slice(0, 500) ?? input.hints ?? '');
  console.log(await judge({ ...input, random }));
} else {
  const start = Date.now();
  const result = await fuzz({ seed, inputs: Number(values.inputs), processes: cpus().length });
  // the same fault over and over is told once
  for (const [{ index, failure }, ...others] of groupBy(result.failures, placeOf).values()) {
    const more = others.length ? ` (and ${others.length} like it)` : '';
    console.log(`✗ --seed ${seed} --only ${index}${more}\n${failure}\n`);
  }
  for (const [name, count] of Object.entries(result.outcomes).sort())
    console.log(`${String(count).padStart(8)}  ${name}`);
  const { slowest, peak, count, failures } = result;
  console.log(
    `slowest ${slowest?.ms.toFixed(0)} ms (--only ${slowest?.index}), most memory ${(peak / 1e6).toFixed(0)} MB`,
  );
  console.log(`${count} inputs in ${((Date.now() - start) / 1000).toFixed(0)} s, ${failures.length} failed`);
  process.exitCode = failures.length ? 1 : 0;
}
