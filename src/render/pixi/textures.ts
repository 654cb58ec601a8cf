import { BufferImageSource, type TextureSource } from 'pixi.js';
import { counts } from './counts.js';

interface Held {
  source: TextureSource;
  used: boolean;
  /** Pictures that it was in. */
  pictures: number;
}

const sizeOf = ({ source }: Held) => source.width * source.height;

/**
 * Textures by the arrays that they show: the same array is not uploaded again. Those that are out of use stay on the GPU as
 * long as there is room, the newest longest.
 */
export class Textures<Key extends Float32Array | Uint8Array> {
  #known = new Map<Key, Held>();
  #least: number;

  /** `least`: pictures that a texture must have been in to stay when it is out of use. */
  constructor(least: number) {
    this.#least = least;
  }

  /** The texture of an array: one float, or four bytes, a texel. `make` gives the texels, where they are not the array. */
  use(
    key: Key,
    width: number,
    height: number,
    make: () => Float32Array | Uint8Array = () => key,
  ): TextureSource {
    const held = this.#known.get(key) ?? {
      ...{ source: upload(make(), width, height), used: false, pictures: 0 },
    };
    if (!held.used) held.pictures++;
    held.used = true;
    // the newest is the last
    this.#known.delete(key);
    this.#known.set(key, held);
    return held.source;
  }

  /** What there is goes as soon as it is out of use. */
  forget(): void {
    for (const held of this.#known.values()) held.pictures = -Infinity;
  }

  /** Frees what has not been used since the last time and has no room: `spare` texels in all may stay. */
  sweep(spare: number): void {
    let room = spare;
    for (const [key, held] of [...this.#known].reverse()) {
      if (!held.used && (held.pictures < this.#least || (room -= sizeOf(held)) < 0)) {
        this.#known.delete(key);
        counts.textures--;
        held.source.destroy();
      }
      held.used = false;
    }
  }
}

function upload(resource: Float32Array | Uint8Array, width: number, height: number): TextureSource {
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
