import { inflateSync } from 'node:zlib';

/** Contents of all streams of a PDF that can be inflated, as text. */
function streamsOf(pdf) {
  const streams = [];
  const text = pdf.toString('latin1');
  for (const { index, 0: head } of text.matchAll(/stream\r?\n/g)) {
    if (text.slice(index - 3, index) === 'end') continue;
    const start = index + head.length;
    try {
      streams.push(inflateSync(pdf.subarray(start, text.indexOf('endstream', start))).toString('latin1'));
    } catch {
      // not compressed in this way
    }
  }
  return streams;
}

const hex = (text) => parseInt(text, 16);

/**
 * Letters that a PDF of Chromium shows, in their order, without spaces between words: its fonts say which glyph is which
 * letter. Right where all text has the same font.
 */
export function pdfText(pdf) {
  const streams = streamsOf(pdf);
  const letters = new Map();
  for (const stream of streams.filter(
    (each) => each.includes('beginbfchar') || each.includes('beginbfrange'),
  )) {
    for (const [, glyph, letter] of stream.matchAll(/^<([0-9a-f]{4})> <([0-9a-f]{4})>$/gim))
      letters.set(hex(glyph), String.fromCharCode(hex(letter)));
    for (const [, from, to, letter] of stream.matchAll(/<([0-9a-f]{4})> <([0-9a-f]{4})> <([0-9a-f]{4})>/gi))
      for (let i = hex(from); i <= hex(to); i++)
        letters.set(i, String.fromCharCode(hex(letter) + i - hex(from)));
  }
  return streams
    .flatMap((stream) => [...stream.matchAll(/<([0-9a-f]+)> *(?:Tj|-?[\d.]|\])/gi)])
    .flatMap(([, glyphs]) => glyphs.match(/.{4}/g) ?? [])
    .map((glyph) => letters.get(hex(glyph)) ?? '')
    .join('');
}
