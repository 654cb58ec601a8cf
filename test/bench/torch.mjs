import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';

const oneThread = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };

/** A python3 that has PyTorch: PYTHON, then those on PATH, then the system's. */
function findPython() {
  const { PYTHON, PATH = '' } = process.env;
  const candidates = [
    PYTHON,
    ...PATH.split(path.delimiter).map((folder) => path.join(folder, 'python3')),
    '/usr/bin/python3',
  ];
  return candidates.find(
    (file) => file && spawnSync(file, ['-c', 'import torch'], { timeout: 60_000 }).status === 0,
  );
}

/** PyTorch in a process of its own, asked line by line; undefined where there is none. */
export async function startTorch() {
  const python = findPython();
  if (!python) return undefined;
  const child = spawn(python, [path.join(import.meta.dirname, 'torch_cases.py')], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...oneThread },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async () => JSON.parse((await lines.next()).value);
  const ask = (request) => {
    child.stdin.write(`${JSON.stringify(request)}\n`);
    return answer();
  };
  const { version } = await answer();
  return {
    version,
    prepare: (one) => ask({ prepare: one }),
    time: async () => (await ask({ time: true })).ms,
    stop: () => child.stdin.end(),
  };
}
