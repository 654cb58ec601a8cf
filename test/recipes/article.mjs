/** Where the README gets the script from. */
export const script = 'https://cdn.jsdelivr.net/npm/attention-elements/dist/cdn/attention-elements.js';

/** The figure as the README tells authors to write it in Markdown: a block, no blank line, text for readers without scripts. */
export const figure = `<figure>
<attention-view tokens='["The","cat","잤다"]' weights="[[1,0,0],[0.25,0.75,0],[0.1,0.2,0.7]]" view="matrix">
<p>Fallback: <em>cat</em> looks mostly at itself.</p>
</attention-view>
<figcaption>Who looks at whom?</figcaption>
</figure>`;
