/** The report for those who keep the knowledge, in the terminal, as Markdown, or as JSON. */
import type { AskedInVain, JudgedAnswer, Plenary, Report } from '../../src/index.ts';
import type { Config } from '../config.ts';
import { readFileState } from '../state/file.ts';
import { harmless } from './colours.ts';

export interface ReportOptions {
  readonly since?: string;
  readonly json?: boolean;
  readonly md?: boolean;
}

const HOUR = 3_600_000;
const UNITS: Readonly<Record<string, number>> = { h: HOUR, d: 24 * HOUR, w: 7 * 24 * HOUR };

/** `30d`, `12h`, `4w` before `now`, or from a date such as `2026-11-01`; undefined when it is none of these. */
export function readSince(since: string, now: number): number | undefined {
  const length = /^(\d{1,4})([hdw])$/.exec(since);
  if (length) return now - Number(length[1]) * UNITS[length[2]!]!;
  const date = /^\d{4}-\d{2}-\d{2}$/.test(since) ? Date.parse(since) : Number.NaN;
  // 2026-02-30 is read as a day of March.
  return !Number.isNaN(date) && new Date(date).toISOString().startsWith(since) && date < now ? date : undefined;
}

/** @returns the report; or what is wrong with the call */
export async function report(
  config: Config,
  { since = '30d', json, md }: ReportOptions,
  plenary: () => Plenary,
  now: number,
): Promise<{ readonly text: string } | { readonly fault: string }> {
  const from = readSince(since, now);
  if (from === undefined) return { fault: `"${since}" is no time to count from; write 30d, 12h, 4w or 2026-11-01` };
  const found = await readFileState(config.PLENARY_DATA);
  const { unanswered = {}, feedback = {}, tallies = {} } = found?.records ?? {};
  const kept = {
    unanswered: Object.values(unanswered),
    feedback: Object.values(feedback),
    tallies: Object.values(tallies),
  };
  const made = plenary().report(kept, { from, to: now + 1 });
  return { text: json ? JSON.stringify(made, null, 2) : md ? inMarkdown(made) : inPlain(made) };
}

const dateOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
const times = (n: number): string => (n === 1 ? 'once' : n === 2 ? 'twice' : `${n} times`);
const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;

interface Section {
  readonly heading: string;
  readonly lines: readonly string[];
  /** Said instead where there is nothing. */
  readonly none: string;
}

/** What the report says, in the order in which it helps: what is missing, what is wrong, what is spelt otherwise, what is idle. */
function sectionsOf(report: Report, quote: (text: string) => string): Section[] {
  const { span, statuses, unanswered, guesses, privateGuesses, judged, neverAsked } = report;
  const idle = neverAsked.bySubject.reduce((n, s) => n + s.facts.length, 0);
  const since = neverAsked.since === undefined ? '' : ` since ${neverAsked.since}`;
  return [
    {
      heading: `Questions from ${dateOf(span.from)} to ${dateOf(span.to - 1)}`,
      lines: [
        ...(report.questions > 0
          ? [`${count(report.questions, 'question')} by ${report.people} ${report.people === 1 ? 'person' : 'people'}`]
          : []),
        ...statuses.map(({ status, times: n }) => `${status}: ${n}`),
        ...(report.countedFrom === undefined
          ? []
          : [`counted from ${report.countedFrom}; what was asked before is not kept`]),
      ],
      none: 'None were asked.',
    },
    {
      heading: 'Asked in vain',
      lines: unanswered.map((asked) => inVain(asked, quote)),
      none: 'Nothing was asked in vain.',
    },
    {
      heading: 'Marked wrong or not helpful',
      lines: judged.map((answer) => judgedLine(answer, quote)),
      none: 'No answer was marked wrong or not helpful.',
    },
    {
      heading: 'Names that had to be guessed',
      lines: [
        ...guesses.map((g) => `${quote(g.typed)} was read as ${quote(g.read)}, ${times(g.times)}`),
        ...(privateGuesses > 0 ? [`${count(privateGuesses, 'more name')} in private`] : []),
      ],
      none: 'No name had to be guessed.',
    },
    {
      heading: `Facts never asked for${since}: ${idle} of ${neverAsked.of}`,
      lines: neverAsked.bySubject.map(({ subject, facts }) => `${subject}: ${facts.join(' ')}`),
      none: 'Every fact was asked for.',
    },
  ];
}

function inVain(asked: AskedInVain, quote: (text: string) => string): string {
  const who = asked.people === 1 ? 'one person' : `${asked.people} people`;
  const hidden =
    asked.question === undefined ? '' : asked.inPrivate > 0 ? `, ${asked.inPrivate} of them in private` : '';
  const what = asked.question === undefined ? 'asked in private, words not shown' : quote(asked.question);
  return `${what}: ${times(asked.times)}${hidden}, by ${who}, last on ${dateOf(asked.last)} (${asked.status})`;
}

function judgedLine(answer: JudgedAnswer, quote: (text: string) => string): string {
  const what = answer.question === undefined ? 'asked in private, words not shown' : quote(answer.question);
  const verdicts = [
    ...(answer.wrong > 0 ? [`wrong ${times(answer.wrong)}`] : []),
    ...(answer.unhelpful > 0 ? [`not helpful ${times(answer.unhelpful)}`] : []),
  ];
  const facts = answer.facts.length > 0 ? `facts ${answer.facts.join(' ')}` : 'no facts told';
  return `${what}: ${verdicts.join(', ')}, last on ${dateOf(answer.last)} (${answer.status}; ${facts})`;
}

const inPlain = (report: Report): string =>
  sectionsOf(report, (text) => `“${harmless(text).replaceAll(/\s+/g, ' ')}”`)
    .map(({ heading, lines, none }) =>
      [heading, ...(lines.length > 0 ? lines : [none]).map((l) => `  ${l}`)].join('\n'),
    )
    .join('\n\n');

const inMarkdown = (report: Report): string =>
  sectionsOf(report, inBackticks)
    .map(({ heading, lines, none }) =>
      [`## ${heading}`, '', ...(lines.length > 0 ? lines.map((l) => `- ${l}`) : [none])].join('\n'),
    )
    .join('\n\n');

/** What people typed, so that nothing in it is Markdown: between more backticks than it holds in a row. */
function inBackticks(text: string): string {
  const line = harmless(text).replaceAll(/\s+/g, ' ').trim();
  const runs = line.match(/`+/g) ?? [];
  const fence = '`'.repeat(Math.max(0, ...runs.map((r) => r.length)) + 1);
  return runs.length > 0 ? `${fence} ${line} ${fence}` : `${fence}${line}${fence}`;
}
