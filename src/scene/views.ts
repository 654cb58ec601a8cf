import { arcs } from './arcs.js';
import { flow } from './flow.js';
import { heads } from './heads.js';
import { image } from './image.js';
import { lines } from './lines.js';
import { matrix } from './matrix.js';
import { neuron } from './neuron.js';
import { steps } from './steps.js';
import { text } from './text.js';
import type { View, ViewName } from './view.js';

export interface ViewEntry {
  draw: View;
  /** Which heads it shows until the reader or the author chooses. */
  headsByDefault: 'all' | 'first' | 'every-layer';
  /** It shows one head at a time, the first that is chosen. */
  oneHead?: true;
  /** It shows one query at a time, so that a key alone means a cell. */
  oneQuery?: true;
  /** It shows the chosen heads as one, their mean unless told otherwise. */
  oneMatrix?: true;
  /** It draws a link for each weight: of long texts only the strongest, unless the author says how many. */
  ofLinks?: true;
  /** It shows the chosen heads of all layers up to the chosen one as one matrix. */
  throughLayers?: true;
}

/** Every view by its name. */
export const views: Record<ViewName, ViewEntry> = {
  arcs: { draw: arcs, headsByDefault: 'all', ofLinks: true },
  lines: { draw: lines, headsByDefault: 'all', ofLinks: true },
  matrix: { draw: matrix, headsByDefault: 'first' },
  heads: { draw: heads, headsByDefault: 'every-layer' },
  text: { draw: text, headsByDefault: 'all' },
  steps: { draw: steps, headsByDefault: 'first', oneHead: true, oneQuery: true },
  neuron: { draw: neuron, headsByDefault: 'first', oneHead: true, oneQuery: true },
  flow: { draw: flow, headsByDefault: 'all', oneQuery: true, throughLayers: true },
  image: { draw: image, headsByDefault: 'all', oneMatrix: true },
};

export const viewNames = Object.keys(views) as ViewName[];
