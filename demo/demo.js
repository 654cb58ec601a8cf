/** The switches of the demo: colours, language, and presets of diagrams. Everything else is plain markup. */
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
      for (const view of document.querySelectorAll('attention-view, transformer-diagram')) {
        view.lang = button.dataset.lang;
      }
    }
    if (button.dataset.preset) {
      const diagram = document.querySelector('#chosen');
      Object.assign(diagram, { preset: button.dataset.preset, focusPath: undefined, step: undefined });
    }
  });
}
