/** The figures that are compared: every view and every level of the diagram, in three scripts. */
import { writePng } from '../../dist/esm/scene/png.js';

/** Sentences in which heads find something: words that come again, punctuation, pieces of very different length. */
const sentences = {
  latin: 'The animal crossed the street because the animal was late.',
  korean: '가는 말이 고와야 오는 말이 곱다. 말 한마디로 천 냥 빚을 갚는다.',
  arabic: 'القطة تجلس على السجادة، والكلب ينام على السجادة.',
};

/** Shorter ones, for figures with numbers. */
const phrases = {
  latin: 'the cat saw the cat',
  korean: '하늘 바다 구름 하늘',
  arabic: 'بيت كبير بيت صغير',
};

/** The scripts with what a page says of them, and the fonts that draw them. */
export const scripts = {
  latin: { attributes: 'lang="en"', font: 'Noto Sans', sample: 'The quick fox 0123' },
  korean: { attributes: 'lang="ko"', font: 'Noto Sans CJK KR', sample: '가는 말이 고와야' },
  arabic: { attributes: 'lang="ar" dir="rtl"', font: 'Noto Sans Arabic', sample: 'القطة على السجادة' },
};

export const widths = [360, 1200];
export const themes = ['light', 'dark'];

const view =
  (attributes, texts = sentences) =>
  (script) =>
    `<attention-view tokens="${texts[script]}" ${attributes}></attention-view>`;

const diagram =
  (attributes, texts = phrases, name = 'source') =>
  (script) =>
    `<transformer-diagram ${name}="${texts[script]}" ${attributes}></transformer-diagram>`;

/** An orange disc before a blue slope, as large as the tiny vision model takes images. */
const disc = Uint8ClampedArray.from({ length: 4 * 12 * 12 }, (_, i) => {
  const [x, y] = [Math.floor(i / 4) % 12, Math.floor(i / 48)];
  const colour = Math.hypot(x - 7, y - 5) < 3.5 ? [240, 150, 40, 255] : [30 + 6 * x, 70 + 9 * y, 170, 255];
  return colour[i % 4];
});

const image = () =>
  `<attention-view model="/test/fixtures/models/vit-tiny/" view="image" query="5" controls="none" ` +
  `image="data:image/png;base64,${Buffer.from(writePng(disc, 12, 12)).toString('base64')}"></attention-view>`;

/** Markup by script, for each sheet. Controls, which are much the same everywhere, stand in some of them only. */
export const sheets = {
  matrix: view('view="matrix" layer="1" head="0" query="3" controls="none"'),
  'matrix-numbers': view('view="matrix" layer="0" head="0" cells="numbers" mask="causal"', phrases),
  lines: view('view="lines" layer="0" query="2" controls="none"', phrases),
  arcs: view('view="arcs" layer="0" controls="none"', phrases),
  text: view('view="text" layer="0" query="7" head="3" controls="none"'),
  heads: view('view="heads" controls="none"', phrases),
  steps: view('view="steps" layer="0" head="3" query="3" step="4"', phrases),
  neuron: view('view="neuron" layer="0" head="3" query="3" controls="none"', phrases),
  flow: view('view="flow" query="3"', phrases),
  image,
  'diagram-model': diagram('controls="none"'),
  'diagram-layer': diagram('focus="decoder.0" controls="none"'),
  'diagram-attention': diagram('focus="decoder.0.cross-attention" controls="none"'),
  'diagram-feed-forward': diagram('focus="encoder.0.feed-forward" controls="none"'),
  'diagram-head': diagram('focus="decoder.1.self-attention.head.0" controls="none"', phrases, 'tokens'),
  'diagram-numbers': diagram('focus="decoder.1.self-attention.head.0.softmax"', phrases, 'tokens'),
  'diagram-compare': diagram('compare="rnn" step="3" controls="none"', phrases, 'tokens'),
};
