/**
 * The package as published: dist/esm, one file per source for bundlers, and dist/cdn for a plain script tag. The second is
 * made also when types are wrong, so that one mistake is reported once.
 */
import { rmSync } from 'node:fs';
import { bin, node } from './command.mjs';

rmSync('dist', { recursive: true, force: true });
const types = await node(bin('typescript', 'tsc'));
const bundle = await node(bin('rollup', 'rollup'), '-c', '--silent');
console.log([types.output, bundle.output].filter(Boolean).join('\n'));
process.exitCode = types.code || bundle.code;
