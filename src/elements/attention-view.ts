import { html, type PropertyValues, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import type { AttentionData } from '../core/attention-data.js';
import { InputError } from '../core/errors.js';
import { AttentionAttributes } from './attention-attributes.js';
import { attentionViewStyles } from './attention-view.styles.js';
import { emit, logOnce } from './events.js';
import { watchNear } from './page-watch.js';
import type { ViewBody } from './view-body.js';
import { wearStyles } from './wear-styles.js';

/**
 * Attention weights as a picture: from raw tokens, computed in the element, or from weights that another tool made.
 *
 * This class is all that a page loads at first: attributes, and the watch for the viewport. What reads data and draws
 * comes when the element is near the viewport, once for all elements of the page.
 *
 * @summary Attention weights as a picture.
 * @tag attention-view
 *
 * @slot - What to show where there is no script or no data: text, a table, an image. A child
 *   `<script type="application/json">` holds data.
 *
 * @fires {CustomEvent<AttentionLoadDetail>} attention-load - Data are there and will be shown.
 * @fires {CustomEvent<AttentionSubjectDetail>} attention-select - The reader has pinned a token or a cell, or chosen heads.
 * @fires {CustomEvent<AttentionSubjectDetail>} attention-hover - The reader is on another token, cell or head.
 * @fires {CustomEvent<AttentionProgressDetail>} attention-progress - More of `src` has arrived.
 * @fires {CustomEvent<AttentionEditDetail>} attention-edit - The reader has changed the text, or taken a proposed token.
 * @fires {CustomEvent<InputError>} error - The input could not be understood; `detail` is a typed error. Does not bubble.
 *
 * @csspart field - Field with the text, where it is editable.
 * @csspart next - The most probable next tokens.
 * @csspart toolbar - Row of controls.
 * @csspart heads - Group of head buttons.
 * @csspart head - Button of one head.
 * @csspart menu - Menu of exports.
 * @csspart figure - Box around the drawing; it scrolls sideways where a drawing cannot be narrower.
 * @csspart canvas - The drawing.
 * @csspart tooltip - Exact values at the pointer.
 * @csspart steps - Buttons, slider and sentence of the view of steps.
 * @csspart formula - The arithmetic of the chosen cell.
 * @csspart legend - Scale, share that is drawn, source of the weights.
 * @csspart badge - Source of the weights.
 * @csspart notice - What a reader should know about the data.
 * @csspart error - Message about bad input.
 * @csspart table - The numbers as tables.
 *
 * @cssprop [--attention-accent] - Colour of the marked token, of single heads and of the dark end of heat maps.
 * @cssprop [--attention-background] - Ground of the figure; default: the page's background behind it.
 * @cssprop [--attention-text] - Text in the figure; default: the element's `color`.
 * @cssprop [--attention-muted] - Secondary text.
 * @cssprop [--attention-line] - Hairlines.
 * @cssprop [--attention-font-size=14] - Size of token labels in CSS pixels.
 */
export class AttentionView extends AttentionAttributes {
  static override styles = [attentionViewStyles];

  @state() private body: ViewBody | undefined;
  /** Why the body could not be fetched. */
  @state() private failure: InputError | undefined;

  private worn = [attentionViewStyles];
  private coming: Promise<void> | undefined;
  private stopWatching: (() => void) | undefined;
  /** What `select` asked for before there was a body. */
  private selectedKey: number | undefined;

  /** Pins a query, a key or a cell, and chooses a layer or head, as the reader would. Without arguments: frees. */
  select(subject: { layer?: number; head?: number; query?: number; key?: number } = {}): void {
    if (subject.layer !== undefined) this.layer = subject.layer;
    if (subject.head !== undefined) this.head = subject.head;
    this.query = subject.query;
    this.selectedKey = subject.key;
    this.body?.pinKey(subject.key);
  }

  /** The attention data that are shown (the chosen part), undefined while there are none. */
  getWeights(): AttentionData | undefined {
    return this.body?.data;
  }

  /** The picture as SVG: vector, from the same scene. */
  async toSVG(): Promise<string> {
    return (await this.toBlob('image/svg+xml')).text();
  }

  /** The picture as a file: `image/png` (at twice the size), `image/svg+xml`, `text/csv` or `application/json`. */
  async toBlob(type = 'image/png'): Promise<Blob> {
    // an element outside of a document never gets to its first update
    if (this.isConnected) await this.updateComplete;
    if (!this.body) throw new Error('there is no picture yet: wait for attention-load');
    return this.body.toBlob(type);
  }

  /** What a server has rendered gives way, unless the page hydrates it: two renderings would stand side by side. */
  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    if (!('litElementHydrateSupport' in globalThis)) this.shadowRoot?.replaceChildren();
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
    if (this.shadowRoot) wearStyles(this.shadowRoot, this.worn);
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
    if (!this.body && this.loading === 'eager') this.bringBody();
    this.body?.update(changed);
  }

  protected override updated(): void {
    this.body?.paint();
  }

  protected override render(): TemplateResult {
    if (this.body) return this.body.render();
    return html`${this.failure && html`<p part="error" role="alert">${this.failure.message}</p>`}<slot
      ></slot>`;
  }

  /** Fetches what draws, once; a failed fetch is tried again when the element comes near the next time. */
  private bringBody(): void {
    this.coming ??= import('./view-body.js').then(
      ({ ViewBody, bodyStyles }) => {
        this.failure = undefined;
        // the body watches from here on
        this.stopWatching?.();
        this.stopWatching = undefined;
        this.worn = [attentionViewStyles, ...bodyStyles];
        wearStyles(this.renderRoot as ShadowRoot, this.worn);
        this.body = new ViewBody(this, this.selectedKey);
      },
      (cause: unknown) => {
        this.coming = undefined;
        this.failure = new InputError({
          code: 'network',
          input: 'attention-view',
          found: String(cause),
          expected: 'the files of the library beside its script',
          hint: 'Serve the folder of the script as a whole, with its chunks.',
          cause,
        });
        emit(this, 'error', this.failure);
        logOnce(this.failure.message);
      },
    );
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'attention-view': AttentionView;
  }
}
