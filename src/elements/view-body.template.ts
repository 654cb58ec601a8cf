import { html, nothing, type TemplateResult } from 'lit';
import type { AttentionData } from '../core/attention-data.js';
import type { Picture } from '../scene/compose.js';
import type { ShownHead } from '../scene/shown.js';
import type { Theme } from '../scene/theme.js';
import { bodyBase, type BodyBase } from './body-base.js';
import { cellRow, dataTables, headRow } from './cell-grid.js';
import type { Interaction } from './interaction.js';
import { headSwitch, offNotice } from './head-switch.js';
import { layersTogether } from './layer-words.js';
import type { LongTextHost } from './long-text.js';
import { legend, notices } from './legend.js';
import type { Live } from './live.js';
import type { Options } from './options.js';
import { describePicture, patternText, readFocus } from './reading.js';
import { patchRow, patchShape } from './patch-grid.js';
import type { Strings } from './strings.js';
import { choiceBar, fullBar, menu, type Changes, type Command } from './toolbar.js';
import { hasSteps, stepBar } from './step-bar.js';
import { textFields } from './text-fields.js';
import { tooltip } from './tooltip.js';
import { whenLoaded } from './when-loaded.js';
import { isLong, mayZoom, type Zoom } from './zoom.js';
import { shareTexts } from './shares.js';

export interface TemplateInput extends BodyBase {
  picture: Picture | undefined;
  parts: AttentionData[];
  options: Options;
  strings: Strings;
  hideSpecial: boolean;
  /** One head is open out of all heads. */
  detail: boolean;
  tableShown: boolean;
  /** The reader is on something, here or in another element of the group. */
  pointed: boolean;
  interaction: Interaction;
  zoom: Zoom;
  /** How a part of the body asks for the picture, changes it and pins a place in it. */
  ways: LongTextHost;
  change: (changes: Changes) => void;
  run: (command: Command) => void;
  closeDetail: () => void;
  playing: boolean;
  /** Goes to a step, or starts and stops playing. */
  goTo: (step: number | 'play') => void;
  editable: boolean;
  live: Live;
}

const longTextTools = whenLoaded(() => import('./long-text-bar.js'));
const predictionPanel = whenLoaded(() => import('./next-panel.js'));

/** Everything inside `<attention-view>`. */
export function viewBodyTemplate(input: TemplateInput): TemplateResult {
  const { picture, look } = input;
  const shown = picture && look && pictureTemplate(input, picture, look);
  return bodyBase(input, shown, textFields(input.live, input.editable, input.strings));
}

/** What is said around a drawing, and the controls. */
export type Around = Pick<
  TemplateInput,
  | 'parts'
  | 'options'
  | 'strings'
  | 'hideSpecial'
  | 'detail'
  | 'tableShown'
  | 'zoom'
  | 'ways'
  | 'change'
  | 'run'
  | 'closeDetail'
  | 'playing'
  | 'goTo'
> & { live: Pick<Live, 'ablate' | 'computes' | 'mask' | 'masks'> };

function pictureTemplate(input: TemplateInput, picture: Picture, look: Theme): TemplateResult {
  const { strings, options } = input;
  return html`
    ${aroundDrawing(input, picture, look, figure(input, picture, look))}
    ${options.nextTokens ? predictionPanel(input.ways.requestUpdate)?.nextPanel({ ...input, setTemperature: (temperature) => input.change({ temperature }) }) : nothing}
    ${
      input.tableShown
        ? html`<div class="table" part="table" tabindex="0">${dataTables(picture.shown, strings)}</div>`
        : nothing
    }
  `;
}

