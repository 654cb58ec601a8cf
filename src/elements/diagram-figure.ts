import { html, nothing, type TemplateResult } from 'lit';

/** What answers the reader on a drawing. */
export interface FigureHandlers {
  readonly point: (event: PointerEvent) => void;
  readonly touch: (event: PointerEvent) => void;
  readonly leave: (event: PointerEvent) => void;
  readonly wheel: (event: WheelEvent) => void;
  readonly press: (event: MouseEvent) => void;
  readonly key: (event: KeyboardEvent) => void;
  readonly focus: (event: FocusEvent) => void;
  readonly blur: () => void;
}

export interface DiagramFigure {
  /** `tree` of blocks, `grid` of numbers, or `listbox` of tokens. */
  role: 'tree' | 'grid' | 'listbox';
  label: string;
  help: string;
  /** Id of what the keyboard is on. */
  active: string | undefined;
  pointing: boolean;
  handlers: FigureHandlers;
  /** The same as the drawing, for assistive technology. */
  content: TemplateResult;
  rows?: number | undefined;
  columns?: number | undefined;
}

/** The drawing and what it is to the keyboard. One canvas for all levels, so that one can turn into the other. */
export function diagramFigure(figure: DiagramFigure): TemplateResult {
  const { role, label, help, active, pointing, handlers, content, rows, columns } = figure;
  return html`<div
    class="figure ${pointing ? 'pointing' : ''}"
    part="figure"
    role=${role}
    tabindex="0"
    aria-label=${label}
    aria-description=${help}
    aria-rowcount=${rows ?? nothing}
    aria-colcount=${columns ?? nothing}
    aria-multiselectable=${role === 'listbox' ? 'true' : nothing}
    aria-activedescendant=${active ?? nothing}
    @pointermove=${handlers.point}
    @pointerdown=${handlers.touch}
    @pointerup=${handlers.leave}
    @pointercancel=${handlers.leave}
    @pointerleave=${handlers.leave}
    @wheel=${handlers.wheel}
    @click=${handlers.press}
    @keydown=${handlers.key}
    @focus=${handlers.focus}
    @blur=${handlers.blur}
  >
    <canvas part="canvas" aria-hidden="true"></canvas>
    <div class="unseen" role=${role === 'grid' ? 'rowgroup' : 'none'}>${content}</div>
  </div>`;
}
