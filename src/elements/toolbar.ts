import { html, nothing, type TemplateResult } from 'lit';
import type { AttentionData } from '../core/attention-data.js';
import { cssColor } from '../render/css-color.js';
import { headTitles } from '../scene/head-titles.js';
import type { Rgba } from '../scene/scene.js';
import type { Transformed } from '../scene/transform.js';
import { viewNames, views } from '../scene/views.js';
import { isOff } from './ablation.js';
import { layerName, layersChosen } from './layer-words.js';
import type { Mask } from './live.js';
import type { Options } from './options.js';
import { rove, stayAt } from './roving.js';
import { select, settings } from './settings.js';
import { fill, pictureWords, type Strings } from './strings.js';
import { setStyles } from './set-styles.js';

/** What the reader changes; the element applies it to its properties. */
export interface Changes {
  view?: string;
  cells?: string;
  scale?: string;
  aggregate?: string;
  merge?: string;
  mergeBy?: string;
  padding?: string;
  kind?: string;
  layer?: number;
  head?: number[] | 'all';
  scope?: string;
  method?: string;
  threshold?: number;
  topK?: number;
  hideSpecial?: boolean;
  ablate?: string;
  mask?: string;
  temperature?: number;
}

export interface ToolbarInput {
  options: Options;
  strings: Strings;
  parts: AttentionData[];
  part: number;
  layers: number[];
  heads: number[];
  hideSpecial: boolean;
  /** What could be left out or joined. */
  offers: Transformed['offers'];
  /** One colour per head of the data. */
  colors: Rgba[];
  /** Heads that are off, as the element has them. */
  ablate: string | undefined;
  /** The mask of the element, and those that the reader may choose; `''` is the model's own. None for given weights. */
  mask: string;
  masks: readonly Mask[];
  /** The reader may switch heads off. */
  canSwitch: boolean;
  change: (changes: Changes) => void;
}

/** Name of a part for the reader. */
export function partName(data: AttentionData, strings: Strings): string {
  const { kind, name } = data;
  return name && name.toLowerCase() !== kind ? name : strings[kind];
}

/** Heads that were chosen before the first click of a double click. */
const beforeClick = new WeakMap<Element, number[]>();

/** Which part, layer and heads: what every reader may want to change. */
export function choiceBar(input: ToolbarInput): TemplateResult | typeof nothing {
  const { options, strings, parts, part, layers, heads, colors, change } = input;
  const data = parts[part]!;
  const wholeModel = options.view === 'heads';
  const pick = parts.length > 1;
  if (!pick && (wholeModel || (data.layers === 1 && data.heads === 1))) return nothing;
  const solo = (head: number, chosen: number[]) =>
    change({ head: chosen.length === 1 && chosen[0] === head ? 'all' : [head] });
  const { oneHead, throughLayers } = views[options.view];
  const toggle = (head: number) => {
    if (oneHead) return change({ head: [head] });
    const next = heads.includes(head)
      ? heads.filter((h) => h !== head)
      : [...heads, head].sort((a, b) => a - b);
    change({ head: next.length === 0 || next.length === data.heads ? 'all' : next });
  };
  const layer = throughLayers ? layers.at(-1)! : layers.length === 1 ? layers[0]! : -1;
  const words = pictureWords(strings);
  const [titles = []] = layer >= 0 && !throughLayers ? headTitles(data, [layer], words) : [];
  return html`
    ${
      pick
        ? select(
            strings.part,
            String(part),
            parts.map((p, i) => [String(i), partName(p, strings)] as const),
            (value) => change({ kind: parts[Number(value)]!.name ?? parts[Number(value)]!.kind }),
          )
        : nothing
    }
    ${
      !wholeModel && data.layers > 1
        ? select(
            throughLayers ? strings.flowLayer : strings.layer,
            String(layer),
            [
              // only while it is so
              ...(layer < 0 ? [['-1', layersChosen(data, layers, strings)] as const] : []),
              ...Array.from({ length: data.layers }, (_, i) => [String(i), layerName(data, i)] as const),
            ],
            (value) => change({ layer: Number(value) }),
          )
        : nothing
    }
    ${
      !wholeModel && data.heads > 1
        ? html`<div
            class="group roves"
            role="toolbar"
            aria-label=${strings.heads}
            part="heads"
            @keydown=${rove}
            @focusin=${stayAt}
          >
            ${Array.from({ length: data.heads }, (_, head) => {
              const name = titles[head];
              const label = name === undefined ? undefined : data.headLabels?.[layer]?.[head];
              const color =
                heads.length === 1 && heads[0] === head
                  ? 'var(--_accent)'
                  : cssColor(colors[head % colors.length]!);
              return html`<button
                type="button"
                class="chip ${layer >= 0 && isOff(data, layer, head) ? 'off' : ''}"
                part="head"
                aria-pressed=${heads.includes(head)}
                title=${(label && words.headDescription(label)) ?? nothing}
                aria-label=${chipName(input, layer, head, name) ?? nothing}
                ${setStyles({ '--_color': color })}
                @click=${(event: MouseEvent) => {
                  const button = event.currentTarget as Element;
                  if (event.detail === 2) solo(head, beforeClick.get(button) ?? heads);
                  else toggle(head);
                  if (event.detail !== 2) beforeClick.set(button, heads);
                }}
                @keydown=${(event: KeyboardEvent) => {
                  if (event.key !== 'Enter' || !event.shiftKey) return;
                  event.preventDefault();
                  solo(head, heads);
                }}
              >
                ${name ?? head}
              </button>`;
            })}
          </div>`
        : nothing
    }
  `;
}

