import type { DiagramStrings } from './diagram-strings-en.js';
import { diagramWordsKorean } from './diagram-words-ko.js';
import { drawn } from './drawn-words.js';
import { korean as figureStrings } from './strings-ko.js';

/** Korean. */
export const korean: DiagramStrings = {
  ...figureStrings,
  ...drawn(diagramWordsKorean),
  errorTitle: '다이어그램을 그릴 수 없습니다',
  block_model: '트랜스포머',
  block_residual: '잔차 합',

  'about_model_encoder-decoder':
    '인코더는 원문을 한꺼번에 읽습니다. 디코더는 교차 어텐션으로 원문을 보면서 번역문을 한 토큰씩 씁니다.',
  about_model_encoder:
    '인코더입니다. 모든 토큰이 앞뒤의 모든 토큰을 봅니다. 문맥 속에서 각 토큰이 무엇인지 나타내는 벡터가 나옵니다.',
  about_model_decoder:
    '디코더입니다. 모든 토큰이 자신과 앞의 토큰만 봅니다. 다음에 올 단어의 점수가 나옵니다.',
  about_model_bare:
    '출력층이 없는 디코더입니다. 모든 토큰이 자신과 앞의 토큰만 봅니다. 앞의 문맥 속에서 각 토큰이 무엇인지 나타내는 벡터가 나옵니다.',
  about_model_vision: '비전 트랜스포머입니다. 이미지를 조각으로 잘라 토큰의 열처럼 읽습니다.',
  about_encoder: '구조가 같은 레이어 {count}개이며 가중치는 저마다 다릅니다. 모든 토큰이 나란히 지나갑니다.',
  about_decoder:
    '구조가 같은 레이어 {count}개이며 가중치는 저마다 다릅니다. 마스크가 뒤에 오는 토큰을 가립니다.',
  about_embedding:
    '토큰마다 숫자 {dModel}개로 된 벡터를 표에서 찾습니다. 표에는 토큰 {vocab}개의 행이 하나씩 있습니다.',
  about_patches: '이미지를 {patch} × {patch} 픽셀 조각으로 잘라 각각 숫자 {dModel}개로 된 벡터로 바꿉니다.',
  about_positions_sinusoidal:
    '파장이 다른 사인파를 더해 위치를 구별합니다. 어텐션만으로는 순서를 알 수 없기 때문입니다. 학습되는 값은 없습니다.',
  about_positions_learned: '위치마다 학습된 벡터를 더합니다. 어텐션만으로는 순서를 알 수 없기 때문입니다.',
  about_positions_rope:
    '쿼리와 키를 위치에 비례하는 각도만큼 돌려, 점수가 두 토큰의 거리에 따라 달라지게 합니다.',
  about_positions_alibi: '모든 점수에서 거리에 비례하는 양을 뺍니다. 빼는 정도는 헤드마다 다릅니다.',
  about_positions_relative: '두 토큰의 거리에 따라 학습된 수를 점수에 더합니다.',
  about_positions_none: '이 모델에는 위치 정보가 없습니다.',
  about_layer_encoder:
    '어텐션에서 토큰들이 서로 정보를 주고받고, 이어서 피드포워드가 토큰마다 따로 계산합니다. 둘 다 결과를 잔차 스트림에 더합니다.',
  about_layer_decoder:
    '지금까지 쓴 것에 대한 마스크 어텐션, 이어서 토큰마다 따로 계산하는 피드포워드입니다. 둘 다 결과를 잔차 스트림에 더합니다.',
  about_layer_cross:
    '지금까지 쓴 것에 대한 마스크 어텐션, 원문에 대한 교차 어텐션, 피드포워드의 순서입니다. 셋 다 결과를 잔차 스트림에 더합니다.',
  'about_self-attention':
    '헤드 {heads}개가 같은 토큰들을 동시에 봅니다. 쿼리, 키, 값 행렬은 헤드마다 따로입니다. 출력들을 나란히 이어 붙이고 행렬 하나로 섞습니다.',
  'about_masked-attention':
    '헤드 {heads}개가 동시에 계산합니다. 모든 토큰이 자신과 앞의 토큰만 보므로, 맞혀야 할 단어를 미리 볼 수 없습니다.',
  'about_cross-attention':
    '쿼리는 번역문에서, 키와 값은 인코더에서 옵니다. 번역문의 모든 토큰이 원문 전체를 봅니다.',
  about_shared:
    '헤드가 {groups}묶음으로 나뉘어 묶음마다 키와 값을 함께 씁니다(그룹 쿼리 어텐션). 덕분에 캐시가 작습니다.',
  about_head:
    '헤드 하나입니다. 쿼리를 키와 견주어 점수를 매기고, 점수를 비율로 바꾼 다음, 그 비율대로 값을 섞습니다.',
  'about_feed-forward':
    '두 행렬 사이에 활성화 함수가 있습니다. 토큰마다 숫자 {dFeedForward}개로 바꾸었다가 {dModel}개로 되돌립니다. 여기서는 토큰끼리 서로 보지 않습니다.',
  'about_feed-forward_gated':
    '토큰마다 숫자 {dFeedForward}개로 두 번 넓힙니다. 활성화 함수를 지난 한쪽이 다른 쪽을 여닫고, 세 번째 행렬이 {dModel}개로 되돌립니다.',
  about_norm_layer: '토큰마다 숫자들의 평균을 0, 분산을 1로 맞춘 뒤 학습된 값으로 늘이고 옮깁니다.',
  about_norm_rms: '토큰마다 숫자들을 제곱평균제곱근으로 나눈 뒤 학습된 값으로 늘입니다.',
  about_residual: '하위 층이 찾아낸 것을 들어온 것에 더합니다. 그래서 각 레이어는 바뀐 만큼만 보태면 됩니다.',
  about_output:
    '모든 벡터를 단어 벡터 {vocab}개와 견주어 점수를 매기고, 그 점수를 다음 단어의 확률로 바꿉니다.',
  about_output_tied: '단어 벡터로는 임베딩을 다시 씁니다.',
  about_pooler: '글 전체에 대한 과제를 위해 첫 토큰의 벡터를 한 층 더 거치게 합니다.',
  about_classes: '첫 토큰의 벡터를 분류 {count}개의 점수로 바꿉니다.',
  about_query: '각 토큰이 무엇을 찾는지 나타냅니다. 토큰의 벡터에 {weight}를 곱합니다.',
  about_key: '각 토큰이 쿼리에 내보이는 특징입니다. 토큰의 벡터에 {weight}를 곱합니다.',
  about_value: '각 토큰이 자신을 본 토큰에게 건네는 내용입니다. 토큰의 벡터에 {weight}를 곱합니다.',
  about_scores: '모든 쿼리와 모든 키의 내적을 {dHead}의 제곱근으로 나눕니다.',
  about_scores_plain: '모든 쿼리와 모든 키의 내적입니다. 여기에 거리마다 학습된 수를 더합니다.',
  about_mask: '보아서는 안 되는 토큰의 점수를 음의 무한대로 바꿉니다.',
  about_softmax: '점수의 각 행을 비율로 바꿉니다. 모두 양수이고 합은 1입니다. 이것이 어텐션 가중치입니다.',
  'about_weighted-sum': '가중치의 비율대로 값을 섞습니다. 쿼리마다 벡터가 하나씩 나옵니다.',
  about_concatenation: '헤드 {heads}개의 출력을 나란히 이어 붙입니다. 토큰마다 숫자 {width}개가 됩니다.',
  'about_output-projection': '헤드들의 출력을 섞어 잔차 스트림의 폭으로 맞춥니다.',
  about_up: '토큰마다 숫자 {dFeedForward}개로 바꿉니다.',
  about_gate: '한 번 더 넓혀, 처음 것을 얼마나 통과시킬지 정합니다.',
  about_activation_relu: '음수를 0으로 바꿉니다.',
  about_activation_gelu: '큰 수는 그대로 두고 음수는 부드럽게 0으로 줄입니다(GELU).',
  about_activation_silu: '큰 수는 그대로 두고 음수는 부드럽게 0으로 줄입니다(SiLU).',
  about_down: '토큰마다 숫자 {dModel}개로 되돌립니다.',

  structure: '트랜스포머의 구조',
  treeHelp:
    '위아래 화살표로 블록을 오가고, 오른쪽 화살표로 펼치며, 왼쪽 화살표로 접거나 올라갑니다. Enter로 들어가고 Escape로 나옵니다.',
  path: '지금 위치',
  parameters: '파라미터',
  parameterCount: '파라미터 {count}개',
  noParameters: '없음',
  shape: '모양',
  output: '출력',
  weightsOf: '가중치',
  times: '{count} ×',
  sharedWeight: '임베딩과 함께 씀',
  axis_tokens: '토큰',
  axis_sourceTokens: '원문 토큰',
  axis_dModel: 'd_model',
  axis_dHead: 'd_head',
  axis_dFeedForward: 'd_ff',
  axis_vocab: '어휘',
  axis_heads: '헤드',
  axis_joined: 'd_heads',
  axis_patch: '패치',
  axis_classes: '분류',
  numbersOf: '{name}: 숫자 {rows} × {columns}개',
  numbersShown: '{rows}행 가운데 {fromRow}–{toRow}행, {columns}열 가운데 {fromColumn}–{toColumn}열.',
  columnsBack: '앞의 열',
  columnsOn: '뒤의 열',
  rowsBack: '앞의 행',
  rowsOn: '뒤의 행',
  valueAt: '{row}, {column}: {value}',
  onlyWeights: '어텐션 가중치만 주어져 다른 숫자는 알 수 없습니다.',
  assumedWidths:
    '어텐션 가중치만 주어졌습니다. 폭은 2017년의 트랜스포머처럼 헤드마다 숫자 64개로 그렸습니다.',
  onlyTokens: '숫자 없이 그렸습니다. 이 토큰들은 같은 구조의 모델을 거치지 않았습니다.',
  openBlock: '열림: {name}. {about}',
  signedNote: '가운데가 0, 행렬마다 눈금이 다름',
  badgeArchitecture: '구조만 표시',
  nextToken: '다음 단어',
  task_translation:
    '번역: 인코더가 원문을 한 번 읽습니다. 디코더는 번역문을 쓰면서, 단어를 하나 쓸 때마다 원문의 모든 단어를 살펴봅니다.',
  task_summarisation:
    '요약: 인코더가 긴 글을 한 번 읽습니다. 디코더는 짧은 글을 쓰면서, 가져올 대목을 원문에서 찾아봅니다.',
  task_chat:
    '대화: 질문과 대답은 디코더에게 하나의 글입니다. 질문을 읽은 뒤 대답을 한 단어씩 쓰고, 쓴 단어는 다시 읽을 글에 보태집니다.',

  playSlider: '계산 단계',
  playStart: '계산 과정 재생',
  playReset: '계산 과정 닫기',
  speed: '속도',
  speedOf: '{speed}배',
  play_embedding: '모든 토큰이 한꺼번에 숫자 {dModel}개로 된 벡터가 됩니다.',
  play_embeddingSource: '원문의 모든 토큰이 한꺼번에 숫자 {dModel}개로 된 벡터가 됩니다.',
  play_patches: '이미지를 조각 {count}개로 자르고, 조각마다 숫자 {dModel}개로 된 벡터로 바꿉니다.',
  play_positions: '위치 정보를 더합니다. 어텐션만으로는 순서를 알 수 없기 때문입니다.',
  play_selfAttention: '레이어 {layer}: 헤드 {heads}개로 모든 토큰이 서로를 봅니다.',
  play_maskedAttention: '레이어 {layer}: 헤드 {heads}개로 모든 토큰이 자신과 앞의 토큰을 봅니다.',
  play_crossAttention: '레이어 {layer}: 번역문의 모든 토큰이 원문 전체를 봅니다.',
  play_add: '찾아낸 것을 잔차 스트림에 더합니다.',
  play_addNorm: '찾아낸 것을 잔차 스트림에 더하고, 그 합을 정규화합니다.',
  play_norm: '토큰마다 숫자들을 정규화합니다.',
  play_feedForward: '레이어 {layer}: 피드포워드가 토큰마다 따로 계산합니다.',
  play_layer: '레이어 {layer}도 자기 가중치로 같은 일을 합니다.',
  play_layers: '레이어 {from}부터 {to}까지 차례로, 저마다 자기 가중치로 같은 일을 합니다.',
  play_finalNorm: '마지막 정규화입니다.',
  play_memory: '원문은 이 한 번으로 다 읽었습니다. 디코더의 모든 레이어가 여기서 키와 값을 만듭니다.',
  play_output: '출력이 각 벡터를 단어 {vocab}개의 확률로 바꿉니다.',
  play_pooler: '첫 토큰의 벡터가 글 전체를 대표합니다.',
  play_classes: '첫 토큰의 벡터가 분류 {count}개의 점수가 됩니다.',
  play_start: '“{token}” 토큰으로 글을 시작합니다. 캐시는 아직 비어 있습니다.',
  play_prompt: '토큰 {count}개로 된 프롬프트를 한꺼번에 읽습니다.',
  play_join:
    '“{token}” 토큰이 {count}번째로 들어옵니다. 앞의 {cached}개는 키와 값을 캐시에서 가져오고, 새로 계산하는 것은 이 토큰뿐입니다.',
  play_tokenCross: '“{token}” 토큰이 원문의 토큰 {count}개를 모두 봅니다.',
  play_tokenLayers: '“{token}” 토큰이 레이어 {count}개를 모두 지나갑니다. 마스크가 한 행 늘었습니다.',
  play_tokenOutput: '단어 {vocab}개에 점수를 매깁니다. 다음 토큰은 “{token}”입니다.',
  play_tokenLast: '단어 {vocab}개에 점수를 매겨 다음에 올 단어를 정합니다.',
  play_tokenLastIs:
    '단어 {vocab}개에 점수를 매깁니다. 다음에 올 확률이 가장 높은 토큰은 “{token}”({percent}%)입니다.',
  play_heads: '헤드 {heads}개가 모두 동시에 계산합니다.',

  compareTitle: '순환 신경망과 트랜스포머, 한 단계씩',
  compareRnn: '순환 신경망',
  compareTransformer: '트랜스포머',
  compareSequential: '순차 연산',
  comparePath: '두 토큰 사이의 가장 긴 경로',
  compareComplexity: '레이어당 연산',
  compareHops: '“{from}”에서 “{to}”까지 순환 신경망은 {rnn}번, 트랜스포머는 {attention}번 만에 닿습니다.',
  comparePick: '토큰 두 개를 고르면 그 사이를 몇 번 만에 잇는지 셉니다.',
  comparePlay:
    '순환 신경망은 토큰 {total}개 가운데 {count}개를 읽었습니다. 트랜스포머는 첫 단계에 끝냈습니다.',
};
