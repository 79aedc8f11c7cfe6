/**
 * Dates as documents print them: of any grain, with or without a year, or a span.
 * Written in the knowledge as `2024-07-12`, `2024-07`, `2024`, `2024-Q3`, `2023/24`, `--02-13`, `FROM..TO`.
 */
export interface DateSpan {
  /** First and last day, ISO. For a date without a year the year is 0000. */
  readonly from: string;
  readonly to: string;
  readonly grain: 'day' | 'month' | 'quarter' | 'year' | 'school year' | 'span';
  readonly yearless: boolean;
  /** As written in the knowledge or rebuilt from the question. */
  readonly written: string;
}

const lastDay = (year: number, month: number): number => new Date(Date.UTC(year || 2024, month, 0)).getUTCDate();
const pad = (n: number, width = 2): string => String(n).padStart(width, '0');

/** Reads one written date; `undefined` when it is none or cannot be (month 13, 30 February). */
export function parseDate(written: string): DateSpan | undefined {
  const text = written.trim();
  const parts = text.split('..');
  if (parts.length === 2) {
    const from = parseDate(parts[0]!);
    const to = parseDate(parts[1]!);
    if (!from || !to || from.from > to.to) return undefined;
    return { from: from.from, to: to.to, grain: 'span', yearless: from.yearless, written: text };
  }
  let m = /^(\d{4})-Q([1-4])$/.exec(text);
  if (m) {
    const last = Number(m[2]) * 3;
    const year = Number(m[1]);
    return {
      from: `${m[1]}-${pad(last - 2)}-01`,
      to: `${m[1]}-${pad(last)}-${lastDay(year, last)}`,
      grain: 'quarter',
      yearless: false,
      written: text,
    };
  }
  m = /^(\d{4})\/(\d{2})$/.exec(text);
  if (m) {
    const year = Number(m[1]);
    if ((year + 1) % 100 !== Number(m[2])) return undefined;
    return { from: `${year}-09-01`, to: `${year + 1}-08-31`, grain: 'school year', yearless: false, written: text };
  }
  m = /^(\d{4}|-)(?:-(\d{2}))?(?:-(\d{2}))?$/.exec(text);
  if (!m) return undefined;
  const yearless = m[1] === '-';
  const year = yearless ? 0 : Number(m[1]);
  const y = pad(year, 4);
  if (m[2] === undefined) {
    return yearless ? undefined : { from: `${y}-01-01`, to: `${y}-12-31`, grain: 'year', yearless, written: text };
  }
  const month = Number(m[2]);
  if (month < 1 || month > 12) return undefined;
  if (m[3] === undefined)
    return {
      from: `${y}-${m[2]}-01`,
      to: `${y}-${m[2]}-${lastDay(year, month)}`,
      grain: 'month',
      yearless,
      written: text,
    };
  const day = Number(m[3]);
  if (day < 1 || day > lastDay(year, month)) return undefined;
  return { from: `${y}-${m[2]}-${m[3]}`, to: `${y}-${m[2]}-${m[3]}`, grain: 'day', yearless, written: text };
}

/** Whether what is asked (`12 July`, `2023`, `July 2024`) can be the same time as what is known. */
export function datesAgree(asked: DateSpan, known: DateSpan): boolean {
  // A month that is known says nothing of a day that is asked.
  if (asked.grain === 'day' && known.grain !== 'day' && known.grain !== 'span') return false;
  if (asked.yearless || known.yearless) {
    const tail = (d: string): string => d.slice(5);
    if (known.grain === 'year' || asked.grain === 'year') return false;
    return tail(asked.from) <= tail(known.to) && tail(known.from) <= tail(asked.to);
  }
  return asked.from <= known.to && known.from <= asked.to;
}
