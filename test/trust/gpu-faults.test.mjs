/** WebGL that is missing, refused or lost: Canvas 2D draws the same scene, and the GPU draws again when it is back. */
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import {
  differs,
  drawn,
  faultLab,
  hasGpu,
  hide,
  keep,
  kinds,
  meet,
  problem,
  reveal,
  save,
  show,
} from '../tools/fault-lab.mjs';
import { until } from '../tools/pages.mjs';

/** Most of the drawn pixels that may differ much: edges that the GPU and Canvas 2D round in their own ways. */
const same = 0.02;

let lab;

before(async () => {
  lab = await faultLab();
});

after(() => lab?.close());

const copies = (tab) => tab.evaluate(() => window.copies);

/** Takes the context that draws away, or gives it back. */
const stage = (tab, verb) =>
  tab.evaluate(async (call) => {
    window.stage ??= window.contexts.find((gl) => gl instanceof WebGL2RenderingContext);
    window.stage[call]();
    await new Promise((resolve) => setTimeout(resolve, 60));
  }, verb);

/** The pictures of all states, as the GPU draws them. */
async function byGpu({ body, states }) {
  const { tab, context } = await lab.open(body);
  await hasGpu(tab);
  const pictures = [];
  // the first is what stands there
  for (const i of [...states.keys()].reverse()) {
    const already = await copies(tab);
    await show(tab, states[i]);
    await until(async () => (await copies(tab)) > already, 'a picture by the GPU');
    pictures[i] = await save(tab, i);
  }
  assert.ok((await differs(tab, 1)) > 2 * same, 'the states look different');
  await context.close();
  return pictures;
}

