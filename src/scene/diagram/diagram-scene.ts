import { kindOf } from '../../core/architecture/paths.js';
import { attentionLevel } from './attention-level.js';
import type { DiagramInput, DiagramScene } from './diagram.js';
import { feedForwardLevel } from './feed-forward-level.js';
import { headLevel } from './head-level.js';
import { layerLevel } from './layer-level.js';
import { modelLevel } from './model-level.js';
import { numbersLevel } from './numbers-level.js';
import { stackLevel } from './stack-level.js';

/** Draws the block that the reader is in: the whole model, a stack, a layer, a sublayer, a head, or its numbers. */
export function diagramScene(input: DiagramInput): DiagramScene {
  switch (kindOf(input.focus)) {
    case 'layer':
      return layerLevel(input);
    case 'self-attention':
    case 'cross-attention':
      return attentionLevel(input);
    case 'feed-forward':
      return feedForwardLevel(input);
    case 'head':
      return headLevel(input);
    case 'model':
      return modelLevel(input);
    case 'stack':
      return stackLevel(input);
    default:
      return numbersLevel(input);
  }
}
