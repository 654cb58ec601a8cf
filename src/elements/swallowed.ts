import { logOnce } from './log-once.js';

const figures = 'attention-view, transformer-diagram';

/**
 * Whether a page goes on inside of an element whose tag was not closed: a fallback has text, a table or an image, no
 * headings outside of these and no other figure. Pandoc, among others, puts the closing tag into a paragraph of its own,
 * where it closes nothing. Says so once.
 */
export function hasSwallowed(host: HTMLElement): boolean {
  const isOwn = (heading: Element): boolean => {
    const box = heading.closest('figure, table, details');
    return box !== null && box !== host && host.contains(box);
  };
  const swallowed =
    host.querySelector(figures) !== null ||
    [...host.querySelectorAll('h1, h2, h3, h4, h5, h6')].some((heading) => !isOwn(heading));
  if (swallowed) {
    logOnce(
      host.localName,
      `The tag was not closed: headings or figures that follow it have become its content, and are shown below it. Put it into a <figure>, without blank lines, so that no tool takes </${host.localName}> for a paragraph.`,
      'warn',
    );
  }
  return swallowed;
}
