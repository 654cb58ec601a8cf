import type { Architecture, BlockPath } from '../../core/architecture/architecture.js';
import { childrenOf, layersOf, sideOf, sublayers } from '../../core/architecture/paths.js';
import { layerOf } from './attention-maps.js';

/** The block whose numbers a sublayer is given. */
export function sublayerInput(architecture: Architecture, sublayer: BlockPath): BlockPath {
  const hasNorms = architecture.norm !== 'none';
  if (hasNorms && architecture.placement === 'pre') return `${sublayer}-norm`;
  const side = sideOf(sublayer);
  const at = sublayer.lastIndexOf('.');
  const [layer, name] = [sublayer.slice(0, at), sublayer.slice(at + 1)];
  const names = sublayers(architecture, layer);
  const before = names[names.indexOf(name) - 1];
  if (before) return `${layer}.${before}-${hasNorms ? 'norm' : 'residual'}`;
  const index = layerOf(sublayer)!;
  if (index > 0) return `${side}.${index - 1}`;
  return childrenOf(architecture, side).findLast(
    (path) => layerOf(path) === undefined && !path.endsWith('final-norm'),
  )!;
}

/** The block whose numbers the decoder looks at by cross-attention. */
export function encoderResult(architecture: Architecture): BlockPath {
  return architecture.finalNorm ? 'encoder.final-norm' : `encoder.${layersOf(architecture, 'encoder') - 1}`;
}
