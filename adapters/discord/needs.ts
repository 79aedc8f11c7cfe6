/** What Discord's part is given. */
import type { Logger } from 'pino';
import type { ConversationStore, Plenary } from '../../src/index.ts';
import type { Asked, Feedback } from '../shared/asked.ts';
import type { Turns } from '../shared/turns.ts';

/** A message that was claimed, as it has to be found again after a restart. */
export interface Claim {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly work: { readonly channel: string; readonly message: string };
}

export interface ChatState extends ConversationStore {
  /** True once for each id: it is yours to answer. Kept before it returns. */
  claim(id: string, work: Claim['work'] | undefined): Promise<boolean>;
  /** What was claimed is answered, or needs no answer. */
  finish(id: string): Promise<void>;
  unfinished(): Promise<readonly Claim[]>;
  keep(key: string, asked: Asked): Promise<void>;
  kept(key: string): Promise<Asked | undefined>;
  mark(feedback: Feedback): Promise<void>;
}

export interface DiscordSettings {
  readonly token: string;
  /** Registers the commands at once in this server, instead of everywhere. */
  readonly guild?: string;
  /** Another address of the REST side: `http://127.0.0.1:8080/api`. */
  readonly api?: string;
  /** Servers in which Plenary answers; undefined: all that it was invited to. */
  readonly servers?: readonly string[];
  readonly channels?: readonly string[];
  /** Whom to ask where the documents do not say. */
  readonly whomToAsk?: string;
  /** Whether what people wrote may stand in the log. */
  readonly logsText?: boolean;
}

export interface Needs {
  readonly plenary: Plenary;
  readonly state: ChatState;
  readonly settings: DiscordSettings;
  readonly turns: Turns;
  readonly log: Logger;
  /** Says whether this person may ask now; false after too many questions in a minute. */
  mayAsk(person: string): Promise<boolean>;
  readonly now: () => number;
}
