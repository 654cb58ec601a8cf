import type { HeadWords } from '../scene/choose.js';
import type { SceneWords } from '../scene/view.js';
import { registered } from './string-tables.js';

/** Every text that the elements show. `{name}` stands for a value. */
export const english = {
  query: 'query',
  key: 'key',
  layer: 'Layer',
  head: 'Head',
  heads: 'Heads',
  allHeads: 'All heads',
  layerHead: 'Layer {layer} · Head {head}',
  part: 'Part',
  source: 'Source',
  target: 'Target',
  encoder: 'Encoder',
  decoder: 'Decoder',
  cross: 'Cross-attention',
  self: 'Self-attention',
  meanOf: 'Mean of {count} heads',
  maxOf: 'Maximum of {count} heads',
  view: 'View',
  arcs: 'Arcs',
  lines: 'Lines',
  matrix: 'Matrix',
  headsView: 'All heads',
  text: 'Text',
  steps: 'Steps',
  cells: 'Cells',
  color: 'Colour',
  dots: 'Dots',
  numbers: 'Numbers',
  scale: 'Scale',
  linear: 'linear',
  log: 'logarithmic',
  sqrt: 'square root',
  row: 'per row',
  aggregate: 'Combine heads',
  none: 'separately',
  mean: 'mean',
  max: 'maximum',
  threshold: 'Weights from',
  topK: 'Strongest per query',
  hideSpecial: 'Hide special tokens',
  mergeWords: 'Join pieces to words',
  more: 'More',
  settings: 'Settings',
  exportSvg: 'Save as SVG',
  exportPng: 'Save as PNG',
  exportCsv: 'Save numbers as CSV',
  exportJson: 'Save numbers as JSON',
  copyValues: 'Copy numbers',
  copied: 'Copied.',
  showTable: 'Show as table',
  hideTable: 'Hide table',
  back: 'Back to all heads',
  loading: 'Loading …',
  loadingShare: 'Loading … {percent} %',
  empty: 'Nothing to show yet: give tokens, weights or src.',
  errorTitle: 'This attention could not be shown',
  attentionWeight: 'attention weight',
  scoreValue: 'score before softmax',
  otherValue: 'value',
  shared: 'one scale for all heads',
  perRow: 'each row has its own scale',
  shareDrawn: 'What is drawn carries {percent} % of the weight.',
  looksAt: '“{token}” looks at',
  lookedAtBy: '“{token}” is looked at by',
  cellSentence: '“{query}” looks at “{key}”: {weight}',
  rawPiece: 'piece {raw}',
  pinned: 'Pinned: {text}',
  unpinned: 'Unpinned.',
  summaryCells: 'Attention of {queries} queries over {keys} keys. {strongest}',
  summaryHeads: 'Attention of {layers} layers with {heads} heads each.',
  strongest: 'Strongest: {text}',
  gridHelp: 'Arrow keys move, Enter pins, Escape frees.',
  tableCaption: '{label}: rows are queries, columns are keys.',
  received: 'Shade: mean attention that each token receives. Choose a token to see what it looks at.',
  shadedBy: 'Shade: what “{token}” looks at.',
  arcsLine: 'Above the line: looking back. Below: looking ahead.',
  arcsColumn: 'Right of the text: looking back. Left: looking ahead.',
  stepDot: 'q · k',
  stepScale: '÷ √d',
  stepMask: 'mask',
  stepSoftmax: 'softmax',
  stepValues: 'weight × v',
  stepSum: 'sum: output of the head',
  noVectors: 'The steps need query, key and value vectors; these data hold weights only.',
  stepOf: 'Step {step} of {count}',
  stepBack: 'Step back',
  stepOn: 'Step on',
  play: 'Play',
  pause: 'Pause',
  step1: 'The query of “{token}” is multiplied with the key of every token, number by number, and summed up.',
  step2:
    'The products are divided by the square root of the vectors’ length ({d}), so that they stay moderate.',
  step3: 'Tokens that may not be seen are set to minus infinity.',
  step3none: 'Nothing is masked here: every token may be seen.',
  step4: 'The softmax turns scores into weights: all positive, together 1.',
  step5: 'Every value vector is multiplied by its weight; their sum is the output of the head for “{token}”.',
  badgeTextbook: 'textbook model',
  badgeTextbookTitle:
    'Computed here by the built-in textbook model: a small transformer whose weights are constructed by hand so that every head has a known meaning. It was not trained.',
  badgeInline: 'given weights',
  badgeFile: '{name}',
  notice_rows:
    '{rows} of {total} rows do not sum to 1 (they sum to {lowest} … {highest}): perhaps a slice, a window or dropout. Shown as given.',
  notice_columns:
    'Columns sum to 1 where rows should: this looks transposed. Set axes="kq" if keys come first.',
  notice_scores: 'These are scores before the softmax, not attention weights. Shown as given.',
  notice_negative: 'Some values are negative, which attention weights never are. Shown as given.',
  notice_notFinite: 'Some values are no finite numbers and are left empty.',
  notice_emptyRows: 'Some rows are all zero: fully masked queries.',
  notice_tokens: 'No tokens were given: numbers stand for them.',
};

