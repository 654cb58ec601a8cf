/**
 * Bundles the tests of the pure floors for Mocha in Node: of a page they need `fetch` alone, which setup.mjs gives. Chai
 * stands in for the test library of the browser, and the sources for what the property tests take from dist.
 *
 * Stryker calls it in its copy of the project, for the sources with mutants in them; MUTATION_FLOOR names the floor.
 */
import { readFileSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

/** They test others once more with the kernel at hand, or need a page. */
const elsewhere = /core\/kernel-(oracle|oracle-plain|places)\.test/;

/** Tests of laws, by floor; they are written for Node and for what is built. */
const laws = {
  core: ['core-properties'],
  formats: ['reader-properties', 'hostile-files'],
  scene: ['scene-properties'],
};

const floor = process.env.MUTATION_FLOOR;
const entries = readdirSync(`test/${floor}`, { recursive: true })
  .map((name) => `test/${floor}/${name.replaceAll(path.sep, '/')}`)
  .filter((file) => file.endsWith('.test.ts') && !elsewhere.test(file))
  .concat(laws[floor].map((name) => `test/trust/${name}.test.mjs`));

const standIns = {
  name: 'stand-ins',
  setup({ onResolve, onLoad }) {
    const resolve = (file) => ({ path: path.resolve(file) });
    onResolve({ filter: /^@open-wc\/testing$/ }, () => resolve('test/mutation/stand-ins/testing.mjs'));
    onResolve({ filter: /^node:test$/ }, () => resolve('test/mutation/stand-ins/node-test.mjs'));
    onResolve({ filter: /\/dist\/esm\// }, ({ path: name }) =>
      resolve(name.replace(/^.*\/dist\/esm\//, 'src/').replace(/\.js$/, '.ts')),
    );
    onLoad({ filter: /\.test\.ts$/ }, ({ path: file }) => ({
      contents: readFileSync(file, 'utf8')
        // a bundle has an address of its own; fixtures are named from where the test stands
        .replaceAll('import.meta.url', JSON.stringify(`http://localhost:8000/${path.relative('.', file)}`))
        // what runs once for many tests counts as covered by the test before them alone
        .replace(/^( *)before\(/gm, '$1beforeEach('),
      loader: 'ts',
    }));
  },
};

const outdir = 'test/mutation/.cache/tests';
rmSync(outdir, { recursive: true, force: true });
await build({
  entryPoints: entries,
  outdir,
  outbase: 'test',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'es2022',
  packages: 'external',
  plugins: [standIns],
  tsconfig: 'tsconfig.json',
  logLevel: 'warning',
});
