/** Real files to be spoiled: the project's fixtures and demo, and the reference data where they are. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** Larger files would only be slower, not worse. */
const largest = 60_000;

function filesUnder(folder, pattern) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && pattern.test(entry.name))
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
    .sort()
    .map((file) => ({ file, bytes: new Uint8Array(readFileSync(file)) }))
    .filter(({ bytes }) => bytes.length <= largest);
}

/** Every `step`-th of a list: its variety without its length. */
const some = (list, most) => list.filter((_, i) => i % Math.ceil(list.length / most) === 0);

/** Files of weights by format. */
export function dataFiles() {
  const shared = path.resolve(process.env.ATTENTION_DATA ?? '../shared/data');
  const own = ['test/fixtures/numpy', 'test/fixtures/models', 'demo/data'];
  const all = (pattern) => own.flatMap((folder) => filesUnder(folder, pattern));
  return {
    npy: [...all(/\.npy$/), ...some(filesUnder(path.join(shared, 'real'), /\.npy$/), 12)],
    npz: all(/\.npz$/),
    safetensors: all(/\.safetensors$/),
    json: [
      ...filesUnder('demo/data', /\.json$/),
      ...filesUnder(path.join(shared, 'formats'), /\.json$/),
      ...some(filesUnder(path.join(shared, 'real'), /\.json$/), 20),
    ],
  };
}

/** Folders of small models: `{name, files}`, files by name. */
export function modelFolders() {
  const base = 'test/fixtures/models';
  const tiny = readdirSync(base)
    .filter((name) => existsSync(path.join(base, name, 'config.json')))
    .map((name) => path.join(base, name));
  const isFile = (name) =>
    /^model.*\.safetensors(\.index\.json)?$/.test(name) ||
    ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'preprocessor_config.json'].includes(name);
  return [...tiny, 'demo/data/induction', 'src/models/shipped/reader', 'src/models/shipped/writer'].map(
    (folder) => ({
      name: path.basename(folder),
      files: Object.fromEntries(
        readdirSync(folder)
          .filter(isFile)
          .sort()
          .map((name) => [name, new Uint8Array(readFileSync(path.join(folder, name)))]),
      ),
    }),
  );
}

/** What authors write into the page. */
export const literals = [
  '1 0; .4 .6',
  '1 0 0; .4 .6 0; .1 .6 .3',
  '1,0;0.25,0.75;',
  '1 0 .4 .6',
  '[[1, 0], [0.4, 0.6]]',
  '[[[1, 0], [0.4, 0.6]], [[0.5, 0.5], [1, 0]]]',
  '{"tokens": ["a", "b"], "weights": [[1, 0], [0.4, 0.6]], "kind": "decoder", "layers": [3]}',
  '{"tokens": ["a", "b"], "weights": [[[[1, 0], [0.4, 0.6]]]], "headLabels": [["one"]], "q": [[[[1], [2]]]], "k": [[[[1], [2]]]]}',
  '{"source_tokens": ["a"], "target_tokens": ["b", "c"], "weights": [[1], [1]]}',
  '{"attention": [{"name": "A", "attn": [[[[1, 0], [0.4, 0.6]]]], "left_text": ["a", "b"], "right_text": ["a", "b"]}]}',
  '{"tokens": ["a", "b"], "attention": [[[1, 0], [0.4, 0.6]]]}',
  '{"encoder_attentions": [[[[[1, 0], [0.4, 0.6]]]]], "decoder_attentions": [[[[[1]]]]], "cross_attentions": [[[[[0.5, 0.5]]]]]}',
  '[{"data": [1, 0, 0.4, 0.6], "dims": [1, 1, 2, 2]}]',
  '{"blocks.0.attn.hook_pattern": [[[1, 0], [0.4, 0.6]]], "tokens": ["a", "b"]}',
];
