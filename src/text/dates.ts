/** Dates in a run of tokens. The words for months are the language's; the patterns hold for all that write them so. */
import { type DateSpan, parseDate } from '../model/date.ts';

export interface FoundDate {
  readonly from: number;
  readonly to: number;
  readonly date: DateSpan;
}

export interface DateWords {
  /** The month of a token, 1 to 12. */
  readonly month: (token: string) => number | undefined;
  readonly ordinal: (token: string) => number | undefined;
  /** A month word that is also another word (may, march): counts only beside a number. */
  readonly doubtful: (token: string) => boolean;
  /** Words that may stand between the parts: "of", "the". */
  readonly joins: (token: string) => boolean;
  readonly quarter: (token: string) => boolean;
  /** What makes one span of two dates: the word in front of the first, "" for none, and the one between them. */
  readonly ranges: readonly (readonly [string, string])[];
}

/** "June 23": a day, or 2023. */
const SHORT_YEAR = /^[23]\d$/;

const two = (n: number): string => String(n).padStart(2, '0');
const year = (t: string | undefined): string | undefined =>
  t !== undefined && /^(19|20)\d\d$/.test(t) ? t : undefined;
const day = (t: string | undefined): string | undefined => {
  const m = t === undefined ? null : /^(\d{1,2})(?:st|nd|rd|th)?$/.exec(t);
  return m && Number(m[1]) >= 1 && Number(m[1]) <= 31 ? two(Number(m[1])) : undefined;
};

/** A date as it is written, its year taken from `other` where it has none. */
const withYear = (date: DateSpan, other: DateSpan): string =>
  date.yearless && !other.yearless ? date.written.replace(/^-/, other.to.slice(0, 4)) : date.written;

/** All dates in `tokens`, longest at each place, none overlapping but the two that "June 23" may be. */
export function findDates(tokens: readonly string[], words: DateWords): FoundDate[] {
  const found: FoundDate[] = [];
  const skip = (i: number): number => {
    let at = i;
    while (at < tokens.length && words.joins(tokens[at]!)) at++;
    return at;
  };
  const written = (i: number): { to: number; text: string; or?: string } | undefined => {
    const token = tokens[i]!;
    // Most words are no part of a date.
    if (!/\d/.test(token) && words.month(token) === undefined && words.ordinal(token) === undefined) return undefined;
    // "2023-24" is no month but two years.
    const years = /^((?:19|20)\d\d)-(\d\d)$/.exec(token);
    if (years && Number(years[2]) > 12 && (Number(years[1]) + 1) % 100 === Number(years[2]))
      return { to: i + 1, text: `${years[1]}..${Number(years[1]) + 1}` };
    if (/^\d{4}-\d{2}(-\d{2})?$/.test(token) || /^\d{4}\/\d{2}$/.test(token)) return { to: i + 1, text: token };
    const slashed = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(token);
    if (slashed) return { to: i + 1, text: `${slashed[3]}-${two(Number(slashed[2]))}-${two(Number(slashed[1]))}` };
    const q =
      /^q([1-4])$/.exec(token)?.[1] ??
      (words.ordinal(token) !== undefined && words.quarter(tokens[i + 1] ?? '')
        ? String(words.ordinal(token))
        : undefined);
    if (q !== undefined) {
      const after = skip(/^q\d$/.test(token) ? i + 1 : i + 2);
      const y = year(tokens[after]);
      return y ? { to: after + 1, text: `${y}-Q${q}` } : undefined;
    }
    const d = day(token);
    if (d) {
      const at = skip(i + 1);
      const m = words.month(tokens[at] ?? '');
      if (m) {
        const y = year(tokens[skip(at + 1)]);
        return y ? { to: skip(at + 1) + 1, text: `${y}-${two(m)}-${d}` } : { to: at + 1, text: `--${two(m)}-${d}` };
      }
    }
    const m = words.month(token);
    if (m) {
      const at = skip(i + 1);
      const d2 = day(tokens[at]);
      if (d2) {
        const after = skip(at + 1);
        const y = year(tokens[after]);
        if (y) return { to: after + 1, text: `${y}-${two(m)}-${d2}` };
        const asYear = at === i + 1 && SHORT_YEAR.test(tokens[at]!) ? { or: `20${tokens[at]}-${two(m)}` } : {};
        return { to: at + 1, text: `--${two(m)}-${d2}`, ...asYear };
      }
      const y = year(tokens[at]);
      if (y) return { to: at + 1, text: `${y}-${two(m)}` };
      // "From May to July": beside another month it is one.
      const isLinked =
        words.ranges.some(([, link]) => link === tokens[i + 1]) && words.month(tokens[i + 2] ?? '') !== undefined;
      if (isLinked || !words.doubtful(token)) return { to: i + 1, text: `--${two(m)}` };
    }
    const y = year(token);
    return y ? { to: i + 1, text: y } : undefined;
  };
  for (let i = 0; i < tokens.length; ) {
    const hit = written(i);
    const date = hit && parseDate(hit.text);
    if (hit && date) found.push({ from: i, to: hit.to, date });
    const other = hit?.or === undefined ? undefined : parseDate(hit.or);
    if (hit && other) found.push({ from: i, to: hit.to, date: other });
    i = hit && date ? hit.to : i + 1;
  }
  return asSpans(found, tokens, words);
}

/** "Between January and June 2023" is one span: what the first date leaves out the second one says. */
function asSpans(found: readonly FoundDate[], tokens: readonly string[], words: DateWords): FoundDate[] {
  const spans: FoundDate[] = [];
  for (const b of found) {
    const a = spans[spans.length - 1];
    const isRange = ([front, link]: readonly [string, string]): boolean =>
      a !== undefined && link === tokens[a.to] && (front === '' || front === tokens[a.from - 1]);
    const range = a && b.from === a.to + 1 && a.date.grain !== 'span' ? words.ranges.find(isRange) : undefined;
    const date = a && range && parseDate(`${withYear(a.date, b.date)}..${b.date.written}`);
    if (date) spans[spans.length - 1] = { from: a.from - (range[0] === '' ? 0 : 1), to: b.to, date };
    else spans.push(b);
  }
  return spans;
}
