/** Models that come with the library: folders in Hugging Face layout, each with a card that says how it was trained. */
export const shippedModels = ['translator', 'writer', 'reader'] as const;

/** Name of a model that comes with the library. */
export type ShippedModel = (typeof shippedModels)[number];

export const isShippedModel = (name: unknown): name is ShippedModel =>
  (shippedModels as readonly unknown[]).includes(name);

let folder: string | undefined;
let files: ShippedFiles | undefined;

/** Address of each file of each model by its name, where a build has moved them. */
export type ShippedFiles = Record<ShippedModel, Record<string, string>>;

/**
 * Says where the folders of the shipped models are, for the whole page. Needed only where a bundler has moved this module
 * away from them: copy `dist/cdn/models` of the package to your site and give its address.
 */
export function setShippedModels(url: string | URL): void {
  folder = new URL(String(url).replace(/\/?$/, '/'), globalThis.document?.baseURI).href;
}

/** Says where each file is, for builds that give every file a name of its own; `setShippedModels` goes before it. */
export function setShippedFiles(addresses: ShippedFiles): void {
  files = addresses;
}

/** The address of a shipped model, for `openModel`. */
export function shippedModelUrl(name: ShippedModel): string {
  // Modules and the script tag share one copy; the build of the script tag corrects this address. Bundlers would take the
  // usual `new URL('…', import.meta.url)` for a file to hash, and there is none.
  const here = import.meta.url;
  const address = new URL(`${name}/`, folder ?? new URL('../../cdn/models/', here));
  // what stands behind # is for this side alone: no server is asked for it
  if (files && !folder) address.hash = String(new URLSearchParams(files[name]));
  return address.href;
}
