/**
 * Importing this module makes a bundler take the models that ship along: it finds each file by these very words, and gives
 * it a name of its own. Vite and webpack do so; where a bundler does not, see `setShippedModels`.
 */
import { setShippedFiles } from './shipped-models.js';

setShippedFiles({
  translator: {
    'config.json': new URL('../../cdn/models/translator/config.json', import.meta.url).href,
    'tokenizer.json': new URL('../../cdn/models/translator/tokenizer.json', import.meta.url).href,
    'tokenizer_config.json': new URL('../../cdn/models/translator/tokenizer_config.json', import.meta.url)
      .href,
    'model.safetensors': new URL('../../cdn/models/translator/model.safetensors', import.meta.url).href,
  },
  writer: {
    'config.json': new URL('../../cdn/models/writer/config.json', import.meta.url).href,
    'tokenizer.json': new URL('../../cdn/models/writer/tokenizer.json', import.meta.url).href,
    'tokenizer_config.json': new URL('../../cdn/models/writer/tokenizer_config.json', import.meta.url).href,
    'model.safetensors': new URL('../../cdn/models/writer/model.safetensors', import.meta.url).href,
  },
  reader: {
    'config.json': new URL('../../cdn/models/reader/config.json', import.meta.url).href,
    'tokenizer.json': new URL('../../cdn/models/reader/tokenizer.json', import.meta.url).href,
    'tokenizer_config.json': new URL('../../cdn/models/reader/tokenizer_config.json', import.meta.url).href,
    'model.safetensors': new URL('../../cdn/models/reader/model.safetensors', import.meta.url).href,
  },
});