/**
 * The table of strings of one language. Names of heads that the data bring in English are translated by `head_` and
 * their id.
 */
export type Strings = typeof english & { [head: `head_${string}`]: string };

const korean: Strings = {
  query: '쿼리',
  key: '키',
  layer: '레이어',
  head: '헤드',
  heads: '헤드',
  allHeads: '모든 헤드',
  layerHead: '레이어 {layer} · 헤드 {head}',
  part: '부분',
  source: '원문',
  target: '번역문',
  encoder: '인코더',
  decoder: '디코더',
  cross: '교차 어텐션',
  self: '셀프 어텐션',
  meanOf: '헤드 {count}개의 평균',
  maxOf: '헤드 {count}개의 최댓값',
  view: '보기',
  arcs: '호',
  lines: '선',
  matrix: '행렬',
  headsView: '모든 헤드',
  text: '글',
  steps: '단계',
  cells: '칸',
  color: '색',
  dots: '점',
  numbers: '숫자',
  scale: '눈금',
  linear: '선형',
  log: '로그',
  sqrt: '제곱근',
  row: '행별',
  aggregate: '헤드 합치기',
  none: '따로',
  mean: '평균',
  max: '최댓값',
  threshold: '가중치 하한',
  topK: '쿼리마다 강한 것',
  hideSpecial: '특수 토큰 숨기기',
  mergeWords: '조각을 단어로 합치기',
  more: '더 보기',
  settings: '설정',
  exportSvg: 'SVG로 저장',
  exportPng: 'PNG로 저장',
  exportCsv: '숫자를 CSV로 저장',
  exportJson: '숫자를 JSON으로 저장',
  copyValues: '숫자 복사',
  copied: '복사했습니다.',
  showTable: '표로 보기',
  hideTable: '표 숨기기',
  back: '모든 헤드로 돌아가기',
  loading: '불러오는 중 …',
  loadingShare: '불러오는 중 … {percent}%',
  empty: '아직 보여 줄 것이 없습니다. tokens, weights, src 가운데 하나를 주세요.',
  errorTitle: '어텐션을 표시할 수 없습니다',
  attentionWeight: '어텐션 가중치',
  scoreValue: '소프트맥스 이전 점수',
  otherValue: '값',
  shared: '모든 헤드에 같은 눈금',
  perRow: '행마다 다른 눈금',
  shareDrawn: '그려진 것이 전체 가중치의 {percent}%를 차지합니다.',
  looksAt: '“{token}” 토큰이 보는 곳',
  lookedAtBy: '“{token}” 토큰을 보는 곳',
  cellSentence: '“{query}” → “{key}”: {weight}',
  rawPiece: '조각 {raw}',
  pinned: '고정됨: {text}',
  unpinned: '고정을 풀었습니다.',
  summaryCells: '쿼리 {queries}개가 키 {keys}개를 보는 어텐션입니다. {strongest}',
  summaryHeads: '레이어 {layers}개, 레이어마다 헤드 {heads}개의 어텐션입니다.',
  strongest: '가장 강한 곳: {text}',
  gridHelp: '화살표 키로 이동하고 Enter로 고정하며 Escape로 풉니다.',
  tableCaption: '{label}: 행은 쿼리, 열은 키입니다.',
  received: '음영: 각 토큰이 받는 어텐션의 평균입니다. 토큰을 고르면 그 토큰이 보는 곳이 나타납니다.',
  shadedBy: '음영: “{token}” 토큰이 보는 곳',
  arcsLine: '글줄 위의 호는 앞쪽을, 아래의 호는 뒤쪽을 봅니다.',
  arcsColumn: '오른쪽의 호는 앞쪽을, 왼쪽의 호는 뒤쪽을 봅니다.',
  stepDot: 'q · k',
  stepScale: '÷ √d',
  stepMask: '마스크',
  stepSoftmax: '소프트맥스',
  stepValues: '가중치 × v',
  stepSum: '합: 이 헤드의 출력',
  noVectors: '단계를 보려면 쿼리, 키, 값 벡터가 필요합니다. 이 데이터에는 가중치만 있습니다.',
  stepOf: '{count}단계 중 {step}단계',
  stepBack: '이전 단계',
  stepOn: '다음 단계',
  play: '재생',
  pause: '멈춤',
  step1: '“{token}” 토큰의 쿼리를 각 토큰의 키와 성분끼리 곱해 더합니다.',
  step2: '값이 너무 커지지 않도록 벡터 길이 {d}의 제곱근으로 나눕니다.',
  step3: '보아서는 안 되는 토큰의 점수를 음의 무한대로 바꿉니다.',
  step3none: '여기서는 가리는 것이 없습니다. 모든 토큰을 볼 수 있습니다.',
  step4: '소프트맥스가 점수를 가중치로 바꿉니다. 모두 양수이고 합은 1입니다.',
  step5: '각 값 벡터에 가중치를 곱해 더하면 “{token}” 토큰에 대한 이 헤드의 출력이 됩니다.',
  badgeTextbook: '교과서 모델',
  badgeTextbookTitle:
    '내장된 교과서 모델이 이 자리에서 계산했습니다. 모든 헤드가 정해진 뜻을 갖도록 가중치를 손으로 만든 작은 트랜스포머이며, 학습된 것이 아닙니다.',
  badgeInline: '주어진 가중치',
  badgeFile: '{name}',
  notice_rows:
    '{total}개 행 가운데 {rows}개는 합이 1이 아닙니다({lowest} … {highest}). 일부만 잘라 낸 것이거나 드롭아웃 때문일 수 있습니다. 주어진 대로 표시합니다.',
  notice_columns: '행이 아니라 열의 합이 1입니다. 전치된 것 같습니다. 키가 먼저라면 axes="kq"로 지정하세요.',
  notice_scores: '소프트맥스 이전의 점수이며 어텐션 가중치가 아닙니다. 주어진 대로 표시합니다.',
  notice_negative: '어텐션 가중치에는 없는 음수가 있습니다. 주어진 대로 표시합니다.',
  notice_notFinite: '유한한 수가 아닌 값은 비워 두었습니다.',
  notice_emptyRows: '모두 0인 행이 있습니다. 완전히 가려진 쿼리입니다.',
  notice_tokens: '토큰이 주어지지 않아 번호로 대신합니다.',
  head_previous: '바로 앞 토큰',
  head_next: '바로 뒤 토큰',
  head_twoBack: '두 칸 앞',
  head_first: '첫 토큰',
  head_same: '같거나 비슷한 단어',
  head_window: '가까운 토큰',
  head_longWords: '긴 단어',
  head_induction: '귀납(인덕션)',
  head_precursor: '앞 단어가 먼저 나온 곳',
  head_context: '같은 문맥',
  head_clauseStart: '절의 시작',
  head_clause: '같은 절',
  head_punctuation: '문장 부호',
  head_aligned: '같은 자리',
  head_reversed: '거꾸로 된 자리',
};

