/**
 * How long an answer takes, in process, over the questions of `tests/questions/`; and beside it, in the same run, a
 * full-text search with Fuse over the same facts as documents. The search only finds; the engine reads and words too.
 */
import Fuse from 'fuse.js';
import type { Conversation, Knowledge } from '../src/index.ts';
import { knowledge, plenary, questionFiles, questionsOf } from '../tests/plenary.ts';
import type { Question } from '../tests/score.ts';

/** p99 of the engine, in milliseconds. */
const GOAL = 5;
/** Fuse takes its time over whole sentences: every n-th question is enough for its median and p99. */
const EVERY = 12;

/** A fact as somebody would file it for searching: the names of its subject, and what it says. */
function pagesOf({ facts, entities, roles }: Knowledge): { readonly text: string }[] {
  const english = (texts: Readonly<Record<string, string>> | undefined): string => texts?.en ?? '';
  const nameOf = (id: string): string => english(entities.get(id as Parameters<typeof entities.get>[0])?.name);
  return [...facts.values()].map((fact) => {
    const subject = entities.get(fact.subject);
    const values = fact.values.map((v) =>
      v.type === 'entity'
        ? nameOf(v.id)
        : v.type === 'date'
          ? v.date.written
          : v.type === 'number'
            ? String(v.number)
            : english(v.text),
    );
    const gist = english(fact.gist) || `${roles.get(fact.role)?.id ?? ''} ${values.join(', ')}`;
    return { text: [english(subject?.name), english(subject?.short), gist].join('. ') };
  });
}

/** The time that `share` of the times are under. */
function quantile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

const line = (name: string, times: readonly number[]): string =>
  `${name.padEnd(8)} median ${quantile(times, 0.5).toFixed(2).padStart(8)} ms   p99 ${quantile(times, 0.99).toFixed(2).padStart(8)} ms   (${times.length} questions)`;

/** The milliseconds of each answer. Replies are let go of, as a bot does: thousands of them kept would be timed too. */
function timesOf(questions: readonly Question[]): number[] {
  const threads = new Map<string, Conversation | undefined>();
  return questions.map(({ q, thread }) => {
    const start = performance.now();
    const { conversation } = plenary.answer(q, thread === undefined ? undefined : threads.get(thread));
    const ms = performance.now() - start;
    if (thread !== undefined) threads.set(thread, conversation);
    return ms;
  });
}

const questions = questionFiles().flatMap(questionsOf);
// Once without the clock, so that both are measured warm.
timesOf(questions.slice(0, 200));
const engine = timesOf(questions);

const fuse = new Fuse(pagesOf(knowledge), { keys: ['text'], ignoreLocation: true, includeScore: true });
const search = (q: string): number => {
  const start = performance.now();
  fuse.search(q, { limit: 5 });
  return performance.now() - start;
};
const sample = questions.filter((_, i) => i % EVERY === 0).map(({ q }) => q);
sample.slice(0, 5).forEach(search);
const searched = sample.map(search);

const ratio = (share: number): string => (quantile(searched, share) / quantile(engine, share)).toFixed(1);
console.log(line('Plenary', engine));
console.log(line('Fuse', searched));
console.log(`Fuse takes ${ratio(0.5)} times as long at the median, ${ratio(0.99)} times at p99`);
console.log(
  `p99 under ${GOAL} ms: ${quantile(engine, 0.99) < GOAL ? 'held' : 'not held'} (version ${plenary.version || 'unknown'})`,
);
