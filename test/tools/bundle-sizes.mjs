import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

/** Most bytes that may travel, gzip, kB (1000 bytes). */
const budgets = { 'first load': 25, pixi: 120 };

/** Gzip bytes of everything that is loaded together, when somebody last looked; `npm run sizes` writes it anew. */
const recordFile = path.join(import.meta.dirname, 'bundle-sizes.json');
const mostGrowth = 1.03;

const record = () => (existsSync(recordFile) ? JSON.parse(readFileSync(recordFile, 'utf8')) : {});

/** Says what has grown by more than 3 % since it was recorded; or records it, where that is wanted. */
function checkGrowth(rows) {
  const recorded = record();
  if (process.env.RECORD_SIZES) {
    const sizes = { ...recorded, ...Object.fromEntries(rows.map(({ name, gzip }) => [name, gzip])) };
    const sorted = Object.fromEntries(Object.entries(sizes).sort(([a], [b]) => a.localeCompare(b)));
    writeFileSync(recordFile, `${JSON.stringify(sorted, null, 2)}\n`);
    return;
  }
  for (const { name, gzip } of rows) {
    if (!(gzip > recorded[name] * mostGrowth)) continue;
    const percent = (100 * (gzip / recorded[name] - 1)).toFixed(1);
    console.error(
      `${name} has grown by ${percent} % to ${gzip} bytes gzip, more than 3 %. Make it smaller, or record it by: npm run sizes`,
    );
    process.exitCode = 1;
  }
}

const kB = (bytes) => (bytes / 1000).toFixed(1).padStart(8);

function measure(chunks) {
  const sum = { files: chunks.length, min: 0, gzip: 0, brotli: 0 };
  for (const { code } of chunks) {
    sum.min += Buffer.byteLength(code);
    sum.gzip += gzipSync(code, { level: 9 }).length;
    sum.brotli += brotliCompressSync(code).length;
  }
  return sum;
}

/** The chunks that a browser loads together with these: they and their static imports, to the last. */
function withImports(bundle, fileNames, loaded = new Set()) {
  for (const name of fileNames) {
    if (loaded.has(name) || bundle[name]?.type !== 'chunk') continue;
    loaded.add(name);
    withImports(bundle, bundle[name].imports, loaded);
  }
  return loaded;
}

/**
 * What is loaded at once, by name: the first load, then what each of the project's own `import()` adds to it. What only a
 * dependency would ask for (Pixi's parts for other renderers) comes last, in one row.
 */
function loadGroups(bundle, moduleInfo, atOnce) {
  const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
  const chunkOf = (id) => chunks.find((chunk) => chunk.moduleIds.includes(id))?.fileName;
  const entries = chunks.filter((chunk) => chunk.isEntry).map((chunk) => chunk.fileName);
  const first = withImports(bundle, entries);
  const groups = new Map([[atOnce, first]]);
  const ownModules = chunks.flatMap((chunk) => chunk.moduleIds).filter((id) => !id.includes('node_modules'));
  const importersOf = (target) =>
    ownModules.filter((id) => moduleInfo(id).dynamicallyImportedIds.includes(target));
  for (const target of new Set(ownModules.flatMap((id) => moduleInfo(id).dynamicallyImportedIds))) {
    // what is there already, whoever asks
    const before = importersOf(target)
      .map((id) => withImports(bundle, [chunkOf(id)]))
      .reduce((a, b) => new Set([...a].filter((file) => b.has(file))));
    const loaded = withImports(bundle, [chunkOf(target)]);
    const added = [...loaded].filter((file) => !first.has(file) && !before.has(file));
    const isPixi = added.some((file) =>
      bundle[file].moduleIds.some((id) => /node_modules.pixi\.js/.test(id)),
    );
    if (added.length) groups.set(isPixi ? 'pixi' : path.basename(target, '.js'), new Set(added));
  }
  const loaded = new Set([...groups.values()].flatMap((files) => [...files]));
  const rest = chunks.map((chunk) => chunk.fileName).filter((file) => !loaded.has(file));
  if (rest.length) groups.set('not asked for', new Set(rest));
  return groups;
}

/** Rollup plugin: prints what is loaded when and how large it is; fails the build over a budget. `atOnce` names the entry. */
export function bundleSizes(atOnce = 'first load') {
  return {
    name: 'bundle-sizes',
    writeBundle(_, bundle) {
      const groups = loadGroups(bundle, this.getModuleInfo, atOnce);
      const rows = [...groups].map(([name, files]) => ({
        name,
        ...measure([...files].map((file) => bundle[file])),
      }));
      const width = Math.max(...rows.map((row) => row.name.length));
      console.log(`\n${'kB'.padEnd(width)}  files     min    gzip  brotli`);
      for (const { name, files, min, gzip, brotli } of rows) {
        const budget = budgets[name] ? `  (at most ${budgets[name]} gzip)` : '';
        console.log(
          `${name.padEnd(width)}  ${String(files).padStart(5)}${kB(min)}${kB(gzip)}${kB(brotli)}${budget}`,
        );
      }
      checkGrowth(rows);
      const over = rows.filter(({ name, gzip }) => gzip > (budgets[name] ?? Infinity) * 1000);
      for (const { name } of over) {
        console.error(`${name} is over its budget; before minifying, its largest modules are:`);
        const files = [...groups.get(name)].flatMap((file) => Object.entries(bundle[file].modules));
        for (const [id, { renderedLength }] of files
          .sort(([, a], [, b]) => b.renderedLength - a.renderedLength)
          .slice(0, 20)) {
          console.error(`${kB(renderedLength)} ${path.relative('.', id)}`);
        }
        process.exitCode = 1;
      }
    },
  };
}
