/** Rows of buttons of which only one is a stop of the Tab key; the arrow keys walk on (APG, toolbar). */

const buttonsOf = (row: Element) => [...row.querySelectorAll<HTMLElement>(':scope > button')];

function stopAt(buttons: HTMLElement[], stop: HTMLElement | undefined): void {
  for (const button of buttons) {
    const index = button === stop ? '0' : '-1';
    if (button.getAttribute('tabindex') !== index) button.setAttribute('tabindex', index);
  }
}

/** After a render: buttons come and go, and in every row one stays the stop: where the reader was, else what is chosen. */
export function keepTabStops(root: ParentNode): void {
  for (const row of root.querySelectorAll('.roves')) {
    const buttons = buttonsOf(row);
    const been = buttons.find((button) => button.getAttribute('tabindex') === '0');
    stopAt(buttons, been ?? buttons.find((button) => button.ariaPressed === 'true') ?? buttons[0]);
  }
}

/** The button that has the focus becomes the stop of its row. */
export function stayAt(event: FocusEvent): void {
  const buttons = buttonsOf(event.currentTarget as Element);
  const focused = buttons.find((button) => button === event.target);
  if (focused) stopAt(buttons, focused);
}

/** Arrow keys go to the button that they point to, around the ends; Home and End to the first and the last. */
export function rove(event: KeyboardEvent): void {
  const row = event.currentTarget as Element;
  const buttons = buttonsOf(row);
  const at = buttons.findIndex((button) => button === event.target);
  if (at < 0 || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  const on = getComputedStyle(row).direction === 'rtl' ? -1 : 1;
  const count = buttons.length;
  const places: Record<string, number> = {
    ArrowRight: (at + on + count) % count,
    ArrowLeft: (at - on + count) % count,
    Home: 0,
    End: count - 1,
  };
  const to = places[event.key];
  if (to === undefined) return;
  event.preventDefault();
  buttons[to]!.focus();
}
