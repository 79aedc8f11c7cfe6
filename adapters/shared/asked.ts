/** What is kept of a question, so that its buttons work later and after a restart. */
import type { Answer, Conversation, LookupQuery } from '../../src/index.ts';

export interface Asked {
  /** As the person wrote it, without the mention. Empty for a look-up. */
  readonly question: string;
  /** The conversation it belongs to, as in `Message.thread`. */
  readonly thread: string;
  /** What the conversation was about before it. */
  readonly before?: Conversation;
  readonly status: Answer['status'];
  readonly facts: readonly string[];
  /** Questions behind the choices and the suggestions, in order. */
  readonly choices: readonly string[];
  readonly suggestions: readonly string[];
  /** Where the reply stands: channel and message, in the platform's ids. */
  readonly reply?: { readonly channel: string; readonly message: string };
  /** Of a look-up: what is leafed through. */
  readonly lookup?: LookupQuery;
}

export type Mark = 'helpful' | 'unhelpful' | 'wrong';

/** What a person thought of an answer; the last mark counts. */
export interface Feedback {
  /** Key of the question. */
  readonly key: string;
  /** `discord:<id>`. */
  readonly by: string;
  readonly mark: Mark;
  readonly question: string;
  readonly status: Answer['status'];
  readonly facts: readonly string[];
}

export const choicesOf = (answer: Answer): string[] => answer.blocks.flatMap((b) => (b.type === 'options' ? b.options.map((o) => o.question) : []));
