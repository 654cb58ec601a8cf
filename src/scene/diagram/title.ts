import { write, type Sheet } from './sheet.js';

/** A name and a figure in the middle of the first line, or of two where one is too short. Returns the y below. */
export function title(sheet: Sheet, name: string, figure: string): number {
  const { theme, width, measure } = sheet.input;
  const { size, small } = sheet;
  const y = Math.round(size * 0.9);
  const large = size * 1.1;
  const named = name ? measure(name, large, 600) + 12 : 0;
  const figured = measure(figure, small);
  if (named + figured <= width) {
    const x = Math.round((width - named - figured) / 2);
    write(sheet, name, x, y, theme.text, large, named, { weight: 600 });
    write(sheet, figure, x + named, y + 0.5, theme.muted, small, figured + size, { tabular: true });
    return Math.round(size * 2.4);
  }
  write(sheet, name, width / 2, y, theme.text, large, width, { weight: 600, align: 'center' });
  write(sheet, figure, width / 2, y + size * 1.4, theme.muted, small, width, {
    align: 'center',
    tabular: true,
  });
  return Math.round(size * 3.7);
}
