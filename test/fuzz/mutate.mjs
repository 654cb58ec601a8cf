/** Ways to spoil a file: bytes, text and trees of JSON. All take a source of random numbers and change nothing in place. */

/** Where readers are wrong by one, by a sign, or by a factor: around 2^7, 2^8, 2^15, 2^16, 2^31, 2^32, 2^53 and 2^64. */
const borders = [
  0n,
  1n,
  0x7fn,
  0x80n,
  0xffn,
  0x7fffn,
  0xffffn,
  0x10000n,
  0x7fffffffn,
  0x80000000n,
  0xffffffffn,
  0x100000000n,
  (1n << 53n) - 1n,
  1n << 53n,
  (1n << 63n) - 1n,
  (1n << 64n) - 1n,
];

const numberTexts = [
  '0',
  '-0',
  '-1',
  '1',
  '2',
  '0.5',
  '1e999',
  '-1e999',
  '1e-320',
  '3.5e38',
  '2147483647',
  '2147483648',
  '4294967296',
  '9007199254740991',
  '9007199254740993',
  '18446744073709551616',
  'NaN',
  '-Infinity',
  '1_000',
  '0x10',
  '٣',
  'null',
];

const strings = [
  '',
  ' ',
  '__proto__',
  'constructor',
  'toString',
  'length',
  '\u0000',
  '\ud800',
  '\u202e',
  'NaN',
  'Infinity',
  '<img src=x onerror=alert(1)>',
  '../../../etc/passwd',
  'javascript:alert(1)',
  'F32',
  'F64',
  'I8',
  'F8_E4M3',
  'encoder',
  'gpt2',
  'bert',
  '[CLS]',
  '##a',
  'Ġ',
  '<0xE3>',
  'a'.repeat(5000),
  '가'.repeat(300),
  '(?:(a+)+)+$',
];

const values = [
  null,
  true,
  false,
  0,
  -1,
  0.5,
  1e308,
  2 ** 31,
  2 ** 53,
  [],
  {},
  [[]],
  [[[]]],
  [null],
  '',
  'x',
];

/** Half of all damage goes where formats keep their lengths: the first and the last bytes. */
function placeIn(random, length) {
  const edge = Math.min(length, 160);
  const at = random.below(3);
  if (at === 0) return random.below(edge);
  return at === 1 ? length - 1 - random.below(edge) : random.below(length);
}

function splice(bytes, at, remove, insert) {
  const end = Math.min(bytes.length, at + remove);
  const out = new Uint8Array(bytes.length - (end - at) + insert.length);
  out.set(bytes.subarray(0, at));
  out.set(insert, at);
  out.set(bytes.subarray(end), at + insert.length);
  return out;
}

const byteWays = [
  (bytes, random) => {
    const out = bytes.slice();
    for (let i = 1 + random.below(8); i > 0; i--) out[placeIn(random, out.length)] ^= 1 << random.below(8);
    return out;
  },
  (bytes, random) => {
    const out = bytes.slice();
    const view = new DataView(out.buffer);
    const size = random.pick([1, 2, 4, 8]);
    const at = Math.min(placeIn(random, out.length), out.length - size);
    if (at < 0) return out;
    const value = random.pick(borders);
    if (size === 1) view.setUint8(at, Number(value & 0xffn));
    else if (size === 2) view.setUint16(at, Number(value & 0xffffn), random.chance(0.8));
    else if (size === 4) view.setUint32(at, Number(value & 0xffffffffn), random.chance(0.8));
    else view.setBigUint64(at, BigInt.asUintN(64, value), random.chance(0.8));
    return out;
  },
  (bytes, random) => bytes.slice(0, placeIn(random, bytes.length)),
  (bytes, random) => splice(bytes, placeIn(random, bytes.length), 1 + random.below(64), new Uint8Array()),
  (bytes, random) => {
    const from = placeIn(random, bytes.length);
    return splice(bytes, from, 0, bytes.slice(from, from + 1 + random.below(200)));
  },
  (bytes, random) => {
    const insert = Uint8Array.from({ length: 1 + random.below(16) }, () => random.below(256));
    return splice(bytes, placeIn(random, bytes.length), random.below(16), insert);
  },
  (bytes, random) => {
    const at = placeIn(random, bytes.length);
    return splice(
      bytes,
      at,
      32,
      new Uint8Array(Math.min(32, bytes.length - at)).fill(random.pick([0, 0xff])),
    );
  },
];

