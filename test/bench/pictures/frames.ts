import { Seen } from '../bench.js';

let marks = 0;

/**
 * Resolves with the time at which what stands in the page now is on the screen. A dot is put beside it, and the browser
 * tells when it has presented the frame with that dot (Element Timing). Frames of the page are no such sign: they go on
 * while the browser still rasterises, and thousands of SVG paths would cost nothing. For the same reason a picture has to
 * stand within the window: what is below it is not rasterised.
 */
export function onScreen(): Promise<Seen> {
  const dot = document.createElement('p');
  dot.textContent = '.';
  dot.style.cssText = 'position: fixed; left: 0; top: 0; margin: 0; font: 8px sans-serif';
  const name = `seen-${marks++}`;
  dot.setAttribute('elementtiming', name);
  return new Promise((resolve) => {
    const observer = new PerformanceObserver((list) => {
      const entry = list.getEntries().find((one) => (one as PerformanceElementTiming).identifier === name);
      if (!entry) return;
      observer.disconnect();
      dot.remove();
      resolve(new Seen((entry as PerformanceElementTiming).renderTime));
    });
    observer.observe({ type: 'element' });
    document.body.append(dot);
  });
}

/** Of Element Timing, what is used here; TypeScript's library lacks it. */
interface PerformanceElementTiming extends PerformanceEntry {
  identifier: string;
  renderTime: number;
}

/** A place in the page for one contender. */
export function place(width = 760): HTMLDivElement {
  const box = document.createElement('div');
  box.style.cssText = `width: ${width}px; margin: 0 0 24px`;
  document.body.prepend(box);
  return box;
}

/**
 * Lays places over each other at the top of the window. What comes back shows one and hides the others: none is timed while
 * the browser has another's picture to put on the screen.
 */
export function alone(boxes: HTMLElement[]): (() => Promise<Seen>)[] {
  for (const box of boxes) Object.assign(box.style, { position: 'absolute', top: 0 });
  return boxes.map((box) => () => {
    for (const other of boxes) other.style.visibility = other === box ? 'visible' : 'hidden';
    return onScreen();
  });
}

/** Loads a classic script once. */
export function script(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    if (document.querySelector(`script[src="${url}"]`)) return resolve();
    const element = document.createElement('script');
    element.src = url;
    element.onload = () => resolve();
    element.onerror = () => reject(new Error(`cannot load ${url}`));
    document.head.append(element);
  });
}

/** Waits until nothing of the last contender is under way any more. */
export const settle = (ms = 250) => new Promise((resolve) => setTimeout(resolve, ms));
