/** What a thread is about now. */
import type { EntityId } from './knowledge.ts';

/** One question and what its answer was about. */
export interface Turn {
  /** What "it" is: the subjects of the answer. */
  readonly focus: readonly EntityId[];
  /** Entities that the question or the answer named. */
  readonly named: readonly EntityId[];
  /** The question, completed; empty where something was only said. */
  readonly question: string;
  /** Facts of the answer. */
  readonly facts: readonly string[];
  /** It was asked back which of them is meant. */
  readonly open?: true;
}

/** The last turn, and a few before it, the newest first: "that plenary", "so 44 together". */
export interface Conversation extends Turn {
  readonly earlier?: readonly Turn[];
}
