/** Registers every element of the package; the entry of the CDN build. */
import './attention-view.js';

export * from '../index.js';
