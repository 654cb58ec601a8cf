import { html, nothing, type TemplateResult } from 'lit';
import type { DiagramStrings } from './diagram-strings.js';
import { playIcon } from './icons.js';
import { select } from './settings.js';
import { iconButton, stepControls } from './step-controls.js';
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
      <button type="button" @click=${() => goTo('play')}>${playIcon} ${strings.playStart}</button>
      <p role="status"></p>
    </div>`;
  }
  return html`<div class="play steps" part="play">
    ${stepControls({
      ...{ step, count, playing, sentence: caption, strings, goTo },
      ...{ name: strings.playSlider, sliderName: strings.playSlider, hasButtons: controls !== 'none' },
      more: html`${controls === 'full' ? speedChoice(input) : nothing}
      ${iconButton('✕', strings.playReset, () => goTo('leave'))}`,
      otherKey: (key) => {
        if (key === 'Escape') goTo('leave');
      },
    })}
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
