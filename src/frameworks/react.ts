import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { AttentionElementsTags, TagEvents, TagProps } from './props.js';

/** Attributes that every element has, but not the ones that the tag understands in its own way. */
type Html<Element, Own> = Omit<DetailedHTMLProps<HTMLAttributes<Element>, Element>, keyof Own>;

type Tags = {
  [Tag in keyof AttentionElementsTags]: Html<AttentionElementsTags[Tag]['element'], TagProps<Tag>> &
    TagProps<Tag> &
    TagEvents<Tag, 'on'> & { class?: string };
};

declare module 'react' {
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace JSX {
    // eslint-disable-next-line @typescript-eslint/no-empty-object-type
    interface IntrinsicElements extends Tags {}
  }
}
