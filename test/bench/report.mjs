const number = (x) => (x < 10 ? x.toFixed(2) : x < 100 ? x.toFixed(1) : x.toFixed(0)).padStart(9);

/** One case as lines of text. */
export function table({ group, name, contenders, load }) {
  const width = Math.max(...contenders.map((row) => row.name.length));
  const first = contenders[0].ms;
  const lines = contenders.map((row) => {
    const rate = row.gigaflops ? `${number(row.gigaflops)} GFLOP/s` : '';
    const off = row.difference === undefined ? '' : `   differs by ${row.difference.toExponential(0)}`;
    const runs = row.runs < 7 ? `, ${row.runs} runs` : '';
    const times = `${row.moreThan ? '> ' : ''}${number(row.ms)} ms  (${number(row.fastest).trim()} to ${number(row.slowest).trim()}${runs})`;
    return `  ${row.name.padEnd(width)} ${times.padEnd(36)} ${(row.ms / first).toFixed(2).padStart(7)} ×${rate}${off}`;
  });
  return `\n${group}: ${name} (load ${load.toFixed(1)})\n${lines.join('\n')}`;
}

/** Whether each bar is met, and by how much. */
export function barLines({ bars, contenders }) {
  const of = (name) => contenders.find((row) => row.name === name)?.ms;
  return bars.flatMap(({ ours, theirs, most, beyond }) => {
    const [mine, other] = [of(ours), theirs ? of(theirs) : 1];
    if (mine === undefined) return [];
    if (other === undefined) return [`  – ${theirs} not here`];
    if (beyond !== undefined) {
      const more = mine - other;
      const text = `${more.toFixed(1)} ms beyond ${theirs}, at most ${beyond.toFixed(1)}`;
      return [`  ${more <= beyond ? '✓' : '✗'} ${ours}: ${text}`];
    }
    const ratio = mine / other;
    const unit = theirs ? `of ${theirs}'s time` : 'ms';
    return [
      `  ${ratio <= most ? '✓' : '✗'} ${ours}: ${ratio.toFixed(2)} ${unit}, at most ${most.toFixed(2)}`,
    ];
  });
}
