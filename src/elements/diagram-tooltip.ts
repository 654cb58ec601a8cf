import type { TemplateResult } from 'lit';
import { blockAt } from '../core/architecture/blocks.js';
import type { Box, DiagramScene } from '../scene/diagram/diagram.js';
import type { Subject } from '../scene/scene.js';
import type { Theme } from '../scene/theme.js';
import type { DiagramPicture, DiagramTemplateInput } from './diagram-body.template.js';
import { counted, headLabelOf, shapeText } from './diagram-names.js';
import { columnName, rowName } from './diagram-numbers.js';
import type { Reading } from './reading.js';
import { fill } from './strings.js';
import { placeTooltipAt, tooltip } from './tooltip.js';

type Asked = Pick<DiagramTemplateInput, 'interaction' | 'strings' | 'lang'>;

/** What stands at the pointer: a block with its size, or a number with all its digits. */
export function diagramTooltip(input: Asked, picture: DiagramPicture, look: Theme): TemplateResult {
  return tooltip(readingOf(input, picture), look);
}

function readingOf(
  { interaction, strings, lang }: Asked,
  { architecture, numbers, nameOf, content, focus }: DiagramPicture,
): Reading | undefined {
  const subject = interaction.hover;
  if (subject?.type === 'value' && numbers && subject.path === focus) {
    const { row, column } = subject;
    const weight = numbers.values[row * numbers.columns + column];
    if (weight === undefined) return undefined;
    return {
      text: `${rowName(numbers, row)}, ${columnName(numbers, column)}`,
      rows: [{ label: '', weight }],
    };
  }
  const path = subject?.type === 'block' || subject?.type === 'value' ? subject.path : undefined;
  if (path === undefined || path === focus) return undefined;
  const { parameters, output } = blockAt(architecture, path);
  const label = headLabelOf(content.data, path);
  const size = parameters ? fill(strings.parameterCount, { count: counted(parameters, lang) }) : '';
  return {
    text: label ? `${nameOf(path)}: ${label.name}` : nameOf(path),
    detail: [shapeText(output, strings, lang), size].filter(Boolean).join(' · '),
    rows: [],
  };
}

/** Puts the tooltip beside what the pointer is on; where that has no place in the picture, hides it. */
export function placeDiagramTooltip(
  root: ParentNode,
  scene: DiagramScene,
  subject: Subject | undefined,
): void {
  const tip = root.querySelector<HTMLElement>('.tooltip');
  const box = root.querySelector<HTMLElement>('.figure');
  const anchor = anchorOf(scene, subject);
  if (!tip || !box || !subject) return;
  tip.style.visibility = anchor ? '' : 'hidden';
  if (anchor) placeTooltipAt(tip, box, anchor);
}

/** Where what the pointer is on stands in the drawing. */
function anchorOf(scene: DiagramScene, subject: Subject | undefined): Box | undefined {
  if (subject?.type === 'block') {
    const box = scene.boxes.get(subject.path);
    if (box) return box;
  }
  if (subject?.type !== 'value') return undefined;
  const target = scene.targets.find((found) => found.type === 'values' && found.path === subject.path);
  if (target?.type !== 'values') return undefined;
  const [width, height] = [target.width / target.columns, target.height / target.rows];
  return {
    x: target.x + (subject.column - target.column) * width,
    y: target.y + (subject.row - target.row) * height,
    width,
    height,
  };
}
