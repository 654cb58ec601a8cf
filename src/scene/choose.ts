import { storedHead } from '../core/stored-head.js';
import { aggregateHeads, headMatrix } from '../core/index.js';
import type { AttentionData } from '../core/attention-data.js';
import { InputError } from '../core/errors.js';
import { headTitles, type HeadNames } from './head-titles.js';
import { markSwitchedOff } from './switched-off.js';
import type { Shown, ShownHead, Stages } from './shown.js';
import { hiddenShare, type Transformed } from './transform.js';

export interface HeadChoice {
  layers: number[];
  heads: number[];
  aggregate: 'none' | 'mean' | 'max';
  /** The view shows the numbers behind each weight. */
  explained?: boolean | undefined;
}

/** Sentences that name heads in the reader's language. */
export interface HeadWords extends HeadNames {
  layerHead(layer: number, head: number): string;
  aggregate(how: 'mean' | 'max', count: number): string;
  /** A head that is switched off. */
  off(head: string): string;
}

/** Checks chosen indices against the data: a layer or head that is not there is the author's error. */
export function checkIndices(input: 'layer' | 'head', wanted: number[], count: number): void {
  const wrong = wanted.find((i) => i >= count);
  if (wrong === undefined) return;
  throw new InputError({
    code: 'attribute',
    input,
    found: `${wrong}, but the data have ${count} ${input}${count === 1 ? '' : 's'}`,
    expected: count === 1 ? '0' : `a number from 0 to ${count - 1}`,
  });
}

/** Cuts the chosen heads out of the data. Matrices of the same head are the same array each time. */
export function choose(transformed: Transformed, choice: HeadChoice, words: HeadWords): Shown {
  const { data, queries, keys, self, joined } = transformed;
  const { layers, heads, aggregate } = choice;
  const shown: ShownHead[] = [];
  const layerName = (layer: number) => data.layerIndices?.[layer] ?? layer;
  if (aggregate !== 'none' && layers.length * heads.length > 1) {
    const label = words.aggregate(aggregate, layers.length * heads.length);
    shown.push({ label, color: 0, weights: aggregated(data, layers, heads, aggregate) });
  } else {
    const titles = headTitles(data, layers, words);
    for (const [i, layer] of layers.entries()) {
      for (const head of heads) {
        const named = data.headLabels?.[layer]?.[head];
        const title = titles[i]?.[head];
        const description = named && words.headDescription(named);
        shown.push({
          label: words.layerHead(layerName(layer), head),
          ...(named && { name: words.headName(named) }),
          ...(title && { title }),
          ...(description && { description }),
          ...(named?.guided && { guided: named.guided }),
          layer,
          head,
          color: head,
          get weights() {
            return matrixOf(data, layer, head);
          },
          stored: storedOf(data, layer, head),
        });
      }
    }
  }
  markSwitchedOff(shown, data, words);
  const stages = shown.length === 1 && stagesOf(data, layers[0]!, heads[0]!);
  return {
    kind: data.kind,
    queries,
    keys,
    self,
    heads: shown,
    values: data.values,
    causal: data.causal,
    hidden: hiddenShare(transformed, layers, heads),
    ...(stages && shown[0]!.head !== undefined && { stages }),
    ...(joined && { joined }),
    ...(choice.explained && { explained: true }),
    ...(data.image && { image: data.image }),
  };
}

/** Vectors of one head, as views into the data. */
function stagesOf(data: AttentionData, layer: number, head: number): Stages | undefined {
  const { q, k, v, scores, scoring, dHead } = data;
  if (!q || !k || !dHead) return undefined;
  const cut = (all: Float32Array, rows: number, columns: number) => {
    const at = (layer * data.heads + head) * rows * columns;
    return all.subarray(at, at + rows * columns);
  };
  return {
    dHead,
    q: cut(q, data.queries, dHead),
    k: cut(k, data.keys, dHead),
    ...(v && { v: cut(v, data.keys, dHead) }),
    ...(scores && { scores: cut(scores, data.queries, data.keys) }),
    ...(scoring && { scoring: { factor: scoring.factors[layer]!, biased: !!scoring.biased } }),
    ...streamOf(data, layer),
  };
}

/** The residual stream around one layer's attention. */
function streamOf(
  { residual, attentionOutput, dModel, queries }: AttentionData,
  layer: number,
): Pick<Stages, 'residual' | 'attentionOutput' | 'dModel'> | undefined {
  if (!residual || !attentionOutput || !dModel) return undefined;
  const size = queries * dModel;
  return {
    residual: residual.subarray(layer * size, (layer + 1) * size),
    attentionOutput: attentionOutput.subarray(layer * size, (layer + 1) * size),
    dModel,
  };
}

const matrices = new WeakMap<AttentionData, Map<string, unknown>>();

/** Widened matrices that are kept of one set of data. */
const mostWidened = 32;

function remembered<T>(data: AttentionData, key: string, make: () => T): T {
  let known = matrices.get(data);
  if (!known) matrices.set(data, (known = new Map<string, unknown>()));
  if (!known.has(key)) known.set(key, make());
  return known.get(key) as T;
}

const storedOf = (data: AttentionData, layer: number, head: number) =>
  remembered(data, `stored ${layer} ${head}`, () => storedHead(data, layer, head));

function matrixOf(data: AttentionData, layer: number, head: number): Float32Array {
  const matrix = remembered(data, `${layer} ${head}`, () => headMatrix(data, layer, head));
  if (data.weights instanceof Float32Array) return matrix;
  const widened = [...matrices.get(data)!.keys()].filter((key) => /^\d/.test(key));
  if (widened.length > mostWidened) matrices.get(data)!.delete(widened[0]!);
  return matrix;
}

const aggregated = (data: AttentionData, layers: number[], heads: number[], how: 'mean' | 'max') =>
  remembered(data, `${how} ${layers.join()} ${heads.join()}`, () =>
    aggregateHeads(data, { layers, heads, how }),
  );
