import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { keepDifference, Studio } from './studio.mjs';
import { scripts } from './views.mjs';

/** A test for each sheet and script: the pictures are those that somebody has looked at. */
export function testSheets(names) {
  let studio;
  const checked = new Map();

  before(async () => {
    studio = await Studio.open();
  });
  after(() => studio?.close());

  for (const sheet of names) {
    for (const script of Object.keys(scripts)) {
      test(`${sheet} in ${script}: light and dark, 360 and 1200 pixels wide, as in the reference`, async (t) => {
        const missing = studio.missingFonts(script);
        if (missing.length) return t.skip(`no ${missing.join(', ')} here`);
        if (!checked.has(sheet)) checked.set(sheet, studio.check(sheet));
        const different = (await checked.get(sheet)).filter((figure) => figure.script === script);
        const files = different.map((figure) => keepDifference(sheet, figure));
        assert.deepEqual(files, [], 'reference, now and difference side by side');
      });
    }
  }
}
