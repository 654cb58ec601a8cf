import { html, nothing, type TemplateResult } from 'lit';
import type { AttentionData, Notice } from '../core/attention-data.js';
import { cssColor } from '../render/css-color.js';
import { overlayRamp } from '../scene/image.js';
import type { Scaled, Shown } from '../scene/shown.js';
import type { Theme } from '../scene/theme.js';
import type { Options } from './options.js';
import { roundNumber } from './reading.js';
import { fill, type Strings } from './strings.js';
import { rampBar, rampStops } from './ramp-bar.js';

export interface LegendInput {
  data: AttentionData;
  shown: Shown;
  scaled: Scaled;
  options: Options;
  theme: Theme;
  strings: Strings;
  /** Queries stand for what is written there. */
  written: boolean;
  /** What helps to read this view. */
  note: string | undefined;
  /** What the one head that is shown clearly does; empty where there is nothing to say. */
  pattern: string;
  /** Which layers are drawn together; empty where there is nothing to say. */
  layers: string;
  /** What is left out of the weight. */
  shares: string[];
}

/** Scale, share of the weight that is drawn, and where the weights come from. */
export function legend(input: LegendInput): TemplateResult {
  const { data, shown, scaled, options, theme, strings, written, note } = input;
  const [low, high] = scaled.domain;
  const what = shown.flow
    ? shown.flow.method === 'flow'
      ? strings.flowAmount
      : strings.flowShare
    : shown.values === 'probabilities'
      ? strings.attentionWeight
      : shown.values === 'scores'
        ? strings.scoreValue
        : strings.otherValue;
  const onRamp =
    options.view === 'matrix' ||
    options.view === 'heads' ||
    options.view === 'text' ||
    options.view === 'image';
  const ramp = options.view === 'image' ? overlayRamp(theme.ramp) : theme.ramp;
  const end = cssColor(shown.heads.length === 1 ? theme.accent : theme.text);
  const stops = onRamp ? rampStops(ramp) : `transparent, ${end}`;
  const shares = scaled.kind === 'row' ? [strings.perRow] : shown.heads.length > 1 ? [strings.shared] : [];
  const scaleName = scaled.kind === 'linear' || scaled.kind === 'row' ? [] : [strings[scaled.kind]];
  // these views write their numbers out, or colour them by another scale
  const scale = ['steps', 'neuron', 'flow'].includes(options.view)
    ? nothing
    : html`<span class="scale">
        <span>${what}</span>
        <span
          >${scaled.kind === 'row' ? '0' : scaled.kind === 'log' && low >= 0 ? roundNumber(high / 1e4) : roundNumber(low)}</span
        >
        ${rampBar(stops)}
        <span>${scaled.kind === 'row' ? strings.max : roundNumber(high)}</span>
      </span>`;
  return html`<div class="legend" part="legend">
    ${scale} ${[...scaleName, ...shares].map((text) => html`<span>${text}</span>`)}
    ${[input.layers, input.pattern, ...input.shares].filter(Boolean).map((text) => html`<span>${text}</span>`)}
    ${written ? html`<span>${strings.written}</span>` : nothing}
    ${note ? html`<span>${note}</span>` : nothing} ${badge(data, strings)}
  </div>`;
}

export function badge({ source }: Pick<AttentionData, 'source'>, strings: Strings): TemplateResult {
  const name = source.name?.split(/[/\\]/).pop() || source.name || '';
  const [text, title] =
    source.type === 'textbook'
      ? [strings.badgeTextbook, strings.badgeTextbookTitle]
      : source.trained
        ? [fill(strings.badgeTrained, { name }), strings.badgeTrainedTitle]
        : [source.type === 'inline' ? name || strings.badgeInline : name];
  // data in an address have no name
  const said = [text, source.format].filter(Boolean).join(' · ');
  return html`<span class="badge" part="badge" title=${title ?? nothing}>${said}</span>`;
}

const noticeStrings: Partial<Record<Notice['code'], keyof Strings>> = {
  'rows-not-normalised': 'notice_rows',
  'columns-normalised': 'notice_columns',
  scores: 'notice_scores',
  negative: 'notice_negative',
  'not-finite': 'notice_notFinite',
  'empty-rows': 'notice_emptyRows',
  'tokens-missing': 'notice_tokens',
  'far-from-training': 'notice_far',
};

const rounded = (values: Notice['values'] = {}) =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'number' && !Number.isInteger(value) ? roundNumber(value) : value,
    ]),
  );

/** What a reader should know about data, in the reader's language. */
export function noticeTexts(data: AttentionData, strings: Strings): string[] {
  return data.notices.map(({ code, message, values }) => {
    const known = noticeStrings[code];
    const given = { name: data.source.name ?? '', ...rounded(values) };
    return known ? fill(strings[known] ?? message, given) : message;
  });
}

/** The same as notes, and what the shown heads call for. */
export function notices(data: AttentionData, shown: Shown, strings: Strings): TemplateResult[] {
  const texts = noticeTexts(data, strings);
  for (const { guided, label } of shown.heads) {
    if (guided) texts.push(fill(strings[`notice_guided_${guided}`], { head: label }));
  }
  return texts.map((text) => html`<p class="note" part="notice">${text}</p>`);
}
