import type { JSX } from 'solid-js';
import type { AttentionElementsTags, TagEvents, TagProps } from './props.js';

type Own<Tag extends keyof AttentionElementsTags> = {
  [Key in keyof TagProps<Tag> & string as `prop:${Key}` | `attr:${Key}`]?: TagProps<Tag>[Key];
};

type Tags = {
  [Tag in keyof AttentionElementsTags]: Omit<
    JSX.HTMLAttributes<AttentionElementsTags[Tag]['element']>,
    keyof TagProps<Tag> | keyof TagEvents<Tag, 'on:'>
  > &
    TagProps<Tag> &
    Own<Tag> &
    TagEvents<Tag, 'on:'>;
};

declare module 'solid-js' {
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace JSX {
    // eslint-disable-next-line @typescript-eslint/no-empty-object-type
    interface IntrinsicElements extends Tags {}
  }
}
