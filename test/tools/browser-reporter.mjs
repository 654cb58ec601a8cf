import path from 'node:path';

/** Every test below a suite, with the titles on the way to it: `Suite > suite > test`. */
function* testsOf(suite, titles = []) {
  for (const test of suite.tests) yield { ...test, title: [...titles, test.name].join(' > ') };
  for (const inner of suite.suites) yield* testsOf(inner, [...titles, inner.name]);
}

const indent = (text, by) => text.replace(/^/gm, ' '.repeat(by));

/** Around the runner's own console, which adds empty lines and moves of the cursor. */
const print = (text) => process.stdout.write(`${text}\n`);

function errorText({ name, message, stack, expected, actual }) {
  const head = name && !message?.startsWith(name) ? `${name}: ${message}` : message;
  const lines = [head ?? 'unknown error'];
  if (expected !== undefined) lines.push(`expected: ${expected}`, `  actual: ${actual}`);
  // browsers repeat the message on top of the stack
  if (stack) lines.push(stack.startsWith(head) ? stack.slice(head.length).trimStart() : stack);
  return lines.join('\n');
}

/**
 * Reporter of @web/test-runner in plain lines: a line per file, failed tests with file, title, message and stack. Hands
 * the count to a parent process, where there is one.
 */
export function browserReporter() {
  const count = { passed: 0, failed: 0, skipped: [] };
  return {
    reportTestFileResults({ sessionsForTestFile, testFile }) {
      const file = path.relative(process.cwd(), testFile);
      for (const session of sessionsForTestFile) {
        const tests = session.testResults ? [...testsOf(session.testResults)] : [];
        const failed = tests.filter((test) => !test.passed && !test.skipped);
        const skipped = tests.filter((test) => test.skipped);
        const seconds = tests.reduce((sum, test) => sum + (test.duration ?? 0), 0) / 1000;
        // an error outside of any test, such as an import that fails, or a file without tests
        const stray = session.errors.map(errorText);
        if (tests.length === 0 && stray.length === 0) stray.push('no test has run in this file');
        count.passed += tests.length - failed.length - skipped.length;
        count.failed += failed.length + (failed.length === 0 && !session.passed ? 1 : 0);
        count.skipped.push(...skipped.map((test) => `${file}: ${test.title}`));

        const good = session.passed && failed.length === 0;
        print(`  ${good ? '✓' : '✗'} ${file}  ${tests.length} tests  ${seconds.toFixed(1)} s`);
        for (const text of good ? [] : stray) print(indent(text, 6));
        for (const test of failed) {
          print(`    ✗ ${test.title}`);
          print(indent(test.error ? errorText(test.error) : 'failed without an error', 8));
        }
        for (const name of session.request404s) print(`      not found: ${name}`);
        for (const log of session.logs) print(indent(`console: ${log.map(String).join(' ')}`, 6));
      }
    },
    stop() {
      const skipped = count.skipped.length ? `, ${count.skipped.length} skipped` : '';
      if (process.send) process.send(count);
      else print(`${count.passed} passed, ${count.failed} failed${skipped}`);
    },
  };
}
