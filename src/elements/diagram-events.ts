import type { Architecture, Block, BlockPath } from '../core/architecture/architecture.js';
import type { InputError } from '../core/errors.js';
import type { DiagramData } from '../scene/diagram/diagram.js';
import type { AttentionProgressDetail } from './events.js';

/** An architecture is there and will be shown. */
export interface DiagramLoadDetail {
  architecture: Architecture;
  /** Learned numbers in all of it. */
  parameters: number;
  /** Real data in it, if any. */
  data?: DiagramData;
}

/** The block that fills the picture now. */
export interface DiagramFocusDetail {
  path: BlockPath;
  block: Block;
  /** Layer and head, where the block is in one. */
  layer?: number;
  head?: number;
}

/** Where the computation that is played is. */
export interface DiagramStepDetail {
  /** From 1; 0 when the reader has left it. */
  step: number;
  count: number;
  /** Blocks that work now. */
  active: BlockPath[];
  /** What happens, in the reader's language. */
  caption: string;
}

/** Events of `<transformer-diagram>` by name. */
export interface TransformerDiagramEventMap {
  'diagram-load': CustomEvent<DiagramLoadDetail>;
  'diagram-focus': CustomEvent<DiagramFocusDetail>;
  'diagram-step': CustomEvent<DiagramStepDetail>;
  'attention-progress': CustomEvent<AttentionProgressDetail>;
  error: CustomEvent<InputError>;
}

declare global {
  interface HTMLElementEventMap {
    'diagram-load': CustomEvent<DiagramLoadDetail>;
    'diagram-focus': CustomEvent<DiagramFocusDetail>;
    'diagram-step': CustomEvent<DiagramStepDetail>;
  }
}
