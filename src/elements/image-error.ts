import { InputError } from '../core/errors.js';

/** An image without a model that could see it. */
export const imageNeedsModel = (): InputError =>
  new InputError({
    code: 'attribute',
    input: 'image',
    found: 'an image without a model that sees images',
    expected: 'the address of a vision model (ViT) as model',
    hint: 'A folder with config.json and model.safetensors; preprocessor_config.json where it has one.',
  });
