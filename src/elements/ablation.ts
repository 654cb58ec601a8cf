import { InputError } from '../core/errors.js';
import type { AttentionData } from '../core/attention-data.js';
import type { Ablation } from '../models/model.js';
import { fill, type Strings } from './strings.js';

const form = /^(?:(encoder|decoder|cross)\.)?(\d+)\.(\d+)$/;

/**
 * Heads that are switched off, as an author writes them: `0.3 1.2` is head 3 of layer 0 and head 2 of layer 1, and
 * `cross.0.1` names the part of an encoder-decoder.
 */
export function parseAblate(given: string | undefined): Ablation[] {
  const heads = (given ?? '').split(/[\s,]+/).filter(Boolean);
  return [...new Set(heads)].map((text) => {
    const [, part, layer, head] = form.exec(text) ?? [];
    if (layer === undefined) {
      throw new InputError({
        code: 'attribute',
        input: 'ablate',
        found: `“${text}”`,
        expected: 'heads as layer.head, counted from 0, such as “0.3 1.2”',
        hint: 'In an encoder-decoder, encoder.0.3 and cross.0.3 name the part.',
      });
    }
    return {
      layer: Number(layer),
      head: Number(head),
      ...(part && { part: part as NonNullable<Ablation['part']> }),
    };
  });
}

/** The heads that are off after one head of a part has been switched, as an attribute. */
export function switchHead(
  given: string | undefined,
  parts: readonly AttentionData[],
  part: number,
  layer: number,
  head: number,
): string {
  const { kind } = parts[part]!;
  const names = parts.length > 1 && kind !== 'decoder' && kind !== 'self';
  const name = `${names ? `${kind}.` : ''}${layer}.${head}`;
  const others = ['decoder', 'encoder'].includes(kind) ? [name, `${kind}.${layer}.${head}`] : [name];
  const off = (given ?? '').split(/[\s,]+/).filter(Boolean);
  const left = off.filter((each) => !others.includes(each));
  return (left.length < off.length ? left : [...off, name]).join(' ');
}

/** Whether a head of these data is off. */
export const isOff = (data: AttentionData, layer: number, head: number): boolean =>
  !!data.ablated?.some((each) => each.layer === layer && each.head === head);

/** Which heads are off, in a sentence; those of other parts than the shown one by the name of their part. */
export function headsOff(parts: readonly AttentionData[], shown: number, strings: Strings): string {
  const heads = parts.flatMap(({ ablated = [], kind }, i) =>
    ablated.map(({ layer, head }) => {
      const name = fill(strings.layerHead, { layer, head });
      return i === shown ? name : `${strings[kind]} ${name}`;
    }),
  );
  return heads.length ? fill(strings.headsOff, { heads: heads.join(', ') }) : '';
}
