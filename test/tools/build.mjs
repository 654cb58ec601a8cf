/**
 * The package as published: dist/esm, one file per source for bundlers, dist/cdn for a plain script tag, with the models
 * that both share and the hashes of its scripts, and what editors read. dist/cdn is made also when types are wrong, so that one mistake is reported once.
 */
import { rmSync } from 'node:fs';
import { bin, node } from './command.mjs';
import { writeIntegrity } from './integrity.mjs';
import { copyShippedModels } from './shipped-models.mjs';

/** `--quick` leaves out what the demo does not need. */
const quick = process.argv.includes('--quick') ? ['--configQuick'] : [];

rmSync('dist', { recursive: true, force: true });
const types = await node(bin('typescript', 'tsc'));
// the command line alone knows Node
const command = await node(bin('typescript', 'tsc'), '-p', 'src/cli');
const bundle = await node(bin('rollup', 'rollup'), '-c', '--silent', ...quick);
copyShippedModels('dist/cdn/models');
writeIntegrity('dist/cdn');
const editors = await node('test/tools/editor-data.mjs');
console.log([types.output, command.output, bundle.output].filter(Boolean).join('\n'));
process.exitCode = types.code || command.code || bundle.code || editors.code;
