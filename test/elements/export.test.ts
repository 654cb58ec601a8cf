import { expect } from '@open-wc/testing';
import { part, until, view } from './harness.js';

const markup =
  '<attention-view tokens="I love cats" weights="1 0 0; .4 .6 0; .1 .6 .3" view="matrix"></attention-view>';

/** What the browser is given to save while something runs. */
async function saved(run: () => void): Promise<{ name: string; blob: Blob }> {
  const file = { name: '', blob: undefined as Blob | undefined };
  const createUrl = Object.getOwnPropertyDescriptor(URL, 'createObjectURL')!;
  const click = Object.getOwnPropertyDescriptor(HTMLElement.prototype, 'click')!;
  Object.defineProperty(URL, 'createObjectURL', {
    ...createUrl,
    value: (blob: Blob) => {
      file.blob = blob;
      return 'blob:nothing';
    },
  });
  Object.defineProperty(HTMLAnchorElement.prototype, 'click', {
    ...click,
    value(this: HTMLAnchorElement) {
      file.name = this.download;
    },
  });
  try {
    run();
    await until(() => file.name !== '', 'a file is handed out');
  } finally {
    Object.defineProperty(URL, 'createObjectURL', createUrl);
    Reflect.deleteProperty(HTMLAnchorElement.prototype, 'click');
  }
  return { name: file.name, blob: file.blob! };
}

describe('export', () => {
  it('gives SVG with the tokens as text and a title that says what is seen', async () => {
    const element = await view(markup);
    const svg = await element.toSVG();
    const root = new DOMParser().parseFromString(svg, 'image/svg+xml');
    expect(root.querySelector('parsererror')).to.be.null;
    expect([...root.querySelectorAll('text')].map((t) => t.textContent)).to.include('love');
    expect(root.querySelector('title')!.textContent).to.include('0.6000');
  });

  it('gives PNG at twice the size', async () => {
    const element = await view(markup);
    const bitmap = await createImageBitmap(await element.toBlob());
    const canvas = part(element, 'canvas')!;
    expect(bitmap.width).to.equal(Math.round(Number.parseFloat(canvas.style.width) * 2));
    expect(bitmap.height).to.equal(Math.round(Number.parseFloat(canvas.style.height) * 2));
  });

  it('gives the shown numbers as CSV and JSON', async () => {
    const element = await view(markup);
    const csv = await (await element.toBlob('text/csv')).text();
    expect(csv).to.match(/love,0\.4,0\.6,0\r\n/);
    const json = JSON.parse(await (await element.toBlob('application/json')).text()) as object;
    expect(JSON.stringify(json)).to.include('[0.4,0.6,0]').and.to.include('"cats"');
  });

  it('gives only the chosen head, and true weights whatever the scale', async () => {
    const element = await view(
      `<attention-view tokens="a b" weights="[[[1,0],[0.5,0.5]],[[1,0],[0.25,0.75]]]" head="1" scale="log" view="matrix"></attention-view>`,
    );
    const csv = await (await element.toBlob('text/csv')).text();
    expect(csv).to.include('0.25,0.75').and.not.to.include('0.5,0.5');
  });

  it('rejects for a type that it cannot write, and before there is a picture', async () => {
    const element = await view(markup);
    const failure = async (run: Promise<unknown>) => run.then(() => '', String);
    expect(await failure(element.toBlob('image/webp'))).to.include('image/svg+xml');
    const empty = await view('<attention-view></attention-view>');
    expect(await failure(empty.toSVG())).to.include('attention-load');
  });

  it('saves from the menu', async () => {
    const element = await view(markup);
    const buttons = [...part(element, 'menu')!.querySelectorAll('button')];
    const button = (says: string) => buttons.find((b) => b.textContent.includes(says))!;
    for (const [says, name, type] of [
      ['SVG', 'attention.svg', 'image/svg+xml'],
      ['CSV', 'attention.csv', 'text/csv'],
    ] as const) {
      const file = await saved(() => button(says).click());
      expect(file.name).to.equal(name);
      expect(file.blob.type).to.equal(type);
    }
  });

  it('shows the numbers as a table', async () => {
    const element = await view(markup);
    const [show] = [...part(element, 'menu')!.querySelectorAll('button')];
    show!.click();
    await until(() => part(element, 'table') !== null, 'the table is there');
    const rows = [...part(element, 'table')!.querySelectorAll('tbody tr')];
    const cells = rows.map((row) => [...row.children].map((cell) => cell.textContent.trim()));
    expect(cells[1]).to.deep.equal(['love', '0.4000', '0.6000', '0']);
    expect(cells).to.have.lengthOf(3);
  });
});
