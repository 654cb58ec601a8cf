import { InputError } from '../core/errors.js';
import { isShippedModel, shippedModels, shippedModelUrl } from '../models/shipped-models.js';

/** Whether `model` is an address rather than a name. */
const isAddress = (model: string): boolean => /[./:]/.test(model);

/** Whether `model` is to be fetched: an address, or the name of a model that comes with the library. */
export const isCheckpoint = (model: string | undefined): boolean =>
  !!model && (isShippedModel(model) || isAddress(model));

/** Checks that `model` is a name that is known, or an address. */
export function checkModel(model: string | undefined): void {
  if (!model || model === 'textbook' || isCheckpoint(model)) return;
  throw new InputError({
    code: 'attribute',
    input: 'model',
    found: `“${model}”`,
    expected: `one of textbook, ${shippedModels.join(', ')}, or the address of a folder with config.json, tokenizer.json and model.safetensors`,
    hint: 'The address of a folder beside the page begins with “./”.',
  });
}

/** Where the folder of a checkpoint is. */
export const modelUrl = (model: string, base: string): string =>
  isShippedModel(model) ? shippedModelUrl(model) : new URL(model, base).href;

/** For a shipped model that is not where it should be, says what to do; any other error stays as it is. */
export function explained(error: unknown, model: string): unknown {
  const missing = error instanceof InputError && (error.code === 'network' || error.code === 'format');
  // a page from the file system may load none, wherever it is: so says the error
  if (!isShippedModel(model) || !missing || location.protocol === 'file:') return error;
  const { code, input, found, expected } = error;
  return new InputError({
    ...{ code, input, found, expected, cause: error },
    hint:
      'The models that come with the library lie in the folder “models” beside its script. Where a bundler has left them ' +
      'behind, import attention-elements/models/shipped (Vite, webpack); Vite’s development server also needs ' +
      "optimizeDeps: { exclude: ['attention-elements'] } in its config (in VitePress, under “vite:”). Or copy " +
      'dist/cdn/models of the package to your site ' +
      'and give its address to setShippedModels of attention-elements/models.',
  });
}
