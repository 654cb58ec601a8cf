import { fail } from '../../formats/fail.js';
import { addTo } from '../families/lookup.js';
import type { ModelRun, RunOptions } from '../model.js';
import { nextTokens } from './next-tokens.js';
import { prepareImage, type Pixels } from './prepare-image.js';
import { runEmbedded } from './run-embedded.js';
import { sideOptions, type Runtime } from './runtime.js';

/** One run of a vision model: patches are its tokens, named by row and column, after `[CLS]`. */
export async function runVision(runtime: Runtime, image: Pixels, options: RunOptions): Promise<ModelRun> {
  const { network, preprocessor } = runtime;
  const { encoder, embedImage, config } = network;
  if (!encoder || !embedImage || !config.image) {
    return fail('model', 'unsupported', `pixels for a model of kind ${network.kind}`, 'text or ids');
  }
  const { size, patch } = config.image;
  const embedded = embedImage(prepareImage(image, size, preprocessor));
  const embedding = addTo(embedded.words.slice(), embedded.positions);
  const side = size / patch;
  const tokens = Array.from({ length: side * side }, (_, i) => `${Math.floor(i / side)},${i % side}`);
  const given = sideOptions(runtime, encoder, options);
  const { parts, valueNorms, output, trace } = await runEmbedded(
    runtime,
    encoder,
    embedding,
    ['[CLS]', ...tokens],
    options,
    { ...given, embedded },
  );
  const run: ModelRun = { parts, ...(valueNorms && { valueNorms }) };
  const logits = network.logits?.(output);
  if (logits) run.classes = nextTokens(logits, (id) => network.className?.(id) ?? String(id));
  if (options.want?.predictions && logits) {
    run.predictions = [{ kind: 'class', at: 0, best: run.classes!, logits: logits.slice() }];
  }
  if (options.want?.logits) {
    run.logits =
      logits ?? fail('logits', 'unsupported', 'a model without classes', 'a model that classifies images');
  }
  if (trace) run.trace = { encoder: trace };
  return run;
}
