/** What the state holds, how much of each kind for how long, and the port over it. Shared by the stores. */
import { createHash, randomBytes } from 'node:crypto';
import type {
  Claim,
  Clock,
  Conversation,
  Delivery,
  DigestSetting,
  Exchange,
  Feedback,
  Snapshot,
  StateStore,
  Tally,
  Unanswered,
} from '../../src/index.ts';
import { forgetPerson } from './forget.ts';
import { addToTally, dayOf, takeFromTally } from './tally.ts';

/** The version of the file that this Plenary writes; what is older is migrated, see migrate.ts. */
export const VERSION = 2;

/** All of the state, as it stands in the file. */
export interface Records {
  readonly version: typeof VERSION;
  /** With it people are turned into pseudonyms; it never leaves the file. */
  readonly salt: string;
  conversations: Record<string, { at: number; conversation: Conversation }>;
  /** Events in hand, with what is needed to finish them. */
  claims: Record<string, Claim>;
  /** Events that are done, and when. */
  handled: Record<string, number>;
  exchanges: Record<string, Exchange>;
  /** By exchange and pseudonym. */
  feedback: Record<string, Feedback>;
  /** By exchange. */
  unanswered: Record<string, Unanswered>;
  /** By day. */
  tallies: Record<string, Tally>;
  /** By channel. */
  digests: Record<string, DigestSetting>;
  /** By channel and period. */
  deliveries: Record<string, Delivery>;
  /** By version of the knowledge. */
  snapshots: Record<string, Snapshot>;
}

export const emptyRecords = (salt = randomBytes(16).toString('hex')): Records => ({
  version: VERSION,
  salt,
  conversations: {},
  claims: {},
  handled: {},
  exchanges: {},
  feedback: {},
  unanswered: {},
  tallies: {},
  digests: {},
  deliveries: {},
  snapshots: {},
});

/** For how many days each kind is kept, where that is for the house to say. */
export interface Retention {
  readonly conversations: number;
  /** Questions with how they were answered, for the buttons under the answers. */
  readonly exchanges: number;
  readonly feedback: number;
  readonly unanswered: number;
  readonly tallies: number;
  readonly deliveries: number;
}

/** Where the house says nothing. */
export const USUAL_RETENTION: Retention = {
  // A thread that rested for a day is about nothing: "it" could be anything by then.
  conversations: 1,
  exchanges: 90,
  feedback: 90,
  unanswered: 90,
  tallies: 90,
  // A monthly digest's last year, so that it can be seen what was posted when.
  deliveries: 400,
};

const DAY = 24 * 3_600_000;
/** Slack redelivers for an hour at most; Discord replays for minutes. */
const HANDLED_MS = DAY;
/** A snapshot is kept before the setting that names it. */
const SNAPSHOT_MS = DAY;
/** Bounds of count, so that the file stays small enough to be written at once. Days of tallies are bounded by age. */
export const MOST = {
  conversations: 2_000,
  claims: 2_000,
  handled: 20_000,
  exchanges: 2_000,
  feedback: 5_000,
  unanswered: 2_000,
  digests: 500,
  deliveries: 5_000,
} as const;
/** Sweeping looks at everything, so not at each write. */
const SWEEP_MS = 60_000;

/** What stands for a person: the same in one state, another in the next. A pseudonym stands for itself. */
export const pseudonymOf = (person: string, { salt }: Pick<Records, 'salt'>): string =>
  /^~[0-9a-f]{12}$/.test(person) ? person : `~${hash(person, salt)}`;

const hash = (text: string, salt: string): string =>
  createHash('sha256').update(`${salt}\n${text}`).digest('hex').slice(0, 12);

