/** An app that Vue renders on a server and hydrates: arrays as properties, and as texts. */
import { createSSRApp, h } from 'vue';

const weights = [
  [1, 0],
  [0.25, 0.75],
];
const tokens = ['I', 'see'];
const text = () => h('p', 'I see: 1, 0.');
const heard =
  (name) =>
  ({ detail }) =>
    globalThis.loads.push(`${name} ${detail.queries}`);

export const makeApp = () =>
  createSSRApp({
    render: () =>
      h('div', [
        h(
          'attention-view',
          {
            id: 'properties',
            '.weights': weights,
            '.tokens': tokens,
            view: 'matrix',
            onAttentionLoad: heard('properties'),
          },
          [text()],
        ),
        h(
          'attention-view',
          {
            id: 'texts',
            weights: JSON.stringify(weights),
            tokens: JSON.stringify(tokens),
            view: 'matrix',
            onAttentionLoad: heard('texts'),
          },
          [text()],
        ),
      ]),
  });
