import {
  html,
  isServer,
  LitElement,
  nothing,
  type CSSResult,
  type PropertyValues,
  type TemplateResult,
} from 'lit';
import { state } from 'lit/decorators.js';
import { InputError } from '../core/errors.js';
import { emit } from './events.js';
import { logOnce } from './log-once.js';
import { watchNear } from './page-watch.js';
import { wearStyles } from './wear-styles.js';

/** What an element does once its code has come. */
export interface ElementBody {
  /** There is a picture to render, or a reason why there is none. */
  answers(): boolean;
  /** Before a render: reads what has changed. Never throws for what an author gave. */
  update(changed: PropertyValues): void;
  render(): TemplateResult;
  /** After a render: draws. */
  paint(): void;
  /** Resolves when the newest picture is on the screen. */
  painted(): Promise<void>;
  /** The picture as a file of a media type. */
  toBlob(type: string): Promise<Blob>;
}

/** Whether Lit hydrates what a server has rendered: it asks once, when it is loaded, and so just before this module. */
const hydrates = 'litElementHydrateSupport' in globalThis;

/**
 * An element of which a page loads only the attributes at first. What reads data and draws, its body, comes when the
 * element is near the viewport, once for all elements of its kind.
 */
export abstract class LazyElement<Body extends ElementBody> extends LitElement {
  @state() protected body: Body | undefined;
  /** Why the body could not be fetched. */
  @state() private failure: InputError | undefined;

  private worn: CSSResult[] | undefined;
  private coming: Promise<void> | undefined;
  private stopWatching: (() => void) | undefined;
  /** What was made ahead of the picture and all that stands around it, until the live one takes its place. */
  private still: Element | undefined;

  /** `eager`: the body comes at once. */
  abstract loading?: string;

  /** Fetches what draws, and the styles that go with it; `make` is called when the element no longer watches for itself. */
  protected abstract fetchBody(): Promise<{ make: () => Body; styles: CSSResult[] }>;

  /** The picture as SVG: vector, from the same scene. */
  async toSVG(): Promise<string> {
    return (await this.toBlob('image/svg+xml')).text();
  }

  /** The picture as a file: `image/png` (at twice the size), `image/svg+xml`, `text/csv` or `application/json`. */
  async toBlob(type = 'image/png'): Promise<Blob> {
    // an element outside of a document never gets to its first update
    if (this.isConnected) await this.updateComplete;
    if (!this.body) throw new Error('there is no picture yet: wait for the load event');
    return this.body.toBlob(type);
  }

  /**
   * What a server has rendered gives way, unless the page hydrates it: two renderings would stand side by side. A picture
   * made ahead stays for now, behind the place where this element renders.
   */
  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    const root = this.shadowRoot;
    this.still = root?.querySelector('.still') ?? undefined;
    if (root && this.still) {
      wearStyles(root, this.ownStyles);
      const end = document.createComment('');
      root.replaceChildren(end, this.still);
      this.renderOptions.renderBefore = end;
      return root;
    }
    if (!hydrates) this.shadowRoot?.replaceChildren();
    return super.createRenderRoot();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.body || this.stopWatching) return;
    this.stopWatching = watchNear(this, (near) => {
      if (near) this.bringBody();
    });
  }

  /** The element has moved to another document, such as that of a frame. */
  adoptedCallback(): void {
    if (this.shadowRoot) wearStyles(this.shadowRoot, this.worn ?? this.ownStyles);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stopWatching?.();
    this.stopWatching = undefined;
  }

  protected override async getUpdateComplete(): Promise<boolean> {
    await super.getUpdateComplete();
    await this.coming;
    const complete = await super.getUpdateComplete();
    await this.body?.painted();
    return complete;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    // where Lit renders on a server there is nothing to draw on
    if (isServer) return;
    // that it has failed is no reason to ask again at once
    const failed = (changed as PropertyValues).has('failure');
    if (!this.body && this.loading === 'eager' && !failed) this.bringBody();
    this.body?.update(changed);
    if (!this.still || !(this.body?.answers() ?? this.failure)) return;
    this.still.remove();
    this.still = undefined;
  }

  protected override updated(): void {
    this.body?.paint();
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.still) return nothing;
    if (this.body) return this.body.render();
    return html`${this.failure && html`<p part="error" role="alert">${this.failure.message}</p>`}<slot
      ></slot>`;
  }

  /** Styles that the element has before its body. */
  private get ownStyles(): CSSResult[] {
    return (this.constructor as typeof LitElement).elementStyles as CSSResult[];
  }

  /** Fetches what draws, once; a failed fetch is tried again when the element comes near the next time. */
  private bringBody(): void {
    this.coming ??= this.fetchBody().then(
      ({ make, styles }) => {
        this.failure = undefined;
        // the body watches from here on
        this.stopWatching?.();
        this.stopWatching = undefined;
        this.worn = [...this.ownStyles, ...styles];
        wearStyles(this.renderRoot as ShadowRoot, this.worn);
        this.body = make();
      },
      (cause: unknown) => {
        this.coming = undefined;
        this.failure = new InputError({
          code: 'network',
          input: this.localName,
          found: String(cause),
          expected: 'the files of the library beside its script',
          hint: 'Serve the folder of the script as a whole, with its chunks; where it is, an integrity hash does not match.',
          cause,
        });
        emit(this, 'error', this.failure);
        logOnce(this.localName, this.failure.message);
      },
    );
  }
}
