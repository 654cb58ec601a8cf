/** What engines other than Chromium lack where the tests run; there, such tests say so by skipping themselves. */
const isChromium = navigator.userAgent.includes('Chrome/');

/** Headless Firefox has no WebGL on machines without a display. Chromium brings its own. */
export function needsWebGL(context: Mocha.Context): void {
  if (!isChromium && !document.createElement('canvas').getContext('webgl2')) context.skip();
}

/** Media are emulated by Chromium's protocol alone. */
export function needsEmulation(context: Mocha.Context): void {
  if (!isChromium) context.skip();
}
