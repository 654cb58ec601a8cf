import { expect } from '@open-wc/testing';
import { headMatrix } from '../../src/core/attention-data.js';
import type { AttentionView } from '../../src/elements/attention-view.js';
import { planes } from '../../src/elements/load-image.js';
import { exactNumber } from '../../src/elements/reading.js';
import { openModel } from '../../src/models/open-model.js';
import { writePng } from '../../src/scene/png.js';
import { expectClose } from '../core/oracle.js';
import { weightsOf } from '../models/expected.js';
import { fixtureExpected, fixtureUrl } from '../models/fixture.js';
import { inkOf, part, text, until, view } from './harness.js';

const model = fixtureUrl('vit-tiny');
let png: string;
let bytes: Uint8ClampedArray;
let fromTorch: Record<string, Float32Array>;

before(async () => {
  fromTorch = await fixtureExpected('vit-tiny');
  const { pixels } = fromTorch;
  bytes = new Uint8ClampedArray(4 * 144).fill(255);
  for (let i = 0; i < 144; i++)
    for (let colour = 0; colour < 3; colour++) bytes[4 * i + colour] = 255 * pixels![colour * 144 + i]!;
  const file = writePng(bytes, 12, 12);
  png = URL.createObjectURL(new Blob([Uint8Array.from(file)], { type: 'image/png' }));
});

const shownImage = async (more = ''): Promise<AttentionView> => {
  const element = await view(
    `<attention-view lang="en" loading="eager" model="${model}" image="${png}" ${more}></attention-view>`,
  );
  await until(() => element.getWeights() !== undefined, 'the model has run');
  await until(() => inkOf(element) > 0, 'the picture is painted');
  return element;
};

/** Where the middle of a patch is on the page. */
function middleOf(element: AttentionView, row: number, column: number): { clientX: number; clientY: number } {
  const box = part(element, 'canvas')!.getBoundingClientRect();
  // the picture stands below a line of 2.4 font sizes and is as wide as 30
  const size = 14;
  const side = Math.min(box.width, 30 * size);
  const top = Math.round(2.4 * size);
  return {
    clientX: box.left + (box.width - side) / 2 + ((column + 0.5) * side) / 3,
    clientY: box.top + top + ((row + 0.5) * side) / 3,
  };
}

describe('image', () => {
  it('shows what PyTorch computes for the patches of the image', async () => {
    const element = await shownImage();
    const data = element.getWeights()!;
    expect(data.queryTokens).to.deep.equal([
      '[CLS]',
      '0,0',
      '0,1',
      '0,2',
      '1,0',
      '1,1',
      '1,2',
      '2,0',
      '2,1',
      '2,2',
    ]);
    expect([data.image!.rows, data.image!.columns, data.image!.width]).to.deep.equal([3, 3, 12]);
    // a PNG holds bytes: a pixel may be off by 1/510
    expectClose(weightsOf(data), fromTorch['probs']!, 5e-3, 'weights');
    const direct = await openModel(model);
    const run = await direct.run({ pixels: planes(bytes) });
    expectClose(weightsOf(data), weightsOf(run.parts[0]!), 1e-6, 'weights of the same bytes');
    direct.close();
  });

  it('draws [CLS] first, follows pointer, tap and keyboard, and reads exact weights', async () => {
    const element = await shownImage('head="0" layer="1"');
    expect(text(element, 'legend')).to.include('what [CLS] looks at');
    const figure = part(element, 'figure')!;
    figure.dispatchEvent(new PointerEvent('pointermove', { ...middleOf(element, 1, 2), bubbles: true }));
    await element.updateComplete;
    expect(text(element, 'legend')).to.include('what 1,2 looks at');
    figure.dispatchEvent(new MouseEvent('click', { ...middleOf(element, 1, 2), bubbles: true }));
    await element.updateComplete;
    expect(element.query).to.equal(6);
    figure.dispatchEvent(new PointerEvent('pointermove', { ...middleOf(element, 2, 0), bubbles: true }));
    await element.updateComplete;
    const weight = headMatrix(element.getWeights()!, 1, 0)[6 * 10 + 7]!;
    expect(text(element, 'tooltip')).to.include('1,2 → 2,0').and.to.include(exactNumber(weight));

    figure.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
    for (const key of ['ArrowDown', 'ArrowRight', 'Enter'])
      figure.dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true }));
    await element.updateComplete;
    expect(element.query, 'row 1, column 1').to.equal(5);
    expect([figure.getAttribute('aria-rowcount'), figure.getAttribute('aria-colcount')]).to.deep.equal([
      '3',
      '3',
    ]);
  });

  it('lists classes, and goes out as SVG and PNG with the image in it', async () => {
    const element = await shownImage('next-tokens="3"');
    await until(() => part(element, 'next') !== null, 'the classes');
    const names = [...part(element, 'next')!.querySelectorAll('.name')].map((each) => each.textContent);
    expect(names.sort()).to.deep.equal(['cat', 'dog', 'quince']);
    expect(part(element, 'next-token'), 'nothing to append').to.be.null;
    const svg = await element.toSVG();
    const [, href] = /<image [^>]*href="([^"]+)"/.exec(svg)!;
    const bitmap = await createImageBitmap(await (await fetch(href!)).blob());
    expect([bitmap.width, bitmap.height]).to.deep.equal([12, 12]);
    const canvas = new OffscreenCanvas(12, 12).getContext('2d')!;
    canvas.drawImage(bitmap, 0, 0);
    expect([...canvas.getImageData(0, 0, 12, 12).data], 'pixel for pixel').to.deep.equal([...bytes]);
    expect((await element.toBlob('image/png')).size).to.be.above(500);
  });

  it('keeps to other views where they are asked for, and switches heads off', async () => {
    const element = await shownImage('view="matrix" ablate="0.1"');
    expect(text(element, 'legend')).not.to.include('Patches');
    expect(element.getWeights()!.ablated).to.deep.equal([{ layer: 0, head: 1 }]);
  });

  it('says what is wrong', async () => {
    const cases: [attributes: string, says: string][] = [
      [`model="${model}" image="/no/such.png"`, '404'],
      [`model="${model}" image="/package.json"`, 'an image that the browser can decode'],
      [`model="${model}" image="http://127.0.0.1:1/cat.png"`, 'CORS'],
      [`model="${model}" text="cat"`, 'expected pixels'],
      [`model="/demo/data/induction/" image="${png}"`, 'pixels'],
      [`image="${png}"`, 'vision model'],
    ];
    for (const [attributes, says] of cases) {
      const element = await view(`<attention-view lang="en" loading="eager" ${attributes}></attention-view>`);
      await until(() => part(element, 'error') !== null, `a message for ${attributes}`);
      expect(text(element, 'error'), attributes).to.include(says);
    }
    const plain = await view(
      '<attention-view lang="en" loading="eager" tokens="a b" view="image"></attention-view>',
    );
    expect(await plain.toSVG())
      .to.include('vision')
      .and.not.to.include('<image');
  });

  it('is accessible', async () => {
    const element = await shownImage('next-tokens="3" controls="full"');
    await expect(element).to.be.accessible();
  });
});
