/** Everything that is kept of one person is dropped, or loses their name where it belongs to others too. */
import type { Records } from './records.ts';

/** Stands where somebody's name stood. */
const NOBODY = 'somebody who was forgotten';

/**
 * @param person as `slack:U1`
 * @param pseudonym what stands for them
 * @returns how many records of each kind were dropped or lost the name; kinds without any are left out
 */
export function forgetPerson(records: Records, person: string, pseudonym: string): Record<string, number> {
  const [platform = '', ...rest] = person.split(':');
  const bare = rest.join(':');
  /** `slack:dm:U1`, `slack:C1:U1`: a conversation or an event that is named after them. */
  const isTheirs = (id: string): boolean => id.startsWith(`${platform}:`) && id.split(/[:.\s]/).includes(bare);
  const forgotten: Record<string, number> = {};
  function drop<T>(kind: string, table: Record<string, T>, isTheir: (record: T, id: string) => boolean): void {
    for (const [id, record] of Object.entries(table)) {
      if (!isTheir(record, id)) continue;
      delete table[id];
      forgotten[kind] = (forgotten[kind] ?? 0) + 1;
    }
  }
  const threads = new Set(Object.values(records.exchanges).flatMap((e) => (e.person === person ? [e.thread] : [])));
  drop('conversations', records.conversations, (_, id) => threads.has(id) || isTheirs(id));
  drop('claims', records.claims, (c) => c.platform === platform && (isTheirs(c.id) || names(c.task, bare)));
  drop('exchanges', records.exchanges, (e) => e.person === person);
  drop('feedback', records.feedback, (f) => f.person === pseudonym);
  drop('unanswered', records.unanswered, (u) => u.asker === pseudonym);
  for (const [day, tally] of Object.entries(records.tallies)) {
    if (!tally.askers.includes(pseudonym)) continue;
    records.tallies[day] = { ...tally, askers: tally.askers.filter((a) => a !== pseudonym) };
    forgotten.tallies = (forgotten.tallies ?? 0) + 1;
  }
  // The channel's digest is not theirs alone: it goes on.
  for (const [channel, setting] of Object.entries(records.digests)) {
    if (setting.by !== person) continue;
    records.digests[channel] = { ...setting, by: NOBODY };
    forgotten.digests = (forgotten.digests ?? 0) + 1;
  }
  return forgotten;
}

/** The id stands somewhere in what a platform brought, by itself or in a text. */
const names = (value: unknown, id: string): boolean =>
  typeof value === 'string'
    ? value.split(/\W+/).includes(id)
    : typeof value === 'object' && value !== null && Object.values(value).some((v) => names(v, id));
