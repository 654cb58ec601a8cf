import type { AttentionData, AttentionKind, Source } from '../core/attention-data.js';
import type { InputError } from '../core/errors.js';
import type { TransformerDiagramEventMap } from './diagram-events.js';

/** Attention is there and will be shown. */
export interface AttentionLoadDetail {
  kind: AttentionKind;
  source: Source;
  layers: number;
  heads: number;
  queries: number;
  keys: number;
  /** All parts, when the source has several (encoder, decoder, cross). */
  parts: AttentionData[];
}

/** What the reader chose (`attention-select`) or is on (`attention-hover`). Absent: nothing of that kind. */
export interface AttentionSubjectDetail {
  layer?: number;
  head?: number;
  query?: number;
  key?: number;
  queryToken?: string;
  keyToken?: string;
  /** The weight of the cell, when there is one query, one key and one head. */
  weight?: number;
}

export interface AttentionProgressDetail {
  /** Bytes so far. */
  loaded: number;
  /** Bytes in all, where the server says. */
  total?: number;
}

/** The text that the element reads, by property. */
export type TextProperty = 'text' | 'tokens' | 'sourceTokens' | 'targetTokens';

/** The reader has changed what is read: typed, or took a token that the model proposes. */
export interface AttentionEditDetail {
  property: TextProperty;
  text: string;
  by: 'typing' | 'prediction';
}

/** Events of `<attention-view>` by name. */
export interface AttentionViewEventMap {
  'attention-load': CustomEvent<AttentionLoadDetail>;
  'attention-select': CustomEvent<AttentionSubjectDetail>;
  'attention-hover': CustomEvent<AttentionSubjectDetail>;
  'attention-progress': CustomEvent<AttentionProgressDetail>;
  'attention-edit': CustomEvent<AttentionEditDetail>;
  error: CustomEvent<InputError>;
}

/** Events of all elements. */
type ElementEventMap = AttentionViewEventMap & TransformerDiagramEventMap;

declare global {
  interface HTMLElementEventMap {
    'attention-load': CustomEvent<AttentionLoadDetail>;
    'attention-select': CustomEvent<AttentionSubjectDetail>;
    'attention-hover': CustomEvent<AttentionSubjectDetail>;
    'attention-progress': CustomEvent<AttentionProgressDetail>;
    'attention-edit': CustomEvent<AttentionEditDetail>;
  }
}

/** Dispatches a typed event that bubbles out of shadow roots. */
export function emit<Name extends keyof ElementEventMap>(
  target: HTMLElement,
  name: Name,
  detail: ElementEventMap[Name]['detail'],
): void {
  // As with images and scripts, `error` stays at the element: bubbling, it would reach window.onerror of the page.
  const bubbles = name !== 'error';
  target.dispatchEvent(new CustomEvent(name, { detail, bubbles, composed: bubbles }));
}
