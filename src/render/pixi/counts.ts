/** What the page holds and has done so far, for tests and for debugging. */
export const counts = {
  /** Living WebGL contexts. */
  contexts: 0,
  /** Painters that have not been destroyed. */
  painters: 0,
  /** Living textures of values and colours. */
  textures: 0,
  /** Pictures that the GPU has drawn. */
  draws: 0,
};
