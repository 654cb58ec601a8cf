/**
 * The app of this folder through each bundler, called as the README tells. Each gets the folder of the app and an empty one,
 * and leaves there a page with all that it loads, or serves it by itself. Tools that are too large for everyone lie in test/large-tools.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const here = createRequire(import.meta.url);
const large = createRequire(path.resolve('test/large-tools/package.json'));
const largeModules = path.resolve('test/large-tools/node_modules');

const load = async (require, name) => import(pathToFileURL(require.resolve(name)));

/** For bundlers that know no pages: the page of the app, with the script of that name. */
function writePage(app, out, script, name = 'index.html') {
  const page = readFileSync(path.join(app, 'index.html'), 'utf8').replace('./main.js', script);
  writeFileSync(path.join(out, name), page);
}

/** For bundlers that leave files behind which a module only names. */
const copyModels = (app, out) =>
  cpSync(path.join(app, 'node_modules/attention-elements/dist/cdn/models'), path.join(out, 'models'), {
    recursive: true,
  });

/** Two entries: the app, and the worker that models run in, under the name by which it is called. */
const withWorker = (app) => ({
  app: path.join(app, 'folder.js'),
  worker: 'attention-elements/models/worker',
});

const buildByVite = ({ build }, app, out) =>
  build({ root: app, base: './', logLevel: 'error', build: { outDir: out } }).then(() => undefined);

export const bundlers = {
  vite: { load: () => load(here, 'vite'), build: buildByVite },
  'vite 8': {
    // not the other one, which lies further up
    load: async () => import(pathToFileURL(path.join(largeModules, 'vite/dist/node/index.js'))),
    build: buildByVite,
  },

  'the development server of vite': {
    load: () => load(here, 'vite'),
    async build({ createServer }, app) {
      const server = await createServer({
        root: app,
        logLevel: 'error',
        server: { host: '127.0.0.1', port: 0 },
        optimizeDeps: { exclude: ['attention-elements'] },
      });
      await server.listen();
      const { port } = server.httpServer.address();
      return { origin: `http://127.0.0.1:${port}`, close: () => server.close() };
    },
  },

  webpack: {
    load: () => load(here, 'webpack'),
    async build({ default: webpack }, app, out) {
      const compiler = webpack({
        mode: 'production',
        context: app,
        entry: './main.js',
        output: { path: out, filename: 'app.js' },
        performance: false,
        // that takes longest, and our own build does it too
        optimization: { minimize: false },
      });
      const stats = await new Promise((resolve, reject) =>
        compiler.run((error, result) => (error ? reject(error) : resolve(result))),
      );
      await new Promise((resolve) => compiler.close(resolve));
      const { errors, warnings } = stats.toJson({ errors: true, warnings: true });
      const [problem] = [...errors, ...warnings];
      if (problem) throw new Error(problem.message);
      writePage(app, out, './app.js');
    },
  },

  esbuild: {
    load: () => load(here, 'esbuild'),
    async build({ build }, app, out) {
      await build({
        absWorkingDir: app,
        entryPoints: withWorker(app),
        outdir: out,
        bundle: true,
        splitting: true,
        format: 'esm',
        minify: true,
        logLevel: 'error',
      });
      copyModels(app, out);
      writePage(app, out, './app.js');
    },
  },

  rollup: {
    load: () => load(here, 'rollup'),
    async build({ rollup }, app, out) {
      const [{ default: resolve }, { default: commonjs }] = await Promise.all([
        load(here, '@rollup/plugin-node-resolve'),
        load(here, '@rollup/plugin-commonjs'),
      ]);
      const bundle = await rollup({
        input: withWorker(app),
        plugins: [resolve({ browser: true, rootDir: app }), commonjs()],
        onwarn: () => {},
      });
      await bundle.write({ dir: out, format: 'es' });
      await bundle.close();
      copyModels(app, out);
      writePage(app, out, './app.js');
    },
  },

  parcel: {
    load: async () => large.resolve('parcel/lib/bin.js'),
    async build(program, app, out) {
      writePage(app, app, './folder.js', 'parcel.html');
      const args = ['build', 'parcel.html', '--dist-dir', out, '--public-url', './', '--no-source-maps'];
      const child = spawn(process.execPath, [program, ...args], {
        cwd: app,
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let complaint = '';
      child.stderr.on('data', (data) => (complaint += data));
      const [code] = await once(child, 'close');
      if (code !== 0) throw new Error(complaint);
      copyModels(app, out);
      renameSync(path.join(out, 'parcel.html'), path.join(out, 'index.html'));
    },
  },
};
