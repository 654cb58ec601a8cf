import type { DefineComponent, HTMLAttributes } from 'vue';
import type { AttentionElementsTags, TagProps } from './props.js';

type Pascal<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${Capitalize<First>}${Pascal<Rest>}`
  : Capitalize<Name>;

/** Vue calls the listener of `@attention-load` so: `onAttentionLoad`. */
type Listeners<Events> = {
  [Name in keyof Events & string as `on${Pascal<Name>}`]?: ((event: Events[Name]) => void) | undefined;
};

type Tag<Name extends keyof AttentionElementsTags> = DefineComponent<
  TagProps<Name> &
    Listeners<AttentionElementsTags[Name]['events']> &
    Omit<HTMLAttributes, keyof TagProps<Name> | 'onError'>
>;

declare module 'vue' {
  interface GlobalComponents {
    'attention-view': Tag<'attention-view'>;
    'transformer-diagram': Tag<'transformer-diagram'>;
  }
}