/** A drawing with controls above it, and legend and notes below. */
export function aroundDrawing(
  input: Around,
  picture: Picture,
  look: Theme,
  drawing: TemplateResult,
): TemplateResult {
  const { strings, options } = input;
  const { shown, transformed } = picture;
  return html`
    ${toolbar(input, picture, look)} ${drawing} ${longTextBar(input, picture, look)}
    ${picture.view === 'steps' && hasSteps(shown) ? stepBar({ ...input, picture }) : nothing}
    ${legend({
      data: transformed.data,
      shown,
      scaled: picture.scaled,
      options: { ...options, view: picture.view },
      theme: look,
      strings,
      written: transformed.written && picture.view !== 'heads',
      note: picture.scene.note,
      pattern: patternText(shown, strings),
      layers: layersTogether(picture, strings),
      shares: shareTexts(picture, strings),
    })}
    ${notices(transformed.data, shown, strings)} ${offNotice(input, picture)}
  `;
}

function longTextBar({ options, zoom, strings, ways }: Around, picture: Picture, look: Theme) {
  if (options.controls === 'none' || !(isLong(picture) || zoom.part)) return nothing;
  return longTextTools(ways.requestUpdate)?.longTextBar(picture, ways, zoom, look, strings) ?? nothing;
}

function toolbar(input: Around, picture: Picture, look: Theme): TemplateResult | typeof nothing {
  const { strings, options, parts, hideSpecial, change } = input;
  if (options.controls === 'none') return nothing;
  const { part, layers, heads, shown, transformed } = picture;
  const bar = {
    options: { ...options, topK: picture.topK },
    strings,
    parts,
    part,
    layers,
    heads,
    hideSpecial,
    offers: transformed.offers,
    colors: look.heads,
    ablate: input.live.ablate,
    mask: input.live.mask,
    masks: input.live.masks,
    canSwitch: options.controls === 'full' && input.live.computes,
    change,
  };
  const open = shown.heads[0];
  return html`
    ${options.controls === 'full' ? html`<div class="bar" part="toolbar">${fullBar(bar)}</div>` : nothing}
    <div class="bar with-menu" part="toolbar">
      <div class="choices">${input.detail ? detailBar(input, open) : choiceBar(bar)}</div>
      ${headSwitch(bar, shown.heads)} ${menu(strings, input.tableShown, input.run)}
    </div>
  `;
}

function detailBar({ closeDetail, strings }: Around, open: ShownHead | undefined): TemplateResult {
  return html`<button type="button" @click=${closeDetail}>← ${strings.back}</button>
    <span>${open?.label}${open?.name ? `: ${open.name}` : ''}</span>`;
}

function figure(input: TemplateInput, picture: Picture, look: Theme): TemplateResult {
  const { interaction, strings } = input;
  const { shown } = picture;
  const { cursor, grid } = interaction;
  const ofHeads = picture.view === 'heads';
  const ofPatches = patchShape(picture) !== undefined;
  const at = cursor ?? { row: 0, column: 0 };
  const touch = mayZoom(picture) ? input.zoom.touch : nothing;
  return html`<div class="stage">
    <div
      class="figure ${interaction.hover ? 'pointing' : ''}"
      part="figure"
      role="grid"
      tabindex="0"
      aria-label=${describePicture(picture, strings)}
      aria-description=${strings.gridHelp}
      aria-rowcount=${grid.rows}
      aria-colcount=${grid.columns + (ofHeads || ofPatches ? 0 : 1)}
      aria-activedescendant=${cursor ? 'cell' : nothing}
      @wheel=${input.zoom.wheel}
      @touchstart=${touch}
      @touchmove=${touch}
      @pointerdown=${input.zoom.down}
      @pointermove=${interaction.point}
      @pointerleave=${interaction.leave}
      @click=${interaction.press}
      @keydown=${interaction.key}
      @focus=${interaction.focus}
      @blur=${interaction.blur}
    >
      <canvas part="canvas" aria-hidden="true"></canvas>
      <div class="unseen" role="rowgroup">
        ${ofPatches ? patchRow(picture, at, strings) : ofHeads ? headRow(shown, at, grid.columns) : cellRow(shown, at, strings)}
      </div>
    </div>
    ${tooltip(input.pointed ? readFocus(shown, picture.focus, strings) : undefined, look)}
  </div>`;
}
