/**
 * What the pages of demo/ share or take from elsewhere, between comments that name it: `<!-- colours -->`, the switch of light
 * and dark; `<!-- nav -->`, the links to all pages; `<!-- api -->`, the reference of every element in custom-elements.json;
 * `<!-- css:name -->`, a rule of themes.css as text; `<!-- script -->`, the line that brings the library; `<!-- section:name -->`, `<!-- table:name -->` and `<!-- program:name-1 -->`,
 * parts of README.md. Run as a program, it writes them.
 */
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import prettier from 'prettier';
import { fromReadme } from './readme-html.mjs';

const folder = 'demo';
const exists = (file) => existsSync(`${folder}/${file}`);

/**
 * Every page in the order of the links; those that are not there are left out. A page in one language alone says which; of one
 * that is there in both, by a file each, a page links to that of its own.
 */
export const pages = [
  ['start.html', { en: 'Start', ko: '시작' }, { en: 'start.html', ko: 'start.ko.html' }],
  ['index.html', { en: 'Gallery', ko: '갤러리' }],
  ['diagram.html', { en: 'Diagram', ko: '구조도' }],
  ['playground.html', { en: 'Playground', ko: '직접 해 보기' }],
  ['guides.html', { en: 'Guides', ko: '안내' }],
  ['reference.html', { en: 'Reference', ko: '레퍼런스' }],
  ['themes.html', { en: 'Themes', ko: '테마' }],
  ['blog-post.en.html', { en: 'Article', ko: 'Article' }, 'en'],
  ['blog-post.html', { en: '글', ko: '글' }, 'ko'],
];

const escape = (text = '') =>
  String(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

/** Text of a doc comment as HTML: what stands between backticks is code. */
const prose = (text = '') =>
  escape(text.replace(/\s+/g, ' ').trim()).replace(/`([^`]*)`/g, (_, code) => `<code>${code}</code>`);

const code = (text) => `<code>${escape(text)}</code>`;

function navigation(file, lang) {
  const links = pages
    .map(([page, labels, own]) => (typeof own === 'object' ? [own[lang], labels, lang] : [page, labels, own]))
    .filter(([page]) => page === file || exists(page))
    .map(([page, labels, own]) => {
      const foreign = own && own !== lang ? ` lang="${own}"` : '';
      const target = (own ?? 'en') !== lang ? ` hreflang="${own ?? 'en'}"` : '';
      const current = page === file ? ' aria-current="page"' : '';
      return `<a href="${page}"${foreign}${target}${current}>${labels[lang]}</a>`;
    });
  return `<nav aria-label="${lang === 'ko' ? '페이지' : 'Pages'}">\n${links.join('\n')}\n</nav>`;
}

const shades = {
  en: ['Colours', 'Auto', 'Light', 'Dark'],
  ko: ['색상', '자동', '밝게', '어둡게'],
};

function colours(lang) {
  const [name, ...texts] = shades[lang];
  const buttons = ['', 'light', 'dark'].map(
    (theme, i) => `<button data-theme="${theme}" aria-pressed="${theme === ''}">${texts[i]}</button>`,
  );
  return `<div class="switch" role="group" aria-label="${name}">\n${buttons.join('\n')}\n</div>`;
}

/** Headings of the tables of README.md, where they are not English. */
const headings = {
  en: {},
  ko: {
    tool: '도구',
    script: '스크립트',
    mind: '주의할 점',
    bundler: '번들러',
    besides: '더할 것',
    property: '속성',
    event: '이벤트',
  },
};

/** One kind of things: a heading and a list of name, type and sentence. Nothing where there are none. */
function list(tag, [kind, title], rows) {
  if (rows.length === 0) return '';
  const items = rows.map(
    ({ name, shown = name, more = '', text }) =>
      `<div id="${tag}-${kind}-${escape(name || 'default')}">
        <dt>${code(shown)}${more && ` <span class="type">${more}</span>`}</dt><dd>${prose(text)}</dd>
      </div>`,
  );
  return `<h3 id="${tag}-${kind}">${title}</h3>\n<dl class="api">\n${items.join('\n')}\n</dl>`;
}

const typeOf = ({ type }) => escape((type?.text ?? '').replace(/ \| undefined$/, ''));

const signature = ({ name, parameters = [] }) =>
  `${name}(${parameters.map((p) => p.name + (p.optional || p.default ? '?' : '')).join(', ')})`;

const kinds = [
  ['attributes', 'Attributes and their properties'],
  ['properties', 'Properties without an attribute'],
  ['methods', 'Methods'],
  ['events', 'Events'],
  ['slots', 'Slots'],
  ['css-properties', 'CSS custom properties'],
  ['parts', 'CSS parts'],
];

/** Rows of every kind of one element. */
function rowsOf(element) {
  const members = element.members ?? [];
  const byAttribute = new Map(members.filter((m) => m.attribute).map((m) => [m.attribute, m]));
  const described = ({ name, description }) => ({ name, text: description });
  return {
    attributes: (element.attributes ?? []).map((attribute) => {
      const member = byAttribute.get(attribute.name) ?? attribute;
      const field = attribute.fieldName ?? member.name;
      const property = field !== attribute.name ? `property ${code(field)}, ` : '';
      return { name: attribute.name, more: property + typeOf(member), text: attribute.description };
    }),
    properties: members
      .filter((m) => m.kind === 'field' && !m.attribute && !m.static)
      .map((m) => ({ ...described(m), more: typeOf(m) })),
    methods: members
      .filter((m) => m.kind === 'method' && m.description)
      .map((m) => ({ ...described(m), shown: signature(m), more: escape(m.return?.type?.text) })),
    events: (element.events ?? [])
      .filter((event) => event.name)
      .map((event) => ({ ...described(event), more: typeOf(event) })),
    slots: (element.slots ?? []).map((slot) => ({ ...described(slot), shown: slot.name || '(default)' })),
    'css-properties': (element.cssProperties ?? []).map((property) => ({
      ...described(property),
      more: property.default ? `default ${code(property.default)}` : '',
    })),
    parts: (element.cssParts ?? []).map(described),
  };
}

function reference(manifest) {
  const elements = manifest.modules.flatMap((module) => module.declarations).filter((d) => d.tagName);
  return elements
    .map((element) => {
      const tag = element.tagName;
      const rows = rowsOf(element);
      const present = kinds.filter(([kind]) => rows[kind].length > 0);
      const contents = present.map(([kind, title]) => `<a href="#${tag}-${kind}">${title}</a>`);
      return `<h2 id="${tag}">${code(`<${tag}>`)}</h2>
        ${(element.description ?? '')
          .split(/\n\s*\n/)
          .map((paragraph) => `<p>${prose(paragraph)}</p>`)
          .join('\n')}
        <nav class="contents" aria-label="${tag}">${contents.join('\n')}</nav>
        ${present.map((kind) => list(tag, kind, rows[kind[0]])).join('\n')}`;
    })
    .join('\n');
}

/** The part of a style sheet between `/* name *\/` and the next such comment. */
function rules(css, name) {
  const found = new RegExp(`/\\* ${name} \\*/\\n([\\s\\S]*?)(?=\\n/\\* [\\w-]+ \\*/|$)`).exec(css);
  if (!found) throw new Error(`themes.css has no part named ${name}`);
  return found[1].trim();
}

