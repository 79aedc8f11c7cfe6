/** What the core needs from outside. Adapters implement these; tests use the memory twins. */
import type { Conversation } from './model/conversation.ts';

/** Says what time it is, in milliseconds since 1970. */
export type Clock = () => number;

/** Keeps what threads are about. A conversation that is too old is not returned. */
export interface ConversationStore {
  conversation(thread: string): Promise<Conversation | undefined>;
  remember(thread: string, conversation: Conversation): Promise<void>;
}
