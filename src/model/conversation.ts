/** What a thread is about now. */
import type { EntityId } from './knowledge.ts';

export interface Conversation {
  /** What "it" is: the subjects of the last answer. */
  readonly focus: readonly EntityId[];
  /** Entities that the last answer named. */
  readonly named: readonly EntityId[];
  /** The last question, completed; empty where something was only said. */
  readonly question: string;
  /** Facts of the last answer. */
  readonly facts: readonly string[];
  /** The turn before it, two deep: "that plenary", "so 44 together". */
  readonly earlier?: Conversation;
}
