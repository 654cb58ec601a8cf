import type { Architecture, Axis, AxisName, BlockPath } from './architecture.js';
import { kindOf, sideOf } from './paths.js';

/** Shapes of what goes into a block and of what comes out. */
export interface BlockShapes {
  input: Axis[];
  output: Axis[];
}

/** Shapes of a block; of cross-attention, `input` is what asks. */
export function shapesOf(architecture: Architecture, path: BlockPath): BlockShapes {
  const { kind, dModel, dHead, heads, dFeedForward, image, positions } = architecture;
  const isSource = kind === 'encoder-decoder' && (sideOf(path) === 'encoder' || path === '');
  const axis = (name: AxisName, size?: number): Axis => ({ name, ...(size !== undefined && { size }) });
  const tokens = image
    ? axis('tokens', (image.size / image.patch) ** 2 + 1)
    : axis(isSource ? 'sourceTokens' : 'tokens');
  const keys = path.includes('cross-attention') ? axis('sourceTokens') : tokens;
  const model = axis('dModel', dModel);
  const head = axis('dHead', dHead);
  const hidden = axis('dFeedForward', dFeedForward);
  const joined = axis('joined', heads * dHead);
  const flow = (input: Axis[], output: Axis[]): BlockShapes => ({ input, output });

  switch (kindOf(path)) {
    case 'model':
      return flow([tokens], outputAxes(architecture, axis));
    case 'output':
      return flow([tokens, model], outputAxes(architecture, axis));
    case 'stack':
      return flow([tokens], [tokens, model]);
    case 'embedding':
      return image
        ? flow(
            [axis('tokens', tokens.size! - 1), axis('patch', image.patch ** 2 * image.channels)],
            [tokens, model],
          )
        : flow([tokens], [tokens, model]);
    case 'positions':
      if (positions === 'rope') return flow([tokens, head], [tokens, head]);
      if (positions === 'alibi' || positions === 'relative')
        return flow([tokens], [axis('heads', heads), tokens, tokens]);
      return flow([tokens], [tokens, model]);
    case 'head':
      return flow([tokens, model], [tokens, head]);
    case 'stage':
      break;
    default:
      return flow([tokens, model], [tokens, model]);
  }
  switch (path.slice(path.lastIndexOf('.') + 1)) {
    case 'query':
      return flow([tokens, model], [tokens, head]);
    case 'key':
    case 'value':
      return flow([keys, model], [keys, head]);
    case 'scores':
      return flow([tokens, head], [tokens, keys]);
    case 'mask':
    case 'softmax':
      return flow([tokens, keys], [tokens, keys]);
    case 'weighted-sum':
      return flow([tokens, keys], [tokens, head]);
    case 'concatenation':
      return flow([axis('heads', heads), tokens, head], [tokens, joined]);
    case 'output-projection':
      return flow([tokens, joined], [tokens, model]);
    case 'activation':
      return flow([tokens, hidden], [tokens, hidden]);
    case 'down':
      return flow([tokens, hidden], [tokens, model]);
    default:
      return flow([tokens, model], [tokens, hidden]);
  }
}

/** What a model says in the end. */
function outputAxes(
  { output, dModel, vocab, image }: Architecture,
  axis: (name: AxisName, size?: number) => Axis,
): Axis[] {
  if (output === 'pooler') return [axis('dModel', dModel)];
  if (output === 'classes') return [axis('classes', image?.classes ?? 0)];
  return [axis('tokens'), output === 'none' ? axis('dModel', dModel) : axis('vocab', vocab)];
}
