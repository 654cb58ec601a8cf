/** Shows where each part of the figure is: an outline by `::part()`, as an author would set it. */
const names = [
  ...['toolbar', 'heads', 'head', 'menu', 'field', 'figure', 'canvas'],
  ...['steps', 'formula', 'legend', 'badge', 'table'],
];
const sheet = document.head.appendChild(document.createElement('style')).sheet;
const group = document.getElementById('part-names');
let chosen;

for (const name of names) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = name;
  button.setAttribute('aria-pressed', 'false');
  button.addEventListener('click', () => {
    chosen = chosen === name ? undefined : name;
    for (const other of group.children) {
      other.setAttribute('aria-pressed', String(other.textContent === chosen));
    }
    while (sheet.cssRules.length) sheet.deleteRule(0);
    if (!chosen) return;
    sheet.insertRule(`#parts-figure::part(${chosen}) {
      outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 2px;
    }`);
  });
  group.append(button);
}
