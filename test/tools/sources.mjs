/**
 * Files that the page names itself, under the names that the built package has for them: serves src/x.ts for /src/x.js, as
 * for a worker, and the models that ship. What modules import is resolved by the esbuild plugin.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';

export function sources({ rootDir = process.cwd() } = {}) {
  return (context, next) => {
    const source = context.path.replace(/\.js$/, '.ts');
    if (/^\/src\/.*\.js$/.test(context.path) && existsSync(path.join(rootDir, source))) context.path = source;
    context.path = context.path.replace(/^\/cdn\/models\//, '/src/models/shipped/');
    return next();
  };
}
