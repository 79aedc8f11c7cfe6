/** An answer as a record for other programs: `ask --json` and a line of `batch`. */
import type { Answer, Conversation, Plenary, Reply } from '../../src/index.ts';

export interface AnswerRecord {
  readonly status: Answer['status'];
  /** What a person would read, plain, sources included. */
  readonly text: string;
  readonly language: string;
  /** Document and place: `{ id: '002', at: 'para 6' }`. */
  readonly sources: readonly { readonly id: string; readonly at: string }[];
  /** Ids of the facts told. */
  readonly facts: readonly string[];
  /** Milliseconds that the answer took. */
  readonly ms: number;
}

export function toRecord(
  question: string,
  conversation: Conversation | undefined,
  plenary: Plenary,
): { readonly told: AnswerRecord; readonly reply: Reply } {
  const start = performance.now();
  const reply = plenary.answer(question, conversation);
  const ms = Math.round((performance.now() - start) * 100) / 100;
  const { status, language, sources, facts } = reply.answer;
  return {
    told: {
      status,
      text: plenary.plain(reply.answer),
      language,
      sources: sources.map(({ document, at }) => ({ id: document, at })),
      facts,
      ms,
    },
    reply,
  };
}
