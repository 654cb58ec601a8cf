import type { AttentionKind, HeadGuide, HeadLabel } from '../core/attention-data.js';
import { isObject } from '../formats/is-object.js';
import type { RawConfig } from './checkpoint/raw-config.js';

/** Labels of heads `[layers][heads]`, for each kind of attention that has them. */
export type HeadLabels = Partial<Record<AttentionKind, (HeadLabel | undefined)[][]>>;

const kinds = ['encoder', 'decoder', 'cross'] as const;

/**
 * What a config says of its heads: `head_labels`, `[layers][heads]` of `{name, role, score, chance}`, or one such list for
 * each of `encoder`, `decoder` and `cross`; `guided_heads` names those that training was told where to look: `{kind, layer,
 * head, by}`. A label that is not understood is left out: the picture stands without it.
 */
export function readHeadLabels(config: RawConfig): HeadLabels {
  const given = config.get('head_labels');
  const guided = guides(config.get('guided_heads'));
  const labels: HeadLabels = {};
  for (const kind of kinds) {
    const rows = isObject(given) ? given[kind] : kind === 'cross' ? undefined : given;
    if (!Array.isArray(rows)) continue;
    labels[kind] = rows.map((row: unknown, layer) =>
      (Array.isArray(row) ? row : []).map((label: unknown, head) =>
        readLabel(label, guided.get(`${kind}.${layer}.${head}`)),
      ),
    );
  }
  return labels;
}

/** What guided heads, by `kind.layer.head`. */
function guides(given: unknown): Map<string, HeadGuide> {
  const list = Array.isArray(given) ? given.filter(isObject) : [];
  return new Map(
    list.flatMap(({ kind, layer, head, by }) =>
      by === 'alignment' || by === 'reference'
        ? [[`${String(kind)}.${String(layer)}.${String(head)}`, by] as const]
        : [],
    ),
  );
}

function readLabel(label: unknown, guided: HeadGuide | undefined): HeadLabel | undefined {
  if (!isObject(label) || typeof label['name'] !== 'string') return undefined;
  const { name, role, nearest, score, chance } = label;
  return {
    name,
    ...(typeof role === 'string' && { id: `role-${role}` }),
    ...(typeof score === 'number' && typeof chance === 'number' && { score, chance }),
    ...(typeof nearest === 'string' && { nearest: `role-${nearest}` }),
    ...(guided && { guided }),
  };
}
