/**
 * Of all choices the one that takes fewest letters to change, add or drop (Levenshtein 1966); the first of equals. Case and
 * the kind of separator do not count.
 */
export function nearestName(name: string, choices: readonly string[]): string {
  const plain = (text: string) => text.toLowerCase().replace(/[\s_]+/g, '-');
  const steps = choices.map((choice) => edits(plain(name), plain(choice)));
  return choices[steps.indexOf(Math.min(...steps))]!;
}

/** The divisor of `n` that is next to `to`; the larger of two. */
export function nearestDivisor(n: number, to: number): number {
  let best = 1;
  for (let divisor = 1; divisor <= n; divisor++) {
    if (n % divisor === 0 && Math.abs(divisor - to) <= Math.abs(best - to)) best = divisor;
  }
  return best;
}

function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const above = row;
    row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = above[j - 1]! + +(a[i - 1] !== b[j - 1]);
      row.push(Math.min(change, above[j]! + 1, row[j - 1]! + 1));
    }
  }
  return row[b.length]!;
}
