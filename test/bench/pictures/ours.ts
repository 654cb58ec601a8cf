import '../../../src/define/index.js';
import type { AttentionView } from '../../../src/elements/attention-view.js';
import type { Contender } from '../bench.js';
import { onScreen, place, settle } from './frames.js';

/** What is set on the element. */
export type Settings = Partial<
  Pick<AttentionView, 'view' | 'weights' | 'tokens' | 'head' | 'layer' | 'topK' | 'src' | 'cells'>
>;

/** An `<attention-view>` in the page whose first picture is on the screen. */
export async function show(settings: Settings, box = place()): Promise<AttentionView> {
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
  await onScreen();
  return element;
}

/** The element's first picture, from being put into the page until it is on the screen. */
export function firstPicture(settings: () => Settings, name = 'attention-view'): Contender {
  let element: AttentionView | undefined;
  return {
    name,
    run: async () => {
      element = await show(settings());
    },
    after: async () => {
      await settle();
      element?.parentElement?.remove();
    },
  };
}

/** The reader's pointer goes to place after place; each run is one move, until it is on the screen. */
export function pointing(
  element: AttentionView,
  spot: (turn: number, box: DOMRect) => [x: number, y: number],
): () => Promise<void> {
  let turn = 0;
  return async () => {
    const figure = element.shadowRoot!.querySelector('.figure')!;
    const box = figure.querySelector('canvas')!.getBoundingClientRect();
    const [x, y] = spot(turn++, box);
    const at = { clientX: box.left + x, clientY: box.top + y, bubbles: true, pointerType: 'mouse' };
    figure.dispatchEvent(new PointerEvent('pointermove', at));
    await element.updateComplete;
    await onScreen();
  };
}
