/** What the heads of the textbook models do, in Korean, by the id of the head; `_cross` where they read another text. */
export const headAboutKorean: Record<`head_${string}`, string> = {
  head_previous_about:
    '모든 토큰이 바로 앞 토큰을, 첫 토큰은 자신을 봅니다. 본 것을 적어 두면 레이어 2가 읽습니다(Clark 외 2019, What Does BERT Look At?, 3.1절; Elhage 외 2021, A Mathematical Framework for Transformer Circuits).',
  head_next_about:
    '모든 토큰이 바로 뒤 토큰을, 마지막 토큰은 자신을 봅니다(Clark 외 2019, What Does BERT Look At?, 3.1절).',
  head_twoBack_about:
    '모든 토큰이 두 칸 앞을, 처음 두 토큰은 자신을 봅니다. 거리가 정해진 헤드입니다(Clark 외 2019, What Does BERT Look At?, 3.1절).',
  head_first_about:
    '모든 토큰이 첫 토큰에 머뭅니다. 거기에는 쓸 만한 정보가 없습니다. 어텐션 싱크라고 합니다(Xiao 외 2023, Efficient Streaming Language Models with Attention Sinks).',
  head_same_about:
    '철자가 같거나 비슷한 다른 토큰을 봅니다. 없으면 자신을 봅니다(Wang 외 2022, Interpretability in the Wild).',
  head_same_about_cross:
    '다른 글에서 철자가 같거나 비슷한 토큰을 봅니다. 없으면 같은 자리를 봅니다(Wang 외 2022, Interpretability in the Wild).',
  head_window_about:
    '앞뒤로 네 토큰씩 보며, 가까울수록 많이 봅니다(Sukhbaatar 외 2019, Adaptive Attention Span in Transformers).',
  head_longWords_about:
    '모든 토큰이 가장 긴 단어들을 봅니다. 긴 단어는 대개 드문 단어이며(Zipf 1949), 학습된 헤드 가운데에도 이런 것이 있습니다(Voita 외 2019, Analyzing Multi-Head Self-Attention, 5.3절).',
  head_induction_about:
    'A B … A → B: 앞에 같은 토큰이 나왔으면 그 다음에 온 토큰을 봅니다. 없으면 첫 토큰을 봅니다(Olsson 외 2022, In-context Learning and Induction Heads).',
  head_precursor_about:
    'A … A B → 처음의 A: 바로 앞 단어가 다른 데에도 있으면 그것을 봅니다. 없으면 자신을 봅니다(Elhage 외 2021, A Mathematical Framework for Transformer Circuits).',
  head_context_about:
    'A B … A C → B: 같은 단어 뒤에 오는 다른 토큰, 곧 서로 바꾸어 쓸 수 있는 단어를 봅니다. 없으면 자신을 봅니다(Elhage 외 2021, A Mathematical Framework for Transformer Circuits).',
  head_clauseStart_about: '자신이 든 절의 첫 단어를 봅니다(Devlin 외 2019, BERT).',
  head_clause_about:
    '자신이 든 절 전체를 고르게 봅니다(Kovaleva 외 2019, Revealing the Dark Secrets of BERT).',
  head_punctuation_about:
    '문장 부호와 줄바꿈, 특수 토큰을 고르게 봅니다. 없으면 첫 토큰에 머뭅니다(Clark 외 2019, What Does BERT Look At?, 3.2절).',
  head_first_about_cross:
    '모든 토큰이 다른 글의 첫 토큰에 머뭅니다. 거기에는 쓸 만한 정보가 없습니다. 어텐션 싱크라고 합니다(Xiao 외 2023, Efficient Streaming Language Models with Attention Sinks).',
  head_aligned_about_cross:
    '다른 글에서 같은 자리에 있는 단어를 봅니다. 어순이 같은 언어끼리의 번역이 이렇습니다.',
  head_reversed_about_cross:
    '다른 글의 끝에서부터 같은 만큼 떨어진 단어를 봅니다. 어순이 거꾸로인 경우입니다(Sutskever 외 2014, Sequence to Sequence Learning).',
  head_induction_about_cross:
    '방금 읽은 단어가 원문에도 있으면 원문에서 그 다음에 오는 단어를 봅니다. 없으면 첫 단어를 봅니다(Vinyals 외 2015, Pointer Networks).',
};
