/** Long work in steps: each tells the share that is done, 0 to 1, and between them whoever runs them may pause or stop. */
export type Steps<T> = Generator<number, T, undefined>;

/** All steps at once; `onProgress` is told the share that is done. */
export function finish<T>(steps: Steps<T>, onProgress?: (share: number) => void): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    onProgress?.(step.value);
  }
}
