import type { Contender } from '../bench.js';
import type { Sample } from './attention.js';
import { onScreen, place } from './frames.js';

const svgNamespace = 'http://www.w3.org/2000/svg';
const colors = '#0a6fc2 #d1510b #0b8a6a #b8438f #a87400 #6a4fc4 #2a93a8 #8a5a3c #5d7d12 #666f7f'.split(' ');

interface Link {
  query: number;
  path: SVGPathElement;
}

const element = (name: string, attributes: Record<string, string | number>) => {
  const made = document.createElementNS(svgNamespace, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
};

/**
 * Two columns of text and one path a line, as tools on D3 draw them, written by hand without D3's own cost. `least`: weaker
 * weights get no path (BertViz and its kin make one for every weight).
 */
export function svgLines(
  { heads, n, data, tokens }: Sample,
  least: number,
): { box: HTMLElement; links: Link[] } {
  const box = place();
  const pitch = 16;
  const svg = element('svg', { width: 760, height: n * pitch });
  const links: Link[] = [];
  const group = element('g', { fill: 'none' });
  for (let h = 0, at = 0; h < heads; h++) {
    for (let q = 0; q < n; q++) {
      for (let k = 0; k < n; k++, at++) {
        const weight = data[at]!;
        if (weight < least) continue;
        const [y0, y1] = [(q + 0.5) * pitch, (k + 0.5) * pitch];
        const path = element('path', {
          d: `M200,${y0}C350,${y0} 410,${y1} 560,${y1}`,
          stroke: colors[h % colors.length]!,
          'stroke-opacity': weight,
          'stroke-width': 1 + 2 * weight,
        }) as SVGPathElement;
        group.append(path);
        links.push({ query: q, path });
      }
    }
  }
  svg.append(group);
  tokens.forEach((token, i) => {
    for (const [x, anchor] of [
      [195, 'end'],
      [565, 'start'],
    ] as const) {
      const text = element('text', { x, y: (i + 0.7) * pitch, 'text-anchor': anchor, 'font-size': 13 });
      text.textContent = token;
      svg.append(text);
    }
  });
  box.append(svg);
  return { box, links };
}

/** The first picture of it. */
export function firstSvgLines(name: string, sample: Sample, least: number, patience?: number): Contender {
  let made: ReturnType<typeof svgLines> | undefined;
  return {
    name,
    ...(patience && { patience }),
    run: () => {
      made = svgLines(sample, least);
      return onScreen();
    },
    after: () => made?.box.remove(),
  };
}

/** Highlights one query after the other: what is not in focus becomes faint. */
export function hoverSvgLines(name: string, links: Link[], n: number): Contender {
  let turn = 0;
  return {
    name,
    run: () => {
      const chosen = (7 * turn++) % n;
      for (const { query, path } of links) path.style.opacity = query === chosen ? '1' : '0.05';
      return onScreen();
    },
  };
}
