import 'attention-elements/svelte';
import type { SvelteHTMLElements } from 'svelte/elements';

export const right: SvelteHTMLElements['attention-view'] = {
  weights: [[1]],
  tokens: ['a'],
  'onattention-load': ({ detail }) => detail.queries.toFixed(),
};

// @ts-expect-error: tokens are texts
export const wrong: SvelteHTMLElements['attention-view'] = { tokens: [1] };
