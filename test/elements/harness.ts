import '../../src/define/index.js';
import { fixture } from '@open-wc/testing';
import type { AttentionView } from '../../src/elements/attention-view.js';
import type { TransformerDiagram } from '../../src/elements/transformer-diagram.js';

/** Any element of the library. */
export type Drawn = AttentionView | TransformerDiagram;

/** An `<attention-view>` in the page with its picture painted, or its message shown. */
export const view = (markup: string, width = 640) => drawn('attention-view', markup, width);

/** The same for a `<transformer-diagram>`. */
export const diagram = (markup: string, width = 640) => drawn('transformer-diagram', markup, width);

async function drawn<Tag extends 'attention-view' | 'transformer-diagram'>(
  tag: Tag,
  markup: string,
  width: number,
): Promise<HTMLElementTagNameMap[Tag]> {
  const box = await fixture<HTMLDivElement>(`<div style="width: ${width}px"></div>`);
  const element = document.createElement('div');
  element.innerHTML = markup;
  const made = element.querySelector<HTMLElementTagNameMap[Tag]>(tag)!;
  box.append(made);
  await shown(made);
  return made;
}

/** Resolves when the element shows a picture or a message for its present input. */
export async function shown(element: Drawn): Promise<void> {
  for (let i = 0; i < 200; i++) {
    await element.updateComplete;
    if (part(element, 'error') || (part(element, 'canvas') && inkOf(element) > 0)) break;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await element.updateComplete;
}

/** Waits until a condition holds; fails with its text after ten seconds, which a loaded machine may need. */
export async function until(condition: () => boolean, what: string): Promise<void> {
  for (let i = 0; i < 1000; i++) {
    if (condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`waited in vain until ${what}`);
}

export const part = (element: Drawn, name: string) =>
  element.shadowRoot!.querySelector<HTMLElement>(`[part~="${name}"]`);

export const parts = (element: Drawn, name: string) => [
  ...element.shadowRoot!.querySelectorAll<HTMLElement>(`[part~="${name}"]`),
];

export const text = (element: Drawn, name: string) =>
  (part(element, name)?.textContent ?? '').replace(/\s+/g, ' ').trim();

/** How many pixels of the drawing are not empty; of an element that is not loaded yet, none. */
export const inkOf = (element: Drawn) => inkIn(part(element, 'canvas') as HTMLCanvasElement | null);

/** The same of any canvas. */
export function inkIn(canvas: HTMLCanvasElement | null): number {
  if (!canvas || canvas.width === 0 || canvas.height === 0) return 0;
  const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
  let count = 0;
  for (let i = 3; i < data.length; i += 4) if (data[i]! > 0) count++;
  return count;
}

/** The next event of a name. */
export const next = <Detail>(target: EventTarget, name: string) =>
  new Promise<CustomEvent<Detail>>((resolve) =>
    target.addEventListener(name, (event) => resolve(event as CustomEvent<Detail>), { once: true }),
  );
