import type { AttentionData } from '../core/attention-data.js';
import { InputError } from '../core/errors.js';
import { throughLayers } from '../core/through-layers.js';
import { loadAttention } from '../formats/load.js';
import type { ReadOptions } from '../formats/part.js';
import { readWeights } from '../formats/read-weights.js';
import { givenTokens } from '../formats/tokens.js';
import { textbookParts } from '../models/textbook.js';
import { readOptions, type Options, type RawOptions } from '../elements/options.js';
import { pictureWords, stringsFor } from '../elements/strings.js';
import { createComposer, type Picture } from '../scene/compose.js';
import { makeTheme } from '../scene/make-theme.js';
import { namedPalette } from '../scene/palettes.js';
import { writeSvg } from '../scene/svg.js';
import type { Theme } from '../scene/theme.js';
import { drawnPart } from './crop.js';
import { describeAlone } from './describe-alone.js';
import { estimateWidth } from './estimate-width.js';
import { usualWidth, type StaticLook, type StaticPicture } from './static-picture.js';

export type StaticProgress = (stage: 'reading' | 'following' | 'drawing', share?: number) => void;

/** The attributes of `<attention-view>` that mean something without a browser, under the same names. */
export interface StaticOptions
  extends Omit<RawOptions, 'theme' | 'controls' | 'loading' | 'model'>, StaticLook {
  /** What the attribute `weights` takes, also as an object. */
  weights?: unknown;
  /** The bytes of a `.json`, `.npy`, `.npz` or `.safetensors` file; told by content, gzip too. */
  file?: Uint8Array;
  /** Name of the file, for the description of the picture. */
  fileName?: string;
  /** Text or tokens; without weights, the textbook model computes their attention. */
  tokens?: string | string[];
  sourceTokens?: string | string[];
  targetTokens?: string | string[];
  axes?: string;
  hideSpecial?: boolean;
  renormalize?: boolean;
  /** Name of a colour map or colour scheme of d3-scale-chromatic. */
  palette?: string;
  /** Told what is being done, and of long work how much is done, 0 to 1. */
  onProgress?: StaticProgress;
}

async function readParts(options: StaticOptions): Promise<AttentionData[]> {
  const tokens = givenTokens(options.tokens);
  const sourceTokens = givenTokens(options.sourceTokens);
  const targetTokens = givenTokens(options.targetTokens);
  const hints: ReadOptions = {
    ...(tokens && { tokens }),
    ...(sourceTokens && { sourceTokens }),
    ...(targetTokens && { targetTokens }),
    ...(options.axes && { axes: options.axes }),
  };
  if (options.weights !== undefined) return readWeights(options.weights, { ...hints, input: 'weights' });
  if (options.file) {
    const url = URL.createObjectURL(new Blob([options.file as Uint8Array<ArrayBuffer>]));
    try {
      const parts = await loadAttention(url, { ...hints, input: options.fileName ?? 'file' });
      const name = options.fileName;
      return name ? parts.map((part) => ({ ...part, source: { ...part.source, name } })) : parts;
    } finally {
      URL.revokeObjectURL(url);
    }
  }
  if (tokens || (sourceTokens && targetTokens)) {
    return textbookParts({ ...hints, causal: options.mask === 'causal' });
  }
  throw new InputError({
    code: 'attribute',
    input: 'renderToSVG',
    found: 'no data',
    expected: 'weights, a file, tokens, or sourceTokens and targetTokens',
  });
}

function readPalette(palette: string | undefined) {
  if (!palette) return undefined;
  const named = namedPalette(palette);
  if (named) return named;
  throw new InputError({
    code: 'attribute',
    input: 'palette',
    found: `“${palette}”`,
    expected: 'the name of a colour map such as “viridis”, or of a colour scheme such as “category10”',
  });
}

export interface Composed {
  picture: Picture;
  theme: Theme;
  parts: AttentionData[];
  checked: Options;
}

export async function compose(options: StaticOptions & { controls?: string }): Promise<Composed> {
  const {
    theme: wanted = 'light',
    lang = 'en',
    width = usualWidth,
    fontFamily = 'system-ui, sans-serif',
  } = options;
  const checked = readOptions({ ...options, theme: wanted });
  const theme = makeTheme({
    dark: wanted === 'dark',
    palette: readPalette(options.palette),
    fontFamily,
    fontSize: options.fontSize,
  });
  const { onProgress = () => undefined } = options;
  onProgress('reading');
  const parts = await readParts(options);
  onProgress('drawing');
  const picture = createComposer()({
    ...checked,
    parts,
    hideSpecial: options.hideSpecial ?? false,
    renormalize: options.renormalize ?? false,
    pinned: { query: checked.query },
    words: pictureWords(stringsFor(lang)),
    numbersOf: (data, choice) => {
      const numbers = throughLayers(data, choice, (share) => onProgress('following', share));
      onProgress('drawing');
      return numbers;
    },
    theme,
    measure: estimateWidth,
    width,
  });
  return { picture, theme, parts, checked };
}

/** A composed picture as a file. Where no width was asked for, sides that would be empty are left out. */
export function drawn({ picture, theme }: Composed, options: StaticOptions): StaticPicture {
  const description = describeAlone(picture, stringsFor(options.lang ?? 'en'));
  const { scene } = picture;
  const part = options.width === undefined ? drawnPart(scene, estimateWidth) : undefined;
  const { width, height } = { ...scene, ...part };
  const svg = writeSvg(scene, theme, {
    title: description,
    part,
    ...(!options.transparent && { background: theme.background }),
  });
  return { svg, description, width, height };
}

/**
 * Makes the picture that `<attention-view>` would show, as SVG and without a browser: the same data readers, the same
 * scenes. For pages that are built ahead, for feeds and for print.
 *
 * @throws InputError as the element reports it: what was found, what was expected, and how to mend it
 */
export async function renderToSVG(options: StaticOptions): Promise<StaticPicture> {
  return drawn(await compose(options), options);
}
