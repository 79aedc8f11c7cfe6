/** One question, one answer: in words, or as JSON for other programs. */
import type { Knowledge, Plenary } from '../../src/index.ts';
import type { Paint } from './colours.ts';
import { renderTrace } from './explain.ts';
import { toRecord } from './record.ts';
import { renderAnswer } from './render.ts';

export interface AskOptions {
  readonly json?: boolean;
  readonly explain?: boolean;
}

/** What is to be printed, without the last line end. */
export function ask(
  question: string,
  { json, explain }: AskOptions,
  plenary: Plenary,
  knowledge: Knowledge,
  paint: Paint,
): string {
  if (json) {
    const record = toRecord(question, undefined, plenary);
    const clauses = explain ? { clauses: plenary.explain(question).clauses } : {};
    return JSON.stringify(
      { question, ...record.told, suggestions: record.reply.answer.suggestions, ...clauses },
      null,
      2,
    );
  }
  if (explain) return renderTrace(plenary.explain(question), plenary, knowledge, paint);
  return renderAnswer(plenary.answer(question).answer, plenary, paint);
}
