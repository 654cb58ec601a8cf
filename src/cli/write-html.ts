import { readFile } from 'node:fs/promises';
import { cssColor } from '../render/css-color.js';
import { groundOfTheme } from '../scene/make-theme.js';
import { escapeMarkup } from '../scene/svg.js';
import type { Call } from './options.js';

/** A page of its own has room for all controls. */
export const controlsOfPage = 'full';

/** A theme that was asked for is the whole page's; else the reader's system has the say. */
const colorsOf = (theme: 'light' | 'dark' | undefined): string =>
  theme
    ? `color-scheme: ${theme}; background: ${cssColor(groundOfTheme(theme === 'dark'))};`
    : 'color-scheme: light dark;';

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
  const { lang = 'en', width = 720, theme } = options;
  return `<!doctype html>
<html lang="${escapeMarkup(lang)}">
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<title>${escapeMarkup(description)}</title>
<style>
  :root { ${colorsOf(theme)} font-family: system-ui, sans-serif; }
  body { margin: 1rem auto; max-width: ${width}px; padding: 0 1rem; }
</style>
<${tag} controls="${controlsOfPage}" loading="eager"${written}>
${still}</${tag}>
<script>${script.replaceAll('</script', '<\\/script')}</script>
</html>
`;
}
