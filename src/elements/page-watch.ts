/**
 * One observer of each kind for all elements of a page: size, nearness to the viewport, and whatever may change colours
 * (colour scheme, classes and attributes of the root that sites toggle, pixel ratio, fonts that arrive late).
 */

type Callback<T> = (value: T) => void;

const sizes = new Map<Element, Callback<number>>();
let sizeObserver: ResizeObserver | undefined;

/** Calls back with the content width of an element, in CSS pixels, now and when it changes. Returns the way to stop. */
export function watchWidth(element: Element, callback: Callback<number>): () => void {
  sizeObserver ??= new ResizeObserver((entries) => {
    // A new width changes the height: within the observer's turn that would be reported as a loop.
    requestAnimationFrame(() => {
      for (const entry of entries) sizes.get(entry.target)?.(entry.contentRect.width);
    });
  });
  sizes.set(element, callback);
  sizeObserver.observe(element);
  return () => {
    sizes.delete(element);
    sizeObserver?.unobserve(element);
  };
}

const nearness = new Map<Element, Callback<boolean>>();
let nearObserver: IntersectionObserver | undefined;
/** What is printed is near as a whole, and may be printed again. */
let printed = false;

function startNear(): IntersectionObserver {
  watchPrint(() => {
    printed = true;
    nearness.forEach((callback) => callback(true));
  });
  return new IntersectionObserver(
    (entries) => {
      for (const entry of entries) nearness.get(entry.target)?.(entry.isIntersecting || printed);
    },
    // a figure is ready before it scrolls in
    { rootMargin: '300px' },
  );
}

/** Calls back with whether an element is in or near the viewport. Returns the way to stop. */
export function watchNear(element: Element, callback: Callback<boolean>): () => void {
  nearObserver ??= startNear();
  nearness.set(element, callback);
  nearObserver.observe(element);
  return () => {
    nearness.delete(element);
    nearObserver?.unobserve(element);
  };
}

/** Calls back when the page is about to be printed. Returns the way to stop. */
export function watchPrint(callback: () => void): () => void {
  const stop = new AbortController();
  globalThis.addEventListener('beforeprint', callback, { signal: stop.signal });
  return () => stop.abort();
}

const looks = new Set<() => void>();
let stopLooks: (() => void) | undefined;

function startLooks(): () => void {
  const stop = new AbortController();
  const notify = () => looks.forEach((callback) => callback());
  const { signal } = stop;
  for (const query of [
    '(prefers-color-scheme: dark)',
    '(forced-colors: active)',
    '(prefers-contrast: more)',
  ]) {
    matchMedia(query).addEventListener('change', notify, { signal });
  }
  const watchRatio = () => {
    const query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    query.addEventListener('change', () => (notify(), watchRatio()), { signal, once: true });
  };
  watchRatio();
  // pages fade from light to dark: the colours are there at the end
  document.addEventListener(
    'transitionend',
    ({ target }) => {
      if (target === document.documentElement || target === document.body) notify();
    },
    { signal },
  );
  document.fonts?.addEventListener('loadingdone', notify, { signal });
  const roots = new MutationObserver(notify);
  roots.observe(document.documentElement, { attributes: true });
  if (document.body) roots.observe(document.body, { attributes: true });
  signal.addEventListener('abort', () => roots.disconnect());
  return () => stop.abort();
}

/** Calls back when colours, fonts or the pixel ratio of the page may have changed. Returns the way to stop. */
export function watchLooks(callback: () => void): () => void {
  looks.add(callback);
  stopLooks ??= startLooks();
  return () => {
    looks.delete(callback);
    if (looks.size > 0) return;
    stopLooks?.();
    stopLooks = undefined;
  };
}
