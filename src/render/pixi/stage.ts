import 'pixi.js/unsafe-eval';
import 'pixi.js/mesh';
import { Container, getTestContext, type Mesh, WebGLRenderer } from 'pixi.js';
import type { Box } from '../pixel-grid.js';
import { counts } from './counts.js';

/** Most pixels of the drawing buffer; larger pictures are drawn in pieces. */
const mostPixels = 2 ** 24;

const release = (gl: WebGLRenderingContext | WebGL2RenderingContext | null) =>
  gl?.getExtension('WEBGL_lose_context')?.loseContext();

/**
 * One WebGL context that draws for all canvases of the page. A piece is drawn into a canvas that nobody sees, then copied
 * to where it belongs, so that figures survive printing and may be more than the sixteen contexts of a browser.
 *
 * This is what Pixi's `multiView` is for; done here because that copies the whole buffer whatever the size of the picture,
 * keeps every canvas that it has ever drawn to, and does not notice that its context is lost.
 */
export class Stage {
  /** The most rows and columns of a texture. */
  readonly maxTexture: number;
  #gl: WebGL2RenderingContext;
  #renderer: WebGLRenderer;
  #canvas: HTMLCanvasElement;
  #root = new Container();
  #lost = false;
  #stop = new AbortController();

  /** Opens the context. Rejects where there is no WebGL 2. */
  static async open(): Promise<Stage> {
    try {
      return await Stage.#start();
    } finally {
      // the context in which Pixi has tried out what the GPU can do
      release(getTestContext());
    }
  }

  static async #start(): Promise<Stage> {
    const canvas = document.createElement('canvas');
    const gl = canvas.getContext('webgl2', { antialias: false, depth: false, stencil: true });
    if (!gl) throw new Error('WebGL 2 is not available');
    const renderer = new WebGLRenderer();
    try {
      await renderer.init({
        canvas,
        context: gl,
        width: 1,
        height: 1,
        backgroundAlpha: 0,
        skipExtensionImports: true,
      });
    } catch (cause) {
      renderer.scheduler?.destroy();
      release(gl);
      throw new Error('WebGL cannot be used', { cause });
    }
    // Pixi looks for old textures at every frame, even when nothing is drawn; here textures are freed when they go out of use
    renderer.scheduler.destroy();
    return new Stage(canvas, gl, renderer);
  }

  private constructor(canvas: HTMLCanvasElement, gl: WebGL2RenderingContext, renderer: WebGLRenderer) {
    this.#canvas = canvas;
    this.#gl = gl;
    this.#renderer = renderer;
    this.maxTexture = gl.getParameter(gl.MAX_TEXTURE_SIZE) as number;
    const { signal } = this.#stop;
    canvas.addEventListener('webglcontextlost', () => (this.#lost = true), { signal });
    canvas.addEventListener(
      'webglcontextrestored',
      () => {
        this.#lost = false;
        renderer.resetState();
      },
      { signal },
    );
    counts.contexts++;
  }

  /** Whether the GPU has taken the context away; it may come back. */
  get lost(): boolean {
    return this.#lost || this.#gl.isContextLost();
  }

  /**
   * Draws meshes, which stand in device pixels of the target, and copies the part inside `box` to the target. False when
   * the context was lost on the way.
   */
  draw(meshes: Mesh[], ctx: CanvasRenderingContext2D, box: Box): boolean {
    const { canvas } = ctx;
    const [left, top] = [Math.max(0, box.x), Math.max(0, box.y)];
    const right = Math.min(canvas.width, box.x + box.width);
    const bottom = Math.min(canvas.height, box.y + box.height);
    if (meshes.length === 0 || right <= left || bottom <= top) return true;
    const most = Math.min(this.maxTexture, 8192);
    const width = Math.min(most, right - left);
    const height = Math.min(most, bottom - top, Math.ceil(mostPixels / width));
    this.#fit(width, height);
    this.#root.addChild(...meshes);
    for (let y = top; y < bottom; y += height) {
      for (let x = left; x < right; x += width) {
        this.#root.position.set(-x, -y);
        this.#renderer.render({ container: this.#root });
        const [w, h] = [Math.min(width, right - x), Math.min(height, bottom - y)];
        if (!this.lost) ctx.drawImage(this.#canvas, 0, 0, w, h, x, y, w, h);
      }
    }
    this.#root.removeChildren();
    counts.draws++;
    return !this.lost;
  }

  /** Makes the buffer large enough; and smaller when it is much too large, as every copy costs by its size. */
  #fit(width: number, height: number): void {
    const canvas = this.#canvas;
    const large = canvas.width * canvas.height > 4 * width * height;
    if (!large && canvas.width >= width && canvas.height >= height) return;
    const grow = (now: number, need: number) => (large ? need : Math.max(now, need));
    this.#renderer.resize(grow(canvas.width, width), grow(canvas.height, height));
  }

  destroy(): void {
    this.#stop.abort();
    this.#root.destroy();
    this.#renderer.destroy();
    counts.contexts--;
  }
}
