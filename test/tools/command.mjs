import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);

/** File of a program that an installed package brings: `bin('typescript', 'tsc')`. */
export function bin(packageName, program) {
  const manifest = path.resolve('node_modules', packageName, 'package.json');
  const { bin: programs } = require(manifest);
  return path.join(path.dirname(manifest), typeof programs === 'string' ? programs : programs[program]);
}

/** Runs a Node program. Resolves to its exit code and all that it printed, in order. */
export function node(file, ...args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    }
    child.on('error', reject).on('close', (code) => resolve({ code, output: output.trimEnd() }));
  });
}
