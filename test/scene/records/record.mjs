/** Writes test/fixtures/scenes.json anew; `npm run pictures` calls it. */
import { writeFileSync } from 'node:fs';
import { build } from 'esbuild';

export async function recordScenes() {
  const { outputFiles } = await build({
    entryPoints: ['test/scene/records/describe-all.ts'],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'es2022',
    tsconfig: 'tsconfig.json',
    logLevel: 'warning',
  });
  const code = Buffer.from(outputFiles[0].contents).toString('base64');
  const { describeAll } = await import(`data:text/javascript;base64,${code}`);
  const lines = Object.entries(describeAll()).map(
    ([name, scenes]) => `${JSON.stringify(name)}:${JSON.stringify(scenes)}`,
  );
  writeFileSync('test/fixtures/scenes.json', `{\n${lines.join(',\n')}\n}\n`);
  return lines.length;
}
