import { readFileSync, writeFileSync } from 'node:fs';

/** Every floor is to kill this share of its mutants. */
const goal = 0.8;

/** Wilson's interval, 95 % sure, of a share that was counted in a sample. */
export function interval(hits, count) {
  const z = 1.96;
  const share = hits / count;
  const middle = share + z ** 2 / (2 * count);
  const half = z * Math.sqrt((share * (1 - share)) / count + (z / (2 * count)) ** 2);
  return [(middle - half) / (1 + z ** 2 / count), (middle + half) / (1 + z ** 2 / count)];
}

const percent = (share) => `${(100 * share).toFixed(1)} %`;

/** A mutant as a reader looks for it: place, what stands there, what stood there instead. */
function shown(result) {
  const { start, end } = result.location;
  const lines = readFileSync(result.file, 'utf8')
    .split('\n')
    .slice(start.line, end.line + 1);
  lines[lines.length - 1] = lines.at(-1)?.slice(0, end.column) ?? '';
  lines[0] = lines[0].slice(start.column);
  const short = (text) => text.replace(/\s+/g, ' ').slice(0, 160);
  return `${result.file}:${start.line + 1}:${start.column + 1} ${result.status} ${result.mutatorName}\n  - ${short(lines.join('\n'))}\n  + ${short(result.replacement)}\n`;
}

/** Prints a line per floor, writes what no test noticed; true where every floor reaches the goal. */
export function report(results, floors, survivorsFile) {
  const survivors = [];
  let reached = true;
  for (const floor of floors) {
    const here = [...results.values()].filter((result) => result.file.startsWith(`src/${floor}/`));
    const count = (...wanted) => here.filter(({ status }) => wanted.includes(status)).length;
    const [killed, missed] = [count('Killed', 'Timeout'), count('Survived', 'NoCoverage')];
    const tried = killed + missed;
    const [from, to] = interval(killed, tried);
    console.log(
      `${floor.padEnd(8)} ${percent(killed / tried)} of ${tried} mutants (95 %: ${percent(from)} to ${percent(to)}); ` +
        `${count('Killed')} killed, ${count('Timeout')} timed out, ${count('Survived')} survived, ${count('NoCoverage')} not covered`,
    );
    reached &&= killed / tried >= goal;
    survivors.push(...here.filter(({ status }) => status === 'Survived' || status === 'NoCoverage'));
  }
  writeFileSync(
    survivorsFile,
    survivors
      .sort((a, b) => (a.key < b.key ? -1 : 1))
      .map(shown)
      .join(''),
  );
  console.log(`what no test noticed: ${survivorsFile}`);
  return reached;
}
