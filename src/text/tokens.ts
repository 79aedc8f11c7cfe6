/** Cutting a text into tokens, each with its place in the original. Knows no language beyond scripts. */

export interface RawToken {
  /** Normalised: NFKC, lower case, straight quotes. */
  readonly text: string;
  /** Offsets in the original text, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

const QUOTES: Readonly<Record<string, string>> = {
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
  '–': '-',
  '—': '-',
  '‑': '-',
  '−': '-',
};

/** A number with digit groups, a percentage, a school year or an ISO or slashed date; a word; or one CJK character. */
const TOKEN =
  /\d{4}\/\d{2}(?![\d/])|\d{1,2}\/\d{1,2}\/\d{4}|\d{4}-\d{2}(?:-\d{2})?(?!\d)|\d{1,3}(?:[ ,]\d{3})+(?!\d)|\d+\.\d+|\d+(?:st|nd|rd|th)(?!\d)|\d+|\p{Script=Han}|\p{L}&\p{L}(?![\p{L}])|[\p{L}\p{M}]+(?:'[\p{L}]+)*|%|&|\+|\?|[;:.!,\n]/gu;

/** The same where all is plain: far the most of what is read, and several times as fast without Unicode's classes. */
const PLAIN_TOKEN =
  /\d{4}\/\d{2}(?![\d/])|\d{1,2}\/\d{1,2}\/\d{4}|\d{4}-\d{2}(?:-\d{2})?(?!\d)|\d{1,3}(?:[ ,]\d{3})+(?!\d)|\d+\.\d+|\d+(?:st|nd|rd|th)(?!\d)|\d+|[a-z]&[a-z](?![a-z])|[a-z]+(?:'[a-z]+)*|%|&|\+|\?|[;:.!,\n]/g;

/** Characters that are not seen but split words: zero-width, direction marks, soft hyphens, controls. */
const INVISIBLE = /[\p{Cf}\p{Cs}\ufffd]|(?![\t\n\r])\p{Cc}/u;

/** Nothing in it has to be normalised but capitals. */
const PLAIN = /^[\n\x20-\x7e]*$/;

/** Normalises character by character so that each token keeps its place in the original text. */
export function tokenise(original: string): RawToken[] {
  if (PLAIN.test(original))
    return Array.from(original.toLowerCase().matchAll(PLAIN_TOKEN), ({ 0: text, index: start }) => ({
      text,
      start,
      end: start + text.length,
    }));
  let text = '';
  const map: number[] = [];
  for (let i = 0; i < original.length; ) {
    const point = String.fromCodePoint(original.codePointAt(i) ?? 0);
    if (!INVISIBLE.test(point)) {
      for (const unit of point.normalize('NFKC').toLowerCase()) {
        const plain = QUOTES[unit] ?? (unit === '\u00a0' ? ' ' : unit);
        for (let k = 0; k < plain.length; k++) map.push(i);
        text += plain;
      }
    }
    i += point.length;
  }
  map.push(original.length);
  const tokens: RawToken[] = [];
  for (const m of text.matchAll(TOKEN)) {
    const last = m.index + m[0].length - 1;
    tokens.push({
      text: m[0],
      start: map[m.index] ?? 0,
      end: Math.max(map[last + 1] ?? original.length, map[m.index] ?? 0),
    });
  }
  return tokens;
}

export const isPunctuation = (token: string): boolean => /^[?;:.!,\n&+]$/.test(token);
