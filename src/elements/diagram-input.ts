import type { Architecture } from '../core/architecture/architecture.js';
import type { DiagramData } from '../scene/diagram/diagram.js';
import { readContent } from './diagram-content.js';
import type { ExampleName } from './diagram-examples.js';
import type { RawArchitecture } from './diagram-options.js';
import { given } from './given.js';
import { isCheckpoint } from './model-address.js';
import { Reader } from './reader.js';

/** What an author may give. The first that is present wins: `weights`, `src`, a JSON script child, a model, tokens. */
export interface RawDiagram extends RawArchitecture {
  weights?: unknown;
  src?: string;
  axes?: string;
  model?: string;
  generate?: number | string;
  tokens?: string | string[];
  text?: string;
  source?: string | string[];
  target?: string | string[];
  example?: string;
  compare?: string;
  credentials?: string;
}

/** What a diagram shows. */
export interface DiagramContent {
  architecture: Architecture;
  data?: DiagramData;
  /** What a reader must know about it. */
  note?: 'assumedWidths' | 'onlyWeights' | 'onlyTokens';
  /** The task that the text belongs to. */
  example?: ExampleName;
  /** Tokens of the decoder that were there before it wrote. */
  prompt?: number;
}

/** Turns what the author gave into what a diagram shows. */
export class DiagramReader extends Reader<DiagramContent> {
  /** Whether reading this input needs the network. */
  static needsNetwork(raw: RawDiagram): boolean {
    const model = raw.model ?? (raw.example === 'translation' ? 'translator' : undefined);
    return !given(raw.weights) && (!!raw.src || isCheckpoint(model));
  }

  /** Reads the input anew; a reading under way is given up. Never throws. */
  read(raw: RawDiagram): void {
    this.begin(raw, (reading) => readContent(raw, reading));
  }
}
