/**
 * Makes the pages in this folder with the real tools, as the README tells their users to: `node test/recipes/make.mjs`.
 * A tool that is not installed keeps the page that it made the last time. Tools of npm are looked for in the folder that
 * RECIPE_TOOLS names (one folder with node_modules for each).
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildRecipe } from './build.mjs';
import { recipes } from './tools.mjs';

/** Pages hold no path of the machine that made them, and no style sheets or scripts of the tool but its markup. */
const lean = (html) =>
  html
    .replace(/<style\b[^]*?<\/style>/g, '')
    .replace(/<link\b[^>]*>/g, '')
    .replace(/<script\b(?![^>]*(?:attention-elements|application\/json))[^]*?<\/script>/g, '')
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n');

const chosen = process.argv.slice(2);

for (const tool of Object.keys(recipes)) {
  if (chosen.length && !chosen.includes(tool)) continue;
  const { html, failure, remove } = buildRecipe(tool);
  if (html !== undefined) writeFileSync(path.join('test/recipes', `${tool}.html`), `${lean(html).trim()}\n`);
  console.log(html === undefined ? `${tool}: not made (${failure})` : `${tool}: made`);
  remove();
}
