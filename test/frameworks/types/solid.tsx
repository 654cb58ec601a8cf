/** @jsxImportSource solid-js */
import 'attention-elements/solid';

export const right = () => (
  <attention-view
    prop:weights={[[1]]}
    top-k={3}
    on:attention-select={(event) => event.detail.query?.toFixed()}
  />
);

// @ts-expect-error: tokens are texts
export const wrong = () => <attention-view prop:tokens={[1]} />;
