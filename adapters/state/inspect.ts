/** The state for people to look at: how much of each kind, and what can be handed on without naming anybody. */
import { forgetPerson } from './forget.ts';
import { MOST, pseudonymOf, type Records, type Retention } from './records.ts';

export interface KindStats {
  readonly kind: string;
  readonly kept: number;
  /** More are never kept; not there where age alone bounds them. */
  readonly most?: number;
  /** In milliseconds since 1970. */
  readonly oldest?: number;
  /** In days; not there where they are kept as long as they are needed. */
  readonly days?: number;
}

/** Each kind of record: how many there are, since when, and how many for how long there may be. */
export function statsOf(records: Records, retention: Retention): KindStats[] {
  const times: Readonly<Record<Exclude<keyof Records, 'version' | 'salt'>, readonly number[]>> = {
    conversations: Object.values(records.conversations).map((c) => c.at),
    claims: Object.values(records.claims).map((c) => c.at),
    handled: Object.values(records.handled),
    exchanges: Object.values(records.exchanges).map((e) => e.at),
    feedback: Object.values(records.feedback).map((f) => f.at),
    unanswered: Object.values(records.unanswered).map((u) => u.at),
    tallies: Object.values(records.tallies).map((t) => Date.parse(t.day)),
    digests: Object.values(records.digests).map((d) => d.at),
    deliveries: Object.values(records.deliveries).map((d) => d.at),
    snapshots: Object.values(records.snapshots).map((s) => s.at),
  };
  const most: Readonly<Record<string, number>> = MOST;
  const days: Readonly<Record<string, number>> = { ...retention, claims: 1, handled: 1 };
  return Object.entries(times).map(([kind, at]) => ({
    kind,
    kept: at.length,
    ...(kind in most ? { most: most[kind]! } : {}),
    ...(at.length > 0 ? { oldest: at.reduce((a, b) => Math.min(a, b)) } : {}),
    ...(kind in days ? { days: days[kind]! } : {}),
  }));
}

/** How many people there are traces of. */
export const countPeople = (records: Records): number =>
  new Set([
    ...Object.values(records.exchanges).map((e) => pseudonymOf(e.person, records)),
    ...Object.values(records.feedback).map((f) => f.person),
    ...Object.values(records.unanswered).map((u) => u.asker),
    ...Object.values(records.tallies).flatMap((t) => t.askers),
  ]).size;

/**
 * What can be handed on: people as pseudonyms, and without the words of private talk, what threads are about, and what is
 * in hand. The salt stays.
 */
export function exportAll(records: Records): Readonly<Record<string, unknown>> {
  const name = (person: string): string => pseudonymOf(person, records);
  return {
    version: records.version,
    exchanges: Object.values(records.exchanges).map((e) => ({
      at: e.at,
      person: name(e.person),
      thread: name(e.thread),
      status: e.status,
      facts: e.facts,
      private: e.private,
      version: e.version,
      ...(e.private ? {} : { question: e.question, guesses: e.guesses ?? [] }),
    })),
    feedback: Object.values(records.feedback).map(({ exchange, question, ...f }) => ({
      ...f,
      exchange: name(exchange),
      ...(f.private ? {} : { question }),
    })),
    unanswered: Object.values(records.unanswered).map(({ id, ...u }) => ({ ...u, exchange: name(id) })),
    tallies: Object.values(records.tallies),
    digests: Object.values(records.digests).map((d) => ({ ...d, by: name(d.by) })),
    deliveries: Object.values(records.deliveries),
  };
}

/** All that is kept of one person, as it is kept: what forgetting them would take away. */
export function exportPerson(records: Records, person: string): Readonly<Record<string, unknown>> {
  const left = structuredClone(records);
  forgetPerson(left, person, pseudonymOf(person, records));
  const kinds = ['conversations', 'claims', 'exchanges', 'feedback', 'unanswered', 'digests'] as const;
  return Object.fromEntries(
    kinds.map((kind) => [
      kind,
      Object.entries(records[kind]).flatMap(([id, record]) =>
        JSON.stringify(left[kind][id]) === JSON.stringify(record) ? [] : [{ key: id, ...record }],
      ),
    ]),
  );
}
