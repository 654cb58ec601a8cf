import { availableParallelism } from 'node:os';
import { run } from 'node:test';
import path from 'node:path';

const seconds = (details) => `${(details.duration_ms / 1000).toFixed(1)} s`;

/** The error that a test threw, without the wrapper that node:test puts around it. */
function errorText(error) {
  const cause = error?.cause instanceof Error ? error.cause : error;
  return cause?.stack ?? String(cause);
}

/** Runs files of node:test and prints a line per test. Resolves to the count. */
export async function nodeTests(files) {
  const count = { passed: 0, failed: 0, skipped: [] };
  const events = run({ files, concurrency: Math.max(2, availableParallelism() - 1), timeout: 900_000 });
  for await (const { type, data } of events) {
    if (type === 'test:stderr' || type === 'test:stdout') process.stdout.write(data.message);
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    if (data.details.type === 'suite') continue;
    const title = `${path.relative(process.cwd(), data.file ?? '')}: ${data.name}`;
    if (data.skip !== undefined) {
      count.skipped.push(title);
    } else if (type === 'test:pass') {
      count.passed++;
      console.log(`  ✓ ${title}  ${seconds(data.details)}`);
    } else {
      count.failed++;
      console.log(`  ✗ ${title}\n${errorText(data.details.error).replace(/^/gm, '      ')}`);
    }
  }
  return count;
}
