import type { HeadLabel } from '../core/attention-data.js';
import { fillIn as fill } from '../scene/words.js';
import type { Strings } from './strings-en.js';

/** What a head does, in the reader's language; a head that was guided in training carries that mark. */
export function headName({ id, name, guided }: HeadLabel, strings: Strings): string {
  const text = (id && strings[`head_${id}`]) || name;
  return guided ? fill(strings.headGuided, { name: text }) : text;
}

/** Who describes what the head does, or how it was measured. */
export function headDescription(label: HeadLabel, strings: Strings): string | undefined {
  const { description, score, chance, nearest, guided } = label;
  if (score === undefined || chance === undefined) return description;
  const percent = (share: number) => Math.round(100 * share);
  const measured = { score: percent(score), chance: percent(chance) };
  const said = nearest
    ? fill(strings.headMixed, { ...measured, nearest: roleName(nearest, strings) })
    : fill(strings.headMeasured, measured);
  return [description, said, guided && strings.headWasGuided].filter(Boolean).join(' ');
}

/** Names of roles come with the heads that have them; here only the role is known, `role-previous-token`. */
const roleName = (id: string, strings: Strings): string =>
  strings[`head_${id}`] ?? id.replace(/^role-/, '').replaceAll('-', ' ');
