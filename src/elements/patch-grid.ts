import { html, type TemplateResult } from 'lit';
import type { Picture } from '../scene/compose.js';
import { imageQuery, patchTokens } from '../scene/image.js';
import type { Subject } from '../scene/scene.js';
import type { Cursor, GridShape } from './cell-grid.js';
import { cellSentence, readFocus } from './reading.js';
import type { Strings } from './strings.js';

/** Rows and columns of patches, where the picture is an image; the arrow keys walk them. */
export function patchShape({ view, shown }: Picture): GridShape | undefined {
  return view === 'image' ? shown.image : undefined;
}

/** The patch under the cursor; undefined where it has no token. */
export function patchSubject({ shown }: Picture, { row, column }: Cursor): Subject | undefined {
  const token = patchTokens(shown, shown.image!)[row * shown.image!.columns + column]!;
  return token < 0 ? undefined : { type: 'token', token };
}

/** What assistive technology reads of the patch under the cursor. */
export function patchRow(picture: Picture, cursor: Cursor, strings: Strings): TemplateResult {
  const { shown, pinned, focus } = picture;
  const subject = patchSubject(picture, cursor);
  const token = subject?.type === 'token' ? subject.token : undefined;
  const reading =
    token === undefined
      ? ''
      : pinned.query !== undefined && pinned.query !== token
        ? cellSentence(shown, imageQuery(shown, focus, pinned), token, strings)
        : (readFocus(shown, { query: token }, strings)?.text ?? '');
  return html`<div role="row" aria-rowindex=${cursor.row + 1}>
    <span id="cell" role="gridcell" aria-colindex=${cursor.column + 1}>${reading}</span>
  </div>`;
}
