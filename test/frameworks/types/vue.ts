import 'attention-elements/vue';
import type { GlobalComponents } from 'vue';

type Props = InstanceType<GlobalComponents['attention-view']>['$props'];

export const right: Props = {
  tokens: ['a'],
  topK: 3,
  onAttentionLoad: ({ detail }) => detail.queries.toFixed(),
};

// @ts-expect-error: tokens are texts
export const wrong: Props = { tokens: [1] };
