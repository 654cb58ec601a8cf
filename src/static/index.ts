/** Pictures without a browser, for Node: `import {renderToSVG} from 'attention-elements/static'`. */
export { renderToSVG, type StaticOptions, type StaticPicture } from './render-to-svg.js';
export { estimateWidth } from './estimate-width.js';
