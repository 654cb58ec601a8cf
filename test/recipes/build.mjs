/** Runs a tool as its recipe says, in a folder of its own. */
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

/** Where a tool of npm is installed, if it is. */
export function modulesOf(tool) {
  const { npm } = recipes[tool];
  const modules = npm && RECIPE_TOOLS && path.resolve(RECIPE_TOOLS, npm, 'node_modules');
  return modules && existsSync(modules) ? modules : undefined;
}

/** Gives the page that came out, or why there is none; the folder; and a function that removes it. */
export function buildRecipe(tool) {
  const { files, command, page, npm } = recipes[tool];
  const folder = mkdtempSync(path.join(tmpdir(), `recipe-${tool}-`));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
  const modules = modulesOf(tool);
  if (modules) symlinkSync(modules, path.join(folder, 'node_modules'));
  const [program, ...args] = npm ? [process.execPath, ...command] : command;
  const { status, stderr, stdout, error } = spawnSync(program, args, { cwd: folder, encoding: 'utf8' });
  const made = page && path.join(folder, page);
  const html =
    status === 0 && (!page || existsSync(made)) ? (page ? readFileSync(made, 'utf8') : stdout) : undefined;
  return {
    html,
    failure: error?.code ?? (stderr || stdout || '').trim().split('\n').slice(-3).join(' '),
    folder,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
