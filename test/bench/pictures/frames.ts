/**
 * Resolves when what stands in the page now is on the screen: the third frame cannot begin before the browser has drawn
 * what the first one showed. The browser runs without the limit of 60 frames a second, so waiting costs what drawing costs.
 */
export async function onScreen(): Promise<void> {
  for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame);
}

/** A place in the page for one contender. */
export function place(width = 760): HTMLDivElement {
  const box = document.createElement('div');
  box.style.cssText = `width: ${width}px; margin: 0 0 24px`;
  document.body.prepend(box);
  return box;
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
