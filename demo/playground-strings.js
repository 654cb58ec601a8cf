/** Words of the playground, and its samples. The descriptions of attributes come from the manifest; here in Korean. */

export const strings = {
  en: {
    title: 'Playground',
    skip: 'Skip to the picture',
    lead: 'Edit attributes and data, watch the picture, take the tag with you. Nothing that you put in leaves this page.',
    element: 'Element',
    sample: 'Sample',
    choose: 'choose …',
    data: 'Data',
    dataHint: 'JSON, rows such as “1 0; .4 .6”, or a sentence',
    file: 'File of weights',
    fileHint: '.json, .npy, .npz or .safetensors; or drop one anywhere on this page',
    attributes: 'Attributes',
    attributesHint: 'Empty fields leave the default.',
    byDefault: 'default',
    yes: 'yes',
    tag: 'The tag',
    copyTag: 'Copy tag',
    copyLink: 'Copy link',
    reset: 'Start over',
    copied: 'Copied.',
    notCopied: 'The browser does not allow copying here: the text is selected.',
    linkWithoutData: 'Copied. The data are too large for a link; it holds the attributes.',
    linkWithoutFile: 'Copied. The file stays on this machine; the link holds the attributes.',
    fileTaken: '{name} is shown; put it beside your page.',
    failed: 'The manifest could not be loaded: {reason}',
  },
  ko: {
    title: '직접 해 보기',
    skip: '그림으로 건너뛰기',
    lead: '속성과 데이터를 바꾸며 그림을 보고, 완성된 태그를 복사해 쓰세요. 입력한 내용은 이 페이지를 벗어나지 않습니다.',
    element: '요소',
    sample: '예제',
    choose: '고르기 …',
    data: '데이터',
    dataHint: 'JSON, “1 0; .4 .6” 같은 행, 또는 문장',
    file: '가중치 파일',
    fileHint: '.json, .npy, .npz, .safetensors 파일을 고르거나 이 페이지에 끌어다 놓으세요',
    attributes: '속성',
    attributesHint: '비워 두면 기본값을 씁니다.',
    byDefault: '기본값',
    yes: '예',
    tag: '태그',
    copyTag: '태그 복사',
    copyLink: '링크 복사',
    reset: '처음으로',
    copied: '복사했습니다.',
    notCopied: '브라우저가 복사를 막아 글자를 선택해 두었습니다.',
    linkWithoutData: '복사했습니다. 데이터가 커서 링크에는 속성만 담았습니다.',
    linkWithoutFile: '복사했습니다. 파일은 이 기기에 남고, 링크에는 속성만 담았습니다.',
    fileTaken: '{name} 파일을 보여 줍니다. 글을 올릴 때 함께 올려 두세요.',
    failed: '매니페스트를 불러오지 못했습니다: {reason}',
  },
};

/** Names of the pages, in Korean; English stands in the page. */
export const koreanPages = {
  'index.html': '갤러리',
  'diagram.html': '구조도',
  'playground.html': '직접 해 보기',
  'guides.html': '안내',
  'reference.html': '레퍼런스',
  'themes.html': '테마',
};

