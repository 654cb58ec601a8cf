import { decodePart } from '../../core/decode-part.js';
import { fail } from '../../formats/fail.js';
import { isObject } from '../../formats/is-object.js';
import { parseJson } from '../../formats/json.js';
import { request, requestOptional } from '../../formats/request.js';
import type { TensorEntry } from '../../formats/safetensors-header.js';
import type { OpenOptions } from '../model.js';
import { FileCache } from './file-cache.js';
import { RawConfig } from './raw-config.js';
import { Tensors } from './tensors.js';
import { WeightFile, type TransferOptions } from './weight-file.js';

/** A folder in Hugging Face layout, open but not yet downloaded. */
export interface Checkpoint {
  /** Last part of the address. */
  name: string;
  config: RawConfig;
  tensors: Tensors;
  /** A JSON file of the folder; undefined where it is not there. */
  json(file: string): Promise<unknown>;
  /** Downloads every tensor that `tensors` has been asked for. */
  load(): Promise<void>;
}

/** Where the files of a model are. */
interface Address {
  folder: string;
  /** Name of the weights, where the address names their file. */
  file: string | undefined;
  /** Address of a file by its name. */
  at: (name: string) => string;
  /** Whether an address lies in the folder, or is one that the author gave. */
  allows: (address: string) => boolean;
}

/** Files lie in the folder of the address; what stands behind its # may say of each by its name where it is instead. */
function addressOf(url: string): Address {
  const address = new URL(url, globalThis.location?.href);
  const moved = new URLSearchParams(address.hash.slice(1));
  address.hash = '';
  // the page of a model in place of its files
  if (/^(www\.)?huggingface\.co$/.test(address.hostname) && /^\/[^/]+\/[^/]+\/?$/.test(address.pathname)) {
    address.pathname = `${address.pathname.replace(/\/$/, '')}/resolve/main/`;
  }
  const [, file] = /\/([^/]+\.safetensors)$/.exec(address.pathname) ?? [];
  if (!file && !address.pathname.endsWith('/')) address.pathname += '/';
  const folder = address.href;
  return {
    folder,
    file,
    at: (name) => moved.get(name) ?? new URL(name, folder).href,
    allows: (at) => at.startsWith(new URL('.', folder).href) || [...moved.values()].includes(at),
  };
}

/** Name of the model: the last part of its folder that is no branch. */
function nameOf(folder: string): string {
  const parts = new URL(folder).pathname.split('/').slice(0, -1).filter(Boolean);
  const branch = parts.lastIndexOf('resolve');
  return decodePart(parts[branch > 0 ? branch - 1 : parts.length - 1] ?? 'model');
}

/**
 * Opens a checkpoint: reads its config and the headers of its weights (`model.safetensors`, or the shards that
 * `model.safetensors.index.json` lists).
 *
 * @throws InputError `network`, `format`, `syntax` or `truncated` for a folder without these, or with broken ones
 */
export async function openCheckpoint(url: string, options: OpenOptions = {}): Promise<Checkpoint> {
  const { signal, onProgress } = options;
  const input = 'model';
  signal?.throwIfAborted();
  let address: Address;
  try {
    address = addressOf(url);
  } catch (cause) {
    return fail(input, 'network', `"${url}"`, 'the address of a folder', 'This is no valid address.', cause);
  }
  const { folder, file } = address;
  const progress = { loaded: 0, total: undefined as number | undefined };
  const transfer: TransferOptions = {
    input,
    signal,
    cache: options.cache === false ? undefined : await FileCache.open(),
    onBytes: (bytes) => {
      progress.loaded += bytes;
      onProgress?.(progress.loaded, progress.total && Math.max(progress.total, progress.loaded));
    },
  };
  const base = signal && { signal };

  const json = async (name: string, optional = true): Promise<unknown> => {
    const at = address.at(name);
    const where = `${input} (${name})`;
    const response = await (optional ? requestOptional : request)(at, { ...base, input: where });
    if (!response) return undefined;
    const text = await bodyOf(response, where, signal);
    if (/^\s*</.test(text)) {
      fail(
        where,
        'format',
        `a web page at ${at}`,
        'JSON',
        'Many servers answer so for a file that is missing or needs a login. Open the address to see.',
      );
    }
    return parseJson(text, where);
  };

  const values = await json('config.json', false);
  if (!isObject(values))
    return fail(`${input} (config.json)`, 'format', 'JSON that is no object', 'an object');
  const config = new RawConfig(values);
  const files = await openFiles(address, file ?? 'model.safetensors', transfer, () =>
    file ? Promise.resolve(undefined) : json('model.safetensors.index.json'),
  );
  const entries = new Map<string, TensorEntry>();
  const homes = new Map<TensorEntry, WeightFile>();
  for (const opened of files) {
    for (const entry of opened.entries) {
      entries.set(entry.name, entry);
      homes.set(entry, opened);
    }
  }
  const tensors = new Tensors(entries, input);

  const load = async (): Promise<void> => {
    const jobs = files.map((opened) => ({
      opened,
      wanted: tensors.wanted.filter(({ entry }) => homes.get(entry) === opened),
    }));
    try {
      const sizes = jobs.map(({ opened, wanted }) => (wanted.length ? opened.size(wanted) : 0));
      const total = progress.loaded + sizes.reduce((a, b) => a + b, 0);
      if (Number.isFinite(total)) progress.total = total;
      for (const { opened, wanted } of jobs) if (wanted.length) await opened.load(wanted);
      tensors.finish();
    } finally {
      for (const { opened } of jobs) opened.cancel();
    }
    if (progress.loaded !== progress.total) onProgress?.(progress.loaded, progress.loaded);
  };
  return { name: nameOf(folder), config, tensors, json, load };
}

async function bodyOf(response: Response, input: string, signal: AbortSignal | undefined): Promise<string> {
  try {
    return await response.text();
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    return fail(
      input,
      'network',
      'a download that broke off',
      'the whole file',
      'Load the page again.',
      error,
    );
  }
}

/** The file of weights, or all shards that an index lists. */
async function openFiles(
  { folder, at, allows }: Address,
  file: string,
  transfer: TransferOptions,
  readIndex: () => Promise<unknown>,
): Promise<WeightFile[]> {
  const single = await WeightFile.open(at(file), transfer);
  if (single) return [single];
  const index = await readIndex();
  const map = isObject(index) ? index['weight_map'] : undefined;
  if (!isObject(map)) {
    return fail(
      transfer.input,
      'network',
      `neither ${file} nor an index of shards in ${folder}`,
      'a folder in Hugging Face layout: config.json, tokenizer.json, model.safetensors',
      'Weights of PyTorch (.bin) have to be saved as safetensors first.',
    );
  }
  const names = [...new Set(Object.values(map).filter((name) => typeof name === 'string'))];
  const astray = names.find((name) => !URL.canParse(name, folder) || !allows(at(name)));
  if (astray !== undefined) {
    fail(
      `${transfer.input} (model.safetensors.index.json)`,
      'format',
      `a shard at "${astray}"`,
      'the name of a file in the folder of the model',
      'Put all shards beside the index.',
    );
  }
  const opened: WeightFile[] = [];
  try {
    for (const name of names) {
      const shard = await WeightFile.open(at(name), transfer);
      opened.push(shard ?? fail(transfer.input, 'network', `no shard ${name}`, 'all shards of the index'));
    }
  } catch (error) {
    for (const each of opened) each.cancel();
    throw error;
  }
  return opened;
}
