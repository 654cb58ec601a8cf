/** Registers every element of the package; the entry of the CDN build. */
import './attention-view.js';
import './transformer-diagram.js';

export * from '../index.js';