const builtIn = new Map<string, Strings>([
  ['en', english],
  ['ko', korean],
]);

const made = new Map<string, { from: Partial<Strings> | undefined; strings: Strings }>();

/** One table for a tag: the built-in strings with the author's over them; the same object until these change. */
function tableOf(tag: string): Strings | undefined {
  const own = registered.get(tag);
  const base = builtIn.get(tag);
  if (!own) return base;
  const last = made.get(tag);
  if (last?.from === own) return last.strings;
  const strings = { ...(base ?? english), ...own };
  made.set(tag, { from: own, strings });
  return strings;
}

/** The strings of a language tag (`ko-KR` → `ko`), English where the language is not known. */
export function stringsFor(lang: string): Strings {
  const tag = lang.toLowerCase();
  return tableOf(tag) ?? tableOf(tag.split('-')[0]!) ?? tableOf('en')!;
}

/** Language of the text around an element. */
export const languageOf = (element: Element): string =>
  element.closest('[lang]')?.getAttribute('lang') || document.documentElement.lang || 'en';

/** Fills the values into a string. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

const words = new WeakMap<Strings, SceneWords & HeadWords>();

/** The words that stand in pictures; the same object for the same table. */
export function pictureWords(strings: Strings): SceneWords & HeadWords {
  let known = words.get(strings);
  if (!known) {
    known = {
      ...strings,
      layerHead: (layer, head) => fill(strings.layerHead, { layer, head }),
      aggregate: (how, count) => fill(how === 'mean' ? strings.meanOf : strings.maxOf, { count }),
      name: (id, name) => (id && strings[`head_${id}`]) || name,
    };
    words.set(strings, known);
  }
  return known;
}
