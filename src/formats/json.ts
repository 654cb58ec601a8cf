import { fail } from './fail.js';

// a string that does not end is taken to the end of the text: looking for its end again from every quote would take hours
const pythonNonFinite = /"[^"\\]*(?:\\[^][^"\\]*)*"?|-?\b(?:NaN|Infinity)\b/g;

/**
 * Parses JSON. Python's `json.dumps` writes bare `NaN` and `-Infinity`, as in masked scores; they are read as the strings of the
 * same name, which `toTensor` understands.
 *
 * @throws InputError `syntax`, with the reason that the browser gives
 */
export function parseJson(text: string, input: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (/NaN|Infinity/.test(text)) {
      try {
        return JSON.parse(text.replace(pythonNonFinite, (word) => (word[0] === '"' ? word : `"${word}"`)));
      } catch {
        // the first error tells more
      }
    }
    const reason = error instanceof Error ? error.message.split('\n', 1)[0]! : 'unreadable';
    return fail(
      input,
      'syntax',
      `broken JSON (${reason})`,
      'JSON',
      /^\s*[[{]\s*'/.test(text)
        ? 'JSON wants double quotes around strings.'
        : 'Check brackets, commas and quotes near that place.',
      error,
    );
  }
}
