import { emulateMedia, setViewport } from '@web/test-runner-commands';

/** What engines other than Chromium lack where the tests run; there, such tests skip themselves and say why. */
const isChromium = navigator.userAgent.includes('Chrome/');
const isGtk = navigator.userAgent.includes('AppleWebKit') && !isChromium;

function skip(context: Mocha.Context, reason: string): never {
  console.warn(`skipped: ${context.test?.title ?? ''}: ${reason}`);
  return context.skip();
}

/** Headless Firefox has no WebGL on machines without a display. Chromium brings its own. */
export function needsWebGL(context: Mocha.Context): void {
  if (!isChromium && !document.createElement('canvas').getContext('webgl2'))
    skip(context, 'this browser has no WebGL 2 here');
}

/** Makes the page as wide as a phone; the test gives it the usual size again. */
export async function emulatePhone(context: Mocha.Context): Promise<void> {
  if (isGtk) skip(context, 'WebDriver sets the size of windows, and no window is so narrow');
  await setViewport({ width: 360, height: 800 });
}

const askMedia = window.matchMedia.bind(window);

/** What a reader asked for. Only Chromium's protocol can set it; elsewhere the page is answered so when it asks. */
export async function emulateMotion(reducedMotion: 'reduce' | 'no-preference'): Promise<void> {
  if (isChromium) return emulateMedia({ reducedMotion });
  window.matchMedia = (query) => {
    const asked = /prefers-reduced-motion: ([\w-]+)/.exec(query)?.[1];
    return asked ? askMedia(asked === reducedMotion ? 'all' : 'not all') : askMedia(query);
  };
}

/** Colours that the system decides. Only Chromium's protocol can set them; the test gives them back. */
export async function emulateForcedColors(
  context: Mocha.Context,
  forcedColors: 'active' | 'none',
): Promise<void> {
  if (!isChromium) skip(context, 'only the protocol of Chromium forces colours');
  await emulateMedia({ forcedColors });
}
