import { arcs } from './arcs.js';
import { heads } from './heads.js';
import { lines } from './lines.js';
import { matrix } from './matrix.js';
import { steps } from './steps.js';
import { text } from './text.js';
import type { View, ViewName } from './view.js';

/** Every view by its name. `headsByDefault`: which heads it shows until the reader or the author chooses. */
export const views: Record<ViewName, { draw: View; headsByDefault: 'all' | 'first' | 'every-layer' }> = {
  arcs: { draw: arcs, headsByDefault: 'all' },
  lines: { draw: lines, headsByDefault: 'all' },
  matrix: { draw: matrix, headsByDefault: 'first' },
  heads: { draw: heads, headsByDefault: 'every-layer' },
  text: { draw: text, headsByDefault: 'all' },
  steps: { draw: steps, headsByDefault: 'first' },
};

export const viewNames = Object.keys(views) as ViewName[];
