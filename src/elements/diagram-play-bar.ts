import { html, nothing, type TemplateResult } from 'lit';
import type { DiagramStrings } from './diagram-strings.js';
import { select } from './settings.js';
import { fill } from './strings.js';

export interface PlayBarInput {
  /** From 1; 0 while nothing is played. */
  step: number;
  count: number;
  caption: string;
  playing: boolean;
  controls: 'minimal' | 'full' | 'none';
  speed: number;
  strings: DiagramStrings;
  goTo: (step: number | 'play' | 'leave') => void;
  setSpeed: (speed: number) => void;
}

const speeds = [0.5, 1, 2, 4];

/** Plays the computation: one button until it has begun, then buttons, slider and a sentence that screen readers say. */
export function playBar(input: PlayBarInput): TemplateResult | typeof nothing {
  const { step, count, caption, playing, controls, strings, goTo } = input;
  if (count === 0 || (controls === 'none' && step === 0)) return nothing;
  if (step === 0) {
    return html`<div class="play idle" part="play">
      <button type="button" @click=${() => goTo('play')}>
        <span aria-hidden="true">▶</span> ${strings.playStart}
      </button>
      <p role="status"></p>
    </div>`;
  }
  const position = fill(strings.stepOf, { step, count });
  const button = (sign: string, name: string, to: number | 'play' | 'leave', disabled = false) =>
    html`<button
      type="button"
      aria-label=${name}
      title=${name}
      ?disabled=${disabled}
      @click=${() => goTo(to)}
    >
      ${sign}
    </button>`;
  const keys = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.key === 'Escape') return goTo('leave');
    if ((event.target as Element).matches('select')) return;
    const to = { ArrowLeft: step - 1, ArrowRight: step + 1, Home: 1, End: count }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    goTo(to);
  };
  return html`<div class="play steps" part="play">
    ${
      controls === 'none'
        ? nothing
        : html`<span class="group" role="group" aria-label=${strings.playSlider} @keydown=${keys}>
            ${button('‹', strings.stepBack, step - 1, step <= 1)}
            ${button(playing ? '❚❚' : '▶', playing ? strings.pause : strings.play, 'play')}
            ${button('›', strings.stepOn, step + 1, step >= count)}
            <input
              type="range"
              min="1"
              max=${count}
              step="1"
              aria-label=${strings.playSlider}
              aria-valuetext="${position}: ${caption}"
              .value=${String(step)}
              @input=${(event: Event) => goTo(Number((event.target as HTMLInputElement).value))}
            />
            ${controls === 'full' ? speedChoice(input) : nothing} ${button('✕', strings.playReset, 'leave')}
          </span>`
    }
    <p role="status"><span class="caption">${position}</span> ${caption}</p>
  </div>`;
}

function speedChoice({ strings, speed, setSpeed }: PlayBarInput): TemplateResult {
  const known = speeds.includes(speed) ? speeds : [...speeds, speed].sort((a, b) => a - b);
  return select(
    strings.speed,
    String(speed),
    known.map((value) => [String(value), fill(strings.speedOf, { speed: value })] as const),
    (value) => setSpeed(Number(value)),
  );
}
