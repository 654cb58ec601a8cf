/** The models that ship, as they lie in the build. */
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const sources = 'src/models/shipped';

/** A tool that makes a site of all Markdown it finds would make pages of the cards, where the build lies among them. */
export const cardName = 'MODEL-CARD.txt';

/** What lies in the build of a file of a model: its name, and its content. */
export function shippedFile(folder, name) {
  const content = readFileSync(path.join(folder, name));
  if (name !== 'README.md') return { name, content };
  // cards name each other
  return {
    name: cardName,
    content: Buffer.from(content.toString().replaceAll('/README.md', `/${cardName}`)),
  };
}

export function copyShippedModels(target) {
  for (const model of readdirSync(sources)) {
    const folder = path.join(sources, model);
    if (!existsSync(path.join(folder, 'config.json'))) continue;
    const copy = path.join(target, model);
    cpSync(folder, copy, { recursive: true, filter: (file) => path.basename(file) !== 'README.md' });
    const { name, content } = shippedFile(folder, 'README.md');
    writeFileSync(path.join(copy, name), content);
  }
}
