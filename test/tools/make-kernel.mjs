/**
 * Writes src/core/kernel/kernel-bytes.ts: src/core/kernel/assembly compiled by AssemblyScript, without and with relaxed
 * SIMD, both in one compressed stream, since they are nearly the same.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { deflateSync } from 'node:zlib';
import { main } from 'assemblyscript/asc';
import prettier from 'prettier';

export const file = 'src/core/kernel/kernel-bytes.ts';

const options =
  '--outFile kernel.wasm -O3 --noAssert --runtime stub --use abort= --importMemory --noExportMemory --memoryBase 1024 ' +
  '--disableWarning AS112 --enable simd --initialMemory 1 --maximumMemory 65536';

async function compile(...features) {
  let wasm;
  const { error, stderr } = await main(
    ['src/core/kernel/assembly/index.ts', ...options.split(' '), ...features],
    {
      readFile: (name, folder) => {
        try {
          return readFileSync(path.join(folder, name), 'utf8');
        } catch {
          return null;
        }
      },
      writeFile: (name, contents) => void (wasm = contents),
    },
  );
  if (error) throw new Error(`${error.message}\n${stderr.toString()}`);
  return wasm;
}

const relaxedSimd = '--enable=relaxed-simd';
const threads = ['--enable=threads', '--sharedMemory'];

/** The module without and with relaxed SIMD. */
export const compileKernel = async () => [await compile(), await compile(relaxedSimd)];

/** The same two for a memory that threads share. */
export const compileShared = async () => [await compile(...threads), await compile(relaxedSimd, ...threads)];

/** Where a module that imports its memory says whether that is shared: 1 (with a largest size) becomes 3 (also shared). */
export function sharedFlag(module) {
  const name = '\x03env\x06memory\x02';
  return module.indexOf(name, 0, 'latin1') + name.length;
}

async function kernelBytes() {
  const [plain, relaxed] = (await compileKernel()).map((module) => Buffer.from(module));
  const bytes = deflateSync(Buffer.concat([plain, relaxed]), { level: 9 }).toString('base64');
  const source = `// Made by \`npm run kernel\` from the files in assembly/; not to be edited.

/** Length of the module without relaxed SIMD; the one with it follows. */
export const plainLength = ${plain.length};

/** Where each of them says whether its memory is shared: 1, to be made 3 where it is. */
export const sharedAt = [${sharedFlag(plain)}, ${sharedFlag(relaxed)}] as const;

/** Both modules, compressed (zlib), base64. */
export const kernelBytes = '${bytes}';
`;
  return prettier.format(source, {
    ...JSON.parse(readFileSync('.prettierrc.json', 'utf8')),
    parser: 'typescript',
  });
}

if (process.argv[1] === import.meta.filename) writeFileSync(file, await kernelBytes());
