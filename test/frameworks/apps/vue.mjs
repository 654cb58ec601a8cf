/** Vue 3: `:weights.prop` and `@attention-load`, by the render functions that templates compile to. */
import { createApp, h, shallowRef } from 'vue';
import 'attention-elements/define';

const weights = shallowRef([
  [1, 0],
  [0.25, 0.75],
]);
globalThis.change = () => {
  weights.value = [
    [0.5, 0.5],
    [1, 0],
  ];
};
createApp({
  render: () =>
    h('attention-view', {
      '.weights': weights.value,
      tokens: ['I', 'see'],
      view: 'matrix',
      onAttentionLoad: ({ detail }) => globalThis.loads.push(detail.queries),
      onAttentionSelect: ({ detail }) => globalThis.selections.push(detail),
    }),
}).mount('#app');
