/** Hashes of scripts, by which a browser tells that it was sent what was published. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** As `integrity` has it. */
export const integrityOf = (bytes) => `sha384-${createHash('sha384').update(bytes).digest('base64')}`;

/** Writes `integrity.json` into a folder: the hash of every script there, by its path. */
export function writeIntegrity(folder) {
  if (!existsSync(folder)) return;
  const files = readdirSync(folder, { recursive: true })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.js'))
    .sort();
  const hashes = files.map((name) => [name, integrityOf(readFileSync(path.join(folder, name)))]);
  writeFileSync(
    path.join(folder, 'integrity.json'),
    `${JSON.stringify(Object.fromEntries(hashes), null, 2)}\n`,
  );
}