for (const [tag, kind] of Object.entries(kinds)) {
  const { body, states } = kind;
  let pictures;

  /** Shows a state and compares it with what the GPU drew of it. */
  const showsAsTheGpu = async (tab, index, what) => {
    await show(tab, states[index]);
    const off = await differs(tab, index);
    assert.ok(off < same, `${what}: ${(100 * off).toFixed(1)} % of the pixels are others`);
  };

  const openWithPictures = async (more = '', options = {}) => {
    pictures ??= await byGpu(kind);
    const opened = await lab.open(`${body}${more}`, options);
    for (const [i, picture] of pictures.entries()) await keep(opened.tab, i, picture);
    return opened;
  };

  for (const refuse of ['missing', 'no WebGL 2', 'broken']) {
    test(`${tag}, WebGL ${refuse}: Canvas 2D draws the same pictures`, async () => {
      const { tab, errors, context } = await openWithPictures('', { refuse });
      for (const i of states.keys()) await showsAsTheGpu(tab, i, `state ${i}`);
      await tab.waitForLoadState('networkidle');
      await showsAsTheGpu(tab, 1, 'once the GPU is given up');
      assert.equal(await copies(tab), 0);
      assert.equal(await tab.evaluate(() => window.contexts.filter((gl) => !gl.isContextLost()).length), 0);
      if (refuse === 'broken')
        assert.ok(await tab.evaluate(() => window.contexts.length > 0), 'it was tried');
      assert.equal(await problem(tab), undefined);
      assert.deepEqual(errors, []);
      await context.close();
    });
  }

  test(`${tag}, a lost context: the same pictures by Canvas 2D, ten times, and each time by the GPU again when it is back`, async () => {
    const { tab, errors, context } = await openWithPictures();
    await hasGpu(tab);
    for (let i = 0; i < 10; i++) {
      await stage(tab, 'lose');
      const before = await copies(tab);
      await showsAsTheGpu(tab, 2, `lost the ${i + 1}. time`);
      assert.equal(await copies(tab), before, 'nothing comes from a lost context');
      await stage(tab, 'restore');
      // not the picture of the last time, of which a copy is kept
      await showsAsTheGpu(tab, i % 2, `restored the ${i + 1}. time`);
      assert.ok((await copies(tab)) > before, `the GPU draws again the ${i + 1}. time`);
    }
    assert.equal(await tab.evaluate(() => window.contexts.filter((gl) => !gl.isContextLost()).length), 1);
    assert.equal(await problem(tab), undefined);
    assert.deepEqual(errors, []);
    await context.close();
  });

  test(`${tag}, a context that is lost as soon as Pixi has started: drawn all the same, and by the GPU when it is back`, async () => {
    const { tab, errors, context } = await openWithPictures('', { refuse: 'lost' });
    const isLost = () =>
      window.contexts.some((gl) => gl instanceof WebGL2RenderingContext) &&
      window.contexts.every((gl) => gl.isContextLost());
    await until(() => tab.evaluate(isLost), 'the loss');
    const before = await copies(tab);
    for (const i of states.keys()) await showsAsTheGpu(tab, i, `state ${i}`);
    assert.equal(await copies(tab), before);
    assert.equal(await problem(tab), undefined);
    await stage(tab, 'restore');
    let i = 0;
    await until(async () => {
      await showsAsTheGpu(tab, i++ % 2, 'with the context back');
      return (await copies(tab)) > before;
    }, 'a picture by the GPU');
    assert.deepEqual(errors, []);
    await context.close();
  });

  for (const [where, away, back] of [
    ['out of sight', () => window.scrollTo(0, 6000), () => window.scrollTo(0, 0)],
    [
      'without display',
      () => (window.view().style.display = 'none'),
      () => (window.view().style.display = ''),
    ],
  ]) {
    test(`${tag}, a context that is lost and comes back while the figure is ${where}`, async () => {
      const { tab, errors, context } = await openWithPictures('<p style="height: 6000px">');
      await hasGpu(tab);
      await showsAsTheGpu(tab, 0, 'before');
      await tab.evaluate(away);
      await stage(tab, 'lose');
      await show(tab, states[1]);
      await stage(tab, 'restore');
      const already = await copies(tab);
      await show(tab, states[2]);
      await tab.evaluate(back);
      await until(async () => (await copies(tab)) > already, 'a picture by the GPU');
      await showsAsTheGpu(tab, 2, 'when it is seen again');

      // and one that is lost in the dark and stays lost
      await tab.evaluate(away);
      await stage(tab, 'lose');
      await show(tab, states[1]);
      await tab.evaluate(back);
      await until(async () => (await differs(tab, 1)) < same, 'the picture by Canvas 2D');
      assert.equal(await problem(tab), undefined);
      assert.deepEqual(errors, []);
      await context.close();
    });
  }

  test(`${tag}, a context that is lost in a window that nobody sees`, async (t) => {
    const { tab, errors, context } = await openWithPictures();
    await hasGpu(tab);
    if (!(await hide(tab))) {
      await context.close();
      return t.skip('this browser shows every tab');
    }
    await stage(tab, 'lose');
    await tab.evaluate((values) => void Object.assign(window.view(), values), states[1]);
    await stage(tab, 'restore');
    await reveal(tab);
    await showsAsTheGpu(tab, 2, 'in front again');
    await showsAsTheGpu(tab, 1, 'and after one more change');
    assert.equal(await problem(tab), undefined);
    assert.deepEqual(errors, []);
    await context.close();
  });
}

test('a painter that comes to a figure only after its context was lost draws by the GPU once it is back', async () => {
  const { body, states } = kinds['attention-view'];
  const { tab, errors, context } = await lab.open(`${body}${body}`);
  await hasGpu(tab);
  await stage(tab, 'lose');
  await meet(tab, 1);
  await show(tab, states[1], 1);
  await drawn(tab, 1);
  const before = await copies(tab);
  await stage(tab, 'restore');
  await show(tab, states[2], 1);
  await until(async () => (await copies(tab)) > before, 'a picture by the GPU');
  assert.deepEqual(errors, []);
  await context.close();
});
