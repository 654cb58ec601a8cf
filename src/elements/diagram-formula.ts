import { html, mathml, type TemplateResult } from 'lit';
import type { Architecture, Block, BlockPath } from '../core/architecture/architecture.js';
import { segmentsOf, sublayers } from '../core/architecture/paths.js';
import { bendName, biased, feedForwardNames, headFormula, stageLines } from './diagram-formula-stages.js';
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

const normName = ({ norm }: Architecture) => word(norm === 'rms' ? 'RMSNorm' : 'LayerNorm');

/** The formula of a block in MathML, one line or several; undefined where words say it all. */
export function formulaOf(architecture: Architecture, block: Block): TemplateResult | undefined {
  const lines = linesOf(architecture, block);
  return lines.length
    ? html`<div class="formulas" part="formula" dir="ltr">
        ${lines.map((line) => html`<math display="block">${line}</math>`)}
      </div>`
    : undefined;
}

function linesOf(architecture: Architecture, { kind, path }: Block): Part[] {
  const { tied, image } = architecture;
  switch (kind) {
    case 'model':
      return modelLines(architecture);
    case 'stack':
      return [is(sub(x, row(i('ℓ'), op('+'), number(1))), of(sub(word('Layer'), i('ℓ')), sub(x, i('ℓ'))))];
    case 'embedding':
      return image
        ? [is(sub(x, i('p')), row(sub(word('patch'), i('p')), i('E')))]
        : [is(sub(x, i('p')), row(i('E'), op('['), sub(word('token'), i('p')), op(']')))];
    case 'positions':
      return positionLines(architecture);
    case 'layer':
      return layerLines(architecture, path);
    case 'self-attention':
    case 'cross-attention':
      return [
        is(
          of(word('MultiHead'), x),
          row(
            op('['),
            sub(word('head'), number(0)),
            mathml`<mspace width="0.35em" /><mo>…</mo><mspace width="0.35em" />`,
            sub(word('head'), number(architecture.heads - 1)),
            op(']'),
            W('O'),
          ),
        ),
        is(sub(word('head'), i('h')), headFormula(architecture, path)),
      ];
    case 'head':
      return [is(word('head'), headFormula(architecture, path))];
    case 'feed-forward':
      return [feedForwardLine(architecture)];
    case 'norm':
      return [normLine(architecture)];
    case 'residual':
      return [is(mathml`<msup>${x}<mo>′</mo></msup>`, plus(x, of(word(sublayerName(path)), '…')))];
    case 'output':
      return outputLines(architecture, tied);
    default:
      return stageLines(architecture, path);
  }
}

function modelLines({ kind, output }: Architecture): Part[] {
  const seen = sub(i('y'), row(mathml`<mo lspace="0" rspace="0">&lt;</mo>`, i('t')));
  if (kind === 'encoder-decoder') {
    return [
      is(i('H'), of(word('Encoder'), x)),
      is(
        of(i('P'), sub(i('y'), i('t')), op('∣'), seen, op(','), x),
        of(word('Decoder'), seen, op(','), i('H')),
      ),
    ];
  }
  if (kind === 'decoder' && output === 'none') return [is(i('H'), of(word('Decoder'), x))];
  if (kind === 'decoder')
    return [is(of(i('P'), sub(i('y'), i('t')), op('∣'), seen), of(word('Decoder'), seen))];
  return [
    is(i('H'), of(word('Encoder'), x)),
    ...(output === 'none' ? [] : [is(i('y'), of(word('Output'), i('H')))]),
  ];
}

