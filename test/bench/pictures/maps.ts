import type { Contender } from '../bench.js';
import type { Sample } from './attention.js';
import { onScreen, place, script } from './frames.js';

/**
 * A contender that puts something into a new place and takes it out again; `free` lets go of what a library keeps of it, so
 * that nobody is timed among the remains of others.
 */
function inPlace(
  name: string,
  make: (box: HTMLElement) => unknown,
  free?: (box: HTMLElement) => void,
): Contender {
  let box: HTMLElement | undefined;
  return {
    name,
    run: async () => {
      box = place();
      await make(box);
      return onScreen();
    },
    after: () => {
      if (box) free?.(box);
      box?.remove();
    },
  };
}

const shade = (weight: number) => `rgb(${(255 - 203 * weight) | 0},${(255 - 182 * weight) | 0},255)`;

/** One `<td>` a cell. */
export const htmlTable = ({ n, data, tokens }: Sample) =>
  inPlace('HTML table', (box) => {
    const table = document.createElement('table');
    for (let q = 0; q < n; q++) {
      const row = table.insertRow();
      row.insertCell().textContent = tokens[q]!;
      for (let k = 0; k < n; k++) {
        const cell = row.insertCell();
        cell.style.background = shade(data[q * n + k]!);
        cell.title = String(data[q * n + k]!);
      }
    }
    box.append(table);
  });

/** One `<rect>` a cell. */
export const svgRects = ({ n, data }: Sample, name = 'SVG, a rect a cell') =>
  inPlace(name, (box) => {
    const side = 600 / n;
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    svg.setAttribute('width', '600');
    svg.setAttribute('height', '600');
    for (let i = 0; i < n * n; i++) {
      const rect = document.createElementNS(svg.namespaceURI, 'rect');
      rect.setAttribute('x', String((i % n) * side));
      rect.setAttribute('y', String(Math.floor(i / n) * side));
      rect.setAttribute('width', String(side));
      rect.setAttribute('height', String(side));
      rect.setAttribute('fill', shade(data[i]!));
      svg.append(rect);
    }
    box.append(svg);
  });

function fillCells(canvas: HTMLCanvasElement, data: Float32Array, n: number, side: number): void {
  canvas.width = canvas.height = side;
  const ctx = canvas.getContext('2d')!;
  const cell = side / n;
  for (let i = 0; i < n * n; i++) {
    ctx.fillStyle = shade(data[i]!);
    ctx.fillRect((i % n) * cell, Math.floor(i / n) * cell, cell, cell);
  }
}

/** The least that a canvas can do: one rectangle a cell and the tokens. */
export const bareCanvas = ({ n, data, tokens }: Sample) =>
  inPlace('bare 2D canvas', (box) => {
    const canvas = document.createElement('canvas');
    fillCells(canvas, data, n, 600);
    box.append(canvas, tokens.join(' '));
  });

/** A canvas for each head, a rectangle a cell, as tools draw it that are not made for so many. */
export const canvasPerHead = ({ heads, n, data }: Sample, patience: number): Contender => ({
  ...inPlace('canvas a head, fillRect', (box) => {
    for (let h = 0; h < heads; h++) {
      const canvas = document.createElement('canvas');
      fillCells(canvas, data.subarray(h * n * n, (h + 1) * n * n), n, 44);
      box.append(canvas);
    }
  }),
  patience,
});

/** A canvas for each head at its full size, pixels written directly and scaled down by CSS. */
export const imagePerHead = ({ heads, n, data }: Sample) =>
  inPlace('canvas a head, putImageData', (box) => {
    for (let h = 0; h < heads; h++) {
      const canvas = document.createElement('canvas');
      canvas.width = canvas.height = n;
      canvas.style.width = '44px';
      const image = new ImageData(n, n);
      const pixels = new Uint32Array(image.data.buffer);
      for (let i = 0, at = h * n * n; i < n * n; i++, at++) {
        const t = 255 - 203 * data[at]!;
        pixels[i] = 0xffff0000 | (t << 8) | t;
      }
      canvas.getContext('2d')!.putImageData(image, 0, 0);
      box.append(canvas);
    }
  });

interface Plotly {
  newPlot(box: HTMLElement, data: unknown[], layout: object, config: object): Promise<unknown>;
  purge(box: HTMLElement): void;
}

interface Echarts {
  init(box: HTMLElement): { setOption(option: object): void; on(event: 'finished', then: () => void): void };
}

const rows = ({ n, data }: Sample) => Array.from({ length: n }, (_, q) => data.subarray(q * n, (q + 1) * n));

/** Plotly's heat map. */
export async function plotlyMap(sample: Sample): Promise<Contender> {
  await script('node_modules/plotly.js-dist-min/plotly.min.js');
  const { Plotly } = globalThis as unknown as { Plotly: Plotly };
  return inPlace(
    'plotly',
    (box) =>
      Plotly.newPlot(
        box,
        [{ type: 'heatmap', z: rows(sample) }],
        { width: 700, height: 700 },
        { staticPlot: false },
      ),
    (box) => Plotly.purge(box),
  );
}

/**
 * The heat map of ECharts without animation, until it says that it has finished. It paints on for seconds then, which is not
 * to slow down the others: with its limit of time it comes last.
 */
export async function echartsMap(sample: Sample, patience: number): Promise<Contender> {
  await script('node_modules/echarts/dist/echarts.min.js');
  const { echarts } = globalThis as unknown as { echarts: Echarts };
  const { n, data } = sample;
  const show = (box: HTMLElement) => {
    box.style.height = '700px';
    const category = Array.from({ length: n }, (_, i) => i);
    const chart = echarts.init(box);
    const finished = new Promise<void>((resolve) => chart.on('finished', resolve));
    chart.setOption({
      animation: false,
      xAxis: { type: 'category', data: category },
      yAxis: { type: 'category', data: category },
      visualMap: { min: 0, max: 1 },
      series: [
        {
          type: 'heatmap',
          progressive: 0,
          data: Array.from(data.subarray(0, n * n), (weight, i) => [i % n, Math.floor(i / n), weight]),
        },
      ],
    });
    return finished;
  };
  return { ...inPlace('echarts', show), patience };
}
