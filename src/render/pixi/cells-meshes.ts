import type { Mesh } from 'pixi.js';
import type { CellsMark } from '../../scene/scene.js';
import { cellLayout, type CellLayout } from '../cell-layout.js';
import { CellsMesh } from './cells-mesh.js';
import { Textures } from './textures.js';

/** Values as the shader takes them: NaN, which GPUs may not know, becomes -1. */
function shaderValues({ values, rows, columns }: CellLayout): Float32Array {
  const out = new Float32Array(rows * columns);
  for (let i = 0; i < out.length; i++) {
    const value = values[i]!;
    out[i] = value >= 0 ? Math.min(1, value) : value < 0 ? 0 : -1;
  }
  return out;
}

/** Cells and entries of colour maps that stay on the GPU for what the reader comes back to: 8 MB, and a few maps. */
const spareCells = 2 ** 21;
const spareColors = 4 * 256;

/** What one figure has on the GPU, known by the identity of the scene's arrays. */
export class CellsMeshes {
  #values = new Textures<Float32Array>(1);
  /** What fades has other colours in every frame, which never come back. */
  #ramps = new Textures<Uint8Array>(2);
  /** Several meshes where one scene shows the same values in several places. */
  #meshes = new Map<Float32Array, { all: CellsMesh[]; used: number }>();
  #mostCells: number;

  /** `mostCells`: the most rows and columns that a texture may have. */
  constructor(mostCells: number) {
    this.#mostCells = mostCells;
  }

  /** Meshes that draw these marks, in device pixels. */
  meshesFor(marks: readonly CellsMark[], ratio: number): Mesh[] {
    return marks.flatMap((mark) => {
      const layout = cellLayout(mark, ratio, this.#mostCells);
      return layout ? [this.#meshFor(layout, mark.ramp).mesh as Mesh] : [];
    });
  }

  #meshFor(layout: CellLayout, colors: Uint8Array): CellsMesh {
    const { values, rows, columns } = layout;
    const source = this.#values.use(values, columns, rows, () => shaderValues(layout));
    const ramp = this.#ramps.use(colors, 256, 1);
    const meshes = this.#meshes.get(values) ?? { all: [], used: 0 };
    this.#meshes.set(values, meshes);
    const mesh = (meshes.all[meshes.used++] ??= new CellsMesh(source, ramp));
    mesh.set(layout, ramp);
    return mesh;
  }

  /** Other data come: nothing of now is kept once it is out of use. */
  forget(): void {
    this.#values.forget();
    this.#ramps.forget();
  }

  /** Frees what has not been asked for since the last time; as many textures as are spare stay. */
  sweep(): void {
    for (const [values, meshes] of this.#meshes) {
      for (const mesh of meshes.all.splice(meshes.used)) mesh.destroy();
      if (meshes.used === 0) this.#meshes.delete(values);
      meshes.used = 0;
    }
    // no mesh is left that holds a texture which was not used
    this.#values.sweep(spareCells);
    this.#ramps.sweep(spareColors);
  }

  destroy(): void {
    this.forget();
    // nothing is in use after the first sweep
    this.sweep();
    this.sweep();
  }
}
