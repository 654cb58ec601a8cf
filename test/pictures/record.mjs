/**
 * Makes the references of the pictures anew, of all sheets or of those named:
 *
 *   npm run pictures [-- matrix lines]
 *
 * It builds the package first, and records the scenes behind the pictures as well (test/fixtures/scenes.json). Look at every picture before you commit it: `-- --png folder` writes them as PNG too.
 */
import { parseArgs } from 'node:util';
import { ensureFonts } from '../tools/fonts.mjs';
import { node } from '../tools/command.mjs';
import { recordScenes } from '../scene/records/record.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { png: { type: 'string' }, 'no-build': { type: 'boolean', default: false } },
});
if (!options['no-build']) {
  const { code, output } = await node('test/tools/build.mjs', '--quick');
  if (code !== 0) throw new Error(output);
}
console.log(`${await recordScenes()} scenes`);
ensureFonts();
const { Studio } = await import('./studio.mjs');
const { scripts, sheets } = await import('./views.mjs');

const unknown = positionals.find((name) => !(name in sheets));
if (unknown) throw new Error(`no sheet is named ${unknown}; there are ${Object.keys(sheets).join(', ')}`);
const studio = await Studio.open();
try {
  const missing = Object.keys(scripts).flatMap((script) => studio.missingFonts(script));
  if (missing.length) throw new Error(`references need these fonts: ${[...new Set(missing)].join(', ')}`);
  let total = 0;
  for (const sheet of positionals.length ? positionals : Object.keys(sheets)) {
    const bytes = await studio.record(sheet, options.png);
    total += bytes;
    console.log(`${sheet.padEnd(22)} ${(bytes / 1024).toFixed(0).padStart(5)} KiB`);
  }
  console.log(`${'together'.padEnd(22)} ${(total / 1024).toFixed(0).padStart(5)} KiB`);
} finally {
  await studio.close();
}
