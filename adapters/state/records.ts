/** What the state holds, and how much of each kind for how long. Shared by the stores. */
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
} from '../../src/index.ts';

/** All of the state, as it stands in the file. */
export interface Records {
  readonly version: 1;
  conversations: Record<string, { at: number; conversation: Conversation }>;
  /** Events in hand, with what is needed to finish them. */
  claims: Record<string, Claim>;
  /** Events that are done, and when. */
  handled: Record<string, number>;
  exchanges: Record<string, Exchange>;
  /** By exchange and person. */
  feedback: Record<string, Feedback>;
  /** By channel. */
  digests: Record<string, DigestSetting>;
  /** By channel and period. */
  deliveries: Record<string, Delivery>;
  /** By version of the knowledge. */
  snapshots: Record<string, Snapshot>;
}

export const emptyRecords = (): Records => ({
  version: 1,
  conversations: {},
  claims: {},
  handled: {},
  exchanges: {},
  feedback: {},
  digests: {},
  deliveries: {},
  snapshots: {},
});

export interface Retention {
  /** For how many days questions and feedback are kept. */
  readonly days: number;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A thread that rested for a day is about nothing: "it" could be anything by then. */
const CONVERSATION_MS = DAY;
/** Slack redelivers for an hour at most; Discord replays for minutes. */
const HANDLED_MS = DAY;
/** Bounds of count, so that the file stays small enough to be written at once. */
const MOST = {
  conversations: 2_000,
  claims: 2_000,
  handled: 20_000,
  exchanges: 2_000,
  feedback: 5_000,
  digests: 500,
  deliveries: 5_000,
} as const;
/** A monthly digest's last year, so that it can be seen what was posted when. */
const DELIVERY_MS = 400 * DAY;
/** A snapshot is kept before the setting that names it. */
const SNAPSHOT_MS = DAY;
/** Sweeping looks at everything, so not at each write. */
const SWEEP_MS = 60_000;

/** The port over records in memory; `keep` makes what was changed last. */
export function storeOver(
  records: Records,
  keep: () => Promise<void>,
  now: Clock,
  { days }: Retention,
): Omit<StateStore, 'close'> {
  let swept = 0;
  function sweep(): void {
    const at = now();
    if (at - swept < SWEEP_MS) return;
    swept = at;
    trim(records.conversations, (c) => c.at, at - CONVERSATION_MS, MOST.conversations);
    trim(records.claims, (c) => c.at, at - HANDLED_MS, MOST.claims);
    trim(records.handled, (h) => h, at - HANDLED_MS, MOST.handled);
    trim(records.exchanges, (e) => e.at, at - days * DAY, MOST.exchanges);
    trim(records.feedback, (f) => f.at, at - days * DAY, MOST.feedback);
    trim(records.deliveries, (d) => d.at, at - DELIVERY_MS, MOST.deliveries);
    const named = namedSnapshots(records);
    trim(records.snapshots, (s) => (named.has(s.version) ? at : s.at), at - SNAPSHOT_MS, Number.POSITIVE_INFINITY);
  }
  const write = (): Promise<void> => {
    sweep();
    return keep();
  };

  return {
    conversation: async (thread) => {
      const kept = own(records.conversations, thread);
      return kept && now() - kept.at <= CONVERSATION_MS ? kept.conversation : undefined;
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
      put(records.exchanges, exchange.id, exchange);
      return write();
    },
    exchange: async (id) => own(records.exchanges, id),
    keepFeedback: (feedback) => {
      put(records.feedback, `${feedback.exchange} ${feedback.person}`, feedback);
      return write();
    },
    feedback: async () => Object.values(records.feedback).sort((a, b) => a.at - b.at),
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
  };
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
const own = <T>(table: Record<string, T>, id: string): T | undefined =>
  Object.hasOwn(table, id) ? table[id] : undefined;

/** Puts a record last, so that the oldest come first when there are too many. */
function put<T>(table: Record<string, T>, id: string, value: T): void {
  delete table[id];
  Object.defineProperty(table, id, { value, enumerable: true, configurable: true, writable: true });
}

/** Forgets what is older than `since`, and the oldest of what are more than `most`. */
function trim<T>(table: Record<string, T>, at: (record: T) => number, since: number, most: number): void {
  const ids = Object.keys(table);
  const tooMany = ids.length - most;
  ids.forEach((id, i) => {
    if (i < tooMany || at(table[id]!) < since) delete table[id];
  });
}