/** The port over records in memory; `keep` makes what was changed last. */
export function storeOver(
  records: Records,
  keep: () => Promise<void>,
  now: Clock,
  retention: Retention,
): Omit<StateStore, 'close'> {
  let swept = 0;
  function sweep(): void {
    const at = now();
    if (at - swept < SWEEP_MS) return;
    swept = at;
    trimRecords(records, at, retention);
  }
  const write = (): Promise<void> => {
    sweep();
    return keep();
  };
  const pseudonym = (person: string): string => pseudonymOf(person, records);

  return {
    conversation: async (thread) => {
      const kept = own(records.conversations, thread);
      return kept && now() - kept.at <= retention.conversations * DAY ? kept.conversation : undefined;
    },
    remember: (thread, conversation) => {
      put(records.conversations, thread, { at: now(), conversation });
      return write();
    },
    claim: async (claim) => {
      if (own(records.handled, claim.id) !== undefined) return 'done';
      if (own(records.claims, claim.id)) return 'claimed';
      put(records.claims, claim.id, claim);
      await write();
      return 'new';
    },
    done: (id) => {
      delete records.claims[id];
      put(records.handled, id, now());
      return write();
    },
    unfinished: async (platform) =>
      Object.values(records.claims)
        .filter((c) => c.platform === platform)
        .sort((a, b) => a.at - b.at),
    keepExchange: (exchange) => {
      const before = own(records.exchanges, exchange.id);
      if (before) takeFromTally(records.tallies, before);
      put(records.exchanges, exchange.id, exchange);
      countExchange(records, exchange);
      return write();
    },
    exchange: async (id) => own(records.exchanges, id),
    keepFeedback: (feedback) => {
      const person = pseudonym(feedback.person);
      put(records.feedback, `${feedback.exchange} ${person}`, { ...feedback, person });
      return write();
    },
    feedback: async () => Object.values(records.feedback).sort((a, b) => a.at - b.at),
    unanswered: async () => Object.values(records.unanswered).sort((a, b) => a.at - b.at),
    tallies: async () => Object.values(records.tallies).sort((a, b) => (a.day < b.day ? -1 : 1)),
    digests: async () => Object.values(records.digests),
    digest: async (channel) => own(records.digests, channel),
    keepDigest: async (setting) => {
      // An acknowledged setting is not forgotten for a new one.
      if (!own(records.digests, setting.channel) && Object.keys(records.digests).length >= MOST.digests)
        throw new Error(`There are ${MOST.digests} digests already; turn one off before you set up another.`);
      put(records.digests, setting.channel, setting);
      await write();
    },
    dropDigest: (channel) => {
      delete records.digests[channel];
      return write();
    },
    delivery: async (channel, period) => own(records.deliveries, deliveryKey(channel, period)),
    deliveries: async (channel) =>
      Object.values(records.deliveries)
        .filter((d) => channel === undefined || d.channel === channel)
        .sort((a, b) => a.due - b.due),
    keepDelivery: (delivery, setting) => {
      // Both are changed before anything is written, so one write holds both.
      put(records.deliveries, deliveryKey(delivery.channel, delivery.period), delivery);
      if (setting) put(records.digests, setting.channel, setting);
      return write();
    },
    snapshot: async (version) => own(records.snapshots, version),
    keepSnapshot: (snapshot) => {
      put(records.snapshots, snapshot.version, snapshot);
      return write();
    },
    pseudonym,
    forget: async (person) => {
      const forgotten = forgetPerson(records, person, pseudonym(person));
      await write();
      return forgotten;
    },
  };
}

/** An exchange in the day's tally, and among the unanswered as long as it is. Words of private ones are not copied. */
export function countExchange(records: Records, exchange: Exchange): void {
  const asker = pseudonymOf(exchange.person, records);
  const day = dayOf(exchange.at);
  put(records.tallies, day, addToTally(own(records.tallies, day), exchange, asker));
  delete records.unanswered[exchange.id];
  if (exchange.unmet === undefined) return;
  const { id, at, status, question } = exchange;
  // Hashed, so that a private question meets the same question of others without its words being kept once more.
  const meaning = hash(exchange.unmet, records.salt);
  put(records.unanswered, id, { id, at, meaning, status, asker, ...(exchange.private ? {} : { question }) });
}

/** Forgets what is too old by now, and the oldest of what are too many. */
export function trimRecords(records: Records, at: number, retention: Retention): void {
  const since = (kind: keyof Retention): number => at - retention[kind] * DAY;
  trim(records.conversations, (c) => c.at, since('conversations'), MOST.conversations);
  trim(records.claims, (c) => c.at, at - HANDLED_MS, MOST.claims);
  trim(records.handled, (h) => h, at - HANDLED_MS, MOST.handled);
  trim(records.exchanges, (e) => e.at, since('exchanges'), MOST.exchanges);
  trim(records.feedback, (f) => f.at, since('feedback'), MOST.feedback);
  trim(records.unanswered, (u) => u.at, since('unanswered'), MOST.unanswered);
  trim(records.tallies, (t) => Date.parse(t.day) + DAY, since('tallies'));
  trim(records.deliveries, (d) => d.at, since('deliveries'), MOST.deliveries);
  const named = namedSnapshots(records);
  trim(records.snapshots, (s) => (named.has(s.version) ? at : s.at), at - SNAPSHOT_MS);
}

const deliveryKey = (channel: string, period: string): string => `${channel} ${period}`;

/** Versions of the knowledge that a channel was told, or is about to be. */
function namedSnapshots({ digests, deliveries }: Records): Set<string> {
  const told = [
    ...Object.values(digests).map((d) => d.told),
    ...Object.values(deliveries).flatMap((d) =>
      d.tells && (d.stage === 'due' || d.stage === 'posting') ? [d.tells] : [],
    ),
  ];
  return new Set(told.flatMap((t) => (t.knowledge === undefined ? [] : [t.knowledge])));
}

/** Ids come from outside: `__proto__` is an id like any other. */
export const own = <T>(table: Record<string, T>, id: string): T | undefined =>
  Object.hasOwn(table, id) ? table[id] : undefined;

/** Puts a record last, so that the oldest come first when there are too many. */
function put<T>(table: Record<string, T>, id: string, value: T): void {
  delete table[id];
  Object.defineProperty(table, id, { value, enumerable: true, configurable: true, writable: true });
}

/** Forgets what is older than `since`, and the oldest of what are more than `most`. */
function trim<T>(
  table: Record<string, T>,
  at: (record: T) => number,
  since: number,
  most = Number.POSITIVE_INFINITY,
): void {
  const ids = Object.keys(table);
  const tooMany = ids.length - most;
  ids.forEach((id, i) => {
    if (i < tooMany || at(table[id]!) < since) delete table[id];
  });
}
