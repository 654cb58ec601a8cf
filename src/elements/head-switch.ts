import { html, nothing, type TemplateResult } from 'lit';
import type { Picture } from '../scene/compose.js';
import type { ShownHead } from '../scene/shown.js';
import { headsOff, isOff, switchHead } from './ablation.js';
import type { Live } from './live.js';
import type { Options } from './options.js';
import { fill, pictureWords } from './strings.js';
import type { ToolbarInput } from './toolbar.js';

/** Switches the one head that is shown off and on. */
export function headSwitch(
  { strings, parts, part, ablate, canSwitch, change }: ToolbarInput,
  shown: ShownHead[],
): TemplateResult | typeof nothing {
  const { layer, head } = shown[0]!;
  if (!canSwitch || shown.length > 1 || layer === undefined || head === undefined) return nothing;
  const data = parts[part]!;
  const off = isOff(data, layer, head);
  const label = data.headLabels?.[layer]?.[head];
  const name = label ? `“${pictureWords(strings).headName(label)}”` : `${strings.head.toLowerCase()} ${head}`;
  return html`<button
    type="button"
    class="switch"
    part="head-switch"
    @click=${() => change({ ablate: switchHead(ablate, parts, part, layer, head) })}
  >
    ${fill(off ? strings.switchOn : strings.switchOff, { head: name })}
  </button>`;
}

/** Which heads are off, and the way back. */
export function offNotice(
  {
    live,
    strings,
    options,
    change,
    parts,
  }: Pick<ToolbarInput, 'strings' | 'change' | 'parts'> & {
    live: Pick<Live, 'ablate' | 'computes'>;
    options: Options;
  },
  { part }: Picture,
): TemplateResult | typeof nothing {
  if (!live.ablate?.trim()) return nothing;
  if (!live.computes) return html`<p class="note" part="notice">${strings.ablateNeedsModel}</p>`;
  const heads = headsOff(parts, part, strings);
  if (!heads) return nothing;
  return html`<p class="note" part="notice">
    ${heads}
    ${
      options.controls === 'none'
        ? nothing
        : html`<button type="button" @click=${() => change({ ablate: '' })}>${strings.switchAllOn}</button>`
    }
  </p>`;
}
