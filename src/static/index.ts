/** Pictures without a browser, for Node: `import {renderToSVG} from 'attention-elements/static'`. */
export { renderToSVG, type StaticOptions, type StaticProgress } from './render-to-svg.js';
export { renderDiagramToSVG, type StaticDiagramOptions } from './render-diagram.js';
export {
  renderDiagramToHTML,
  renderToHTML,
  type StaticDiagramHTMLOptions,
  type StaticHTMLOptions,
} from './render-to-html.js';
export type { StaticLook, StaticPicture } from './static-picture.js';
export { estimateWidth } from './estimate-width.js';
