import { mathml } from 'lit';
import type { Architecture, BlockPath } from '../core/architecture/architecture.js';
import { segmentsOf } from '../core/architecture/paths.js';
import { isMasked } from './diagram-names.js';
import {
  b,
  i,
  is,
  number,
  of,
  op,
  over,
  plus,
  root,
  row,
  sub,
  transposed,
  W,
  word,
  x,
  type Part,
} from './mathml-parts.js';

export const bendName = ({ activation }: Architecture) =>
  word({ relu: 'ReLU', gelu: 'GELU', silu: 'SiLU' }[activation]);

/** T5, whose positions are relative, has the square root in the weights that it begins training with, not in the formula. */
const isScaled = ({ positions }: Architecture) => positions !== 'relative';

/** `QKᵀ / √64` */
const scaled = (architecture: Architecture) => {
  const products = row(i('Q'), transposed(i('K')));
  return isScaled(architecture) ? over(products, row(root(number(architecture.dHead)))) : products;
};

/** `softmax(QKᵀ / √64 + M) V` */
export const headFormula = (architecture: Architecture, path: BlockPath) =>
  row(
    of(word('softmax'), ...(isMasked(path) ? [plus(scaled(architecture), i('M'))] : [scaled(architecture)])),
    i('V'),
  );

/** Names of the two matrices of a feed-forward layer. */
export const feedForwardNames = ({ gated }: Architecture): [up: string, down: string] =>
  gated ? ['up', 'down'] : ['1', '2'];

/** A product with its bias, where there is one. */
export const biased = (product: Part, name: string, hasBias: boolean): Part =>
  hasBias ? plus(product, b(name)) : product;

/** Formulas of one stage of a head, of the sublayer around it, or of a feed-forward layer. */
export function stageLines(architecture: Architecture, path: BlockPath): Part[] {
  const stage = segmentsOf(path).at(-1);
  const memory = path.includes('cross-attention') ? i('H') : i('X');
  const { heads, gated, activation, feedForwardBias } = architecture;
  const attentionBias = !!architecture.attentionBias;
  const [up, down] = feedForwardNames(architecture);
  switch (stage) {
    case 'query':
      return [is(i('Q'), biased(row(i('X'), W('Q')), 'Q', attentionBias))];
    case 'key':
      return [is(i('K'), biased(row(memory, W('K')), 'K', attentionBias))];
    case 'value':
      return [is(i('V'), biased(row(memory, W('V')), 'V', attentionBias))];
    case 'scores':
      return [is(i('S'), scaled(architecture))];
    case 'mask':
      return [
        is(
          sub(i('S'), row(i('q'), i('k'))),
          row(op('−'), op('∞'), mathml`<mspace width="1em" />`, i('k'), op('>'), i('q')),
        ),
      ];
    case 'softmax':
      return [
        is(
          sub(i('A'), row(i('q'), i('k'))),
          over(exponential('k'), row(mathml`<munder><mo>∑</mo><mi>j</mi></munder>`, exponential('j'))),
        ),
      ];
    case 'weighted-sum':
      return [is(i('O'), row(i('A'), i('V')))];
    case 'concatenation':
      return [
        is(i('C'), row(op('['), sub(i('O'), number(0)), op('…'), sub(i('O'), number(heads - 1)), op(']'))),
      ];
    case 'output-projection':
      return [is(i('Y'), biased(row(i('C'), W('O')), 'O', architecture.attentionBias === true))];
    case 'up':
      return [is(i('U'), biased(row(i('X'), W(up)), up, feedForwardBias))];
    case 'gate':
      return [is(i('G'), row(i('X'), W('gate')))];
    case 'activation': {
      const bend = bendName(architecture);
      const line = gated ? row(of(bend, i('G')), op('⊙'), i('U')) : of(bend, i('U'));
      return [
        is(i('H'), line),
        ...(activation === 'relu' ? [is(of(word('ReLU'), x), of(word('max'), number(0), op(','), x))] : []),
        ...(activation === 'silu'
          ? [
              is(
                of(word('SiLU'), x),
                over(x, plus(number(1), mathml`<msup><mi>e</mi><mrow><mo>−</mo><mi>x</mi></mrow></msup>`)),
              ),
            ]
          : []),
        ...(activation === 'gelu' ? [is(of(word('GELU'), x), row(x, i('Φ'), op('('), x, op(')')))] : []),
      ];
    }
    case 'down':
      return [is(i('Y'), biased(row(i('H'), W(down)), down, feedForwardBias))];
    default:
      return [];
  }
}

const exponential = (index: string) =>
  mathml`<msup><mi>e</mi><msub><mi>S</mi><mrow><mi>q</mi><mi>${index}</mi></mrow></msub></msup>`;
