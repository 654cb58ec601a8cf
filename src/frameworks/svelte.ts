import type { HTMLAttributes } from 'svelte/elements';
import type { AttentionElementsTags, TagEvents, TagProps } from './props.js';

type Tags = {
  [Tag in keyof AttentionElementsTags]: Omit<
    HTMLAttributes<AttentionElementsTags[Tag]['element']>,
    keyof TagProps<Tag> | 'onerror' | 'on:error'
  > &
    TagProps<Tag> &
    TagEvents<Tag, 'on'> &
    TagEvents<Tag, 'on:'>;
};

declare module 'svelte/elements' {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type
  interface SvelteHTMLElements extends Tags {}
}
