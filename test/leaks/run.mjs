/** `npm run leaks`: 500 figures of each kind come and go, models among them, and one of each gets other data 500 times. */
import { node } from '../tools/command.mjs';

if (!process.argv.includes('--no-build')) {
  console.log('Building …');
  const { code, output } = await node('test/tools/build.mjs');
  if (code) throw new Error(output);
}
// what it serves may just have been built
const { leftBehind, notTried, tooMuch } = await import('./leaks.mjs');
const only = process.argv.find((argument) => argument.startsWith('--only='))?.slice('--only='.length);
for (const options of [
  { kind: 'mount', cycles: 500, withModels: true },
  { kind: 'change', cycles: 500 },
  { kind: 'mountDiagrams', cycles: 500, withModels: true },
  { kind: 'changeDiagram', cycles: 500 },
].filter(({ kind }) => !only || kind === only)) {
  const { left, peak } = await leftBehind(options);
  const wrong = [...tooMuch(left, options.cycles), ...notTried(peak, options.withModels)];
  console.log(
    `${wrong.length ? '✗' : '✓'} ${options.cycles} × ${options.kind}: left behind`,
    left,
    'of',
    peak,
    wrong,
  );
  if (wrong.length) process.exitCode = 1;
}
