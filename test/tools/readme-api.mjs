/**
 * The tables of attributes, properties, methods, events, slots, parts and CSS properties in README.md, made from
 * custom-elements.json. They stand between `<!-- api:tag-name -->` and `<!-- /api -->`. Run as a program, it writes them.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const cell = (text = '') => text.replace(/\s+/g, ' ').trim().replaceAll('|', '\\|');
const code = (text) => (text ? `\`${cell(text)}\`` : '');

function table(title, head, rows) {
  if (rows.length === 0) return '';
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [`**${title}**`, '', line(head), line(head.map(() => '---')), ...rows.map(line), ''].join('\n');
}

const signature = ({ name, parameters = [], return: result }) =>
  `${name}(${parameters.map((p) => p.name + (p.optional ? '?' : '')).join(', ')})${result?.type ? `: ${result.type.text}` : ''}`;

function tables(element) {
  const members = element.members ?? [];
  const byAttribute = new Map(members.filter((m) => m.attribute).map((m) => [m.attribute, m]));
  const isPlain = (m) => m.kind === 'field' && !m.attribute && !m.static;
  return [
    table(
      'Attributes and their properties',
      ['Attribute', 'Property', 'Type', 'What it says'],
      (element.attributes ?? []).map((attribute) => {
        const member = byAttribute.get(attribute.name) ?? attribute;
        const name = attribute.fieldName ?? member.name;
        return [code(attribute.name), code(name), code(member.type?.text), cell(attribute.description)];
      }),
    ),
    table(
      'Properties without an attribute',
      ['Property', 'Type', 'What it says'],
      members.filter(isPlain).map((m) => [code(m.name), code(m.type?.text), cell(m.description)]),
    ),
    table(
      'Methods',
      ['Method', 'What it does'],
      members
        .filter((m) => m.kind === 'method' && m.description)
        .map((m) => [code(signature(m)), cell(m.description)]),
    ),
    table(
      'Events',
      ['Event', 'Type', 'When'],
      (element.events ?? [])
        .filter((event) => event.name)
        .map((e) => [code(e.name), code(e.type?.text), cell(e.description)]),
    ),
    table(
      'Slots',
      ['Slot', 'What it is for'],
      (element.slots ?? []).map((slot) => [
        slot.name ? code(slot.name) : '(default)',
        cell(slot.description),
      ]),
    ),
    table(
      'CSS custom properties',
      ['Property', 'Default', 'What it sets'],
      (element.cssProperties ?? []).map((p) => [code(p.name), code(p.default), cell(p.description)]),
    ),
    table(
      'CSS parts',
      ['Part', 'What it is'],
      (element.cssParts ?? []).map((part) => [code(part.name), cell(part.description)]),
    ),
  ]
    .filter(Boolean)
    .join('\n');
}

/** The README with fresh tables. Throws when a marker names an element that is not in the manifest. */
export function withApiTables(readme, manifest) {
  const elements = manifest.modules.flatMap((module) => module.declarations).filter((d) => d.tagName);
  return readme.replace(/(<!-- api:([\w-]+) -->\n)[\s\S]*?(<!-- \/api -->)/g, (_, start, tag, end) => {
    const element = elements.find((declaration) => declaration.tagName === tag);
    if (!element)
      throw new Error(`README.md has tables for <${tag}>, custom-elements.json has no such element`);
    return `${start}\n${tables(element)}\n${end}`;
  });
}

if (process.argv[1] === import.meta.filename && existsSync('README.md')) {
  const fresh = withApiTables(
    readFileSync('README.md', 'utf8'),
    JSON.parse(readFileSync('custom-elements.json', 'utf8')),
  );
  writeFileSync('README.md', fresh);
}
