import { expect } from '@open-wc/testing';
import { describeNamed, scenes } from './records/describe-all.js';
import type { Description } from './records/describe.js';

type Records = Record<string, Description[] | string>;

/**
 * Scenes as they were when somebody last looked at the pictures. Where a change is meant, `npm run pictures` records them
 * anew, beside the pictures that show what has changed.
 */
describe('a scene is the one that was recorded', () => {
  let records: Records | undefined;

  before(async function () {
    // sines and powers differ in their last digits from engine to engine, and a twentieth of a pixel may hang on them
    if (globalThis.navigator && !navigator.userAgent.includes('Chrome/')) this.skip();
    const file = new URL('../fixtures/scenes.json', import.meta.url);
    records ??= (await (await fetch(file)).json()) as Records;
  });

  for (const name of Object.keys(scenes)) {
    it(name, () => {
      expect(describeNamed(name)).to.deep.equal(records![name]);
    });
  }

  it('and none is recorded that is no longer drawn', () => {
    expect(Object.keys(records!).sort()).to.deep.equal(Object.keys(scenes).sort());
  });
});
