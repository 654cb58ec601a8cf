import { readFile } from 'node:fs/promises';
import { escapeMarkup } from '../scene/svg.js';
import type { Call } from './options.js';

/** A page of its own has room for all controls. */
export const controlsOfPage = 'full';

/**
 * Everything in one file: data, script and, until it runs or where it may not, the picture with all that stands around it.
 */
export async function writeHtml(
  still: string,
  description: string,
  { tag, attributes, options }: Call,
  file: Uint8Array | undefined,
): Promise<string> {
  const script = await readFile(new URL('../../cdn/attention-elements.single.js', import.meta.url), 'utf8');
  const source = file && `data:application/octet-stream;base64,${Buffer.from(file).toString('base64')}`;
  const all = { ...attributes, ...(source && { src: source }) };
  const written = Object.entries(all)
    .map(([name, value]) => (typeof value === 'string' ? ` ${name}="${escapeMarkup(value)}"` : ` ${name}`))
    .join('');
  const { lang = 'en', width = 720 } = options;
  return `<!doctype html>
<html lang="${escapeMarkup(lang)}">
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<title>${escapeMarkup(description)}</title>
<style>
  :root { color-scheme: light dark; font-family: system-ui, sans-serif; }
  body { margin: 1rem auto; max-width: ${width}px; padding: 0 1rem; }
</style>
<${tag} controls="${controlsOfPage}" loading="eager"${written}>
${still}</${tag}>
<script>${script.replaceAll('</script', '<\\/script')}</script>
</html>
`;
}
