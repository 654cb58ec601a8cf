/** How each tool is told to make the page of the article, as the README tells its users. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { diagram, figure, script, withData, withDataInMdx } from './article.mjs';

const scriptTag = `<script type="module" src="${script}"></script>`;
/** The figure first, between paragraphs; then the others. */
const articleOf = (...others) =>
  `Before the figure.\n\n${[figure, 'After the *figure*.', ...others].join('\n\n')}\n`;
const article = articleOf(diagram, withData);
const mdx = articleOf(diagram, withDataInMdx);
/** For Vue's compiler, which spoils data inside the tag. */
const noData = articleOf(diagram);

const indented = (text) => text.replace(/^/gm, '   ');

/** A page of a theme, for tools that give the content alone. */
const theme = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Attention</title>${scriptTag}</head><body>POST</body></html>\n`;

const blocks = `<!-- wp:paragraph -->
<p>Before the figure.</p>
<!-- /wp:paragraph -->

<!-- wp:html -->
${figure}
<!-- /wp:html -->

<!-- wp:paragraph -->
<p>After the <em>figure</em>.</p>
<!-- /wp:paragraph -->`;

/** In the classic editor, blocks within the tag would be torn out of it. */
const inlineArticle = article
  .replace('<p>Fallback', '<span>Fallback')
  .replace('itself.</p>', 'itself.</span>');

const wordpress = (post, ...options) => ({
  files: {
    'theme.html': theme,
    'post.html': post,
    'page.php': readFileSync(path.join(import.meta.dirname, 'wordpress.php'), 'utf8'),
  },
  command: ['php', 'page.php', ...options],
});

/** A node of the editor of Ghost. */
const lexical = (type, rest) => ({ type, version: 1, direction: 'ltr', format: '', indent: 0, ...rest });
const paragraph = (...texts) =>
  lexical('paragraph', {
    children: texts.map(([text, format = 0]) => ({
      ...{ type: 'text', version: 1, detail: 0, mode: 'normal', style: '' },
      ...{ text, format },
    })),
  });
const card = { type: 'html', version: 1, html: figure };
const ghostPost = {
  root: lexical('root', {
    children: [paragraph(['Before the figure.']), card, paragraph(['After the '], ['figure', 2], ['.'])],
  }),
};

/** Each: files to write, the command to run, and the page that comes out: a file, or else what the command prints. */
export const recipes = {
  jekyll: {
    files: {
      '_config.yml': 'title: Blog\n',
      '_layouts/default.html': `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ page.title }}</title>${scriptTag}</head><body>{{ content }}</body></html>\n`,
      'index.md': `---\nlayout: default\ntitle: Attention\n---\n\n${article}`,
    },
    command: ['jekyll', 'build', '--quiet'],
    page: '_site/index.html',
  },
  hugo: {
    files: {
      'config.toml':
        'baseURL = "https://example.org/"\ndisableKinds = ["taxonomy", "term", "RSS", "sitemap"]\n[markup.goldmark.renderer]\nunsafe = true\n',
      'layouts/_default/single.html': `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title>${scriptTag}</head><body>{{ .Content }}</body></html>\n`,
      'content/attention.md': `---\ntitle: Attention\n---\n\n${article}`,
    },
    command: ['hugo', '--quiet'],
    page: 'public/attention/index.html',
  },
  pandoc: {
    files: { 'head.html': scriptTag, 'article.md': `---\ntitle: Attention\nlang: en\n---\n\n${article}` },
    command: ['pandoc', '-s', 'article.md', '--include-in-header', 'head.html', '-o', 'article.html'],
    page: 'article.html',
  },
  mkdocs: {
    files: {
      'mkdocs.yml':
        'site_name: Docs\nuse_directory_urls: false\ntheme:\n  name: mkdocs\n  custom_dir: theme\n',
      'theme/main.html': `{% extends "base.html" %}\n{% block extrahead %}${scriptTag}{% endblock %}\n`,
      'docs/index.md': `# Attention\n\n${article}`,
    },
    command: ['mkdocs', 'build', '--quiet'],
    page: 'site/index.html',
  },
  'mkdocs-material': {
    files: {
      'mkdocs.yml':
        'site_name: Docs\nuse_directory_urls: false\ntheme:\n  name: material\n  custom_dir: theme\n  font: false\n',
      'theme/main.html': `{% extends "base.html" %}\n{% block extrahead %}${scriptTag}{% endblock %}\n`,
      'docs/index.md': `# Attention\n\n${article}`,
    },
    command: ['mkdocs', 'build', '--quiet'],
    page: 'site/index.html',
  },
  sphinx: {
    files: {
      'conf.py': `project = 'Docs'\nhtml_js_files = [('${script}', {'type': 'module'})]\n`,
      'index.rst': `Attention\n=========\n\nBefore the figure.\n\n.. raw:: html\n\n${indented(figure)}\n\nAfter the *figure*.\n`,
    },
    command: ['sphinx-build', '-q', '-b', 'html', '.', 'out'],
    page: 'out/index.html',
  },
  myst: {
    files: {
      'conf.py': `project = 'Docs'\nextensions = ['myst_parser']\nhtml_js_files = [('${script}', {'type': 'module'})]\n`,
      'index.md': `# Attention\n\n${article}`,
    },
    command: ['sphinx-build', '-q', '-b', 'html', '.', 'out'],
    page: 'out/index.html',
  },
  asciidoctor: {
    files: {
      'docinfo.html': scriptTag,
      'article.adoc': `= Attention\n:docinfo: shared\n:lang: en\n\nBefore the figure.\n\n++++\n${figure}\n++++\n\nAfter the _figure_.\n`,
    },
    command: ['asciidoctor', 'article.adoc'],
    page: 'article.html',
  },
  nbconvert: {
    files: {
      'notebook.ipynb': JSON.stringify({
        nbformat: 4,
        nbformat_minor: 5,
        metadata: { language_info: { name: 'python' } },
        cells: [
          { cell_type: 'markdown', id: 'before', metadata: {}, source: 'Before the figure.' },
          {
            cell_type: 'code',
            id: 'figure',
            metadata: {},
            execution_count: 1,
            source: 'HTML(script + figure)',
            outputs: [
              {
                output_type: 'execute_result',
                execution_count: 1,
                metadata: {},
                data: { 'text/html': `${scriptTag}\n${figure}` },
              },
            ],
          },
          { cell_type: 'markdown', id: 'after', metadata: {}, source: 'After the *figure*.' },
        ],
      }),
    },
    command: ['jupyter-nbconvert', '--to', 'html', '--template', 'basic', 'notebook.ipynb'],
    page: 'notebook.html',
  },
  vitepress: {
    files: {
      'package.json': '{"private": true, "type": "module"}',
      '.vitepress/config.mjs': `export default {
  title: 'Docs',
  vue: { template: { compilerOptions: { isCustomElement: (tag) => ['attention-view', 'transformer-diagram'].includes(tag) } } },
  head: [['script', { type: 'module', src: '${script}' }]],
};\n`,
      'index.md': `# Attention\n\n${noData}`,
    },
    npm: 'vitepress',
    command: ['node_modules/vitepress/bin/vitepress.js', 'build', '.'],
    page: '.vitepress/dist/index.html',
  },
  astro: {
    files: {
      'package.json': '{"private": true, "type": "module"}',
      'astro.config.mjs': `import mdx from '@astrojs/mdx';\nexport default { integrations: [mdx()] };\n`,
      'src/layouts/Page.astro': `<!doctype html>\n<html lang="en"><head><meta charset="utf-8" /><title>Attention</title><script is:inline type="module" src="${script}"></script></head><body><slot /></body></html>\n`,
      'src/pages/index.mdx': `---\nlayout: ../layouts/Page.astro\n---\n\n${mdx}`,
    },
    npm: 'astro',
    command: ['node_modules/astro/astro.js', 'build'],
    page: 'dist/index.html',
  },
  starlight: {
    files: {
      'package.json': '{"private": true, "type": "module"}',
      'astro.config.mjs': `import starlight from '@astrojs/starlight';
export default { integrations: [starlight({
  title: 'Docs', pagefind: false,
  head: [{ tag: 'script', attrs: { type: 'module', src: '${script}' } }],
})] };\n`,
      'src/content.config.mjs': `import { defineCollection } from 'astro:content';
import { docsLoader } from '@astrojs/starlight/loaders';
import { docsSchema } from '@astrojs/starlight/schema';
export const collections = { docs: defineCollection({ loader: docsLoader(), schema: docsSchema() }) };\n`,
      'src/content/docs/index.md': `---\ntitle: Attention\n---\n\n${article}`,
    },
    npm: 'astro',
    command: ['node_modules/astro/astro.js', 'build'],
    page: 'dist/index.html',
  },
  docusaurus: {
    files: {
      'package.json': '{"private": true}',
      'docusaurus.config.js': `module.exports = {
  title: 'Docs', url: 'https://example.org', baseUrl: '/', onBrokenLinks: 'ignore',
  scripts: [{ src: '${script}', type: 'module' }],
  presets: [['classic', { docs: { routeBasePath: '/' }, blog: false, theme: {} }]],
};\n`,
      'docs/index.mdx': `---\nslug: /\n---\n\n# Attention\n\n${mdx}`,
    },
    npm: 'docusaurus',
    command: ['node_modules/@docusaurus/core/bin/docusaurus.mjs', 'build'],
    page: 'build/index.html',
  },
  framework: {
    files: {
      'package.json': '{"private": true, "type": "module"}',
      'observablehq.config.js': `export default { title: 'Docs', root: 'src', pager: false, footer: '', globalStylesheets: [], head: '${scriptTag}' };\n`,
      'src/index.md': `# Attention\n\n${article}`,
    },
    npm: 'framework',
    command: ['node_modules/@observablehq/framework/dist/bin/observable.js', 'build'],
    page: 'dist/index.html',
  },
  wordpress: wordpress(blocks),
  'wordpress-classic': wordpress(inlineArticle),
  'wordpress-author': wordpress(article, 'kses'),
  ghost: {
    files: {
      'package.json': '{"private": true, "type": "module"}',
      'theme.html': theme,
      'post.json': JSON.stringify(ghostPost),
      'page.mjs': readFileSync(path.join(import.meta.dirname, 'ghost.mjs'), 'utf8'),
    },
    npm: 'ghost',
    command: ['page.mjs'],
  },
};
