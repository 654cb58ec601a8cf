/**
 * Serves the folder of reference data under /shared-data/ to the tests, where it exists: beside the project, or where
 * ATTENTION_DATA points. Without it, /shared-data/ answers 404 and the tests that need it are skipped.
 */
import { createReadStream, existsSync, statSync } from 'node:fs';
import path from 'node:path';

export function sharedData({ rootDir = process.cwd() } = {}) {
  const folder = path.resolve(process.env.ATTENTION_DATA ?? path.join(rootDir, '../shared/data'));
  return async (context, next) => {
    if (!context.path.startsWith('/shared-data/')) return next();
    const file = path.join(folder, decodeURIComponent(context.path.slice('/shared-data/'.length)));
    if (!file.startsWith(folder) || !existsSync(file) || !statSync(file).isFile()) {
      context.status = 404;
      return;
    }
    context.type = path.extname(file) === '.json' ? 'application/json' : 'application/octet-stream';
    context.body = createReadStream(file);
  };
}
