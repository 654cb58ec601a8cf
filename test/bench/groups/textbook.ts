import { textbookParts } from '../../../src/models/textbook.js';
import type { Group } from '../bench.js';
import { by } from '../baselines/ours.js';

const tokens = 'The cat sat on the mat , and the dog slept .'.split(' ');

export const textbookGroup: Group = {
  name: 'textbook model',
  cases: [false, true].map((causal) => ({
    name: `${tokens.length} tokens, ${causal ? 'decoder' : 'encoder'}`,
    bars: [
      { ours: 'kernel', most: 2 },
      { ours: 'plain TypeScript', most: 2 },
    ],
    prepare: async () => {
      const run = () => textbookParts({ tokens, causal });
      const kinds = ['plain TypeScript', 'kernel'] as const;
      return Promise.all(
        kinds.map(async (kind) => {
          const one = await by(kind, run);
          return { name: kind, run: one, result: () => one()[0]!.weights };
        }),
      );
    },
  })),
};
