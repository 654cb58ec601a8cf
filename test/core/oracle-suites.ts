/** The tests of everything that multiplies; importing them again, with a kernel at hand, runs them by it. */
export async function importOracleSuites(): Promise<void> {
  await import('./attention.test.js');
  await import('./cache.test.js');
  await import('./layers.test.js');
  await import('./mha.test.js');
  await import('./norm-act.test.js');
  await import('./sdpa.test.js');
  await import('./softmax.test.js');
  await import('./statistics.test.js');
}
