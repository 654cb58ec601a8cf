/** What the monkey may do: taps, keys, changes of figures and forms, turns of the screen, colours of the system. */

export const figures = 'attention-view, transformer-diagram';

const views = ['arcs', 'lines', 'matrix', 'heads', 'text', 'steps', 'neuron', 'flow', 'image'];
const keys = [
  'Tab',
  'Shift+Tab',
  'Enter',
  'Space',
  'Escape',
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  'Home',
  'End',
];
const screens = [
  { width: 360, height: 740 },
  { width: 740, height: 360 },
  { width: 1100, height: 800 },
];
const words = [
  '',
  '0',
  '3',
  'a b',
  'one two three',
  '1 0; .4 .6',
  'all',
  'no',
  '나는 학교에 간다',
  '🙂 e\u0301',
];

/** What has a meaning for one element alone. Wrong values are the author's mistake and are told beside the picture. */
const changes = {
  'ATTENTION-VIEW': (random) => [
    { view: random.pick(views) },
    { query: random.pick([undefined, 0, 1, 99]), head: random.pick([undefined, 0, 'all', 50]) },
    { scale: random.pick(['linear', 'log', 'sqrt', 'row', 'no']), topK: random.below(4) },
    { tokens: random.pick(['a', 'one two three', '나는 학교에 간다', '🙂 e\u0301', '']) },
  ],
  'TRANSFORMER-DIAGRAM': (random) => [
    { focusPath: random.pick([undefined, 'decoder.0', 'decoder.0.self-attention', 'encoder.1', 'nowhere']) },
    { step: random.pick([undefined, 0, 3, 99]), compare: random.pick([undefined, 'rnn']) },
    { preset: random.pick([undefined, 'gpt2', 'bert-base', 'gtp2']), heads: random.pick([undefined, 4, 7]) },
    { source: random.pick([undefined, 'a', '나는 학교에 간다', '🙂 e\u0301', '']) },
    { tokens: random.pick([undefined, 'one two three', '']) },
  ],
};

/** All that is drawn by lot is drawn before the page answers, so that a seed walks the same way on any machine. */
export function actionsOn(tab, { random, count, touch, hasForm }) {
  const figure = () => random.below(count);
  const point = () => [random.below(tab.viewportSize().width), random.below(tab.viewportSize().height)];
  const tap = ([x, y]) => tab.touchscreen.tap(x, y);
  const change = () =>
    tab.evaluate(
      ([all, i, byTag]) => {
        const element = document.querySelectorAll(all)[i];
        Object.assign(element, byTag[element.tagName]);
      },
      [
        figures,
        figure(),
        Object.fromEntries(Object.entries(changes).map(([tag, given]) => [tag, random.pick(given(random))])),
      ],
    );
  const form = () =>
    tab.evaluate(
      ([number, text, choice]) => {
        const fields = document.querySelectorAll('main :is(input, select, textarea):not([type="file"])');
        const field = fields[number % fields.length];
        if (field.type === 'checkbox') return field.click();
        if (field.options) field.selectedIndex = choice % field.options.length;
        else field.value = text;
        for (const type of ['input', 'change'])
          field.dispatchEvent(new window.Event(type, { bubbles: true }));
      },
      [random.below(1e6), random.pick(words), random.below(1e6)],
    );
  return {
    press: () => (touch ? tap(point()) : tab.mouse.click(...point())),
    move: () => (touch ? tap(point()) : tab.mouse.move(...point())),
    key: () => tab.keyboard.press(random.pick(keys)),
    change,
    'another change': change,
    'a third change': change,
    ...(hasForm && { form, 'another field': form }),
    button: () =>
      tab.evaluate((number) => {
        const buttons = document.querySelectorAll('header button, main button');
        buttons[number % buttons.length].click();
      }, random.below(1e6)),
    scroll: () => tab.evaluate((y) => window.scrollTo(0, y * document.body.scrollHeight), random.next()),
    turn: () => tab.setViewportSize(random.pick(screens)),
    colours: () =>
      tab.emulateMedia({
        colorScheme: random.pick(['light', 'dark']),
        reducedMotion: random.pick(['reduce', 'no-preference']),
      }),
    reorder: () =>
      tab.evaluate(
        ([all, i]) => {
          const element = document.querySelectorAll(all)[i];
          element.parentNode.insertBefore(element, element.previousSibling);
        },
        [figures, figure()],
      ),
  };
}
