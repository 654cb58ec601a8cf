import { property } from 'lit/decorators.js';
import { LazyElement } from './lazy-element.js';
import { numeric } from './numeric.js';
import type { ViewBody } from './view-body.js';

/** Attributes whose change asks for new data. */
export const inputAttributes = [
  'weights',
  'src',
  'tokens',
  'text',
  'sourceTokens',
  'targetTokens',
  'axes',
  'mask',
  'model',
  'ablate',
  'image',
  'credentials',
] as const;

/** What an author can say to `<attention-view>`, as attributes and properties. None has a value until it is given one. */
export abstract class AttentionAttributes extends LazyElement<ViewBody> {
  /**
   * Weights: a literal (`1 0; .4 .6`), JSON of 2 to 5 dimensions (`[query][key]`, `[head][query][key]`,
   * `[layer][head][query][key]`), or an object that another tool made. As a property also nested or typed arrays with a
   * `shape`, tensors, or `AttentionData`.
   */
  @property() weights: unknown;

  /** URL of a `.json`, `.npy`, `.npz` or `.safetensors` file; the format is told by content. */
  @property() src?: string;

  /**
   * Tokens: a JSON list, or plain text that is split at spaces and punctuation, or at spaces alone where that gives as many
   * as the weights have. Without weights, attention is computed. For a checkpoint also a list of token ids, `[12, 5, 7]`.
   */
  @property() tokens?: string | string[];

  /** Raw text for the model's own tokenizer; for a model that translates, the source. */
  @property() text?: string;

  /** Tokens that are looked at (keys) in cross-attention. */
  @property({ attribute: 'source-tokens' }) sourceTokens?: string | string[];

  /** Tokens that look (queries) in cross-attention; for a model that translates, the target text, which it writes itself where there is none. */
  @property({ attribute: 'target-tokens' }) targetTokens?: string | string[];

  /**
   * Model that computes attention: `textbook` (default, also of `text`), whose weights are constructed and documented;
   * `translator`, `writer` or `reader`, small trained models that come with the library; or the address of a folder in
   * Hugging Face layout (`config.json`, `tokenizer.json`, `model.safetensors`). All run in the page.
   */
  @property() model?: string;

  /** URL of an image for a vision model (ViT), whose address is `model`; its patches become the tokens. */
  @property() image?: string;

  /**
   * What tokens may see where attention is computed here: `causal`, only themselves and what stands before them; `none`,
   * the whole text. Left out, a checkpoint keeps the mask that it was trained with, and the textbook model hides nothing.
   */
  @property() mask?: string;

  /** The reader may change the text; attention is computed anew. For the textbook model and for checkpoints. */
  @property({ type: Boolean, reflect: true }) editable = false;

  /**
   * How many of the most probable next tokens of a checkpoint stand under the picture, at most 20; of a masked-word model
   * the words under its masks, of a vision model the classes.
   */
  @property({ attribute: 'next-tokens', converter: numeric, reflect: true }) nextTokens?: number | string;

  /** Divides the scores of those tokens before their softmax: below 1 sharpens, above 1 flattens. Default 1. */
  @property({ converter: numeric, reflect: true }) temperature?: number | string;

  /** Heads that are switched off, as `layer.head` (`0.3 1.2`); `cross.0.1` names the part of an encoder-decoder. */
  @property({ reflect: true }) ablate?: string;

  /** Which part to show when there are several: `encoder`, `decoder`, `cross`, or the name of a part. */
  @property({ reflect: true }) kind?: string;

  /** `arcs`, `lines`, `matrix`, `heads`, `text`, `steps`, `neuron`, `flow` or, for images, `image`. */
  @property({ reflect: true }) view?: string;

  /** Cells of the matrix: `color`, `dots` or `numbers`. */
  @property({ reflect: true }) cells?: string;

  /** Layers to show: a number from 0, a list (`0 2 5`) or `all`. In the view of flow: the last layer that it goes through. */
  @property({ converter: numeric, reflect: true }) layer?: number | number[] | string;

  /** Heads to show: a number from 0, a list (`0 2 5`) or `all`. */
  @property({ converter: numeric, reflect: true }) head?: number | number[] | string;

  /** Combine the chosen heads: `none`, `mean` or `max`. */
  @property({ reflect: true }) aggregate?: string;

  /** Index of the pinned query token, from 0. */
  @property({ converter: numeric, reflect: true }) query?: number | string;

  /**
   * How far the view of steps has come: 1 q·k, 2 scaled, 3 masked, 4 softmax, 5 values summed up, 6 added to the residual
   * stream where the data have it. Default: the last.
   */
  @property({ converter: numeric, reflect: true }) step?: number | string;

  /** Steps of one `query` (default), or of the whole `matrix` of queries. */
  @property({ reflect: true }) scope?: string;

  /** How the view of flow combines layers: `rollout` (product of the layers, default) or `flow` (maximum flow). */
  @property({ reflect: true }) method?: string;

  /** Weights below are left out. */
  @property({ converter: numeric, reflect: true }) threshold?: number | string;

  /**
   * How many of the strongest weights of each query are shown; 0 shows all. Default: all, but 8 in views of links (`arcs`,
   * `lines`) of more than 150 tokens; the legend then says which share of the weight is drawn.
   */
  @property({ attribute: 'top-k', converter: numeric, reflect: true }) topK?: number | string;

  /** `linear`, `log`, `sqrt`, or `row` (each row from 0 to its own maximum). */
  @property({ reflect: true }) scale?: string;

  /**
   * What a pixel shows where there are more cells than pixels: the greatest weight (`max`, so that none is lost) or the
   * `mean`.
   */
  @property({ reflect: true }) pooling?: string;

  /** Leave special tokens such as `[CLS]` out. */
  @property({ type: Boolean, attribute: 'hide-special', reflect: true }) hideSpecial = false;

  /**
   * Tokens that only fill a batch up, such as `[PAD]`, and all but one of several `<|endoftext|>` at an end: `show`,
   * `collapse` (those in a row become one, their weights added up) or `hide`.
   */
  @property({ reflect: true }) padding?: string;

  /** After leaving special tokens or padding out, divide what remains of each row by its sum. */
  @property({ type: Boolean, reflect: true }) renormalize = false;

  /** Join tokens: `word` (the pieces of words) or `sentence`. */
  @property({ reflect: true }) merge?: string;

  /**
   * How the weights of joined tokens become one: `mean` (keys summed, queries averaged, so that rows still sum to 1) or
   * `max` (the greatest weight between any two of their tokens).
   */
  @property({ attribute: 'merge-by', reflect: true }) mergeBy?: string;

  /** A colour map or scheme of d3-scale-chromatic by name (`viridis`, `blues`, `tableau10`), or CSS colours (`white, navy`). */
  @property() palette?: string;

  /** `minimal`, `full` or `none`. */
  @property() controls?: string;

  /** `auto`, `light` or `dark`. */
  @property() theme?: string;

  /** Order of the axes where it is unusual: letters l, b, h, q, k, e.g. `qkh`. */
  @property() axes?: string;

  /** `query-rows` (default) or `query-columns`. */
  @property() orientation?: string;

  /** `lazy` (default): `src` is loaded when the element comes near the viewport; `eager`: at once. */
  @property() override loading?: string;

  /**
   * Whether cookies go along to `src` and `image`: `omit` (default), `same-origin` (those of the page's own site, for files
   * behind a login) or `include`.
   */
  @property({ reflect: true }) credentials?: string;

  /** Name of a group of elements that share layer, head and token. */
  @property() sync?: string;
}
