/** Classes, types and helpers; importing this module registers nothing. */
export { AttentionView } from './elements/attention-view.js';
export { TransformerDiagram } from './elements/transformer-diagram.js';
export { registerStrings } from './elements/string-tables.js';
export type { Strings } from './elements/strings.js';
export type {
  AttentionEditDetail,
  AttentionLoadDetail,
  AttentionProgressDetail,
  AttentionSubjectDetail,
  AttentionViewEventMap,
} from './elements/events.js';
export type { DiagramStrings } from './elements/diagram-strings.js';
export type {
  DiagramFocusDetail,
  DiagramLoadDetail,
  DiagramStepDetail,
  TransformerDiagramEventMap,
} from './elements/diagram-events.js';
export type { Architecture, Block, BlockPath } from './core/architecture/architecture.js';
export type { DiagramData } from './scene/diagram/diagram.js';
export { InputError, type InputErrorCode } from './core/errors.js';
export type {
  AttentionData,
  AttentionKind,
  HeadGuide,
  HeadLabel,
  Notice,
  Source,
  ValueKind,
} from './core/attention-data.js';
