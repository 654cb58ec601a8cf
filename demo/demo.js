/** The switches of the demo (colours, language, presets of diagrams), and buttons that copy. Everything else is plain markup. */
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
      Object.assign(diagram, { preset: button.dataset.preset, focusPath: undefined, step: undefined });
    }
  });
}

const korean = root.lang === 'ko';

/** A button that copies what `read` gives, and says so. */
function copyButton(label, read) {
  const button = document.createElement('button');
  Object.assign(button, { type: 'button', className: 'copy', textContent: label });
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(read());
      button.textContent = korean ? '복사함' : 'Copied';
    } catch {
      button.textContent = korean ? '복사할 수 없음' : 'Cannot copy here';
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
    copyButton(korean ? '복사' : 'Copy', () => pre.textContent),
  );
}

// in the gallery, the tag of every figure, as it stands in the page
for (const view of document.querySelectorAll('.copy-tags figure > attention-view')) {
  const markup = view.outerHTML.replace(/=""/g, '').replace(/\s*\n\s*/g, ' ');
  view.after(copyButton('Copy tag', () => markup));
}
