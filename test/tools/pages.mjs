/** What tests of whole pages share: patience, an eye for pictures, and an ear for complaints. */
import assert from 'node:assert/strict';

/** Waits without Playwright's waitForFunction, which needs eval. */
export async function until(check, what) {
  for (const start = Date.now(); Date.now() - start < 20_000;) {
    if (await check()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail(`waited 20 s in vain: ${what}`);
}

/** For `page.evaluate`: number of different colours on the canvas of the figure of that index in the page. */
export function colorsDrawn(index = 0) {
  const view = globalThis.document.querySelectorAll('attention-view, transformer-diagram')[index];
  const canvas = view.shadowRoot?.querySelector('canvas');
  if (!canvas?.width || !canvas.height) return 0;
  const copy = Object.assign(globalThis.document.createElement('canvas'), {
    width: canvas.width,
    height: canvas.height,
  });
  const context = copy.getContext('2d');
  context.drawImage(canvas, 0, 0);
  return new Set(new Uint32Array(context.getImageData(0, 0, copy.width, copy.height).data.buffer)).size;
}

/** List that grows with whatever goes wrong in a tab: errors, console messages, requests that fail. */
export function listen(tab) {
  const complaints = [];
  tab.on('pageerror', (error) => complaints.push(error.message));
  tab.on('console', (message) => complaints.push(message.text()));
  tab.on('requestfailed', (request) =>
    complaints.push(`failed: ${request.url()}: ${request.failure()?.errorText}`),
  );
  tab.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()}: ${response.url()}`);
  });
  return complaints;
}
