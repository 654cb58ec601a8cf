/** Classes, types and helpers; importing this module registers nothing. */
export { AttentionView } from './elements/attention-view.js';
export { registerStrings } from './elements/string-tables.js';
export type { Strings } from './elements/strings.js';
export type {
  AttentionEditDetail,
  AttentionLoadDetail,
  AttentionProgressDetail,
  AttentionSubjectDetail,
  AttentionViewEventMap,
} from './elements/events.js';
export { InputError, type InputErrorCode } from './core/errors.js';
export type {
  AttentionData,
  AttentionKind,
  HeadLabel,
  Notice,
  Source,
  ValueKind,
} from './core/attention-data.js';