/** What each attribute of each element says, in Korean; English where an entry is missing. */
export const korean = {
  'attention-view': {
    weights: '가중치: 행을 ;로 나눈 숫자(`1 0; .4 .6`), 2~5차원 JSON, 또는 다른 도구가 만든 객체.',
    src: '`.json`, `.npy`, `.npz`, `.safetensors` 파일의 주소. 형식은 내용으로 알아낸다.',
    tokens: '토큰: JSON 목록, 또는 띄어쓰기와 문장 부호로 나뉘는 글. 가중치가 없으면 어텐션을 계산한다.',
    text: '모델의 토크나이저가 나눌 글. 번역 모델에는 원문.',
    'source-tokens': '교차 어텐션에서 보이는 쪽(키)의 토큰.',
    'target-tokens': '교차 어텐션에서 보는 쪽(쿼리)의 토큰. 번역 모델은 비워 두면 스스로 쓴다.',
    model:
      '계산할 모델: `textbook`(기본값), `translator`, `writer`, `reader`, 또는 Hugging Face 폴더의 주소.',
    image: '비전 모델(ViT)이 볼 그림의 주소. `model`에 모델 주소를 함께 적는다.',
    mask: '`causal`: 토큰이 자신과 앞의 토큰만 본다.',
    editable: '읽는 사람이 글을 고칠 수 있고, 고치면 다시 계산한다.',
    'next-tokens': '그림 아래에 보여 줄 다음 토큰의 수, 20까지.',
    temperature: '다음 토큰의 점수를 나누는 수. 1보다 작으면 뾰족하게, 크면 평평하게.',
    ablate: '끌 헤드, `레이어.헤드`로(`0.3 1.2`).',
    kind: '여러 부분 가운데 보일 것: `encoder`, `decoder`, `cross`, 또는 부분의 이름.',
    view: '그림의 종류.',
    cells: '행렬의 칸: `color` 색, `dots` 점, `numbers` 숫자.',
    layer: '보일 레이어: 0부터 세는 번호, 목록(`0 2 5`), 또는 `all`.',
    head: '보일 헤드: 0부터 세는 번호, 목록(`0 2 5`), 또는 `all`.',
    aggregate: '고른 헤드를 합치는 법: `none` 그대로, `mean` 평균, `max` 최댓값.',
    query: '고정할 쿼리 토큰의 번호, 0부터.',
    step: '단계 보기의 진행: 1 q·k, 2 나누기, 3 마스크, 4 소프트맥스, 5 값의 합, 6 잔차 더하기.',
    scope: '단계를 쿼리 하나(`query`)로, 또는 행렬 전체(`matrix`)로.',
    method: '흐름 보기에서 레이어를 잇는 법: `rollout` 곱, `flow` 최대 유량.',
    threshold: '이보다 작은 가중치는 그리지 않는다.',
    'top-k': '쿼리마다 보일 가장 큰 가중치의 수. 0이면 모두.',
    scale: '눈금: `linear`, `log`, `sqrt`, 또는 행마다 최댓값까지 `row`.',
    'hide-special': '`[CLS]` 같은 특수 토큰을 뺀다.',
    renormalize: '특수 토큰을 뺀 뒤 남은 행의 합을 1로 맞춘다.',
    merge: '`word`: 조각을 단어로 합친다. 키는 더하고 쿼리는 평균한다.',
    palette: '색: d3-scale-chromatic의 이름(`viridis`, `blues`), 또는 CSS 색(`white, navy`).',
    controls: '조작 단추: `minimal`, `full`, `none`.',
    theme: '`auto`, 밝게 `light`, 어둡게 `dark`.',
    axes: '축의 순서가 남다를 때, l b h q k로 적는다. 예: `qkh`.',
    orientation: '쿼리를 행으로(`query-rows`, 기본값) 또는 열로(`query-columns`).',
    loading: '`lazy`(기본값): 화면에 가까워지면 불러온다. `eager`: 바로 불러온다.',
    sync: '레이어, 헤드, 토큰을 함께 움직일 요소들의 모임 이름.',
  },
};

const animal = "The animal didn't cross the street because it was too tired.";

/** Samples of each element: what it is called, its attributes, and data. */
export const samples = {
  'attention-view': [
    { en: 'A sentence', ko: '문장', attributes: { tokens: animal, query: '7' } },
    {
      en: 'Korean, causal',
      ko: '한국어, 앞만 보기',
      attributes: {
        tokens: '고양이가 매트 위에 앉아 있었다. 고양이는 졸렸다.',
        mask: 'causal',
        layer: '1',
        view: 'lines',
      },
    },
    {
      en: 'Two sequences',
      ko: '두 문장 사이',
      attributes: {
        'source-tokens': 'the small cat saw the dog',
        'target-tokens': 'the dog saw the small cat',
        view: 'matrix',
      },
    },
    {
      en: 'Your own weights',
      ko: '내 가중치',
      attributes: { tokens: 'I love cats', view: 'matrix', cells: 'numbers' },
      data: '1 0 0; .4 .6 0; .1 .6 .3',
    },
    {
      en: 'JSON of two heads',
      ko: '헤드 둘의 JSON',
      attributes: { view: 'lines' },
      data: `{
  "tokens": ["나는", "고양이를", "좋아한다"],
  "attention": [
    [[1, 0, 0], [0.4, 0.6, 0], [0.1, 0.6, 0.3]],
    [[1, 0, 0], [0.9, 0.1, 0], [0.7, 0.2, 0.1]]
  ]
}`,
    },
    {
      en: 'A file of all heads',
      ko: '모든 헤드가 든 파일',
      attributes: { src: 'data/induction/english-24.npz', view: 'heads' },
    },
    {
      en: 'A model that translates',
      ko: '번역하는 모델',
      attributes: {
        model: 'translator',
        text: 'The cat that ate the fish slept in the kitchen.',
        kind: 'cross',
        layer: '1',
        head: '0',
        view: 'matrix',
      },
    },
    {
      en: 'A model that writes on',
      ko: '이어 쓰는 모델',
      attributes: {
        model: 'writer',
        text: "The animal didn't cross the street because it was too tired. The",
        editable: '',
        'next-tokens': '5',
      },
    },
    {
      en: 'Step by step',
      ko: '한 단계씩',
      attributes: { tokens: animal, view: 'steps', mask: 'causal', head: '5', query: '7' },
    },
    {
      en: 'Through all layers',
      ko: '모든 레이어를 지나',
      attributes: { tokens: animal, view: 'flow', query: '7' },
    },
    {
      en: 'A mistake',
      ko: '잘못된 입력',
      attributes: { tokens: 'I love cats' },
      data: '1 0; .4 .6 0; .1 .6 .3',
    },
  ],
};
