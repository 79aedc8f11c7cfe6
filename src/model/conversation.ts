/** What a thread is about now. */
import type { EntityId } from './knowledge.ts';

export interface Conversation {
  /** What "it" is: the subjects of the last answer. */
  readonly focus: readonly EntityId[];
  /** Entities that the last answer named. */
  readonly named: readonly EntityId[];
  /** The last question, completed. */
  readonly question: string;
  /** Facts of the last answer. */
  readonly facts: readonly string[];
}
