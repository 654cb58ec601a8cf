/** React 19: arrays as properties, events by `on…`, a change by state. */
import { createElement as h, useState } from 'react';
import { createRoot } from 'react-dom/client';
import 'attention-elements/define';

function App() {
  const [weights, setWeights] = useState([
    [1, 0],
    [0.25, 0.75],
  ]);
  globalThis.change = () =>
    setWeights([
      [0.5, 0.5],
      [1, 0],
    ]);
  return h('attention-view', {
    weights,
    tokens: ['I', 'see'],
    view: 'matrix',
    topK: 0,
    'onattention-load': ({ detail }) => globalThis.loads.push(detail.queries),
    'onattention-select': ({ detail }) => globalThis.selections.push(detail),
  });
}
createRoot(globalThis.document.querySelector('#app')).render(h(App));
