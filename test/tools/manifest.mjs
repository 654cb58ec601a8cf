import { readFileSync } from 'node:fs';
import { cli } from '@custom-elements-manifest/analyzer/cli.js';

/** custom-elements.json as the sources have it now. */
export async function manifest() {
  return cli({ argv: ['analyze', '--quiet'], noWrite: true });
}

/** Whether the committed custom-elements.json is the one that the sources make. */
export async function checkManifest() {
  const fresh = `${JSON.stringify(await manifest(), null, 2)}\n`;
  const current = fresh === readFileSync('custom-elements.json', 'utf8');
  return { code: current ? 0 : 1, output: current ? '' : 'out of date: run `npm run docs`' };
}
