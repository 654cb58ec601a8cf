/** `npm run leaks`: 500 figures of each kind come and go, models among them, and one of each gets other data 500 times. */
import { node } from '../tools/command.mjs';
import { leftBehind, tooMuch } from './leaks.mjs';

if (!process.argv.includes('--no-build')) {
  console.log('Building …');
  const { code, output } = await node('test/tools/build.mjs');
  if (code) throw new Error(output);
}
const only = process.argv.find((argument) => argument.startsWith('--only='))?.slice('--only='.length);
for (const options of [
  { kind: 'mount', cycles: 500, withModels: true },
  { kind: 'change', cycles: 500 },
  { kind: 'mountDiagrams', cycles: 500, withModels: true },
  { kind: 'changeDiagram', cycles: 500 },
].filter(({ kind }) => !only || kind === only)) {
  const left = await leftBehind(options);
  const wrong = tooMuch(left);
  console.log(`${wrong.length ? '✗' : '✓'} ${options.cycles} × ${options.kind}: left behind`, left);
  if (wrong.length) process.exitCode = 1;
}
