/** One spoiled input for every number: the same number makes the same input. */
import { gzipSync } from 'node:zlib';
import { seeded } from '../tools/random.mjs';
import { openNpy, openSafetensors, openZip, npyFile, safetensorsFile, zipFile } from './containers.mjs';
import { dataFiles, literals, modelFolders } from './corpus.mjs';
import { mutateBytes, mutateText, mutateTree } from './mutate.mjs';

const decoder = new TextDecoder();
const encoder = new TextEncoder();

const data = dataFiles();
const models = modelFolders();

/** Damage inside a container that is right again afterwards. */
const inside = {
  npy(bytes, random) {
    const { header, body } = openNpy(bytes);
    return npyFile(mutateText(header, random), body);
  },
  npz(bytes, random) {
    const entries = openZip(bytes);
    const victim = random.pick(entries);
    if (random.chance(0.3))
      victim.name = random.pick(['__proto__.npy', 'tokens.npy', '', 'layer_9.npy', 'a/', victim.name]);
    else if (victim.bytes.length > 12 && random.chance(0.5)) victim.bytes = inside.npy(victim.bytes, random);
    else victim.bytes = mutateBytes(victim.bytes, random);
    for (const entry of entries) entry.deflate = random.chance(0.5);
    if (random.chance(0.2))
      victim.size = random.pick([0, 1, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 2, victim.bytes.length + 1]);
    if (random.chance(0.1)) entries.push(victim);
    return zipFile(entries);
  },
  safetensors(bytes, random) {
    const { header, body } = openSafetensors(bytes);
    const spoiled = random.chance(0.5)
      ? mutateText(header, random)
      : JSON.stringify(mutateTree(JSON.parse(header), random));
    const claimed = random.chance(0.1) ? random.pick([0n, 2n ** 31n, 2n ** 53n, 2n ** 64n - 1n]) : undefined;
    return safetensorsFile(spoiled, body, claimed);
  },
  json(bytes, random) {
    const text = decoder.decode(bytes);
    if (random.chance(0.5)) return encoder.encode(mutateText(text, random));
    return encoder.encode(JSON.stringify(mutateTree(JSON.parse(text), random)));
  },
};

const tokenLists = [
  undefined,
  undefined,
  undefined,
  ['a', 'b'],
  ['I', 'love', 'cats'],
  [],
  ['<s>', '한', '\ud800', '', '##x'],
];

/** What else the author said. */
const hints = (random) => ({
  tokens: random.pick(tokenLists),
  ...(random.chance(0.1) && { sourceTokens: ['a', 'b'], targetTokens: ['c'] }),
  ...(random.chance(0.1) && { axes: random.pick(['qkh', 'kq', 'hqk', 'lhqk', 'lbhqk']) }),
});

function spoiledFile(random) {
  const format = random.pick(['npy', 'npz', 'safetensors', 'safetensors', 'json', 'json']);
  const { file, bytes } = random.pick(data[format]);
  let spoiled = random.chance(0.6) ? inside[format](bytes, random) : mutateBytes(bytes, random);
  if (random.chance(0.05)) spoiled = new Uint8Array(gzipSync(spoiled));
  if (random.chance(0.03)) spoiled = mutateBytes(new Uint8Array(gzipSync(spoiled)), random);
  return { kind: 'file', name: file, bytes: spoiled, hints: hints(random) };
}

function spoiledLiteral(random) {
  const text = random.pick(literals);
  const isTree = /^[[{]/.test(text) && random.chance(0.4);
  const spoiled = isTree ? JSON.stringify(mutateTree(JSON.parse(text), random)) : mutateText(text, random);
  return { kind: 'literal', name: text, text: spoiled, hints: hints(random) };
}

function spoiledModel(random) {
  const { name, files } = random.pick(models);
  // the weights of most models weigh more than all else, and say less
  const victim = random.pick(Object.keys(files));
  const format = victim.endsWith('.json') ? 'json' : 'safetensors';
  const bytes = files[victim];
  const spoiled = random.chance(0.75) ? inside[format](bytes, random) : mutateBytes(bytes, random);
  return {
    kind: 'model',
    name: `${name}/${victim}`,
    files: { ...files, [victim]: spoiled },
    ranges: random.chance(0.5),
  };
}

/** Input number `index` of a seed. */
export function inputOf(seed, index) {
  const random = seeded((seed * 1_000_003 + index * 7919) >>> 0);
  const which = random.next();
  const input =
    which < 0.07 ? spoiledModel(random) : which < 0.35 ? spoiledLiteral(random) : spoiledFile(random);
  return { ...input, random };
}
