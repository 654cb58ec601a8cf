import { property } from 'lit/decorators.js';
import type { DiagramBody } from './diagram-body.js';
import { LazyElement } from './lazy-element.js';
import { numeric } from './numeric.js';

/** Attributes whose change asks for new data or another architecture. */
export const diagramInputs = [
  'architecture',
  'preset',
  'layers',
  'heads',
  'kvHeads',
  'dModel',
  'dFeedForward',
  'vocab',
  'norm',
  'positions',
  'tokens',
  'text',
  'source',
  'target',
  'model',
  'generate',
  'weights',
  'src',
  'axes',
  'example',
  'compare',
  'credentials',
] as const;

/** What an author can say to `<transformer-diagram>`. None has a value until it is given one. */
export abstract class DiagramAttributes extends LazyElement<DiagramBody> {
  constructor() {
    super();
    if (!Object.hasOwn(this, 'focus')) return;
    // set by a template before this class was there, see below
    this.focusPath = Reflect.get(this, 'focus') as unknown as string | undefined;
    Reflect.deleteProperty(this, 'focus');
  }

  /** `encoder-decoder`, `encoder` or `decoder`. Default: what the preset, the model or the tokens ask for. */
  @property() architecture?: string;

  /**
   * Hyper-parameters by name: `vaswani-base` (default), `vaswani-big`, `bert-base`, `bert-large`, `gpt2`, `gpt2-medium`,
   * `gpt2-large`, `gpt2-xl`, `gpt3-175b`, `llama-2-7b`, `llama-3-8b`, `t5-base`, `vit-b-16`.
   */
  @property() preset?: string;

  /** Layers of each stack. */
  @property({ converter: numeric }) layers?: number | string;

  /** Heads of each attention block. */
  @property({ converter: numeric }) heads?: number | string;

  /** Heads of keys and values, where several heads of queries share them. */
  @property({ attribute: 'kv-heads', converter: numeric }) kvHeads?: number | string;

  /** Width of the residual stream: numbers per token. */
  @property({ attribute: 'd-model', converter: numeric }) dModel?: number | string;

  /** Width inside feed-forward layers. */
  @property({ attribute: 'd-ff', converter: numeric }) dFeedForward?: number | string;

  /** Tokens in the vocabulary. */
  @property({ converter: numeric }) vocab?: number | string;

  /** Norms before sublayers (`pre`) or after the residual sum (`post`). */
  @property() norm?: string;

  /** `sinusoidal`, `learned`, `rope`, `alibi`, `relative` or `none`. */
  @property() positions?: string;

  /** Tokens of an encoder or a decoder: a JSON list, or plain text. */
  @property() tokens?: string | string[];

  /** Raw text for the model's own tokenizer. */
  @property() text?: string;

  /** What an encoder-decoder reads. */
  @property() source?: string | string[];

  /** What an encoder-decoder writes; a model writes its own where none is given. */
  @property() target?: string | string[];

  /**
   * Model that computes the numbers: `textbook` (default), whose weights are constructed and documented; `translator`,
   * `writer` or `reader`, small trained models that come with the library; or the address of a folder in Hugging Face
   * layout. The diagram then shows the model's own architecture.
   */
  @property() model?: string;

  /** How many tokens a decoder model writes after the text. */
  @property({ converter: numeric }) generate?: number | string;

  /** Attention weights to show inside the blocks, in any form that `<attention-view>` takes. */
  @property() weights: unknown;

  /** URL of a file with attention weights. */
  @property() src?: string;

  /** Order of the axes of weights where it is unusual, e.g. `qkh`. */
  @property() axes?: string;

  /** A task with its text: `translation`, `summarisation` or `chat`. */
  @property() example?: string;

  /** Block that fills the picture: `encoder`, `encoder.2`, `encoder.2.self-attention.head.3`, …; counted from 0. */
  @property({ attribute: 'focus', reflect: true }) focusPath?: string;

  /** Step of the computation, from 1. Absent: the diagram stands still. */
  @property({ converter: numeric, reflect: true }) step?: number | string;

  /** Plays the computation when the diagram comes into sight, unless the reader has asked for less motion. */
  @property({ type: Boolean }) autoplay = false;

  /** How fast it plays; 1 is the default, 2 twice as fast. */
  @property({ converter: numeric }) speed?: number | string;

  /** `rnn`: a recurrent network beside the transformer, in step. */
  @property() compare?: string;

  /** `full`, `minimal` or `none`. */
  @property() controls?: string;

  /** `auto`, `light` or `dark`. */
  @property() theme?: string;

  /** A colour map or scheme by name, or CSS colours. */
  @property() palette?: string;

  /** Name of a group of elements: a head that is opened here is the head of an `<attention-view>` of the group, and back. */
  @property() sync?: string;

  /** Keeps `focus` and `step` in the address of the page, under this name. */
  @property() hash?: string;

  /** `lazy` (default): models and files are loaded when the element comes near the viewport; `eager`: at once. */
  @property() override loading?: string;

  /**
   * Whether cookies go along to `src`: `omit` (default), `same-origin` (those of the page's own site, for files behind a
   * login) or `include`.
   */
  @property({ reflect: true }) credentials?: string;
}

// Templates of React, Vue and Angular set a property where an element has one of the name, and every element has a
// method `focus`: setting it sets the attribute's property, and the method stays.
Object.defineProperty(DiagramAttributes.prototype, 'focus', {
  configurable: true,
  get: () => Reflect.get(LazyElement.prototype, 'focus'),
  set(this: DiagramAttributes, path: string | undefined) {
    this.focusPath = path;
  },
});