function positionLines({ positions, dModel }: Architecture): Part[] {
  const wave = (name: string, index: Part) =>
    is(
      sub(word('PE'), row(i('p'), op(','), index)),
      of(
        word(name),
        over(
          i('p'),
          mathml`<msup><mn>10000</mn><mrow><mn>2</mn><mi>i</mi><mo>/</mo><mn>${dModel}</mn></mrow></msup>`,
        ),
      ),
    );
  const apart = row(i('q'), op('−'), i('k'));
  const score = sub(i('s'), row(i('q'), i('k')));
  switch (positions) {
    case 'sinusoidal':
      return [wave('sin', row(number(2), i('i'))), wave('cos', row(number(2), i('i'), op('+'), number(1)))];
    case 'learned':
      return [
        is(mathml`<msubsup>${x}<mi>p</mi><mo>′</mo></msubsup>`, plus(sub(x, i('p')), sub(i('P'), i('p')))),
      ];
    case 'rope':
      return [
        is(
          score,
          row(transposed(row(op('('), sub(i('R'), i('q')), i('q'), op(')'))), sub(i('R'), i('k')), i('k')),
        ),
      ];
    case 'alibi':
      return [
        is(
          mathml`<msubsup><mi>s</mi><mrow><mi>q</mi><mi>k</mi></mrow><mo>′</mo></msubsup>`,
          row(score, op('−'), sub(i('m'), i('h')), op('('), apart, op(')')),
        ),
      ];
    case 'relative':
      return [
        is(
          mathml`<msubsup><mi>s</mi><mrow><mi>q</mi><mi>k</mi></mrow><mo>′</mo></msubsup>`,
          plus(score, sub(i('b'), apart)),
        ),
      ];
    case 'none':
      return [];
  }
}

const sublayerNames: Record<string, string> = {
  'self-attention': 'SelfAttention',
  'cross-attention': 'CrossAttention',
  'feed-forward': 'FeedForward',
};

const sublayerName = (path: BlockPath) =>
  sublayerNames[(segmentsOf(path).at(-1) ?? '').replace(/-(residual|norm)$/, '')] ?? 'Sublayer';

function layerLines(architecture: Architecture, path: BlockPath): Part[] {
  const norm = normName(architecture);
  return sublayers(architecture, path).map((name) => {
    const inside = name === 'cross-attention' ? [op(','), i('H')] : [];
    const sublayer = word(sublayerNames[name]!);
    return row(
      x,
      op('←'),
      architecture.norm === 'none'
        ? plus(x, of(sublayer, x, ...inside))
        : architecture.placement === 'pre'
          ? plus(x, of(sublayer, of(norm, x), ...inside))
          : of(norm, plus(x, of(sublayer, x, ...inside))),
    );
  });
}

function feedForwardLine(architecture: Architecture): Part {
  const { gated, feedForwardBias } = architecture;
  const bend = bendName(architecture);
  const [up, down] = feedForwardNames(architecture);
  const hidden = gated
    ? row(op('('), of(bend, x, W('gate')), op('⊙'), x, W(up), op(')'))
    : of(bend, biased(row(x, W(up)), up, feedForwardBias));
  return is(of(word('FeedForward'), x), biased(row(hidden, W(down)), down, feedForwardBias));
}

function normLine({ norm, normBias }: Architecture): Part {
  const epsilon = i('ε');
  const squares = row(
    over(number(1), i('d')),
    mathml`<munder><mo>∑</mo><mi>i</mi></munder>`,
    mathml`<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>`,
  );
  const divided =
    norm === 'rms'
      ? over(x, root(plus(squares, epsilon)))
      : over(row(x, op('−'), i('μ')), root(plus(mathml`<msup><mi>σ</mi><mn>2</mn></msup>`, epsilon)));
  const scaledBy = row(i('γ'), op('⊙'), divided);
  return is(
    of(word(norm === 'rms' ? 'RMSNorm' : 'LayerNorm'), x),
    normBias ? plus(scaledBy, i('β')) : scaledBy,
  );
}

function outputLines({ output }: Architecture, tied: boolean): Part[] {
  const first = sub(x, number(0));
  if (output === 'pooler') return [is(i('y'), of(word('tanh'), plus(row(first, W('P')), b('P'))))];
  if (output === 'classes') return [is(i('y'), plus(row(first, W('C')), b('C')))];
  return [is(i('P'), of(word('softmax'), x, tied ? transposed(i('E')) : W('U')))];
}
