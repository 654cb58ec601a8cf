import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

const read = async (file: string): Promise<unknown> =>
  JSON.parse(await readFile(new URL(file, import.meta.url), 'utf8'));

const entry = 'attention-elements.js';

/**
 * Tags for a page that loads the script of this version and wants to be sure of it: the hash of the script itself, and in
 * an import map those of all files that it may ask for. Import maps must stand inline: a policy against inline scripts drops
 * them, and says so in the console alone, unless it has their hash.
 */
export async function integrityTags(address?: string): Promise<string> {
  const { version } = (await read('../../../package.json')) as { version: string };
  const hashes = (await read('../../cdn/integrity.json')) as Record<string, string>;
  const base = address ?? `https://cdn.jsdelivr.net/npm/attention-elements@${version}/dist/cdn/`;
  const url = (name: string) => `${base.replace(/\/?$/, '/')}${name}`;
  const asked = Object.entries(hashes).filter(([name]) => name.startsWith('chunks/'));
  const integrity = Object.fromEntries(asked.map(([name, hash]) => [url(name), hash]));
  const map = `\n${JSON.stringify({ integrity }, null, 2)}\n`;
  const hash = createHash('sha256').update(map).digest('base64');
  return `<!-- Under a Content-Security-Policy script-src needs this hash of the import map too, or chunks go unchecked: 'sha256-${hash}' -->
<script type="importmap">${map}</script>
<script type="module" src="${url(entry)}" integrity="${hashes[entry]}" crossorigin="anonymous"></script>
`;
}
