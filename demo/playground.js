/** The playground: a form made from the manifest, one element, its markup, and a link that holds it all. */
import {
  attributesOf,
  elementsOf,
  fieldOf,
  fromHash,
  isSentence,
  linkLimit,
  markupOf,
  toHash,
} from './playground-state.js';
import { korean, koreanFiles, koreanPages, samples, strings } from './playground-strings.js';

const byId = (id) => document.getElementById(id);
const [stage, form, data, code, status] = ['stage', 'attributes', 'data', 'code', 'status'].map(byId);

let elements = [];
/** `{tag, attributes, data, file, lang}`; `file` is the name of a file that lies behind `attributes.src`. */
let state;
/** The element in the stage. */
let shown;

const words = () => strings[state.lang];
const say = (text, values = {}) => {
  status.textContent = text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
};

/** Words in backticks as code. */
function prose(target, text) {
  target.replaceChildren(
    ...text
      .replace(/\s+/g, ' ')
      .split('`')
      .map((part, i) =>
        i % 2 ? Object.assign(document.createElement('code'), { textContent: part }) : part,
      ),
  );
}

const element = (name, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

/** The control of one attribute. An empty value leaves it out. */
function control({ name, kind, options }) {
  const id = `field-${name}`;
  if (kind === 'flag') return element('input', { id, name, type: 'checkbox' });
  if (kind === 'choice') {
    const none = element('option', { value: '', textContent: words().byDefault });
    return element(
      'select',
      { id, name },
      none,
      ...options.map((value) => element('option', { value, textContent: value })),
    );
  }
  const input = element('input', { id, name, type: 'text', autocomplete: 'off', spellcheck: false });
  if (kind === 'number') input.inputMode = 'decimal';
  if (options.length) input.setAttribute('list', `${id}-list`);
  return input;
}

function drawForm() {
  const { attributes } = elements.find(({ tag }) => tag === state.tag);
  const names = attributes.map(({ name }) => name);
  form.replaceChildren(
    ...attributes.map((attribute) => {
      const field = fieldOf(attribute, names);
      const { name, options, kind, description } = field;
      const help = element('small', { id: `help-${name}` });
      const translated = state.lang === 'ko' && korean[state.tag]?.[name];
      prose(help, translated || description);
      help.lang = translated ? 'ko' : 'en';
      const input = control(field);
      input.setAttribute('aria-describedby', help.id);
      const label = element('label', { htmlFor: input.id }, element('code', { textContent: name }));
      const row = element('div', { className: 'row' }, label, input, help);
      if (kind === 'text' && options.length) {
        const list = element('datalist', { id: `${input.id}-list` });
        list.append(...options.map((value) => element('option', { value })));
        row.append(list);
      }
      return row;
    }),
  );
}

/** Puts the state into the fields, except into the one that is being typed in. */
function fillForm() {
  const attributes = attributesOf(state);
  for (const input of form.querySelectorAll('input, select')) {
    const value = attributes[input.name];
    input.closest('.row').classList.toggle('set', value !== undefined);
    if (input === document.activeElement) continue;
    if (input.type === 'checkbox') input.checked = value !== undefined;
    else input.value = input.name === 'src' && state.file ? state.file : (value ?? '');
  }
  if (data !== document.activeElement) data.value = state.data;
}

/** Everything that follows from the state but the picture. */
function tell() {
  fillForm();
  code.textContent = markupOf(state);
  history.replaceState(null, '', `#${toHash(state, elements[0].tag)}`);
}

/** What the reader does in the picture (another view, another head) is written to its attributes; our own come back as they are. */
const watcher = new MutationObserver(() => {
  const { attributes } = elements.find(({ tag }) => tag === state.tag);
  const now = {};
  for (const { name } of attributes) if (shown.hasAttribute(name)) now[name] = shown.getAttribute(name);
  const sentence = isSentence(state.data) && (state.attributes.model ? 'text' : 'tokens');
  if (sentence) delete now[sentence];
  state.attributes = now;
  tell();
});

/** Sets the attributes of the element that is there. */
function apply() {
  const wanted = attributesOf(state);
  const { attributes } = elements.find(({ tag }) => tag === state.tag);
  for (const { name } of attributes) {
    if (wanted[name] === undefined) shown.removeAttribute(name);
    else if (shown.getAttribute(name) !== wanted[name]) shown.setAttribute(name, wanted[name]);
  }
  shown.lang = state.lang;
  tell();
}

/** A fresh element: data in a child are read once. */
function show() {
  watcher.disconnect();
  shown = document.createElement(state.tag);
  if (state.data && !isSentence(state.data)) {
    shown.append(element('script', { type: 'application/json', textContent: state.data }));
  }
  apply();
  stage.replaceChildren(shown);
  watcher.observe(shown, { attributes: true });
}

function takeFile(file) {
  if (!file) return;
  if (state.file) URL.revokeObjectURL(state.attributes.src.replace(/#.*/s, ''));
  state.file = file.name;
  state.data = '';
  const rest = { ...state.attributes };
  for (const name of [
    'weights',
    'tokens',
    'text',
    'model',
    'source-tokens',
    'target-tokens',
    'layer',
    'head',
    'query',
  ])
    delete rest[name];
  state.attributes = { ...rest, src: `${URL.createObjectURL(file)}#${encodeURIComponent(file.name)}` };
  show();
  say(words().fileTaken, { name: file.name });
}

function takeSample(index) {
  const sample = samples[state.tag]?.[index];
  if (!sample) return;
  state = { tag: state.tag, lang: state.lang, attributes: { ...sample.attributes }, data: sample.data ?? '' };
  show();
  say('');
}

async function copy(text, done, source) {
  try {
    await navigator.clipboard.writeText(text);
    say(done);
  } catch {
    getSelection().selectAllChildren(source);
    say(words().notCopied);
  }
}

/** The page's own words. */
function translate() {
  document.documentElement.lang = state.lang;
  for (const target of document.querySelectorAll('[data-text]')) {
    target.textContent = words()[target.dataset.text];
  }
  for (const link of document.querySelectorAll('header nav a:not([lang])')) {
    link.dataset.en ??= link.textContent;
    link.dataset.page ??= link.getAttribute('href');
    const { en, page } = link.dataset;
    const isKorean = state.lang === 'ko';
    link.textContent = (isKorean && koreanPages[page]) || en;
    link.setAttribute('href', (isKorean && koreanFiles[page]) || page);
  }
  document.title = `${words().title} · attention-elements`;
  for (const button of document.querySelectorAll('[data-lang]')) {
    button.setAttribute('aria-pressed', String(button.dataset.lang === state.lang));
  }
  const tags = byId('tag');
  tags.replaceChildren(...elements.map(({ tag }) => element('option', { value: tag, textContent: tag })));
  tags.value = state.tag;
  tags.closest('label').hidden = elements.length < 2;
  const list = samples[state.tag] ?? [];
  byId('sample').replaceChildren(
    element('option', { value: '', textContent: words().choose }),
    ...list.map((sample, i) => element('option', { value: String(i), textContent: sample[state.lang] })),
  );
  drawForm();
}

function readAddress() {
  const asked = fromHash(location.hash, elements);
  const lang = asked.lang ?? state?.lang ?? (navigator.language.startsWith('ko') ? 'ko' : 'en');
  state = { ...asked, lang: strings[lang] ? lang : 'en', file: undefined };
  const isEmpty = !Object.keys(state.attributes).length && !state.data;
  if (isEmpty) state.attributes = { ...samples[state.tag]?.[0]?.attributes };
  translate();
  if (isEmpty) byId('sample').value = '0';
  show();
}

function listen() {
  let soon;
  form.addEventListener('input', ({ target }) => {
    const { name, type, value, checked } = target;
    const attributes = { ...state.attributes };
    if (type === 'checkbox' ? checked : value !== '') attributes[name] = type === 'checkbox' ? '' : value;
    else delete attributes[name];
    if (name === 'src') state.file = undefined;
    state.attributes = attributes;
    clearTimeout(soon);
    soon = setTimeout(apply, type === 'text' ? 300 : 0);
  });
  // what is typed over a sentence among the data replaces it
  form.addEventListener('change', fillForm);
  data.addEventListener('input', () => {
    clearTimeout(soon);
    soon = setTimeout(() => {
      state.data = data.value;
      if (state.data) {
        const own = isSentence(state.data) ? [state.attributes.model ? 'text' : 'tokens'] : [];
        for (const name of ['src', 'weights', ...own]) delete state.attributes[name];
        state.file = undefined;
      }
      show();
    }, 300);
  });
  byId('file').addEventListener('change', ({ target }) => takeFile(target.files[0]));
  document.addEventListener('dragover', (event) => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    stage.classList.add('over');
  });
  document.addEventListener('dragleave', (event) => {
    if (!event.relatedTarget) stage.classList.remove('over');
  });
  document.addEventListener('drop', (event) => {
    stage.classList.remove('over');
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    takeFile(event.dataTransfer.files[0]);
  });
  byId('sample').addEventListener('change', ({ target }) => takeSample(target.value));
  byId('tag').addEventListener('change', ({ target }) => {
    state = { tag: target.value, lang: state.lang, attributes: {}, data: '' };
    state.attributes = { ...samples[state.tag]?.[0]?.attributes };
    translate();
    show();
  });
  byId('copy-tag').addEventListener('click', () => copy(markupOf(state), words().copied, code));
  byId('copy-link').addEventListener('click', () => {
    const { linkWithoutFile, linkWithoutData, copied } = words();
    const done = state.file ? linkWithoutFile : state.data.length > linkLimit ? linkWithoutData : copied;
    void copy(location.href, done, code);
  });
  byId('reset').addEventListener('click', () => {
    byId('sample').value = '0';
    byId('file').value = '';
    takeSample(0);
  });
  for (const button of document.querySelectorAll('[data-lang]')) {
    button.addEventListener('click', () => {
      state.lang = button.dataset.lang;
      translate();
      apply();
    });
  }
  addEventListener('hashchange', readAddress);
}

try {
  const response = await fetch('../custom-elements.json');
  if (!response.ok) throw new Error(String(response.status));
  elements = elementsOf(await response.json());
  readAddress();
  listen();
} catch (error) {
  say(strings[document.documentElement.lang]?.failed ?? strings.en.failed, { reason: error.message });
}
