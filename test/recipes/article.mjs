/** Where the README gets the script from. */
export const script = 'https://cdn.jsdelivr.net/npm/attention-elements/dist/cdn/attention-elements.js';

/** The figure as the README tells authors to write it in Markdown: a block, no blank line, text for readers without scripts. */
export const figure = `<figure>
<attention-view tokens='["The","cat","잤다"]' weights="[[1,0,0],[0.25,0.75,0],[0.1,0.2,0.7]]" view="matrix">
<p>Fallback: <em>cat</em> looks mostly at itself.</p>
</attention-view>
<figcaption>Who looks at whom?</figcaption>
</figure>`;

/** The other tag. */
export const diagram = `<figure>
<transformer-diagram preset="gpt2" focus="decoder.0">
<p>Diagram: a layer of GPT-2.</p>
</transformer-diagram>
</figure>`;

/** Data inside the tag. */
export const withData = `<figure>
<attention-view view="matrix">
<script type="application/json">{"tokens": ["a", "b"], "weights": [[1, 0], [0.5, 0.5]]}</script>
<p>Data: b looks at both.</p>
</attention-view>
</figure>`;

/** The same in MDX, where braces would begin an expression. */
export const withDataInMdx = withData.replace(/(\{"tokens.*\})(?=<)/, '{`$1`}');
