/**
 * The judging rules of the acceptance sets: what counts as right, wrong and missed.
 *
 * right: what was asked for · soft: right, but a false premise passed over in silence · wrong: it asserted what is not
 * so, or answered what the documents do not answer · missed: it declined, or asked back, where they have the answer.
 */

/** What a reply must contain: a text, or alternatives; a list among the alternatives has to be there in full. */
export type Wanted = string | readonly (string | readonly Wanted[])[];

/** A line of `tests/questions/*.jsonl`. */
export interface Question {
  readonly id: string;
  readonly q: string;
  readonly cat?: string;
  /** Questions of one thread, in the order of the file, are one conversation. */
  readonly thread?: string;
  readonly expect: 'answer' | 'unknown' | 'offtopic' | 'clarify' | 'correct';
  /** All of these are in any right reply. */
  readonly all?: readonly Wanted[];
  /** Each of these makes a reply wrong. */
  readonly none?: readonly Wanted[];
  readonly src?: string;
}

export interface Told {
  readonly status: string;
  readonly text: string;
}

export type Verdict = 'right' | 'soft' | 'wrong' | 'missed';

const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const ASSERTS: ReadonlySet<string> = new Set(['answered', 'corrected']);
const DECLINES: ReadonlySet<string> = new Set(
  'unknown off_topic help greeting smalltalk too_long empty invalid'.split(' '),
);
/** A question back that is longer than this is a dump of answers, and judged as one. */
const LONGEST_QUESTION_BACK = 900;

/** One spelling for what readers do not tell apart: quotes, dashes, markup, thousands, spaces, case. */
export const normalise = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[’‘]/g, "'")
    .replace(/[“”]/g, '"')
    .replace(/[–—‑−]/g, '-')
    .replace(/<[^>\n]{1,80}>/g, ' ')
    .replace(/[*_`~]+/g, '')
    .replace(/(?<=\d)[ ,\u202f\u00a0\u2009](?=\d{3}(?!\d))/g, '')
    .replace(/\s+/g, ' ')
    .toLowerCase();

/** The ways in which `12 July 2024`, `12 July` and `July 2024` are written; any other text as it is. */
function formsOf(item: string): string[] {
  const text = item.trim();
  const day = /^(\d{1,2}) ([A-Z][a-z]+)(?: (\d{4}))?$/.exec(text);
  const month = day ? day[2]! : (/^([A-Z][a-z]+) (\d{4})$/.exec(text)?.[1] ?? '');
  const i = MONTHS.indexOf(month) + 1;
  if (i === 0) return [item];
  const mm = String(i).padStart(2, '0');
  const short = month.slice(0, 3);
  if (!day) {
    const y = text.slice(-4);
    return [item, `${short} ${y}`, `${y}-${mm}`, `${y}年${i}月`, `${y} 年 ${i} 月`];
  }
  const [, d = '', , y] = day;
  const dd = d.padStart(2, '0');
  if (y === undefined)
    return [item, `${month} ${d}`, `${d} ${short}`, `${short} ${d}`, `${i}月${d}日`, `${i} 月 ${d} 日`, `-${mm}-${dd}`];
  return [
    ...[item, `${month} ${d}, ${y}`, `${month} ${d} ${y}`, `${d} ${short} ${y}`, `${short} ${d}, ${y}`],
    ...[`${y}-${mm}-${dd}`, `${y}年${i}月${d}日`, `${y} 年 ${i} 月 ${d} 日`],
    ...(i === 9 ? [`${d} sept ${y}`] : []),
  ];
}

const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Figures and very short words must stand alone: "4" is not in "24", nor "CE" in "since". */
function hasText(text: string, wanted: string): boolean {
  return formsOf(wanted).some((form) => {
    const sought = normalise(form).trim();
    if (sought === '') return false;
    const alone = /^[\d.,%]+$/.test(sought) || (sought.length <= 3 && /^\p{ASCII}*$/u.test(sought));
    return alone ? new RegExp(`(?<![\\d.\\w])${literally(sought)}(?![\\w]|\\.\\d)`).test(text) : text.includes(sought);
  });
}

/** `text` is normalised. */
const has = (text: string, wanted: Wanted): boolean =>
  typeof wanted === 'string'
    ? hasText(text, wanted)
    : wanted.some((w) => (typeof w === 'string' ? hasText(text, w) : w.every((part) => has(text, part))));

const SAYS_MISSING =
  /(?<![\p{L}\p{N}_])(not|no|nor|without|neither|never|n't|only|does not|don't|isn't|missing|unstated)(?![\p{L}\p{N}_])|[未沒没無无冇唔]/iu;

/** The reply speaks of something that the question names. */
function sharesAName(question: string, reply: string): boolean {
  const names = question.match(
    /(?<![\p{L}\p{N}_])(?:[A-Z][a-z]{2,}|\d+(?:st|nd|rd|th)?)(?![\p{L}\p{N}_])|[\u4e00-\u9fff]{2}/gu,
  );
  return !names || names.some((name) => reply.toLowerCase().includes(name.toLowerCase()));
}

export function judge(question: Question, told: Told): Verdict {
  const raw = told.text;
  const text = normalise(raw);
  const got = (question.all ?? []).every((w) => has(text, w));
  const bad = (question.none ?? []).some((w) => has(text, w));
  const status = told.status === 'clarify' && raw.length > LONGEST_QUESTION_BACK ? 'answered' : told.status;
  const asserts = ASSERTS.has(status);
  const partial = status === 'partial';
  const good = got && !bad;
  switch (question.expect) {
    case 'answer':
    case 'clarify':
      if (good && !DECLINES.has(status)) return 'right';
      return asserts || partial ? 'wrong' : 'missed';
    case 'offtopic':
      return bad || asserts || partial || status === 'clarify' ? 'wrong' : 'right';
    case 'unknown':
      if (bad || status === 'answered') return 'wrong';
      if (partial && !SAYS_MISSING.test(raw)) return 'wrong';
      if (status === 'corrected' && !sharesAName(question.q, raw)) return 'wrong';
      return 'right';
    case 'correct':
      if (good && (status === 'corrected' || DECLINES.has(status))) return 'right';
      if (good && status === 'answered') return 'soft';
      return status === 'answered' || partial ? 'wrong' : 'missed';
  }
}
