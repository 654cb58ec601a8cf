import type { Group } from './bench.js';
import { attentionGroup } from './groups/attention.js';
import { diagramGroup } from './groups/diagram.js';
import { gpt2Group } from './groups/gpt2.js';
import { movesGroup } from './groups/moves.js';
import { peakGroup } from './groups/peak.js';
import { picturesGroup } from './groups/pictures.js';
import { textbookGroup } from './groups/textbook.js';
import { threadsGroup } from './groups/threads.js';

/** All benchmarks; a new one is a file in groups/ and its name here. */
export const groups: Group[] = [
  peakGroup,
  attentionGroup,
  threadsGroup,
  gpt2Group,
  textbookGroup,
  picturesGroup,
  movesGroup,
  diagramGroup,
];
