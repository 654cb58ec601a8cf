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
import { figure, script } from './article.mjs';

const { RECIPE_TOOLS = '' } = process.env;
const scriptTag = `<script type="module" src="${script}"></script>`;
const article = `Before the figure.\n\n${figure}\n\nAfter the *figure*.\n`;

/** Each: files to write, the command to run, and the page that comes out. */
const recipes = {
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
  vue: { template: { compilerOptions: { isCustomElement: (tag) => tag === 'attention-view' } } },
  head: [['script', { type: 'module', src: '${script}' }]],
};\n`,
      'index.md': `# Attention\n\n${article}`,
    },
    npm: 'vitepress',
    command: ['node_modules/vitepress/bin/vitepress.js', 'build', '.'],
    page: '.vitepress/dist/index.html',
  },
  astro: {
    files: {
      'package.json': '{"private": true, "type": "module"}',
      'astro.config.mjs': `import mdx from '@astrojs/mdx';\nexport default { integrations: [mdx()], compressHTML: false };\n`,
      'src/layouts/Page.astro': `<!doctype html>\n<html lang="en"><head><meta charset="utf-8" /><title>Attention</title><script is:inline type="module" src="${script}"></script></head><body><slot /></body></html>\n`,
      'src/pages/index.mdx': `---\nlayout: ../layouts/Page.astro\n---\n\n${article}`,
    },
    npm: 'astro',
    command: ['node_modules/astro/bin/astro.mjs', 'build'],
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
      'docs/index.mdx': `---\nslug: /\n---\n\n# Attention\n\n${article}`,
    },
    npm: 'docusaurus',
    command: ['node_modules/@docusaurus/core/bin/docusaurus.mjs', 'build'],
    page: 'build/index.html',
  },
};

/** Pages hold no path of the machine that made them, and no style sheets or scripts of the tool but its markup. */
const lean = (html) =>
  html
    .replace(/<style\b[^]*?<\/style>/g, '')
    .replace(/<link\b[^>]*>/g, '')
    .replace(/<script\b(?![^>]*attention-elements)[^]*?<\/script>/g, '')
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n');

for (const [tool, { files, command, page, npm }] of Object.entries(recipes)) {
  const folder = mkdtempSync(path.join(tmpdir(), `recipe-${tool}-`));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
  const modules = npm && path.join(RECIPE_TOOLS, npm, 'node_modules');
  if (npm && RECIPE_TOOLS && existsSync(modules)) symlinkSync(modules, path.join(folder, 'node_modules'));
  const [program, ...args] = npm ? [process.execPath, ...command] : command;
  const { status, stderr, stdout, error } = spawnSync(program, args, { cwd: folder, encoding: 'utf8' });
  const made = path.join(folder, page);
  if (status === 0 && existsSync(made)) {
    writeFileSync(path.join('test/recipes', `${tool}.html`), `${lean(readFileSync(made, 'utf8')).trim()}\n`);
    console.log(`${tool}: made`);
  } else {
    console.log(
      `${tool}: not made (${error?.code ?? (stderr || stdout).trim().split('\n').slice(-3).join(' ')})`,
    );
  }
  rmSync(folder, { recursive: true, force: true });
}
