import { aroundDiagram } from '../elements/diagram-body.template.js';
import { readDiagramOptions } from '../elements/diagram-options.js';
import { PlayStage } from '../elements/diagram-playing.js';
import { diagramStyle, drawingWidth } from '../elements/diagram.styles.js';
import { controlsStyles } from '../elements/controls.styles.js';
import type { Mask } from '../elements/live.js';
import { liveStyles } from '../elements/live.styles.js';
import { longTextStyles } from '../elements/long-text.styles.js';
import { still, stillDrawing } from '../elements/still.js';
import { stringsFor } from '../elements/strings.js';
import { viewBodyStyles } from '../elements/view-body.styles.js';
import { aroundDrawing } from '../elements/view-body.template.js';
import { isLong, Zoom } from '../elements/zoom.js';
import { composeDiagram, drawnDiagram, type StaticDiagramOptions } from './render-diagram.js';
import { compose, drawn, type Composed, type StaticOptions } from './render-to-svg.js';
import { usualWidth } from './static-picture.js';

export interface StaticHTMLOptions extends StaticOptions {
  /** The same as the tag has, since controls take room too. */
  controls?: string;
}

export interface StaticDiagramHTMLOptions extends StaticDiagramOptions {
  /** The same as the tag has, since controls take room too. */
  controls?: string;
}

/** The size of the root's font in most pages: what is said about a diagram has a width in rem. */
const usualRem = 16;

const noAnswer = () => undefined;

function aroundPicture(
  { picture, theme, parts, checked }: Composed,
  options: StaticOptions,
  again: () => void,
) {
  const computes = parts[0]!.source.type === 'textbook';
  const masks: readonly Mask[] = computes && !options.sourceTokens ? ['none', 'causal'] : [];
  const ways = { picture: () => picture, requestUpdate: again, pin: noAnswer };
  const input = {
    parts,
    options: checked,
    strings: stringsFor(options.lang ?? 'en'),
    hideSpecial: options.hideSpecial ?? false,
    live: { ablate: undefined, computes, mask: checked.mask, masks },
    zoom: new Zoom(ways),
    ...{ ways, detail: false, tableShown: false, playing: false },
    ...{ change: noAnswer, run: noAnswer, closeDetail: noAnswer, goTo: noAnswer },
  };
  return aroundDrawing(input, picture, theme, stillDrawing);
}

/**
 * What stands inside `<attention-view>` until its script runs, or where none does: the picture as SVG, and around it, in a
 * declarative shadow root, all that the element has around it. Where the tag has the same attributes, and the width that
 * was asked for, nothing moves when the element takes over.
 *
 * @throws InputError as the element reports it: what was found, what was expected, and how to mend it
 */
export async function renderToHTML(options: StaticHTMLOptions): Promise<string> {
  return stillOf(await compose(options), options);
}

/** The same of a picture that is composed already. */
export async function stillOf(composed: Composed, options: StaticOptions): Promise<string> {
  const all = { ...options, width: options.width ?? usualWidth };
  const { svg, width } = drawn(composed, all);
  // the code of some parts comes when they are first wanted
  const isWhole = composed.checked.controls === 'none' || !isLong(composed.picture);
  if (!isWhole) await new Promise<void>((done) => void aroundPicture(composed, options, done));
  return still({
    svg,
    around: aroundPicture(composed, options, noAnswer),
    styles: [viewBodyStyles, controlsStyles, longTextStyles, liveStyles],
    fits: width <= all.width,
  });
}

/** The same for `<transformer-diagram>`. */
export function renderDiagramToHTML(options: StaticDiagramHTMLOptions = {}): string {
  const { width = usualWidth, lang = 'en', controls } = options;
  const checked = readDiagramOptions({ controls });
  const composed = composeDiagram(options, drawingWidth(width, checked, usualRem));
  const { picture, theme, strings } = composed;
  const { content, focus } = picture;
  const input = {
    options: checked,
    play: { ...new PlayStage().at(content, focus, undefined, strings, lang), playing: false },
    interaction: { turnTo: noAnswer },
    ...{ strings, lang, comparison: undefined, tableShown: false },
    ...{ open: noAnswer, goTo: noAnswer, setSpeed: noAnswer, run: noAnswer },
  };
  return still({
    svg: drawnDiagram(composed, options).svg,
    around: aroundDiagram(input, picture, theme, stillDrawing),
    styles: [viewBodyStyles, controlsStyles, diagramStyle],
    kind: 'diagram',
    fits: picture.scene.width <= width,
  });
}
