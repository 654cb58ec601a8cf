import type { AttentionData } from '../core/attention-data.js';
import { AttentionAttributes } from './attention-attributes.js';
import { attentionViewStyles } from './attention-view.styles.js';

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
 * @csspart finder - Search, zoom and overview under the figure of a long text.
 * @csspart overview - A large matrix as a whole, with a frame around the visible part.
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
 * @cssprop [--attention-font-size=0.875rem] - Size of token labels, in CSS pixels or in `rem`.
 */
export class AttentionView extends AttentionAttributes {
  static override styles = [attentionViewStyles];

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

  protected override async fetchBody() {
    const { ViewBody, bodyStyles, turnOf } = await import('./view-body.js');
    await turnOf(this);
    return { make: () => new ViewBody(this, this.selectedKey), styles: bodyStyles };
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'attention-view': AttentionView;
  }
}
