/** What the core needs from outside. Adapters implement these; tests use the memory twins. */
import type { Conversation } from './model/conversation.ts';
import type { Delivery, DigestSetting, Snapshot } from './model/delivery.ts';
import type { Status } from './model/resolution.ts';

/** Says what time it is, in milliseconds since 1970. */
export type Clock = () => number;

/** Keeps what threads are about. A conversation that is too old is not returned. */
export interface ConversationStore {
  conversation(thread: string): Promise<Conversation | undefined>;
  remember(thread: string, conversation: Conversation): Promise<void>;
}

/** Something a platform brought that has to be answered once: kept until then, so that a new process can finish it. */
export interface Claim {
  /** Unique over platforms: `slack:Ev0123`. */
  readonly id: string;
  readonly platform: string;
  /** When it was claimed. */
  readonly at: number;
  /** What the platform needs to answer it later; anything that is JSON. Forgotten once it is done. */
  readonly task: unknown;
}

/** A question and how it was answered: what the buttons under the answer refer to. */
export interface Exchange {
  /** Unique over platforms, at most 60 characters. */
  readonly id: string;
  readonly at: number;
  readonly thread: string;
  /** Who asked: `slack:U1`. */
  readonly person: string;
  readonly question: string;
  /** What the thread was about before the question. */
  readonly before?: Conversation;
  readonly status: Status;
  readonly facts: readonly string[];
  /** Questions behind the choices and behind the suggestions offered, in order. */
  readonly options: readonly string[];
  readonly suggestions: readonly string[];
  /** Of the knowledge that answered. */
  readonly version: string;
  /** Asked in a direct message, a private channel or by a private command: its words are nobody else's. */
  readonly private: boolean;
  /** Where the reply stands, as the platform writes it. */
  readonly reply?: string;
  /** By meaning, what was asked that the documents do not say: the same for the same question in other words. */
  readonly unmet?: string;
  /** Names in it that had to be guessed. */
  readonly guesses?: readonly Guess[];
}

/** A name as it was typed, and what it was taken for. */
export interface Guess {
  readonly typed: string;
  readonly read: string;
}

export type Verdict = 'helpful' | 'unhelpful' | 'wrong';

/** What somebody thought of an answer; one each, and the last one counts. */
export interface Feedback {
  readonly exchange: string;
  /** Kept and given back as a pseudonym. */
  readonly person: string;
  readonly at: number;
  readonly verdict: Verdict;
  /** Copied from the exchange, which is forgotten sooner. */
  readonly question: string;
  readonly status: Status;
  readonly facts: readonly string[];
  readonly private: boolean;
}

/** A question that was asked in vain. */
export interface Unanswered {
  /** Of the exchange. */
  readonly id: string;
  readonly at: number;
  /** The same for the same question in other words; says nothing by itself. */
  readonly meaning: string;
  readonly status: Status;
  /** In the asker's words; not there when it was asked in private. */
  readonly question?: string;
  /** A pseudonym. */
  readonly asker: string;
}

/** What was asked on one day, counted. */
export interface Tally {
  /** In UTC: `2024-07-12`. */
  readonly day: string;
  /** How many questions had this status. */
  readonly statuses: Readonly<Partial<Record<Status, number>>>;
  /** How often each fact was told. */
  readonly facts: Readonly<Record<string, number>>;
  /** Names that had to be guessed, and how often. */
  readonly guesses: readonly (Guess & { readonly times: number })[];
  /** How many more had to be guessed in private, where the words are nobody else's. */
  readonly privateGuesses: number;
  /** Who asked, as pseudonyms. */
  readonly askers: readonly string[];
}

/** Keeps what the report is made from. The store draws it from the exchanges that it is given; one kept again counts once. */
export interface ReportStore {
  /** Oldest first. */
  unanswered(): Promise<readonly Unanswered[]>;
  /** By day, the first day first. */
  tallies(): Promise<readonly Tally[]>;
  feedback(): Promise<readonly Feedback[]>;
}

/** Keeps who gets digests, and how far each came. */
export interface DigestStore {
  /** The settings of all channels. */
  digests(): Promise<readonly DigestSetting[]>;
  /** The setting of one channel. */
  digest(channel: string): Promise<DigestSetting | undefined>;
  /** Keeps a setting; the channel's earlier one is replaced. @throws Error with what to do when there are too many. */
  keepDigest(setting: DigestSetting): Promise<void>;
  /** Forgets a channel's setting; what was delivered stays, so that a period is not posted twice when it is set again. */
  dropDigest(channel: string): Promise<void>;
  delivery(channel: string, period: string): Promise<Delivery | undefined>;
  /** Of one channel or of all, in the order in which they were due. */
  deliveries(channel?: string): Promise<readonly Delivery[]>;
  /** Keeps a delivery, the earlier one of its channel and period replaced; with a setting, both are kept or neither. */
  keepDelivery(delivery: Delivery, setting?: DigestSetting): Promise<void>;
  snapshot(version: string): Promise<Snapshot | undefined>;
  /** Keeps a snapshot as long as a setting or an unfinished delivery names its version, and a day in any case. */
  keepSnapshot(snapshot: Snapshot): Promise<void>;
}

/** All that outlives a process. What resolves is kept: it survives a crash from then on. */
export interface StateStore extends ConversationStore, DigestStore, ReportStore {
  /** `new`: it is the caller's to answer. `claimed`: somebody is at it, or was when the process ended. */
  claim(claim: Claim): Promise<'new' | 'claimed' | 'done'>;
  done(id: string): Promise<void>;
  /** Claimed and not done, oldest first. */
  unfinished(platform: string): Promise<readonly Claim[]>;
  /** Keeps an exchange; one with the same id is replaced. */
  keepExchange(exchange: Exchange): Promise<void>;
  exchange(id: string): Promise<Exchange | undefined>;
  /** Keeps a verdict; the same person's earlier one on the same exchange is replaced. */
  keepFeedback(feedback: Feedback): Promise<void>;
  /** What stands for a person (`slack:U1`) in logs and statistics; of a pseudonym, itself. Nobody can tell it without the state. */
  pseudonym(person: string): string;
  /** Forgets all that is kept of a person. @returns how many records of each kind were dropped or lost the name. */
  forget(person: string): Promise<Readonly<Record<string, number>>>;
  /** Writes what is left and gives the file free. */
  close(): Promise<void>;
}
