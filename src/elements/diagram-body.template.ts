import { html, nothing, type TemplateResult } from 'lit';
import type { Architecture, Block, BlockPath } from '../core/architecture/architecture.js';
import type { DiagramScene, StageNumbers } from '../scene/diagram/diagram.js';
import type { Theme } from '../scene/theme.js';
import { bodyBase, type BodyBase } from './body-base.js';
import { diagramLegend } from './diagram-legend.js';
import type { DiagramContent } from './diagram-input.js';
import type { DiagramInteraction } from './diagram-interaction.js';
import type { Comparison } from './diagram-comparison.js';
import { diagramFigure, type DiagramFigure } from './diagram-figure.js';
import { aboutOf } from './diagram-names.js';
import { numbersTable, pager, valueRow } from './diagram-numbers.js';
import type { DiagramOptions } from './diagram-options.js';
import { panel } from './diagram-panel.js';
import { pathBar } from './diagram-path.js';
import { playBar } from './diagram-play-bar.js';
import type { DiagramStrings } from './diagram-strings.js';
import { diagramTooltip } from './diagram-tooltip.js';
import { treeId, treeItems } from './diagram-tree.js';
import { menu, type Command } from './toolbar.js';

/** A picture with everything that is said about it. */
export interface DiagramPicture {
  scene: DiagramScene;
  architecture: Architecture;
  content: DiagramContent;
  focus: BlockPath;
  block: Block;
  /** Learned numbers in the whole model. */
  total: number;
  /** The numbers of the block, where it is a matrix and they are known. */
  numbers: StageNumbers | undefined;
  /** Names of blocks, in the reader's language. */
  nameOf: (path: BlockPath) => string;
}

export interface DiagramTemplateInput extends BodyBase {
  picture: DiagramPicture | undefined;
  options: DiagramOptions;
  strings: DiagramStrings;
  lang: string;
  interaction: DiagramInteraction;
  /** With a recurrent network beside the transformer. */
  comparison: Comparison | undefined;
  play: { step: number; count: number; caption: string; playing: boolean };
  tableShown: boolean;
  open: (path: BlockPath) => void;
  goTo: (step: number | 'play' | 'leave') => void;
  setSpeed: (speed: number) => void;
  run: (command: Command) => void;
}

/** Everything inside `<transformer-diagram>`. */
export function diagramTemplate(input: DiagramTemplateInput): TemplateResult {
  const { picture, look } = input;
  return bodyBase({ ...input, kind: 'diagram' }, picture && look && pictureTemplate(input, picture, look));
}

/** What is said around a drawing, and the controls. */
export type AroundDiagram = Pick<
  DiagramTemplateInput,
  'options' | 'strings' | 'lang' | 'comparison' | 'play' | 'tableShown' | 'open' | 'goTo' | 'setSpeed' | 'run'
> & { interaction: Pick<DiagramInteraction, 'turnTo'> };

function pictureTemplate(input: DiagramTemplateInput, picture: DiagramPicture, look: Theme): TemplateResult {
  const { strings, interaction } = input;
  const { numbers, nameOf, focus } = picture;
  const table =
    input.comparison?.table() ??
    (numbers && numbersTable(numbers, nameOf(focus), interaction.value, strings));
  return html`
    ${aroundDiagram(input, picture, look, figure(input, picture, look))}
    ${table ? html`<div class=${input.tableShown ? 'table' : 'unseen'} part="table" tabindex=${input.tableShown ? 0 : nothing}>${table}</div>` : nothing}
  `;
}

/** A drawing with the way to it above, what is said about it beside or below, and how it is played. */
export function aroundDiagram(
  input: AroundDiagram,
  picture: DiagramPicture,
  look: Theme,
  drawing: TemplateResult,
): TemplateResult {
  const { strings, options, lang, interaction } = input;
  const { content, numbers, scene, nameOf, focus } = picture;
  const isBare = options.controls === 'none';
  const hasPanel = !isBare && !input.comparison;
  return html`
    ${
      isBare
        ? nothing
        : html`<div class="bar with-menu" part="toolbar">
            ${input.comparison ? html`<strong>${strings.compareTitle}</strong>` : pathBar(focus, nameOf, strings, input.open)}
            ${menu(strings, input.tableShown, input.run, (command) => isOffered(command, picture))}
          </div>`
    }
    <div class="halves ${hasPanel ? '' : 'bare'}">
      <div class="picture">
        ${drawing} ${numbers ? pager(scene, numbers, strings, (value) => interaction.turnTo(value)) : nothing}
        ${playBar({ ...input.play, controls: options.controls, speed: options.speed, strings, goTo: input.goTo, setSpeed: input.setSpeed })}
      </div>
      ${
        !hasPanel
          ? nothing
          : panel({
              ...picture,
              data: content.data,
              name: nameOf(focus),
              example: content.example,
              strings,
              lang,
            })
      }
    </div>
    ${diagramLegend({ ...picture, look, strings, reference: input.comparison && comparedIn })}
  `;
}

/** Where the figures of the comparison come from. */
const comparedIn = 'Vaswani et al. 2017, Attention Is All You Need, table 1';

/** Numbers can be taken away only where there are some. */
const isOffered = (command: Command, { numbers }: DiagramPicture): boolean =>
  command === 'svg' || command === 'png' || !!numbers;

function figure(input: DiagramTemplateInput, picture: DiagramPicture, look: Theme): TemplateResult {
  const { interaction, comparison, strings } = input;
  const shown = comparison?.figure ?? blockFigure(input, picture);
  return html`<div class="stage">
    ${diagramFigure(shown)}
    ${comparison ? nothing : diagramTooltip({ interaction, strings, lang: input.lang }, picture, look)}
  </div>`;
}

/** A matrix is a grid of numbers, everything else a tree of blocks. */
function blockFigure(
  { interaction, strings, lang }: DiagramTemplateInput,
  { numbers, nameOf, focus, architecture, block }: DiagramPicture,
): DiagramFigure {
  const { cursor, value } = interaction;
  const label = `${nameOf(focus)}. ${aboutOf(architecture, block, strings, lang)}`;
  const shared = { pointing: interaction.hover !== undefined, handlers: interaction };
  if (!numbers) {
    return {
      ...shared,
      role: 'tree',
      label: `${strings.structure}: ${label}`,
      help: strings.treeHelp,
      active: cursor === undefined ? undefined : treeId(cursor),
      content: treeItems(interaction.lines, cursor ?? focus, nameOf),
    };
  }
  return {
    ...shared,
    role: 'grid',
    label,
    help: strings.gridHelp,
    active: value ? 'value' : undefined,
    content: valueRow(numbers, value ?? { row: 0, column: 0 }, strings),
    rows: numbers.rows,
    columns: numbers.columns + 1,
  };
}
