import { BufferImageSource, type Mesh, type TextureSource } from 'pixi.js';
import type { CellsMark, LinksMark } from '../../scene/scene.js';
import { cellLayout, type CellLayout } from '../cell-layout.js';
import type { DenseMark } from '../plan-passes.js';
import { CellsMesh } from './cells-mesh.js';
import { counts } from './counts.js';
import { LinksMesh } from './links-mesh.js';

function texture(resource: Float32Array | Uint8Array, width: number, height: number): TextureSource {
  counts.textures++;
  return new BufferImageSource({
    resource,
    width,
    height,
    format: resource instanceof Float32Array ? 'r32float' : 'rgba8unorm',
    scaleMode: 'nearest',
    alphaMode: 'no-premultiply-alpha',
  });
}

function free(source: TextureSource): void {
  counts.textures--;
  source.destroy();
}

/** Values as the shader takes them: NaN, which GPUs may not know, becomes -1. */
function shaderValues({ values, rows, columns }: CellLayout): Float32Array {
  const out = new Float32Array(rows * columns);
  for (let i = 0; i < out.length; i++) {
    const value = values[i]!;
    out[i] = value >= 0 ? Math.min(1, value) : value < 0 ? 0 : -1;
  }
  return out;
}

/** A heat map on the GPU; several meshes where one scene shows the same values in several places. */
interface Cells {
  source: TextureSource;
  meshes: CellsMesh[];
  used: number;
}

/**
 * What one figure has on the GPU, known by the identity of the scene's arrays: the same array in the next scene is not
 * uploaded again, and what a scene does not use any more is freed.
 */
export class DenseMeshes {
  #cells = new Map<Float32Array, Cells>();
  #ramps = new Map<Uint8Array, { source: TextureSource; used: boolean }>();
  #links = new Map<Float32Array, { mark: LinksMark; links: LinksMesh; used: boolean }>();
  #mostCells: number;

  /** `mostCells`: the most rows and columns that a texture may have. */
  constructor(mostCells: number) {
    this.#mostCells = mostCells;
  }

  /** Meshes that draw these marks, in device pixels. */
  meshesFor(marks: readonly DenseMark[], ratio: number): Mesh[] {
    return marks.flatMap((mark) => {
      const mesh = mark.type === 'cells' ? this.#cellsMesh(mark, ratio) : this.#linksMesh(mark, ratio);
      return mesh ? [mesh as Mesh] : [];
    });
  }

  #cellsMesh(mark: CellsMark, ratio: number) {
    const layout = cellLayout(mark, ratio, this.#mostCells);
    if (!layout) return undefined;
    const ramp = this.#ramp(mark.ramp);
    let cells = this.#cells.get(layout.values);
    if (!cells) {
      const source = texture(shaderValues(layout), layout.columns, layout.rows);
      this.#cells.set(layout.values, (cells = { source, meshes: [], used: 0 }));
    }
    const mesh = (cells.meshes[cells.used++] ??= new CellsMesh(cells.source, ramp));
    mesh.set(layout, ramp);
    return mesh.mesh;
  }

  #ramp(bytes: Uint8Array): TextureSource {
    let ramp = this.#ramps.get(bytes);
    if (!ramp) this.#ramps.set(bytes, (ramp = { source: texture(bytes, 256, 1), used: true }));
    ramp.used = true;
    return ramp.source;
  }

  #linksMesh(mark: LinksMark, ratio: number) {
    if (mark.count === 0) return undefined;
    let found = this.#links.get(mark.points);
    if (found && !sameLinks(found.mark, mark)) {
      found.links.destroy();
      found = undefined;
    }
    if (!found) this.#links.set(mark.points, (found = { mark, links: new LinksMesh(mark), used: true }));
    found.used = true;
    found.links.set(ratio);
    return found.links.mesh;
  }

  /** Frees what has not been asked for since the last time. */
  sweep(): void {
    for (const [key, cells] of this.#cells) {
      for (const mesh of cells.meshes.splice(cells.used)) mesh.destroy();
      if (cells.used === 0) {
        this.#cells.delete(key);
        free(cells.source);
      }
      cells.used = 0;
    }
    for (const [key, links] of this.#links) {
      if (!links.used) {
        this.#links.delete(key);
        links.links.destroy();
      }
      links.used = false;
    }
    // no mesh is left that holds a ramp which was not asked for
    for (const [key, ramp] of this.#ramps) {
      if (!ramp.used) {
        this.#ramps.delete(key);
        free(ramp.source);
      }
      ramp.used = false;
    }
  }

  destroy(): void {
    // nothing is in use after the first sweep
    this.sweep();
    this.sweep();
  }
}

const sameLinks = (a: LinksMark, b: LinksMark) =>
  a.count === b.count &&
  a.widths === b.widths &&
  a.alphas === b.alphas &&
  a.colorIndex === b.colorIndex &&
  a.colors === b.colors;
