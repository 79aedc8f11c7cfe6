/** What those who keep the knowledge learn from what was asked: counted, merged, and without the words of private talk. */
import type { Fact } from '../model/fact.ts';
import type { EntityId } from '../model/knowledge.ts';
import type { Status } from '../model/resolution.ts';
import type { Feedback, Guess, Tally, Unanswered } from '../ports.ts';

/** What was kept, as the store gives it. */
export interface Kept {
  readonly unanswered: readonly Unanswered[];
  readonly feedback: readonly Feedback[];
  readonly tallies: readonly Tally[];
}

/** From `from` up to and without `to`, in milliseconds since 1970. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** One thing that was asked in vain, by one person or many, in whatever words. */
export interface AskedInVain {
  /** As somebody asked it last; not there when it was only asked in private. */
  readonly question?: string;
  readonly status: Status;
  readonly times: number;
  /** How many of these in private. */
  readonly inPrivate: number;
  readonly people: number;
  /** When last, in milliseconds since 1970. */
  readonly last: number;
}

/** An answer that people found wrong or unhelpful. */
export interface JudgedAnswer {
  /** As somebody asked last who judged so; not there when all did in private. */
  readonly question?: string;
  readonly status: Status;
  /** Ids of the facts told; where the answer is to be mended. */
  readonly facts: readonly string[];
  readonly wrong: number;
  readonly unhelpful: number;
  /** How many of these in private. */
  readonly inPrivate: number;
  readonly last: number;
}

export interface Report {
  readonly span: Span;
  /** The first day that was counted, where that is later than the span begins: `2024-07-12`. */
  readonly countedFrom?: string;
  readonly questions: number;
  readonly people: number;
  readonly statuses: readonly { readonly status: Status; readonly times: number }[];
  readonly unanswered: readonly AskedInVain[];
  readonly guesses: readonly (Guess & { readonly times: number })[];
  /** How many more names had to be guessed in private. */
  readonly privateGuesses: number;
  readonly judged: readonly JudgedAnswer[];
  readonly neverAsked: {
    /** How many facts there are, and since when it is counted whether they are asked for. */
    readonly of: number;
    readonly since?: string;
    readonly bySubject: readonly { readonly subject: EntityId; readonly facts: readonly string[] }[];
  };
}

const DAY = 24 * 3_600_000;
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
const within = ({ from, to }: Span, at: number): boolean => at >= from && at < to;

/** The questions of a span that were asked in vain, merged by what they ask: the most asked first, then the latest. */
export function mergeUnanswered(unanswered: readonly Unanswered[], span: Span): AskedInVain[] {
  const same = groupBy(
    unanswered.filter((u) => within(span, u.at)),
    (u) => u.meaning,
  );
  return same
    .map((asked): AskedInVain => {
      const latest = inOrder(asked);
      const shown = latest.find((u) => u.question !== undefined);
      return {
        ...(shown?.question === undefined ? {} : { question: shown.question }),
        status: (shown ?? latest[0]!).status,
        times: asked.length,
        inPrivate: asked.filter((u) => u.question === undefined).length,
        people: new Set(asked.map((u) => u.asker)).size,
        last: latest[0]!.at,
      };
    })
    .sort((a, b) => b.times - a.times || b.last - a.last);
}

/** Answers of a span that were marked wrong or not helpful, merged by the facts they told: wrong ones first, then the most marked. */
export function mergeJudged(feedback: readonly Feedback[], span: Span): JudgedAnswer[] {
  const same = groupBy(
    feedback.filter((f) => f.verdict !== 'helpful' && within(span, f.at)),
    // An answer without facts has only its question; private ones are then told apart by nothing, and counted together.
    (f) => [f.status, ...(f.facts.length > 0 ? [...f.facts].sort() : [f.private ? '' : f.question])].join('\n'),
  );
  const count = (judged: readonly Feedback[], verdict: Feedback['verdict']): number =>
    judged.filter((f) => f.verdict === verdict).length;
  return same
    .map((judged): JudgedAnswer => {
      const latest = inOrder(judged);
      const shown = latest.find((f) => !f.private);
      return {
        ...(shown ? { question: shown.question } : {}),
        status: latest[0]!.status,
        facts: latest[0]!.facts,
        wrong: count(judged, 'wrong'),
        unhelpful: count(judged, 'unhelpful'),
        inPrivate: judged.filter((f) => f.private).length,
        last: latest[0]!.at,
      };
    })
    .sort((a, b) => b.wrong - a.wrong || b.unhelpful - a.unhelpful || b.last - a.last);
}

/**
 * The whole report. Counts go by whole days in UTC: the first day of the span counts from its beginning.
 * @param facts all that the knowledge has now
 */
export function makeReport(kept: Kept, span: Span, facts: Iterable<Fact>): Report {
  const [first, end] = [dayOf(span.from), dayOf(span.to - 1)];
  const tallies = kept.tallies.filter((t) => t.day >= first && t.day <= end);
  const statuses = sum(tallies.map((t) => Object.entries(t.statuses)));
  const guesses = groupBy(
    tallies.flatMap((t) => t.guesses),
    (g) => `${g.typed}\n${g.read}`,
  );
  const counted = kept.tallies.map((t) => t.day).sort()[0];
  return {
    span,
    ...(counted !== undefined && Date.parse(counted) > span.from + DAY ? { countedFrom: counted } : {}),
    questions: [...statuses.values()].reduce((a, b) => a + b, 0),
    people: new Set(tallies.flatMap((t) => t.askers)).size,
    statuses: mostFirst(statuses).map(([status, times]) => ({ status: status as Status, times })),
    unanswered: mergeUnanswered(kept.unanswered, span),
    guesses: guesses
      .map((same) => ({ typed: same[0]!.typed, read: same[0]!.read, times: same.reduce((n, g) => n + g.times, 0) }))
      .sort((a, b) => b.times - a.times || (a.typed < b.typed ? -1 : 1)),
    privateGuesses: tallies.reduce((n, t) => n + t.privateGuesses, 0),
    judged: mergeJudged(kept.feedback, span),
    neverAsked: neverAsked(kept.tallies, [...facts]),
  };
}

/** Over all that is counted, not the span alone: "never" is as long as is known. */
function neverAsked(tallies: readonly Tally[], facts: readonly Fact[]): Report['neverAsked'] {
  const asked = new Set(tallies.flatMap((t) => Object.keys(t.facts)));
  const since = tallies.map((t) => t.day).sort()[0];
  const left = groupBy(
    facts.filter((f) => !asked.has(f.id)),
    (f) => f.subject,
  );
  return {
    of: facts.length,
    ...(since === undefined ? {} : { since }),
    bySubject: left
      .map((same) => ({ subject: same[0]!.subject, facts: same.map((f) => f.id) }))
      .sort((a, b) => (a.subject < b.subject ? -1 : 1)),
  };
}

const inOrder = <T extends { readonly at: number }>(records: readonly T[]): T[] =>
  [...records].sort((a, b) => b.at - a.at);

function groupBy<T>(records: readonly T[], key: (record: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const record of records) {
    const group = groups.get(key(record));
    if (group) group.push(record);
    else groups.set(key(record), [record]);
  }
  return [...groups.values()];
}

function sum(counts: readonly (readonly (readonly [string, number])[])[]): Map<string, number> {
  const total = new Map<string, number>();
  for (const [key, n] of counts.flat()) total.set(key, (total.get(key) ?? 0) + n);
  return total;
}

const mostFirst = (counts: ReadonlyMap<string, number>): [string, number][] =>
  [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
