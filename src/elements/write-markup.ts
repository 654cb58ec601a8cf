import { nothing, type TemplateResult } from 'lit';
import { getDirectiveClass } from 'lit/directive-helpers.js';
import { escapeMarkup } from '../scene/svg.js';
import { setStyles } from './set-styles.js';

/** An attribute that has been opened, and what is written of its value. */
const openAttribute = /\s([.?@]?)([\w:-]+)=("[^"]*|'[^']*|)$/;

/** What a property would do to a control, as an attribute; other properties have none. */
function propertyMarkup(name: string, value: unknown): string {
  if (name === 'value') return ` value="${escapeMarkup(String(value))}"`;
  return (name === 'checked' || name === 'selected') && value ? ` ${name}` : '';
}

const isEmpty = (value: unknown) => value === nothing || value === undefined || value === null;
const written = (value: unknown) => (isEmpty(value) ? '' : escapeMarkup(`${value as string}`));

function attributeMarkup(sign: string, name: string, value: unknown): string {
  if (sign === '@') return '';
  if (sign === '.') return propertyMarkup(name, value);
  if (sign === '?') return value ? ` ${name}` : '';
  return value === nothing ? '' : ` ${name}="${written(value)}"`;
}

const stylesDirective = getDirectiveClass(setStyles({}));

/** Of what a directive does to an element, only styles can be written down. */
function elementMarkup(value: unknown): string {
  if (getDirectiveClass(value) !== stylesDirective) return '';
  const [styles] = (value as { values: [Record<string, string>] }).values;
  const text = Object.entries(styles).map(([property, css]) => `${property}:${css}`);
  return text.length ? `style="${escapeMarkup(text.join(';'))}"` : '';
}

function childMarkup(value: unknown): string {
  if (Array.isArray(value)) return value.map(childMarkup).join('');
  if (typeof value === 'object' && value !== null && 'strings' in value)
    return writeMarkup(value as TemplateResult);
  return written(value);
}

/** What a template renders at first, as text, where there is no document: without what answers events. */
export function writeMarkup({ strings, values }: TemplateResult): string {
  let text = strings[0]!;
  values.forEach((value, i) => {
    const isInTag = text.lastIndexOf('<') > text.lastIndexOf('>');
    const open = isInTag ? openAttribute.exec(text) : null;
    if (open?.[3]) text += written(value);
    else if (open) text = text.slice(0, open.index) + attributeMarkup(open[1]!, open[2]!, value);
    else text += isInTag ? elementMarkup(value) : childMarkup(value);
    text += strings[i + 1]!;
  });
  return text;
}
