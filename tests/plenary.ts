/** The bot over the project's own knowledge, loaded once for each test file, and its questions. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT, readKnowledge } from '../adapters/files/read.ts';
import {
  type Conversation,
  createPlenary,
  formatFaults,
  type Knowledge,
  loadKnowledge,
  type Reply,
} from '../src/index.ts';
import type { Question } from './score.ts';

function load(): Knowledge {
  const loaded = loadKnowledge(readKnowledge());
  if ('knowledge' in loaded) return loaded.knowledge;
  throw new Error(formatFaults(loaded.faults));
}

export const knowledge = load();
export const plenary = createPlenary(knowledge);

const QUESTIONS = join(PROJECT, 'tests', 'questions');

/** Names of the question files, in order. */
export const questionFiles = (): string[] =>
  readdirSync(QUESTIONS)
    .filter((name) => name.endsWith('.jsonl'))
    .sort();

export const questionsOf = (file: string): Question[] =>
  readFileSync(join(QUESTIONS, file), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Question);

/** Asks the questions in order, each thread as one conversation; `ms` is the time of each answer. */
export function askAll(questions: readonly Question[]): { question: Question; reply: Reply; ms: number }[] {
  const threads = new Map<string, Conversation | undefined>();
  return questions.map((question) => {
    const { thread } = question;
    const start = performance.now();
    const reply = plenary.answer(question.q, thread === undefined ? undefined : threads.get(thread));
    const ms = performance.now() - start;
    if (thread !== undefined) threads.set(thread, reply.conversation);
    return { question, reply, ms };
  });
}
