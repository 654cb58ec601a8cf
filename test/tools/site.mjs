/** A small web site for tests: the CDN build, files of the test, and headers as strict as the test wants them. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';

const types = {
  '.js': 'text/javascript',
  '.html': 'text/html',
  '.css': 'text/css',
  '.json': 'application/json',
};

/**
 * Serves `pages` (text by path, or `(request, response) => …`), the CDN build under /cdn/ and the demo's data under /data/.
 * `copies` serve the CDN build once more, by the name of a folder; each is a function of a script's text. `headers` go with every answer. `requests` grows with every request: `{url, headers}`.
 */
export async function site({ pages = {}, headers = {}, copies = {} }) {
  const requests = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    requests.push({ url: request.url, headers: request.headers });
    const page = pages[pathname];
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (typeof page === 'function') return page(request, response);
    const extension = path.extname(pathname) || '.html';
    response.setHeader('content-type', types[extension] ?? 'application/octet-stream');
    try {
      const [, folder, rest] = /^\/([^/]+)\/(.*)$/.exec(pathname) ?? [];
      const edit = copies[folder];
      const root = edit ? 'dist/cdn' : { cdn: 'dist/cdn', data: 'demo/data' }[folder];
      const file = page ?? readFileSync(path.join(root, path.normalize(rest)));
      response.end(edit && extension === '.js' ? edit(file.toString()) : file);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { origin: `http://127.0.0.1:${server.address().port}`, requests, close };
}

/** Sites that a file of tests opens, to be closed together. */
export function sites() {
  const open = [];
  const serve = async (options) => {
    const made = await site(options);
    open.push(made);
    return made;
  };
  return { serve, close: () => open.forEach((each) => each.close()) };
}

/** A page with the library and some figures. `script` is an external script of its own. */
export const pageOf = (
  body,
  { script = '', attributes = '' } = {},
) => `<!doctype html><html lang="en"><meta charset="utf-8">
<title>test</title><link rel="icon" href="data:,">${script && `<script src="${script}"></script>`}
<script type="module" src="/cdn/attention-elements.js" ${attributes}></script>
${body}`;
