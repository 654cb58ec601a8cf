import type { AttentionView } from '../elements/attention-view.js';
import type { TransformerDiagramEventMap } from '../elements/diagram-events.js';
import type { AttentionViewEventMap } from '../elements/events.js';
import type { TransformerDiagram } from '../elements/transformer-diagram.js';

/** Tags of the library, with what belongs to each. */
export interface AttentionElementsTags {
  'attention-view': { element: AttentionView; events: AttentionViewEventMap; renamed: object };
  'transformer-diagram': {
    element: TransformerDiagram;
    events: TransformerDiagramEventMap;
    /** Attributes that are not called as their properties. */
    renamed: { focus: 'focusPath'; 'd-ff': 'dFeedForward' };
  };
}

/** The base that all elements of the library have, and that templates do not set. */
type Base = keyof HTMLElement | 'requestUpdate' | 'updateComplete' | 'hasUpdated' | 'isUpdatePending';
type Internal = 'renderRoot' | 'renderOptions' | 'addController' | 'removeController';

type Settable<Element> = {
  [
    Key in Exclude<keyof Element, Base | Internal> as Element[Key] extends (...args: never[]) => unknown
      ? never
      : Key
  ]?: Element[Key] | undefined;
};

type Kebab<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `-${Lowercase<First>}`}${Kebab<Rest>}`
  : '';

type Attributes<Props, Renamed> = {
  [Key in Exclude<keyof Props & string, Renamed[keyof Renamed]> as Kebab<Key>]?: Props[Key] | undefined;
} & {
  [Name in keyof Renamed]?: Props[Renamed[Name] & keyof Props] | undefined;
};

/** What a template may set on a tag: its properties, and the same under the names of attributes. */
export type TagProps<Tag extends keyof AttentionElementsTags> = Settable<
  AttentionElementsTags[Tag]['element']
> &
  Attributes<Settable<AttentionElementsTags[Tag]['element']>, AttentionElementsTags[Tag]['renamed']>;

/** Listeners under a prefix: `on` (React), `on:` (Svelte, Solid). */
export type TagEvents<Tag extends keyof AttentionElementsTags, Prefix extends string> = {
  [Name in keyof AttentionElementsTags[Tag]['events'] & string as `${Prefix}${Name}`]?:
    ((event: AttentionElementsTags[Tag]['events'][Name]) => void) | undefined;
};
