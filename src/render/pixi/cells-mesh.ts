import { Geometry, GlProgram, Mesh, Shader, UniformGroup, type TextureSource } from 'pixi.js';
import type { CellLayout } from '../cell-layout.js';

/** The unit square as two triangles. */
const square = new Geometry({
  attributes: { aPosition: { buffer: new Float32Array([0, 0, 1, 0, 0, 1, 1, 1]), format: 'float32x2' } },
  topology: 'triangle-strip',
});

const vertex = `#version 300 es
in vec2 aPosition;
uniform mat3 uProjectionMatrix;
uniform mat3 uWorldTransformMatrix;
uniform vec4 uBox;
out vec2 vPixel;
void main() {
  vPixel = aPosition * uBox.zw;
  vec3 at = uProjectionMatrix * uWorldTransformMatrix * vec3(uBox.xy + vPixel, 1.);
  gl_Position = vec4(at.xy, 0., 1.);
}`;

// Whole numbers find the cell of a pixel and the cell's first and last pixel, as cellEdge does for Canvas 2D.
// Values below 0 stand for "no value". The disc of a dot covers its edge pixels in part.
const fragment = `#version 300 es
precision highp float;
precision highp int;
in vec2 vPixel;
uniform vec4 uBox;
uniform vec4 uCells;
uniform highp sampler2D uValues;
uniform highp sampler2D uRamp;
out vec4 color;
void main() {
  ivec2 size = ivec2(uBox.zw), count = ivec2(uCells.xy), pixel = ivec2(vPixel);
  ivec2 cell = min((2 * pixel + 1) * count / (2 * size), count - 1);
  float value = texelFetch(uValues, cell, 0).r;
  ivec2 low = (2 * cell * size + count - 1) / (2 * count);
  ivec2 high = (2 * (cell + 1) * size + count - 1) / (2 * count) - int(uCells.z);
  float cover = value < 0. || any(greaterThanEqual(pixel, high)) ? 0. : 1.;
  if (uCells.w > 0.) {
    float radius = uCells.w * sqrt(max(value, 0.));
    float away = distance(vPixel, vec2(low + high) / 2.);
    cover *= clamp(radius + .5 - away, 0., 1.) * min(1., 3.1416 * radius * radius);
  }
  vec4 shade = texelFetch(uRamp, ivec2(clamp(255. * value + .5, 0., 255.), 0), 0);
  color = vec4(shade.rgb * shade.a, shade.a) * cover;
}`;

const program = new GlProgram({ vertex, fragment, name: 'attention-cells' });

/** Draws one heat map from a texture of values and a texture of colours. */
export class CellsMesh {
  readonly mesh: Mesh<Geometry, Shader>;
  #box = new Float32Array(4);
  #cells = new Float32Array(4);
  #shader: Shader;

  /** `values`: one float a cell, below 0 for none; `ramp`: 256 × 1 RGBA, straight alpha. */
  constructor(values: TextureSource, ramp: TextureSource) {
    const uniforms = new UniformGroup({
      uBox: { value: this.#box, type: 'vec4<f32>' },
      uCells: { value: this.#cells, type: 'vec4<f32>' },
    });
    this.#shader = new Shader({ glProgram: program, resources: { uniforms, uValues: values, uRamp: ramp } });
    this.mesh = new Mesh({ geometry: square, shader: this.#shader });
  }

  /** Places the map and chooses its colours. */
  set({ x, y, width, height, rows, columns, gap, dot }: CellLayout, ramp: TextureSource): void {
    this.#box.set([x, y, width, height]);
    this.#cells.set([columns, rows, gap, dot]);
    (this.#shader.resources as { uRamp: TextureSource }).uRamp = ramp;
  }

  destroy(): void {
    this.mesh.destroy();
    this.#shader.destroy();
  }
}
