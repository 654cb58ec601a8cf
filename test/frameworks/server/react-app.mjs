/** An app that React renders on a server and hydrates: in the three ways that README.md speaks of. */
import { createElement as h, useSyncExternalStore } from 'react';

const weights = [
  [1, 0],
  [0.25, 0.75],
];
const tokens = ['I', 'see'];
const text = h('p', null, 'I see: 1, 0.');
const heard =
  (name) =>
  ({ detail }) =>
    globalThis.loads.push(`${name} ${detail.queries}`);

/** As texts, by the names of attributes: these stand in the page. */
const Texts = () =>
  h(
    'attention-view',
    {
      id: 'texts',
      weights: JSON.stringify(weights),
      tokens: JSON.stringify(tokens),
      view: 'matrix',
      'top-k': 1,
      'hide-special': true,
      'onattention-load': heard('texts'),
    },
    text,
  );

const never = () => () => {};

/** As properties, of a tag that the client makes anew. */
function Anew() {
  const client = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  return h(
    'attention-view',
    {
      key: String(client),
      id: 'anew',
      weights,
      tokens,
      view: 'matrix',
      topK: 1,
      'onattention-load': heard('anew'),
    },
    text,
  );
}

/** As properties, with nothing done about it. */
const Plain = () =>
  h('attention-view', { id: 'plain', weights, tokens, 'onattention-load': heard('plain') }, text);

export const App = () => h('div', null, h(Texts), h(Anew), h(Plain));
