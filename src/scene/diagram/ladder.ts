import { mix } from '../color.js';
import type { Theme } from '../theme.js';
import type { BlockPath } from '../../core/architecture/architecture.js';
import type { Column } from './column.js';
import type { Box } from './diagram.js';
import { place, stressOf, type Sheet } from './sheet.js';

/** Space between rungs, the frame and the number beside them, CSS pixels. */
const space = { frame: 8, rung: 7, text: 6 };

/** Room that the rungs and `96×` take beside a frame. */
export function ladderRoom({ input, size }: Sheet): number {
  const count = Math.max(input.architecture.encoderLayers, input.architecture.decoderLayers);
  if (count < 2) return 0;
  const text = input.measure(`${'0'.repeat(String(count).length)}×`, size * 1.1, 600);
  return Math.ceil(space.frame + space.rung + space.text + text + 1);
}

/** All layers of a stack as rungs beside the one that is shown, and how many they are. */
export function ladder(column: Column, stack: BlockPath, count: number, shown: number, frame: Box): void {
  const { sheet, up, x } = column;
  const { theme } = sheet.input;
  const atLeft = column.near === column.left;
  const width = space.rung;
  const inset = 8;
  const rungs = {
    x: atLeft ? x - space.frame - width : frame.x + frame.width + space.frame,
    y: frame.y + inset,
    width,
    height: frame.height - 2 * inset,
  };
  const room = ladderRoom(sheet);
  const side = { x: atLeft ? x - room : rungs.x - 4, y: frame.y, width: room - 4, height: frame.height };
  place(sheet, stack, side);
  drawRungs(sheet, stack, { count, first: shown, shown: 1, up }, rungs);
  const strong = stressOf(sheet, stack);
  const text = `${count}×`;
  sheet.marks.push({
    type: 'label',
    text,
    x: atLeft ? rungs.x - space.text : rungs.x + width + space.text,
    y: frame.y + frame.height / 2,
    size: sheet.size * 1.1,
    fill: strong.hovered || strong.cursor ? theme.accent : theme.text,
    align: atLeft ? 'right' : 'left',
    baseline: 'middle',
    weight: 600,
    tabular: true,
  });
}

/** Which of the layers are shown. */
export interface Rungs {
  count: number;
  first: number;
  shown: number;
  up: boolean;
}

/** All layers of a stack as one line of rungs, each of which can be chosen. */
export function drawRungs(
  sheet: Sheet,
  stack: BlockPath,
  { count, first, shown, up }: Rungs,
  box: Box,
): void {
  const values = new Float32Array(count);
  for (let layer = first; layer < first + shown; layer++) values[up ? count - 1 - layer : layer] = 1;
  const pitch = box.height / count;
  sheet.marks.push({
    type: 'cells',
    ...box,
    rows: count,
    columns: 1,
    values,
    ramp: rungRamp(sheet.input.theme),
    shape: 'fill',
    gap: pitch > 12 ? 3 : pitch > 5 ? 2 : pitch > 2.5 ? 1 : 0,
  });
  sheet.targets.push({ type: 'blocks', ...box, rows: count, columns: 1, up, path: `${stack}.{row}` });
}

const ramps = new Map<string, Uint8Array>();

/** Grey for the others, the accent for the one that is shown. */
function rungRamp(theme: Theme): Uint8Array {
  const idle = mix(theme.background, theme.text, 0.2);
  const key = `${idle.join()} ${theme.accent.join()}`;
  let ramp = ramps.get(key);
  if (!ramp) {
    ramp = new Uint8Array(1024);
    for (let i = 0; i < 256; i++) {
      const [r, g, b] = i < 128 ? idle : theme.accent;
      ramp.set([r, g, b, 255], 4 * i);
    }
    if (ramps.size > 40) ramps.clear();
    ramps.set(key, ramp);
  }
  return ramp;
}
