/** The trace of an answer, to be read by a person: each word, the readings tried, the facts used, and why the status. */
import type { Knowledge, Plenary, Trace } from '../../src/index.ts';
import { harmless, type Paint } from './colours.ts';
import { renderAnswer } from './render.ts';

type Clause = Trace['clauses'][number];
type Status = Trace['answer']['status'];

export function renderTrace(trace: Trace, plenary: Plenary, knowledge: Knowledge, paint: Paint): string {
  const several = trace.clauses.length > 1;
  const parts = [
    [renderAnswer(trace.answer, plenary, paint)],
    ...trace.clauses.flatMap((clause, i) => [
      [
        paint('bold', several ? `How part ${i + 1} was read: ${harmless(clause.text)}` : 'How it was read'),
        ...columns(clause.words.map(({ word, typed, read }) => [typed ? `${typed} → ${word}` : word, read])),
        `asks for: ${clause.asks.join(', ') || 'nothing in particular'}`,
      ],
      [
        paint('bold', 'Readings tried'),
        ...(clause.tried.length === 0 ? ['  none: no fact shares a word with it'] : clause.tried.map(tried)),
      ],
    ]),
    [paint('bold', 'Facts used'), ...facts(trace, knowledge)],
    [paint('bold', `Why ${trace.answer.status}`), ...why(trace)],
  ];
  return parts.map((lines) => lines.join('\n')).join('\n\n');
}

/** Two columns, the first as wide as its widest cell. */
function columns(rows: readonly (readonly [string, string])[]): string[] {
  const clean = rows.map(([left, right]) => [harmless(left), harmless(right)] as const);
  const width = Math.max(0, ...clean.map(([left]) => left.length));
  return clean.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}

const leftOver = (words: readonly string[]): string => words.map((w) => `“${harmless(w)}”`).join(', ');

const tried = ({ what, explained, leftover }: Clause['tried'][number], i: number): string =>
  `  ${i + 1}. ${what}: explains ${explained}%${leftover.length > 0 ? `, leaves ${leftOver(leftover)}` : ''}`;

function facts({ answer }: Trace, knowledge: Knowledge): string[] {
  if (answer.facts.length === 0) return ['  none'];
  return answer.facts.map((id) => {
    const fact = knowledge.facts.get(id);
    if (!fact) return `  ${id}`;
    const places = fact.from.map(({ document, at }) => `${document} ${at}`).join('; ');
    const how = fact.inferred ? `, worked out: ${fact.inferred}` : ', stated';
    return `  ${id} (${places}${how}${fact.state === 'done' ? '' : `, ${fact.state}`}) ${fact.writtenAt.file}:${fact.writtenAt.line}`;
  });
}

const REASONS: Readonly<Record<Status, string>> = {
  answered: 'a reading explains every word that carries meaning, and the facts have what it asks for',
  corrected: 'the facts of its subject contradict something that it takes for granted',
  clarify: 'several subjects explain it equally well',
  partial: 'the facts have part of what it asks for',
  unknown: 'its subject is known, and no fact of it explains the whole question',
  off_topic: 'too little of it is about anything that the documents speak of',
  help: 'it asks what can be asked',
  greeting: 'it is a greeting, thanks or the like',
  invalid: 'there is no letter or figure in it',
};

function why({ answer, clauses }: Trace): string[] {
  const best = clauses.map((c) => c.tried[0]).find((t) => t && t.leftover.length > 0);
  const missed =
    answer.status === 'answered' || answer.status === 'corrected' || !best
      ? ''
      : `; the best reading leaves ${leftOver(best.leftover)}`;
  const parts = clauses.length > 1 ? clauses.map((c, i) => `  part ${i + 1}, ${c.status}: ${reasonFor(c.status)}`) : [];
  return [`  ${REASONS[answer.status]}${missed}`, ...parts];
}

const reasonFor = (status: string): string => REASONS[status as Status] ?? status;
