/** From what an older Plenary wrote to what this one reads, one version at a time. */
import { z } from 'zod';
import type { Status } from '../../src/index.ts';
import { countExchange, emptyRecords, pseudonymOf, type Records, VERSION } from './records.ts';
import { claim, conversation, exchange, feedback } from './shapes.ts';

type Migration = (file: unknown) => unknown;

/** What leads away from each version that there was. */
const MIGRATIONS: Readonly<Record<number, Migration>> = { 1: fromVersion1 };

/** The versions that can be read, the newest last. */
export const READABLE: readonly number[] = [...Object.keys(MIGRATIONS).map(Number), VERSION];

/**
 * @param file the JSON of a state file of some readable version
 * @returns it as the version that is written now, still to be checked
 * @throws z.ZodError when it is not what its version was
 */
export function migrate(file: unknown, version: number): unknown {
  let [migrated, at] = [file, version];
  for (; at < VERSION; at++) migrated = MIGRATIONS[at]!(migrated);
  return migrated;
}

const version1 = z.strictObject({
  version: z.literal(1),
  conversations: z.record(z.string(), z.strictObject({ at: z.number(), conversation })),
  claims: z.record(z.string(), claim),
  handled: z.record(z.string(), z.number()),
  exchanges: z.record(z.string(), exchange),
  feedback: z.record(z.string(), feedback),
});

const IN_VAIN: ReadonlySet<Status> = new Set(['unknown', 'partial', 'off_topic']);

/**
 * Version 1 knew no digests, kept people's names beside their verdicts, and counted nothing. What was asked in vain is
 * drawn from the exchanges that are left; by its words, since how it was read was not kept.
 */
function fromVersion1(file: unknown): Records {
  const { version: _, ...old } = version1.parse(file);
  const records: Records = { ...emptyRecords(), ...old, feedback: {} };
  for (const verdict of Object.values(old.feedback)) {
    const person = pseudonymOf(verdict.person, records);
    records.feedback[`${verdict.exchange} ${person}`] = { ...verdict, person };
  }
  for (const kept of Object.values(old.exchanges))
    countExchange(records, IN_VAIN.has(kept.status) ? { ...kept, unmet: wordsOf(kept.question) } : kept);
  return records;
}

const wordsOf = (question: string): string =>
  [...new Set(question.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])].sort().join(' ');
