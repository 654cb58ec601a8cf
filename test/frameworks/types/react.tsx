import 'attention-elements/react';

export const right = (
  <attention-view
    weights={[[1]]}
    tokens={['a']}
    topK={3}
    class="wide"
    onattention-select={(event) => event.detail.query?.toFixed()}
  />
);

export const wrong = (
  <>
    {/* @ts-expect-error: tokens are texts */}
    <attention-view tokens={[1]} />
    {/* @ts-expect-error: no such attribute */}
    <attention-view tokenz="a" />
  </>
);
