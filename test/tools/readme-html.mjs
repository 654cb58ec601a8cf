/** Sections of README.md as HTML, so that what both the README and a page of demo/ say is written once. */

const escape = (text) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Name of a heading in links, as GitHub makes it. */
const slugOf = (heading) =>
  heading
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .trim()
    .replaceAll(' ', '-');

/** Lines below the heading of that name, up to the next heading. Code may hold lines that look like headings. */
function sectionOf(readme, slug) {
  let isCode = false;
  let isInside = false;
  const lines = [];
  for (const line of readme.split('\n')) {
    if (line.startsWith('```')) isCode = !isCode;
    const heading = !isCode && /^#+ (.*)$/.exec(line)?.[1];
    if (heading) isInside = slugOf(heading) === slug;
    else if (isInside) lines.push(line);
  }
  if (lines.length === 0) throw new Error(`README.md has no section #${slug}`);
  return lines.join('\n');
}

/** Code, links and emphasis within a line. Links go from demo/; those to other sections of the README lose their way and stay words. */
function inline(text) {
  const parts = text.split(/(`[^`]+`)/);
  return parts
    .map((part) => {
      if (part.startsWith('`')) return `<code>${escape(part.slice(1, -1))}</code>`;
      return escape(part)
        .replace(/\[([^\]]+)\]\(([^)]+)\)/g, (_, words, target) => {
          if (target.startsWith('#')) return words;
          const href = /^https?:/.test(target) ? target : `../${target}`.replace(/^\.\.\/demo\//, '');
          return `<a href="${href}">${words}</a>`;
        })
        .replace(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')
        .replace(/\*([^*]+)\*/g, '<em>$1</em>');
    })
    .join('');
}

/** Cells of a row. A bar within code is no border. */
const cellsOf = (line) =>
  line
    .replace(/^\|\s*|\s*\|\s*$/g, '')
    .split(/\s*(?<!\\)\|\s*/)
    .map((cell) => cell.replaceAll('\\|', '|'));

/** A table whose rows become blocks on a narrow page: the roles stay what they are, and each cell brings its heading along. */
function table(lines, words) {
  const head = cellsOf(lines[0]).map((title) => words[title.toLowerCase()] ?? title);
  const rows = lines.slice(2).map((line) => {
    const [first, ...rest] = cellsOf(line);
    const cells = head.slice(1).map((title, i) => {
      const label = rest[i] ? ` data-label="${escape(title)}"` : '';
      return `<td role="cell"${label}>${inline(rest[i] ?? '')}</td>`;
    });
    return `<tr role="row"><th scope="row" role="rowheader">${inline(first)}</th>${cells.join('')}</tr>`;
  });
  const titles = head.map((title) =>
    title ? `<th scope="col" role="columnheader">${inline(title)}</th>` : '<td role="cell"></td>',
  );
  return `<table class="table stacked" role="table">
    <thead role="rowgroup"><tr role="row">${titles.join('')}</tr></thead>
    <tbody role="rowgroup">${rows.join('\n')}</tbody></table>`;
}

/** Indentation says something in programs, which scroll; tags and commands wrap. */
const program = (text, language) =>
  `<pre${/html|sh/.test(language) ? '' : ' class="program" tabindex="0"'}><code>${escape(text)}</code></pre>`;

/** Blocks of a section: `{kind, html}`, in their order. */
function blocksOf(markdown, words) {
  const blocks = [];
  const pattern = /```(\w*)\n([\s\S]*?)\n```|((?:^\|.*\n?)+)|((?:^- .*\n?)+)|((?:^(?!```|\||- ).+\n?)+)/gm;
  for (const [, language, code, rows, items, paragraph] of markdown.matchAll(pattern)) {
    if (code !== undefined) blocks.push({ kind: 'program', html: program(code, language) });
    else if (rows) blocks.push({ kind: 'table', html: table(rows.trim().split('\n'), words) });
    else if (items) {
      const list = items.trim().split('\n');
      const html = `<ul>${list.map((item) => `<li>${inline(item.slice(2))}</li>`).join('')}</ul>`;
      blocks.push({ kind: 'list', html });
    } else blocks.push({ kind: 'words', html: `<p>${inline(paragraph.trim())}</p>` });
  }
  return blocks;
}

/**
 * `section` whole, or of it the `table`s or one `program`, counted from 1 (`start-2` is the second of `start`). `words` are
 * headings of tables in the language of the page.
 */
export function fromReadme(readme, kind, name, words = {}) {
  const [, slug, number] = kind === 'program' ? /^(.*)-(\d+)$/.exec(name) : [name, name];
  const all = blocksOf(sectionOf(readme, slug), words);
  const found = kind === 'section' ? all : all.filter((block) => block.kind === kind);
  const chosen = number ? found.slice(number - 1, number) : found;
  if (chosen.length === 0) throw new Error(`README.md has no ${kind} ${name}`);
  return chosen.map(({ html }) => html).join('\n');
}
