import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Folder of the package that a module belongs to. */
function packageFolder(id) {
  const parts = id.split(/[\\/]node_modules[\\/]/);
  if (parts.length < 2) return undefined;
  const [scope, name] = parts.at(-1).split(/[\\/]/);
  return [...parts.slice(0, -1), scope.startsWith('@') ? path.join(scope, name) : scope].join(
    `${path.sep}node_modules${path.sep}`,
  );
}

function licenseOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? readFileSync(path.join(folder, file), 'utf8').trim() : `License: ${license}`;
  return `${name} ${version} (${license})\n\n${text}\n`;
}

/**
 * Rollup plugin: writes LICENSES.txt beside the bundle, with the licence of every package that went into it, and of those
 * whose data stand in the sources; or the same at the end of each file of the bundle, `within` it.
 */
export function licenses({ alsoOf = [], within = false } = {}) {
  return {
    name: 'licenses',
    generateBundle(_, bundle) {
      const used = Object.values(bundle).flatMap((file) => Object.entries(file.modules ?? {}));
      const folders = used
        .filter(([, module]) => module.renderedLength > 0)
        .map(([id]) => packageFolder(id.replace(/^\0/, '').replace(/\?.*$/, '')))
        .filter((folder) => folder && existsSync(path.join(folder, 'package.json')))
        .concat(alsoOf.map((name) => path.resolve('node_modules', name)));
      const source = [...new Set(folders)]
        .sort()
        .map(licenseOf)
        .join(`\n${'-'.repeat(80)}\n\n`);
      if (!within) return void this.emitFile({ type: 'asset', fileName: 'LICENSES.txt', source });
      const comment = `/*!\nParts of other authors:\n\n${source.replaceAll('*/', '* /')}*/\n`;
      for (const file of Object.values(bundle)) if (file.type === 'chunk') file.code += comment;
    },
  };
}
