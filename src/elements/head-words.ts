import type { HeadLabel } from '../core/attention-data.js';
import { fillIn as fill } from '../scene/words.js';
import type { Strings } from './strings-en.js';

/** What a head does, in the reader's language; a head that was guided in training carries that mark. */
export function headName({ id, name, guided }: HeadLabel, strings: Strings): string {
  const text = (id && strings[`head_${id}`]) || name;
  return guided ? fill(strings.headGuided, { name: text }) : text;
}

/** Heads of the textbook models that read another text have ids of heads that read their own. */
const readsOther = /other text|source/;

/** What a head of the textbook models does, where the reader's language has a text for it. */
function translated({ id, description }: HeadLabel, strings: Strings): string | undefined {
  if (!id || !description) return description;
  return strings[`head_${id}_about${readsOther.test(description) ? '_cross' : ''}`] ?? description;
}

/** Who describes what the head does, or how it was measured. */
export function headDescription(label: HeadLabel, strings: Strings): string | undefined {
  const { score, chance, nearest, guided } = label;
  const description = translated(label, strings);
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
