/** A kind of layer that turns n vectors into n others. */
export type SequenceLayer = 'self-attention' | 'recurrent' | 'convolutional' | 'restricted-self-attention';

/** What a layer costs, and how far apart it leaves two tokens. */
export interface LayerCost {
  layer: SequenceLayer;
  /** Multiplications, without constant factors: the row of the table with the figures put in. */
  operations: number;
  /** As the table has it: `n² · d`. */
  operationsFormula: string;
  /** Operations that must wait for one another. */
  sequential: number;
  sequentialFormula: string;
  /** Most layers or steps that a signal passes between two tokens. */
  path: number;
  pathFormula: string;
}

export interface SequenceSize {
  /** Tokens. */
  n: number;
  /** Width of a token. */
  d: number;
  /** Tokens that a kernel of a convolution covers. Default 3. */
  k?: number;
  /** Tokens in the neighbourhood that restricted self-attention sees. Default 16. */
  r?: number;
}

/**
 * Table 1 of Vaswani et al. 2017, Attention Is All You Need, with its O(…) worked out for the given figures, whole layers
 * where the path is a number of these. Self-attention does less than a recurrent layer as long as n < d.
 */
export function compareSequential({ n, d, k = 3, r = 16 }: SequenceSize): LayerCost[] {
  const steps = (count: number) => Math.max(1, Math.ceil(count));
  return [
    {
      layer: 'self-attention',
      ...{ operations: n * n * d, operationsFormula: 'n² · d' },
      ...{ sequential: 1, sequentialFormula: '1' },
      ...{ path: 1, pathFormula: '1' },
    },
    {
      layer: 'recurrent',
      ...{ operations: n * d * d, operationsFormula: 'n · d²' },
      ...{ sequential: n, sequentialFormula: 'n' },
      ...{ path: n, pathFormula: 'n' },
    },
    {
      layer: 'convolutional',
      ...{ operations: k * n * d * d, operationsFormula: 'k · n · d²' },
      ...{ sequential: 1, sequentialFormula: '1' },
      ...{ path: steps(Math.log(n) / Math.log(k) - 1e-9), pathFormula: 'logₖ n' },
    },
    {
      layer: 'restricted-self-attention',
      ...{ operations: Math.min(r, n) * n * d, operationsFormula: 'r · n · d' },
      ...{ sequential: 1, sequentialFormula: '1' },
      ...{ path: steps(n / r), pathFormula: 'n / r' },
    },
  ];
}

/** Places that a signal stops at on its way from token `from` to token `to`, both included. */
export interface Hops {
  /** Through a recurrent chain, which hands its state from token to token. */
  recurrent: number[];
  /** Through self-attention, which looks at the token itself. */
  attention: number[];
}

/** The ways of a signal between two tokens, counted from 0; hops are one fewer than places. */
export function hopsBetween(from: number, to: number): Hops {
  const step = Math.sign(to - from);
  const recurrent = Array.from({ length: Math.abs(to - from) + 1 }, (_, i) => from + i * step);
  return { recurrent, attention: from === to ? [from] : [from, to] };
}
