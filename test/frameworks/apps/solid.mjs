/** Solid: `prop:` and `on:`, by its template-less way of writing. */
import { createSignal } from 'solid-js';
import h from 'solid-js/h';
import { render } from 'solid-js/web';
import 'attention-elements/define';

const [weights, setWeights] = createSignal([
  [1, 0],
  [0.25, 0.75],
]);
globalThis.change = () =>
  setWeights([
    [0.5, 0.5],
    [1, 0],
  ]);
render(
  () =>
    h('attention-view', {
      'prop:weights': weights,
      'prop:tokens': ['I', 'see'],
      view: 'matrix',
      'on:attention-load': ({ detail }) => globalThis.loads.push(detail.queries),
      'on:attention-select': ({ detail }) => globalThis.selections.push(detail),
    }),
  globalThis.document.querySelector('#app'),
);
