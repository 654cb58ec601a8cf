/** A page that hydrates what `@lit-labs/ssr` has rendered: Lit's own support comes first. */
import '@lit-labs/ssr-client/lit-element-hydrate-support.js';
import 'attention-elements/define';
