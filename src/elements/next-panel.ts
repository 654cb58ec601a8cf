import { html, nothing, type TemplateResult } from 'lit';
import { readablePieces } from '../formats/pieces.js';
import { pieceText, readablePiece } from '../models/append-token.js';
import type { Prediction } from '../models/model.js';
import { rankPredictions, type Ranked } from '../models/rank-predictions.js';
import { vocabularyOf, type Live } from './live.js';
import type { Options } from './options.js';
import { exactNumber } from './reading.js';
import { setStyles } from './set-styles.js';
import { fill, type Strings } from './strings.js';

export interface NextPanelInput {
  live: Live;
  options: Options;
  strings: Strings;
  setTemperature: (temperature: number) => void;
}

/** What the model says: the most probable next tokens, words under masks, or classes, as bars of true probability. */
export function nextPanel(input: NextPanelInput): TemplateResult | typeof nothing {
  const { live, options, strings } = input;
  if (!options.nextTokens) return nothing;
  const predictions = live.run?.predictions;
  if (!predictions?.length) return html`<p class="note" part="notice">${whyNone(input)}</p>`;
  return html`<section class="next" part="next" aria-label=${strings.predictions}>
    ${predictions.map((prediction, i) => list(input, prediction, live.run?.before?.[i], i === 0))}
  </section>`;
}

function whyNone({ live, strings }: NextPanelInput): string {
  if (!live.run) return strings.nextNeedsModel;
  return live.run.predictions ? strings.nextNeedsMask : strings.nextNeedsHead;
}

function list(
  input: NextPanelInput,
  prediction: Prediction,
  before: Prediction | undefined,
  first: boolean,
): TemplateResult {
  const { live, options, strings } = input;
  const { temperature, nextTokens: count } = options;
  const { best, rest, restBefore, others } = rankPredictions(prediction, { count, temperature, before });
  const property = live.target(prediction);
  const vocabulary = vocabularyOf(prediction);
  const nameOf = ({ token }: Ranked) =>
    prediction.kind === 'class' ? token : readablePiece(token, vocabulary).text;
  return html`
    <div class="next-head">
      <strong>${titleOf(input, prediction)}</strong>
      ${first ? temperatureOf(input) : nothing}
      ${before ? html`<span class="caption">${strings.beforeAfter}</span>` : nothing}
      ${
        first && live.canTakeBack
          ? html`<button type="button" class="take-back" @click=${() => live.takeBack()}>
              ↶ ${strings.takeBack}
            </button>`
          : nothing
      }
    </div>
    <ol class="bars ${before ? 'compared' : ''}" role="list">
      ${
        // by rank, not by token: Enter again and again takes the most probable one each time
        best.map((each) =>
          bar(
            input,
            prediction,
            each,
            nameOf(each),
            property !== undefined && !!pieceText(each.token, vocabulary),
          ),
        )
      }
      ${
        others > 0
          ? html`<li class="row rest">
              <span class="name">${fill(strings.nextOthers, { count: others.toLocaleString() })}</span>
              ${numbers({ probability: rest, ...(restBefore !== undefined && { before: restBefore }) }, strings)}
            </li>`
          : nothing
      }
    </ol>
  `;
}

function titleOf({ live, strings }: NextPanelInput, { kind, at }: Prediction): string {
  const run = live.run!;
  if (kind === 'class') return strings.classesTitle;
  const tokens = run.parts.find((part) => part.kind !== 'encoder' || run.parts.length === 1)!.queryTokens;
  if (kind === 'next') return fill(strings.nextTitle, { token: readablePieces(tokens)[at]!.text });
  return (run.predictions?.length ?? 0) > 1
    ? fill(strings.maskTitleMany, { number: run.predictions!.findIndex((each) => each.at === at) + 1 })
    : strings.maskTitle;
}

function temperatureOf({
  options,
  strings,
  setTemperature,
}: NextPanelInput): TemplateResult | typeof nothing {
  const { temperature, controls } = options;
  const said = String(Math.round(temperature * 100) / 100);
  if (controls !== 'full')
    return temperature === 1
      ? nothing
      : html`<span class="caption">${fill(strings.atTemperature, { temperature: said })}</span>`;
  return html`<label class="field">
    <span>${strings.temperature}</span>
    <input
      type="range"
      min="0"
      max="2"
      step="0.1"
      aria-valuetext=${said}
      .value=${String(temperature)}
      @input=${(event: Event) => setTemperature(Number((event.target as HTMLInputElement).value))}
    />
    <output>${said}</output>
  </label>`;
}

function bar(
  { live, strings }: NextPanelInput,
  prediction: Prediction,
  ranked: Ranked,
  name: string,
  takes: boolean,
): TemplateResult {
  const inner = html`<span class="name" dir="auto">${name}</span>${numbers(ranked, strings)}`;
  if (!takes) return html`<li class="row">${inner}</li>`;
  const what = prediction.kind === 'next' ? strings.appendToken : strings.fillMask;
  return html`<li class="row">
    <button
      type="button"
      part="next-token"
      title=${fill(what, { token: name })}
      @click=${() => void live.take(prediction, ranked, strings)}
    >
      ${inner}
    </button>
  </li>`;
}

/** A bar on the scale from 0 to 1 and its figure; the probability before as a mark on the bar and a second figure. */
function numbers(
  { probability, before }: { probability: number; before?: number },
  strings: Strings,
): TemplateResult {
  const width = (p: number) => `${(100 * p).toFixed(2)}%`;
  return html`<span class="track" aria-hidden="true"
      ><span class="fill" ${setStyles({ width: width(probability) })}></span>${
        before === undefined
          ? nothing
          : html`<span class="was" ${setStyles({ 'inset-inline-start': width(before) })}></span>`
      }</span
    ><span class="figure-of" title=${exactNumber(probability)}>${percent(probability, strings)}</span>${
      before === undefined
        ? nothing
        : html`<span class="unseen">${strings.withAllHeads}</span
            ><span class="figure-of was-figure" title=${exactNumber(before)}
              >${percent(before, strings)}</span
            >`
    }`;
}

/** Three digits that mean something are plenty; what is not zero never reads as zero, nor what is not all as all. */
function percent(p: number, strings: Strings): string {
  const isTiny = p > 0 && p < 0.0005;
  const isNearlyAll = p < 1 && p > 0.9995;
  const text = isTiny ? '< 0.1' : isNearlyAll ? '> 99.9' : (100 * p).toFixed(1);
  return fill(strings.percent, { percent: text });
}
