/**
 * Bundles pixi.js, with exactly the sub-paths that src/render imports, for the test server: as published it is some 700
 * modules with a CommonJS dependency among them, which no browser can load. Cached under node_modules/.cache.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import commonjs from '@rollup/plugin-commonjs';
import resolve from '@rollup/plugin-node-resolve';
import { rollup } from 'rollup';

const prefix = '/.vendor/';
const fileName = (specifier) => specifier.replace(/[^\w.-]/g, '_');

/** Every pixi.js entry point that files under `folder` import. */
function importedSpecifiers(folder) {
  const files = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.ts'));
  const found = files.flatMap((name) => [
    ...readFileSync(path.join(folder, name), 'utf8').matchAll(/['"](pixi\.js(?:\/[\w-]+)*)['"]/g),
  ]);
  return [...new Set(found.map((match) => match[1]))].sort();
}

export function vendorPixi({ rootDir = process.cwd() } = {}) {
  const specifiers = importedSpecifiers(path.join(rootDir, 'src/render'));
  const { version } = JSON.parse(
    readFileSync(path.join(rootDir, 'node_modules/pixi.js/package.json'), 'utf8'),
  );
  const key = createHash('sha1')
    .update(JSON.stringify([version, specifiers]))
    .digest('hex')
    .slice(0, 10);
  const folder = path.join(rootDir, 'node_modules/.cache/vendor-pixi', key);
  return {
    name: 'vendor-pixi',
    async serverStart() {
      if (specifiers.length === 0 || existsSync(path.join(folder, 'done'))) return;
      const bundle = await rollup({
        input: Object.fromEntries(specifiers.map((specifier) => [fileName(specifier), specifier])),
        plugins: [resolve({ browser: true }), commonjs()],
        preserveEntrySignatures: 'strict',
        onwarn: () => {},
      });
      mkdirSync(folder, { recursive: true });
      await bundle.write({
        dir: folder,
        format: 'es',
        entryFileNames: '[name].js',
        chunkFileNames: 'chunk-[hash].js',
      });
      await bundle.close();
      writeFileSync(path.join(folder, 'done'), version);
    },
    resolveImport({ source }) {
      return specifiers.includes(source) ? `${prefix}${fileName(source)}.js` : undefined;
    },
    serve(context) {
      if (!context.path.startsWith(prefix)) return undefined;
      return { body: readFileSync(path.join(folder, path.basename(context.path)), 'utf8'), type: 'js' };
    },
  };
}
