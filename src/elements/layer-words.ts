import type { AttentionData } from '../core/attention-data.js';
import type { Picture } from '../scene/compose.js';
import { views } from '../scene/views.js';
import { fill, type Strings } from './strings.js';

/** Name of a layer: its number in the model. */
export const layerName = ({ layerIndices }: Pick<AttentionData, 'layerIndices'>, layer: number): string =>
  String(layerIndices?.[layer] ?? layer);

/** Several layers that are shown, by their numbers; undefined where it is all of them. */
function someLayers(data: AttentionData, layers: number[]): string | undefined {
  if (layers.length === data.layers) return undefined;
  return layers.map((layer) => layerName(data, layer)).join(', ');
}

/** What the choice of a layer says while several are shown. */
export const layersChosen = (data: AttentionData, layers: number[], strings: Strings): string =>
  someLayers(data, layers) ?? strings.allLayers;

/** Which layers are drawn over each other, or as one; empty where each has a place of its own. */
export function layersTogether({ view, layers, shown, transformed }: Picture, strings: Strings): string {
  const apart =
    views[view].throughLayers || view === 'heads' || (view === 'matrix' && shown.heads.length > 1);
  if (apart || layers.length < 2) return '';
  const some = someLayers(transformed.data, layers);
  return some === undefined
    ? fill(strings.allLayersDrawn, { count: layers.length })
    : fill(strings.layersDrawn, { layers: some });
}
