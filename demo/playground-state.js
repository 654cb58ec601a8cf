/** What the playground knows, without a page: fields from the manifest, links, markup. Pure functions. */

/** Longest data that go into a link, in characters. */
export const linkLimit = 4000;

/** Every element of a manifest, as `{tag, attributes}`. */
export const elementsOf = (manifest) =>
  manifest.modules
    .flatMap(({ declarations }) => declarations)
    .filter(({ tagName }) => tagName)
    .map(({ tagName, attributes = [] }) => ({ tag: tagName, attributes }));

/**
 * How an attribute is edited: `flag`, `number`, `choice` (one of `options`) or `text` (with `options` as proposals). The
 * values are those that its description lists as code; other attributes that it mentions in passing are none.
 */
export function fieldOf({ name, type, description = '' }, names) {
  const text = type?.text ?? '';
  if (/^boolean\b/.test(text)) return { name, description, kind: 'flag', options: [] };
  if (/^number( \| string)?( \| undefined)?$/.test(text)) {
    return { name, description, kind: 'number', options: [] };
  }
  const words = [...description.matchAll(/`([a-z][\w-]*)`(,| or |\.| \(default\))?/g)];
  const options = [
    ...new Set(words.filter(([, word, inList]) => inList || !names.includes(word)).map(([, word]) => word)),
  ];
  const open =
    !/^string( \| undefined)?$/.test(text) || /\b(name|address|URL|CSS|list)\b|e\.g\./i.test(description);
  return { name, description, kind: options.length && !open ? 'choice' : 'text', options };
}

/** Whether pasted data are a sentence rather than numbers or JSON. */
export const isSentence = (data) => /\S/.test(data) && !/^\s*[[{\d.+-]/.test(data);

/** Attributes with a sentence among the data as what it is: text of a model, or tokens. */
export function attributesOf({ attributes, data }) {
  if (!isSentence(data)) return attributes;
  return { ...attributes, [attributes.model ? 'text' : 'tokens']: data.trim().replace(/\s+/g, ' ') };
}

/** State as the part of an address after `#`; data only while they are small. */
export function toHash({ tag, attributes, data, file, lang }, defaultTag) {
  const parameters = new URLSearchParams();
  if (tag !== defaultTag) parameters.set('tag', tag);
  if (lang && lang !== 'en') parameters.set('lang', lang);
  for (const [name, value] of Object.entries(attributes)) {
    if (!(file && name === 'src')) parameters.set(name, value);
  }
  if (data && data.length <= linkLimit) parameters.set('data', data);
  return parameters.toString();
}

/** The same back. Knows only attributes of the manifest: a stranger's link brings no listeners and no styles. */
export function fromHash(hash, elements) {
  const parameters = new URLSearchParams(hash.replace(/^#/, ''));
  const { tag, attributes } =
    elements.find((element) => element.tag === parameters.get('tag')) ?? elements[0];
  const names = attributes.map(({ name }) => name);
  return {
    tag,
    lang: parameters.get('lang') ?? undefined,
    data: parameters.get('data') ?? '',
    attributes: Object.fromEntries([...parameters].filter(([name]) => names.includes(name))),
  };
}

const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

/** The tag to copy. */
export function markupOf(state) {
  const { tag, data, file } = state;
  const attributes = Object.entries(attributesOf(state))
    .map(([name, value]) => [name, file && name === 'src' ? file : value])
    .map(([name, value]) => (value === '' ? name : `${name}="${escape(String(value))}"`));
  const one = `<${[tag, ...attributes].join(' ')}>`;
  const open = one.length > 76 ? `<${tag}\n  ${attributes.join('\n  ')}\n>` : one;
  if (!data || isSentence(data)) return `${open}</${tag}>`;
  const script = data.trim().replaceAll('</', '<\\/');
  return `${open}\n<script type="application/json">\n${script}\n</script>\n</${tag}>`;
}
