/** Modules of the package as a page has them, for tests that run parts of it in a browser. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import commonjs from '@rollup/plugin-commonjs';
import resolve from '@rollup/plugin-node-resolve';
import { rollup } from 'rollup';

const types = { '.js': 'text/javascript', '.json': 'application/json', '.html': 'text/html' };

/** Bundles entries, `{name: file}`: code by its path in a folder. Entries share their modules. */
export async function chunksOf(input, folder) {
  const bundle = await rollup({
    input,
    plugins: [resolve({ browser: true }), commonjs()],
    onwarn: () => {},
  });
  const { output } = await bundle.generate({ format: 'es', entryFileNames: '[name].js' });
  await bundle.close();
  return new Map(output.map(({ fileName, code }) => [`${folder}/${fileName}`, code]));
}

/** Serves an empty page, such code, and the files of the project; `headers` come with every answer. */
export async function serveChunks(chunks, headers = {}) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const isPage = pathname === '/';
    const file = path.join('.', path.normalize(decodeURIComponent(pathname)));
    try {
      const body = isPage ? '<!doctype html><p>page' : (chunks.get(pathname) ?? readFileSync(file));
      const type = isPage ? 'text/html' : (types[path.extname(file)] ?? 'application/octet-stream');
      response.writeHead(200, { ...headers, 'content-type': type }).end(body);
    } catch {
      response.writeHead(404, headers).end();
    }
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}
