import type { Contender } from '../bench.js';
import { onScreen, place } from './frames.js';

const vertex = `#version 300 es
in vec2 at;
uniform vec4 part;
out vec2 place;
void main() {
  place = part.xy + at * part.zw;
  gl_Position = vec4(2. * at.x - 1., 1. - 2. * at.y, 0., 1.);
}`;

const fragment = `#version 300 es
precision highp float;
uniform highp sampler2D map;
in vec2 place;
out vec4 color;
void main() {
  float w = texture(map, place).r;
  color = vec4(1. - .8 * w, 1. - .7 * w, 1., 1.);
}`;

/** A context with the program that draws one texture: the least that any WebGL heat map needs. */
function start(side: number) {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = side;
  const gl = canvas.getContext('webgl2', { antialias: false, depth: false })!;
  const program = gl.createProgram();
  for (const [type, source] of [
    [gl.VERTEX_SHADER, vertex],
    [gl.FRAGMENT_SHADER, fragment],
  ] as const) {
    const shader = gl.createShader(type)!;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  gl.useProgram(program);
  gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
  gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([0, 0, 1, 0, 0, 1, 1, 1]), gl.STATIC_DRAW);
  gl.enableVertexAttribArray(0);
  gl.vertexAttribPointer(gl.getAttribLocation(program, 'at'), 2, gl.FLOAT, false, 0, 0);
  return { canvas, gl, part: gl.getUniformLocation(program, 'part') };
}

function upload(gl: WebGL2RenderingContext, n: number, data: Float32Array | Uint8Array): void {
  gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
  for (const name of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER])
    gl.texParameteri(gl.TEXTURE_2D, name, gl.NEAREST);
  gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
  if (data instanceof Float32Array) gl.texImage2D(gl.TEXTURE_2D, 0, gl.R32F, n, n, 0, gl.RED, gl.FLOAT, data);
  else gl.texImage2D(gl.TEXTURE_2D, 0, gl.R8, n, n, 0, gl.RED, gl.UNSIGNED_BYTE, data);
}

/** Context, upload of all cells and one draw, until it is on the screen. Cells between pixels are simply lost. */
export function bareWebgl(n: number, data: Float32Array, side = 700): Contender {
  let made: ReturnType<typeof start> | undefined;
  let box: HTMLElement | undefined;
  return {
    name: 'bare WebGL2',
    run: () => {
      box = place();
      made = start(side);
      upload(made.gl, n, data);
      made.gl.uniform4f(made.part, 0, 0, 1, 1);
      made.gl.drawArrays(made.gl.TRIANGLE_STRIP, 0, 4);
      box.append(made.canvas);
      return onScreen();
    },
    after: () => {
      made?.gl.getExtension('WEBGL_lose_context')?.loseContext();
      box?.remove();
    },
  };
}

/** Draws another part of what is on the GPU already: what one step of zooming costs at least. */
export function bareZoom(
  n: number,
  data: Uint8Array,
  parts: (turn: number) => number[],
  side = 700,
): Contender & { box: HTMLElement } {
  const { canvas, gl, part } = start(side);
  const most = Math.min(n, gl.getParameter(gl.MAX_TEXTURE_SIZE) as number);
  upload(gl, most, data.subarray(0, most * most));
  const box = place();
  box.append(canvas);
  let turn = 0;
  return {
    box,
    name: 'bare WebGL2',
    run: () => {
      gl.uniform4f(part, ...(parts(turn++) as [number, number, number, number]));
      gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
      return onScreen();
    },
  };
}
