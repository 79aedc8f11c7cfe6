/** The state as it stands in the file, checked when it is read: a shape for each kind of record, held to the core's types. */
import { z } from 'zod';
import type {
  Claim,
  Conversation,
  Delivery,
  DigestSetting,
  Exchange,
  Feedback,
  Guess,
  Schedule,
  Snapshot,
  Status,
  Tally,
  Told,
  Turn,
  Unanswered,
} from '../../src/index.ts';
import { type Records, VERSION } from './records.ts';

type Deep<T> = T extends readonly (infer U)[]
  ? readonly Deep<U>[]
  : T extends object
    ? { readonly [K in keyof T]: Deep<T[K]> }
    : T;
type Keys<T> = T extends unknown ? keyof T : never;
/** Both ways, and no key too many: a field that a shape forgot would be refused at the next start. */
type Same<A, B> = [A] extends [B]
  ? [B] extends [Deep<A>]
    ? [Keys<A>, Keys<B>] extends [Keys<B>, Keys<A>]
      ? unknown
      : never
    : never
  : never;
/** The shape of a type of the core. When this does not compile, the type changed: change the shape, and migrate. */
const of =
  <T>() =>
  <S extends z.ZodType>(shape: S & Same<z.output<S>, T>): S =>
    shape;

/** Any text: a kind of entity that the knowledge no longer has is no damage. */
const entity = z.custom<Conversation['focus'][number]>((v) => typeof v === 'string', 'should be a text');
const texts = z.array(z.string());
const time = z.number();
const status = of<Status>()(
  z.enum(['answered', 'corrected', 'clarify', 'partial', 'unknown', 'off_topic', 'help', 'greeting', 'invalid']),
);
const counts = z.record(z.string(), z.number());

const turn = of<Turn>()(
  z.strictObject({
    focus: z.array(entity),
    named: z.array(entity),
    question: z.string(),
    facts: texts,
    open: z.literal(true).exactOptional(),
  }),
);
export const conversation = of<Conversation>()(turn.extend({ earlier: z.array(turn).exactOptional() }));
export const claim = of<Claim>()(z.strictObject({ id: z.string(), platform: z.string(), at: time, task: z.unknown() }));
const guess = of<Guess>()(z.strictObject({ typed: z.string(), read: z.string() }));
export const exchange = of<Exchange>()(
  z.strictObject({
    id: z.string(),
    at: time,
    thread: z.string(),
    person: z.string(),
    question: z.string(),
    before: conversation.exactOptional(),
    status,
    facts: texts,
    options: texts,
    suggestions: texts,
    version: z.string(),
    private: z.boolean(),
    reply: z.string().exactOptional(),
    unmet: z.string().exactOptional(),
    guesses: z.array(guess).exactOptional(),
  }),
);
export const feedback = of<Feedback>()(
  z.strictObject({
    exchange: z.string(),
    person: z.string(),
    at: time,
    verdict: z.enum(['helpful', 'unhelpful', 'wrong']),
    question: z.string(),
    status,
    facts: texts,
    private: z.boolean(),
  }),
);
const unanswered = of<Unanswered>()(
  z.strictObject({
    id: z.string(),
    at: time,
    meaning: z.string(),
    status,
    question: z.string().exactOptional(),
    asker: z.string(),
  }),
);
const tally = of<Tally>()(
  z.strictObject({
    day: z.iso.date(),
    statuses: z.partialRecord(status, z.number()),
    facts: counts,
    guesses: z.array(guess.extend({ times: z.number() })),
    privateGuesses: z.number(),
    askers: texts,
  }),
);
const schedule = of<Schedule>()(
  z.strictObject({
    rhythm: z.discriminatedUnion('every', [
      z.strictObject({ every: z.literal('day') }),
      z.strictObject({ every: z.literal('weekday') }),
      z.strictObject({ every: z.literal('week'), day: z.number() }),
      z.strictObject({ every: z.literal('month'), date: z.number() }),
    ]),
    time: z.string(),
    zone: z.string(),
    holidays: z.enum(['post', 'skip', 'shift']),
    quiet: z.strictObject({ from: z.string(), to: z.string() }).exactOptional(),
  }),
);
const told = of<Told>()(
  z.strictObject({
    knowledge: z.string().exactOptional(),
    rotation: texts,
    period: z.string().exactOptional(),
  }),
);
const digest = of<DigestSetting>()(
  z.strictObject({
    channel: z.string(),
    platform: z.string(),
    schedule,
    paused: z.boolean(),
    curators: z.boolean(),
    by: z.string(),
    at: time,
    since: time,
    told,
  }),
);
const delivery = of<Delivery>()(
  z.strictObject({
    channel: z.string(),
    platform: z.string(),
    period: z.string(),
    stage: z.enum(['due', 'posting', 'posted', 'skipped']),
    due: time,
    at: time,
    attempts: z.number(),
    doubtful: z.boolean().exactOptional(),
    tells: told.exactOptional(),
    message: z.string().exactOptional(),
    why: z.string().exactOptional(),
  }),
);
const snapshot = of<Snapshot>()(
  z.strictObject({ version: z.string(), at: time, facts: z.record(z.string(), z.string()) }),
);

/** All of the state, as it stands in the file. */
export const records = of<Records>()(
  z.strictObject({
    version: z.literal(VERSION),
    salt: z.string().min(16),
    conversations: z.record(z.string(), z.strictObject({ at: time, conversation })),
    claims: z.record(z.string(), claim),
    handled: z.record(z.string(), time),
    exchanges: z.record(z.string(), exchange),
    feedback: z.record(z.string(), feedback),
    unanswered: z.record(z.string(), unanswered),
    tallies: z.record(z.string(), tally),
    digests: z.record(z.string(), digest),
    deliveries: z.record(z.string(), delivery),
    snapshots: z.record(z.string(), snapshot),
  }),
);
