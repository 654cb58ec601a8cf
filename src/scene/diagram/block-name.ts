import type { BlockPath, Stage } from '../../core/architecture/architecture.js';
import { kindOf, sideOf } from '../../core/architecture/paths.js';
import { fillIn } from '../words.js';
import { headOf, layerOf } from './attention-maps.js';
import type { DiagramInput, DiagramWords } from './diagram.js';

const stages: Record<Stage, keyof DiagramWords> = {
  query: 'query',
  key: 'key',
  value: 'value',
  scores: 'scores',
  mask: 'mask',
  softmax: 'softmax',
  'weighted-sum': 'weightedSum',
  concatenation: 'concatenation',
  'output-projection': 'outputProjection',
  up: 'up',
  gate: 'gate',
  activation: 'activation',
  down: 'down',
};

/** What a block is called, in the reader's language. */
export function blockName(
  { architecture, words }: Pick<DiagramInput, 'architecture' | 'words'>,
  path: BlockPath,
): string {
  switch (kindOf(path)) {
    case 'model':
      return architecture.name ?? '';
    case 'stack':
      return words[sideOf(path)];
    case 'layer':
      return fillIn(words.layer, { n: layerOf(path)! });
    case 'head':
      return fillIn(words.head, { n: headOf(path)! });
    case 'embedding':
      return architecture.image ? words.patchEmbedding : words.embedding;
    case 'positions':
      return architecture.positions === 'none'
        ? words.positions
        : `${words.positions}: ${words[architecture.positions]}`;
    case 'norm':
      return path.endsWith('final-norm')
        ? words.finalNorm
        : architecture.norm === 'rms'
          ? words.rmsNorm
          : words.layerNorm;
    case 'residual':
      return words.residual;
    case 'output':
      if (architecture.output === 'pooler') return words.pooler;
      return architecture.output === 'classes' ? words.classes : words.output;
    case 'feed-forward':
      return words.feedForward;
    case 'cross-attention':
      return words.crossAttention;
    case 'self-attention':
      return sideOf(path) === 'decoder' ? words.maskedSelfAttention : words.selfAttention;
    case 'stage':
      return words[stages[path.slice(path.lastIndexOf('.') + 1) as Stage]];
  }
}
