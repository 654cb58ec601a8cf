/** Architectures of transformers: presets, blocks with their shapes, and counts of parameters. */
export type * from './architecture.js';
export * from './blocks.js';
export * from './compare-sequential.js';
export * from './count-parameters.js';
export * from './make-architecture.js';
export { childrenOf, parentOf } from './paths.js';
export { presets, type PresetName } from './presets.js';
