import { attentionViewStyles } from './attention-view.styles.js';
import { DiagramAttributes } from './diagram-attributes.js';
import type { DiagramData } from '../scene/diagram/diagram.js';

/**
 * A transformer as a diagram that can be walked into: from the stacks to layers, sublayers, heads and single numbers.
 *
 * This class is all that a page loads at first; what computes and draws comes when the element is near the viewport.
 *
 * @summary A transformer as a living diagram.
 * @tag transformer-diagram
 *
 * @slot - What to show where there is no script: text, a table, an image. A child `<script type="application/json">` holds
 *   attention weights.
 *
 * @fires {CustomEvent<DiagramLoadDetail>} diagram-load - The architecture, and perhaps data, are there and will be shown.
 * @fires {CustomEvent<DiagramFocusDetail>} diagram-focus - Another block fills the picture.
 * @fires {CustomEvent<DiagramStepDetail>} diagram-step - The computation has come to another step.
 * @fires {CustomEvent<AttentionProgressDetail>} attention-progress - More of a model or a file has arrived.
 * @fires {CustomEvent<InputError>} error - The input could not be understood; `detail` is a typed error. Does not bubble.
 *
 * @csspart path - The way from the whole model to the block that is shown.
 * @csspart menu - Menu of exports.
 * @csspart figure - Box around the drawing.
 * @csspart canvas - The drawing.
 * @csspart tooltip - Name, shape and value at the pointer.
 * @csspart panel - What is said about the block that is shown.
 * @csspart formula - Its formula.
 * @csspart play - Buttons, slider and sentence of the computation.
 * @csspart legend - Where the build was published, how to read the picture, source of the numbers.
 * @csspart badge - Source of the numbers.
 * @csspart notice - What a reader should know about the numbers.
 * @csspart error - Message about bad input.
 * @csspart pager - Buttons that turn to other rows and columns of a large matrix.
 * @csspart table - The numbers of the block as a table.
 *
 * @cssprop [--attention-accent] - Colour of the marked block and of the dark end of heat maps.
 * @cssprop [--attention-background] - Ground of the figure; default: the page's background behind it.
 * @cssprop [--attention-text] - Text in the figure; default: the element's `color`.
 * @cssprop [--attention-muted] - Secondary text.
 * @cssprop [--attention-line] - Hairlines.
 * @cssprop [--attention-font-size=0.875rem] - Size of labels, in CSS pixels or in `rem`.
 */
export class TransformerDiagram extends DiagramAttributes {
  static override styles = [attentionViewStyles];

  /** The data that are shown in the blocks, undefined while there are none. */
  getData(): DiagramData | undefined {
    return this.body?.data;
  }

  /** Starts to play the computation, or goes on. */
  play(): void {
    this.body?.play(true);
  }

  /** Stops playing. */
  pause(): void {
    this.body?.play(false);
  }

  protected override async fetchBody() {
    const { DiagramBody, diagramStyles, turnOf } = await import('./diagram-body.js');
    await turnOf(this);
    return { make: () => new DiagramBody(this), styles: diagramStyles };
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'transformer-diagram': TransformerDiagram;
  }
}
