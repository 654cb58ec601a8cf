/**
 * Makes the pages in this folder with the real tools, as the README tells their users to: `node test/recipes/make.mjs`.
 * A tool that is not installed keeps the page that it made the last time. Tools of npm are looked for in the folder that
 * RECIPE_TOOLS names (one folder with node_modules for each).
 */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { recipes } from './tools.mjs';

const { RECIPE_TOOLS = '' } = process.env;
/** Pages hold no path of the machine that made them, and no style sheets or scripts of the tool but its markup. */
const lean = (html) =>
  html
    .replace(/<style\b[^]*?<\/style>/g, '')
    .replace(/<link\b[^>]*>/g, '')
    .replace(/<script\b(?![^>]*attention-elements)[^]*?<\/script>/g, '')
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n');

const chosen = process.argv.slice(2);

for (const [tool, { files, command, page, npm }] of Object.entries(recipes)) {
  if (chosen.length && !chosen.includes(tool)) continue;
  const folder = mkdtempSync(path.join(tmpdir(), `recipe-${tool}-`));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
  const modules = npm && path.join(RECIPE_TOOLS, npm, 'node_modules');
  if (npm && RECIPE_TOOLS && existsSync(modules)) symlinkSync(modules, path.join(folder, 'node_modules'));
  const [program, ...args] = npm ? [process.execPath, ...command] : command;
  const { status, stderr, stdout, error } = spawnSync(program, args, { cwd: folder, encoding: 'utf8' });
  const made = page && path.join(folder, page);
  if (status === 0 && (!page || existsSync(made))) {
    const html = page ? readFileSync(made, 'utf8') : stdout;
    writeFileSync(path.join('test/recipes', `${tool}.html`), `${lean(html).trim()}\n`);
    console.log(`${tool}: made`);
  } else {
    console.log(
      `${tool}: not made (${error?.code ?? (stderr || stdout).trim().split('\n').slice(-3).join(' ')})`,
    );
  }
  rmSync(folder, { recursive: true, force: true });
}
