/** The switches of the demo (colours, language, presets of diagrams), and buttons that copy. Everything else is plain markup. */
import { strings } from './demo-strings.js';

const root = document.documentElement;

for (const group of document.querySelectorAll('.switch')) {
  group.addEventListener('click', (event) => {
    const button = event.target.closest('button');
    if (!button) return;
    for (const other of group.querySelectorAll('button')) {
      other.setAttribute('aria-pressed', String(other === button));
    }
    if (button.dataset.theme !== undefined) root.dataset.theme = button.dataset.theme;
    if (button.dataset.lang) {
      for (const view of document.querySelectorAll('attention-view, transformer-diagram'))
        view.lang = button.dataset.lang;
    }
    if (button.dataset.preset) {
      const diagram = document.querySelector('#chosen');
      diagram.setAttribute('preset', button.dataset.preset);
      Object.assign(diagram, { focusPath: undefined, step: undefined });
    }
  });
}

const words = strings[root.lang] ?? strings.en;

/** A button that copies what `read` gives, and says so. */
function copyButton(label, read) {
  const button = document.createElement('button');
  Object.assign(button, { type: 'button', className: 'copy', textContent: label });
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(read());
      button.textContent = words.copied;
    } catch {
      button.textContent = words.notCopied;
    }
    setTimeout(() => (button.textContent = label), 2000);
  });
  return button;
}

for (const pre of document.querySelectorAll('main pre')) {
  // the playground has its own
  if (pre.querySelector('#code')) continue;
  const box = document.createElement('div');
  box.className = 'code';
  pre.replaceWith(box);
  box.append(
    pre,
    copyButton(words.copy, () => pre.textContent),
  );
}

/** An element as an author would write it, without what ties it to this page. */
const tagOf = ({ outerHTML }) =>
  outerHTML
    .replace(/ id="[^"]*"/, '')
    .replace(/=""/g, '')
    .replace(/\s*\n\s*/g, ' ');

// the tag of every figure as it stands in the page; where buttons of the page change a figure, as they left it
for (const view of document.querySelectorAll(
  '.copy-tags figure > :is(attention-view, transformer-diagram)',
)) {
  const markup = tagOf(view);
  view.after(copyButton(words.copyTag, () => (view.id ? tagOf(view) : markup)));
}