/** Replaces what stands between `<!-- name -->` and `<!-- /name -->`. */
const fill = (html, name, make) =>
  html.replace(
    new RegExp(`(<!-- ${name}(?::([\\w-]+))? -->)[\\s\\S]*?(<!-- /${name} -->)`, 'g'),
    (_, start, which, end) => `${start}${make(which)}${end}`,
  );

/** A page of demo/ with what it shares with the others fresh, in the project's format. */
export async function freshPage(file, manifest) {
  const html = readFileSync(`${folder}/${file}`, 'utf8');
  const lang = /<html lang="(\w+)"/.exec(html)?.[1] ?? 'en';
  let fresh = fill(html, 'colours', () => colours(lang));
  fresh = fill(fresh, 'nav', () => navigation(file, lang));
  fresh = fill(fresh, 'api', () => reference(manifest));
  fresh = fill(fresh, 'css', (name) => {
    const css = readFileSync(`${folder}/themes.css`, 'utf8');
    return `<pre><code>${escape(rules(css, name))}</code></pre>`;
  });
  fresh = fill(fresh, 'script', () => {
    const [line] = /^<script type="module".*$/m.exec(readFileSync('README.md', 'utf8'));
    return `<pre><code>${escape(line)}</code></pre>`;
  });
  for (const kind of ['section', 'table', 'program']) {
    fresh = fill(fresh, kind, (name) =>
      fromReadme(readFileSync('README.md', 'utf8'), kind, name, headings[lang]),
    );
  }
  return prettier.format(fresh, { ...(await prettier.resolveConfig('.prettierrc.json')), parser: 'html' });
}

/** Pages of demo/ that have such comments. */
export const sitePages = () =>
  readdirSync(folder).filter(
    (file) => file.endsWith('.html') && readFileSync(`${folder}/${file}`, 'utf8').includes('<!-- nav -->'),
  );

if (process.argv[1] === import.meta.filename) {
  const manifest = JSON.parse(readFileSync('custom-elements.json', 'utf8'));
  for (const file of sitePages()) writeFileSync(`${folder}/${file}`, await freshPage(file, manifest));
}