/** What screen readers say of a head that has no name, or is off. */
function chipName(
  { parts, part, strings }: ToolbarInput,
  layer: number,
  head: number,
  name: string | undefined,
): string | undefined {
  const off = layer >= 0 && isOff(parts[part]!, layer, head);
  const said = name ?? `${strings.head} ${head}`;
  return off ? fill(strings.headOff, { head: said }) : name ? undefined : said;
}

/** View and everything about how weights are shown. */
export function fullBar(input: ToolbarInput): TemplateResult {
  const { options, strings, change } = input;
  const viewText = {
    arcs: strings.arcs,
    lines: strings.lines,
    matrix: strings.matrix,
    heads: strings.headsView,
    text: strings.text,
    steps: strings.steps,
    neuron: strings.neuron,
    flow: strings.flow,
    image: strings.imageView,
  };
  return html`
    <div
      class="group segments roves"
      role="toolbar"
      aria-label=${strings.view}
      @keydown=${rove}
      @focusin=${stayAt}
    >
      ${viewNames
        .filter((view) => view !== 'image' || view === options.view || input.parts[input.part]!.image)
        .map(
          (view) =>
            html`<button type="button" aria-pressed=${options.view === view} @click=${() => change({ view })}>
              ${viewText[view]}
            </button>`,
        )}
    </div>
    <details class="settings">
      <summary>${strings.settings}</summary>
      <div class="bar">${settings(input)}</div>
    </details>
  `;
}

/** Ways out of the picture: files, clipboard, table. */
export type Command = 'svg' | 'png' | 'csv' | 'json' | 'copy' | 'table';

/** The quiet menu of commands. */
export function menu(
  strings: Strings,
  tableShown: boolean,
  run: (command: Command) => void,
  offered: (command: Command) => boolean = () => true,
): TemplateResult {
  const items: [Command, string][] = [
    ['table', tableShown ? strings.hideTable : strings.showTable],
    ['copy', strings.copyValues],
    ['svg', strings.exportSvg],
    ['png', strings.exportPng],
    ['csv', strings.exportCsv],
    ['json', strings.exportJson],
  ];
  const close = (event: Event) =>
    (event.currentTarget as Element).closest('details')?.removeAttribute('open');
  return html`<details
    class="menu"
    part="menu"
    @focusout=${(event: FocusEvent) => {
      const details = event.currentTarget as HTMLDetailsElement;
      if (!details.contains(event.relatedTarget as Node | null)) details.open = false;
    }}
    @keydown=${(event: KeyboardEvent) => {
      const details = event.currentTarget as HTMLDetailsElement;
      if (event.key !== 'Escape' || !details.open) return;
      event.stopPropagation();
      details.open = false;
      details.querySelector('summary')?.focus();
    }}
  >
    <summary aria-label=${strings.more} title=${strings.more}>⋯</summary>
    <div>
      ${items
        .filter(([command]) => offered(command))
        .map(
          ([command, text]) =>
            html`<button
              type="button"
              @click=${(event: Event) => {
                close(event);
                run(command);
              }}
            >
              ${text}
            </button>`,
        )}
    </div>
  </details>`;
}
