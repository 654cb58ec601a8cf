import { html, nothing, type TemplateResult } from 'lit';
import type { Architecture, Axis, Block, BlockWeight } from '../core/architecture/architecture.js';
import { readablePieces } from '../formats/pieces.js';
import type { DiagramData } from '../scene/diagram/diagram.js';
import type { ExampleName } from './diagram-examples.js';
import { formulaOf } from './diagram-formula.js';
import { aboutOf, counted, headLabelOf, shapeText } from './diagram-names.js';
import { wordFor, type DiagramStrings } from './diagram-strings.js';
import { setStyles } from './set-styles.js';
import { fill } from './strings.js';

export interface PanelInput {
  architecture: Architecture;
  data: DiagramData | undefined;
  block: Block;
  /** Name of the block, in the reader's language. */
  name: string;
  /** Learned numbers in the whole model. */
  total: number;
  example: ExampleName | undefined;
  strings: DiagramStrings;
  lang: string;
}

/** What is said about the block that fills the picture: what it does, its formula, shapes and learned numbers. */
export function panel(input: PanelInput): TemplateResult {
  const { architecture, data, block, name, strings, lang } = input;
  const label = headLabelOf(data, block.path);
  return html`<div class="panel" part="panel" role="group" aria-label=${name}>
    <p>${aboutOf(architecture, block, strings, lang)}</p>
    ${
      label
        ? html`<p class="quiet">
            <strong>${label.name}</strong>${label.description ? html`: ${label.description}` : nothing}
          </p>`
        : nothing
    }
    ${block.kind === 'model' ? taskText(input) : nothing} ${formulaOf(architecture, block) ?? nothing}
    <dl>${facts(input)}</dl>
    ${block.kind === 'output' ? nextWords(data, strings) : nothing}
  </div>`;
}

function taskText({ example, strings }: PanelInput): TemplateResult | typeof nothing {
  if (!example) return nothing;
  return html`<p class="quiet">${wordFor(strings, `task_${example}`)}</p>`;
}

function facts({ block, data, total, strings, lang }: PanelInput): TemplateResult {
  const { parameters, weights, input, output } = block;
  const shape = (axes: Axis[]) => shapeText(withCounts(axes, block, data), strings, lang);
  const share = total && block.path ? ` (${percent(parameters / total, lang)})` : '';
  return html`
    <dt>${strings.shape}</dt>
    <dd class="shape"><span>${shape(input)}</span> → <span>${shape(output)}</span></dd>
    <dt>${strings.parameters}</dt>
    <dd>${parameters ? `${counted(parameters, lang)}${share}` : strings.noParameters}</dd>
    ${
      weights.length && weights.length <= 8
        ? html`<dt>${strings.weightsOf}</dt>
            <dd>
              <ul>
                ${weights.map((weight) => html`<li>${weightText(weight, strings, lang)}</li>`)}
              </ul>
            </dd>`
        : nothing
    }
  `;
}

const percent = (share: number, lang: string) => {
  const text = counted(Number((share * 100).toPrecision(share < 0.01 ? 1 : 2)), lang);
  return share > 0 && share < 0.00005 ? '< 0.01 %' : `${text} %`;
};

/** `12 × W_Q  768 × 64` */
function weightText(
  { symbol, rows, columns, count, shared }: BlockWeight,
  strings: DiagramStrings,
  lang: string,
) {
  const [base, below] = symbol.split('_');
  const size = columns === 1 ? counted(rows, lang) : `${counted(rows, lang)} × ${counted(columns, lang)}`;
  return html`${count > 1 ? html`${fill(strings.times, { count: counted(count, lang) })} ` : nothing}<i
      >${base}${below ? html`<sub>${below}</sub>` : nothing}</i
    >
    <span>${size}</span>${shared ? html` <small>${strings.sharedWeight}</small>` : nothing}`;
}

/** Shapes with the number of tokens, where data say it. */
function withCounts(axes: Axis[], { path }: Block, data: DiagramData | undefined): Axis[] {
  const own = path.startsWith('encoder') || !data?.decoder ? data?.encoder : data.decoder;
  const sizes = { tokens: own?.tokens.length, sourceTokens: data?.encoder?.tokens.length } as const;
  return axes.map((axis) => {
    const size = axis.size ?? (axis.name in sizes ? sizes[axis.name as keyof typeof sizes] : undefined);
    return size === undefined ? axis : { ...axis, size };
  });
}

/** The most probable next words, with bars. */
function nextWords(data: DiagramData | undefined, strings: DiagramStrings): TemplateResult | typeof nothing {
  const next = data?.next?.slice(0, 5);
  if (!next?.length) return nothing;
  const words = readablePieces(next.map(({ token }) => token));
  return html`<table class="next">
    <caption>
      ${strings.nextToken}
    </caption>
    <tbody>
      ${next.map(
        ({ probability }, i) =>
          html`<tr>
            <th scope="row">${words[i]!.text}</th>
            <td>
              <span
                class="probability"
                ${setStyles({ '--_share': `${(probability * 100).toFixed(1)}%` })}
              ></span>
            </td>
            <td>${(probability * 100).toFixed(1)} %</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}
