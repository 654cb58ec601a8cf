import '../../../src/define/index.js';
import type { AttentionView } from '../../../src/elements/attention-view.js';
import type { Contender, Seen } from '../bench.js';
import { onScreen, place, settle } from './frames.js';

/** What is set on the element. */
export type Settings = Partial<
  Pick<AttentionView, 'view' | 'weights' | 'tokens' | 'head' | 'layer' | 'topK' | 'src' | 'cells'>
>;

/** An `<attention-view>` in the page whose first picture is on the screen, and since when. */
export async function show(
  settings: Settings,
  box = place(),
): Promise<{ element: AttentionView; seen: Seen }> {
  const element = document.createElement('attention-view');
  Object.assign(element, settings);
  const load = new Promise<void>((resolve, reject) => {
    element.addEventListener('attention-load', () => resolve(), { once: true });
    element.addEventListener('error', (event) => reject((event as unknown as CustomEvent<Error>).detail), {
      once: true,
    });
  });
  box.append(element);
  await load;
  await element.updateComplete;
  return { element, seen: await onScreen() };
}

/** The element's first picture, from being put into the page until it is on the screen. */
export function firstPicture(settings: () => Settings, name = 'attention-view'): Contender {
  let element: AttentionView | undefined;
  return {
    name,
    run: async () => {
      const shown = await show(settings());
      ({ element } = shown);
      return shown.seen;
    },
    after: async () => {
      await settle();
      element?.parentElement?.remove();
    },
  };
}

/**
 * The reader's pointer goes to place after place; each run is one move, until it is on the screen. The element draws in the
 * next frame: what is done there after it is presented with it.
 */
export function pointing(
  element: AttentionView,
  spot: (turn: number, box: DOMRect) => [x: number, y: number],
): () => Promise<Seen> {
  let turn = 0;
  return async () => {
    const figure = element.shadowRoot!.querySelector('.figure')!;
    const box = figure.querySelector('canvas')!.getBoundingClientRect();
    const [x, y] = spot(turn++, box);
    const at = { clientX: box.left + x, clientY: box.top + y, bubbles: true, pointerType: 'mouse' };
    figure.dispatchEvent(new PointerEvent('pointermove', at));
    await Promise.resolve();
    await new Promise(requestAnimationFrame);
    return onScreen();
  };
}
