/**
 * Builds the package and serves the demo on this machine only, on PORT or the first free port from 8000. With `--watch`,
 * a change of a source makes the build anew and the page reload.
 */
import { spawn } from 'node:child_process';
import { startDevServer } from '@web/dev-server';
import { bin, node } from './command.mjs';

const watch = process.argv.includes('--watch');

console.log('Building …');
const { output } = await node('test/tools/build.mjs', '--quick');
console.log(output);

const { PORT } = process.env;
const server = await startDevServer({
  config: {
    rootDir: '.',
    // this machine alone; the server takes the usual spellings, localhost and 127.0.0.1, for every interface
    hostname: '127.1',
    ...(PORT && { port: Number(PORT) }),
    watch,
    middleware: [(context, next) => (context.path === '/' ? context.redirect('/demo/') : next())],
  },
  readCliArgs: false,
  readFileConfig: false,
  logStartMessage: false,
});

if (watch) {
  for (const [program, ...args] of [
    [bin('typescript', 'tsc'), '--watch', '--preserveWatchOutput'],
    [bin('rollup', 'rollup'), '-c', '--watch', '--no-watch.clearScreen'],
  ]) {
    spawn(process.execPath, [program, ...args], { stdio: 'inherit' });
  }
}

console.log(`\nDemo: http://localhost:${server.config.port}/demo/  (Ctrl+C ends)`);
