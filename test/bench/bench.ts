/** When something was on the screen, in the time of `performance.now()`. */
export class Seen {
  constructor(readonly at: number) {}
}

/** One way of doing what a case asks for. */
export interface Contender {
  name: string;
  /** Gets ready for a run; not timed. */
  before?: () => unknown;
  /** Does it once. What resolves with a `Seen` took until then. */
  run: () => unknown;
  /** Most milliseconds: who needs longer is stopped, runs no more, and is reported as "more than". */
  patience?: number;
  /** Cleans up after a run; not timed. */
  after?: () => unknown;
  /** The figures it comes to, to be compared with those of the first contender; from one run, not timed. */
  result?: () => Promise<ArrayLike<number>> | ArrayLike<number>;
  /** Floating-point operations of one run, where they are counted. */
  operations?: number;
  /** Largest difference from the first contender that is taken for the same. Default 1e-3 of the largest number. */
  tolerance?: number;
}

/** One row of contenders: the same work, timed in turn. */
export interface Case {
  name: string;
  prepare: () => Promise<Contender[]>;
  /** What a process outside of the browser does of the same work, for `torch_cases.py`. */
  torch?: Record<string, unknown>;
  /** Bars that the medians have to meet, by contender: `ours ≤ factor · theirs`, or `ours ≤ ms`. */
  bars?: Bar[];
}

export interface Bar {
  ours: string;
  theirs?: string;
  /** Most milliseconds, or the largest ratio of ours to theirs. */
  most?: number;
  /** Most milliseconds more than theirs. */
  beyond?: number;
}

/** Cases about one subject; one file in groups/, named in registry.ts. */
export interface Group {
  name: string;
  cases: Case[];
}