/** Bytes with one to three of the usual accidents. */
export function mutateBytes(bytes, random) {
  let out = bytes;
  for (let i = random.pick([1, 1, 2, 3]); i > 0 && out.length; i--) out = random.pick(byteWays)(out, random);
  return out;
}

/** Replaces one match of a pattern, drawn by chance. */
function replaceOne(text, pattern, random, make) {
  const found = [...text.matchAll(pattern)];
  if (found.length === 0) return text;
  const { 0: word, index } = random.pick(found);
  return text.slice(0, index) + make(word) + text.slice(index + word.length);
}

const textWays = [
  (text, random) => replaceOne(text, /-?\d[\d.e+-]*/gi, random, () => random.pick(numberTexts)),
  (text, random) =>
    replaceOne(text, /"(?:[^"\\]|\\.)*"/g, random, () => JSON.stringify(random.pick(strings))),
  (text, random) =>
    replaceOne(text, /[[\]{}:,;'"()\s]/g, random, () =>
      random.pick(['', '[', ']', '{', '}', ',', ';', ':', '"']),
    ),
  (text, random) =>
    replaceOne(text, /"[^"\\]*"\s*:/g, random, (key) => `${key} ${random.pick(numberTexts)}, ${key}`),
  (text, random) =>
    replaceOne(text, /\{/g, random, () => `{${JSON.stringify(random.pick(strings))}: {"polluted": [1]}, `),
  (text, random) => {
    const deep = random.pick([7, 100, 20_000]);
    return replaceOne(text, /-?\d[\d.]*/g, random, (word) => '['.repeat(deep) + word + ']'.repeat(deep));
  },
  (text, random) => text.slice(0, random.below(text.length)),
  (text, random) => {
    const at = random.below(text.length);
    return text.slice(0, at) + text.slice(at, at + random.below(300)) + text.slice(at);
  },
];

/** Text with one to three changes that a careless writer, or a spiteful one, would make. */
export function mutateText(text, random) {
  let out = text;
  for (let i = random.pick([1, 1, 2, 3]); i > 0 && out; i--) out = random.pick(textWays)(out, random);
  return out;
}

/** All places in a tree: `[holder, key]`. */
function placesOf(tree, found = []) {
  for (const key of Object.keys(tree)) {
    found.push([tree, key]);
    if (tree[key] && typeof tree[key] === 'object') placesOf(tree[key], found);
  }
  return found;
}

/** Adds a property as JSON.parse does, `__proto__` included. */
const addOwn = (holder, name) =>
  Object.defineProperty(holder, name, { value: [1], enumerable: true, configurable: true, writable: true });

/** A tree that is still JSON, with a few places replaced, renamed, removed or moved. */
export function mutateTree(tree, random) {
  const out = structuredClone(tree);
  for (let i = random.pick([1, 1, 2, 4]); i > 0; i--) {
    const places = placesOf(out);
    if (places.length === 0) break;
    // large lists would take all the damage
    const named = places.filter(([holder]) => !Array.isArray(holder));
    const [holder, key] = random.pick(named.length && random.chance(0.6) ? named : places);
    const way = random.below(6);
    if (way === 0) holder[key] = structuredClone(random.pick(values));
    else if (way === 1) holder[key] = random.pick(strings);
    else if (way === 2 && Array.isArray(holder))
      holder.splice(Number(key), random.below(2), structuredClone(random.pick(values)));
    else if (way === 2) delete holder[key];
    else if (way === 3) holder[key] = structuredClone(random.pick(places)[0]);
    else if (way === 4 && typeof holder[key] === 'number')
      holder[key] = Number(random.pick(numberTexts)) || 0;
    else if (way === 5 && !Array.isArray(holder)) addOwn(holder, random.pick(strings));
    else holder[key] = [holder[key]];
  }
  return out;
}
