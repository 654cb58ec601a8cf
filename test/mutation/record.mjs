import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const recordFile =
  process.env.MUTATION_RECORD ?? path.join(import.meta.dirname, '.cache', 'record.jsonl');

/** Names the mutants that are to be tried, where it is not the whole sample. */
export const onlyFile = path.join(path.dirname(recordFile), 'only.json');

export const readOnly = () => existsSync(onlyFile) && new Set(JSON.parse(readFileSync(onlyFile, 'utf8')));

/** Results of earlier runs by mutant; the last one holds. */
export function readRecord() {
  const lines = existsSync(recordFile) ? readFileSync(recordFile, 'utf8').trim().split('\n') : [];
  return new Map(
    lines
      .filter(Boolean)
      .map((line) => JSON.parse(line))
      .map((result) => [result.key, result]),
  );
}
