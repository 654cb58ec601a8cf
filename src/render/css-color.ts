import type { Rgba } from '../scene/scene.js';

/** A colour as CSS writes it. */
export function cssColor([r, g, b, a]: Rgba): string {
  return `rgba(${r},${g},${b},${a})`;
}
