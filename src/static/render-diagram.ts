import type { Architecture, BlockPath } from '../core/architecture/architecture.js';
import { blockAt } from '../core/architecture/blocks.js';
import { makeArchitecture } from '../core/architecture/make-architecture.js';
import { childrenOf } from '../core/architecture/paths.js';
import { givenTokens } from '../formats/tokens.js';
import type { DiagramData } from '../models/diagram/diagram-data.js';
import { textbookDiagram } from '../models/diagram/textbook-diagram.js';
import { checkFits, readArchitecture, type RawArchitecture } from '../elements/diagram-options.js';
import { aboutOf, nameOf } from '../elements/diagram-names.js';
import type { DiagramPicture } from '../elements/diagram-body.template.js';
import { diagramStringsFor, type DiagramStrings } from '../elements/diagram-strings.js';
import { diagramWords } from '../elements/drawn-words.js';
import { stageNumbers } from '../scene/diagram/stage-numbers.js';
import { diagramScene } from '../scene/diagram/diagram-scene.js';
import { makeTheme } from '../scene/make-theme.js';
import { writeSvg } from '../scene/svg.js';
import type { Theme } from '../scene/theme.js';
import { estimateWidth } from './estimate-width.js';
import { usualWidth, type StaticLook, type StaticPicture } from './static-picture.js';

/** The attributes of `<transformer-diagram>` that mean something without a browser, under the same names. */
export interface StaticDiagramOptions extends RawArchitecture, StaticLook {
  /** Block that fills the picture, such as `encoder.2.self-attention`. Default: the whole. */
  focus?: string;
  /** Text or tokens for the textbook model: a decoder, or with `architecture="encoder"` an encoder. */
  tokens?: string | string[];
  /** Text for the textbook model's encoder-decoder, and what its decoder has read so far. */
  source?: string | string[];
  target?: string | string[];
}

function contentOf(options: StaticDiagramOptions): { architecture: Architecture; data?: DiagramData } {
  const asked = readArchitecture(options);
  const tokens = givenTokens(options.tokens);
  const sourceTokens = givenTokens(options.source);
  if (!tokens && !sourceTokens) return { architecture: makeArchitecture(asked) };
  const made = sourceTokens
    ? textbookDiagram({ sourceTokens, targetTokens: givenTokens(options.target) })
    : textbookDiagram({ tokens: tokens!, causal: asked.kind !== 'encoder' });
  checkFits(asked, made.architecture, 'textbook');
  return made;
}

export interface ComposedDiagram {
  picture: DiagramPicture;
  theme: Theme;
  strings: DiagramStrings;
}

export function composeDiagram(options: StaticDiagramOptions, width: number): ComposedDiagram {
  const { focus = '', lang = 'en', theme: wanted = 'light' } = options;
  const { fontFamily = 'system-ui, sans-serif', fontSize } = options;
  const strings = diagramStringsFor(lang);
  const theme = makeTheme({ dark: wanted === 'dark', fontFamily, fontSize });
  const content = contentOf(options);
  const { architecture, data } = content;
  const block = blockAt(architecture, focus);
  const words = diagramWords(strings);
  const scene = diagramScene({ architecture, data, focus, words, width, theme, measure: estimateWidth });
  const isMatrix = data !== undefined && childrenOf(architecture, focus).length === 0;
  const picture = {
    ...{ scene, architecture, content, focus, block },
    total: blockAt(architecture, '').parameters,
    numbers: isMatrix ? stageNumbers(architecture, data, focus) : undefined,
    nameOf: (path: BlockPath) => nameOf(architecture, path, strings),
  };
  return { picture, theme, strings };
}

/** A composed diagram as a file. */
export function drawnDiagram(
  { picture, theme, strings }: ComposedDiagram,
  { lang = 'en', transparent }: StaticDiagramOptions,
): StaticPicture {
  const { architecture, block, focus, scene } = picture;
  const description = `${picture.nameOf(focus)}. ${aboutOf(architecture, block, strings, lang)}`;
  const svg = writeSvg(scene, theme, {
    title: description,
    ...(!transparent && { background: theme.background }),
  });
  return { svg, description, width: scene.width, height: scene.height };
}

/**
 * Makes the picture that `<transformer-diagram>` would show, as SVG and without a browser.
 *
 * @throws InputError as the element reports it: what was found, what was expected, and the nearest valid choice
 */
export function renderDiagramToSVG(options: StaticDiagramOptions = {}): StaticPicture {
  return drawnDiagram(composeDiagram(options, options.width ?? usualWidth), options);
}
