import { Buffer, BufferUsage, Geometry, GlProgram, Mesh, Shader, UniformGroup } from 'pixi.js';
import type { LinksMark } from '../../scene/scene.js';

/** Parts of a curve: so many that a large arc has no corners; fewer where no single curve can be followed by eye. */
const partsOf = (count: number) => (count < 2_000 ? 80 : count < 20_000 ? 32 : 16);

const vertex = `#version 300 es
in vec2 aStrip;
in vec4 aFrom;
in vec4 aTo;
in float aWidth;
in vec4 aColor;
uniform mat3 uProjectionMatrix;
uniform mat3 uWorldTransformMatrix;
uniform float uRatio;
out float vAway;
out float vHalf;
out vec4 vColor;
void main() {
  float t = aStrip.x, u = 1. - t;
  vec2 a = aFrom.xy, b = aFrom.zw, c = aTo.xy, d = aTo.zw;
  vec2 at = uRatio * (u * u * (u * a + 3. * t * b) + t * t * (3. * u * c + t * d));
  t = clamp(t, .01, .99);
  u = 1. - t;
  vec2 along = u * u * (b - a) + 2. * u * t * (c - b) + t * t * (d - c);
  float speed = length(along);
  vec2 across = speed > 0. ? vec2(-along.y, along.x) / speed : vec2(0., 1.);
  vHalf = .5 * uRatio * aWidth;
  vAway = aStrip.y * (vHalf + 1.);
  vec3 place = uProjectionMatrix * uWorldTransformMatrix * vec3(at + across * vAway, 1.);
  gl_Position = vec4(place.xy, 0., 1.);
  vColor = vec4(aColor.rgb * aColor.a, aColor.a);
}`;

// A pixel is covered as far as the line reaches into it; lines thinner than a pixel never cover one wholly.
const fragment = `#version 300 es
precision highp float;
in float vAway;
in float vHalf;
in vec4 vColor;
out vec4 color;
void main() {
  color = vColor * clamp(vHalf + .5 - abs(vAway), 0., min(1., 2. * vHalf));
}`;

const program = new GlProgram({ vertex, fragment, name: 'attention-links' });

const usage = BufferUsage.VERTEX | BufferUsage.COPY_DST;

/** The ribbon that becomes each curve: two vertices (place along the curve 0 to 1, side -1 or 1) at every joint. */
const ribbons = new Map<number, Buffer>();

function ribbon(count: number): Buffer {
  let buffer = ribbons.get(count);
  if (!buffer) {
    const data = new Float32Array(4 * (count + 1));
    for (let i = 0; i <= count; i++) data.set([i / count, -1, i / count, 1], 4 * i);
    ribbons.set(count, (buffer = new Buffer({ data, usage })));
  }
  return buffer;
}

/** One byte for each of r, g, b, a: colours with the opacity of their curves. */
function curveColors({ count, colorIndex, alphas, colors }: LinksMark): Uint8Array {
  const bytes = new Uint8Array(4 * count);
  for (let i = 0, at = 0; i < count; i++) {
    const [r, g, b, a] = colors[colorIndex[i]!] ?? [0, 0, 0, 0];
    bytes[at++] = r;
    bytes[at++] = g;
    bytes[at++] = b;
    bytes[at++] = Math.round(255 * Math.min(1, Math.max(0, a * alphas[i]!)));
  }
  return bytes;
}

/** Draws all curves of a mark at once: the GPU bends one ribbon along each. */
export class LinksMesh {
  readonly mesh: Mesh<Geometry, Shader>;
  #uniforms = new UniformGroup({ uRatio: { value: 1, type: 'f32' } });
  #shader = new Shader({ glProgram: program, resources: { uniforms: this.#uniforms } });
  #geometry: Geometry;
  #buffers: Buffer[];

  constructor(mark: LinksMark) {
    const { count } = mark;
    const [points, widths, colors] = [mark.points, mark.widths, curveColors(mark)].map(
      (data) => new Buffer({ data, usage }),
    ) as [Buffer, Buffer, Buffer];
    this.#buffers = [points, widths, colors];
    const instance = true;
    this.#geometry = new Geometry({
      attributes: {
        aStrip: { buffer: ribbon(partsOf(count)), format: 'float32x2' },
        aFrom: { buffer: points, format: 'float32x4', stride: 32, offset: 0, instance },
        aTo: { buffer: points, format: 'float32x4', stride: 32, offset: 16, instance },
        aWidth: { buffer: widths, format: 'float32', stride: 4, offset: 0, instance },
        aColor: { buffer: colors, format: 'unorm8x4', stride: 4, offset: 0, instance },
      },
      topology: 'triangle-strip',
      instanceCount: count,
    });
    this.mesh = new Mesh({ geometry: this.#geometry, shader: this.#shader });
  }

  /** Chooses the device pixels per CSS pixel. */
  set(ratio: number): void {
    this.#uniforms.uniforms.uRatio = ratio;
  }

  destroy(): void {
    this.mesh.destroy();
    this.#shader.destroy();
    this.#geometry.destroy();
    for (const buffer of this.#buffers) buffer.destroy();
  }
}
