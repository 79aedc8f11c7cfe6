/**
 * A fact that nobody can ask for is a fault: for each fact a question is made from its subject's name and its role's
 * cues (or its own key terms), and must get that fact back.
 */
import { ask, type Engine } from './engine.ts';
import type { Fact } from './model/fact.ts';

export interface Unasked {
  readonly fact: Fact;
  readonly question: string;
}

/** The facts that their own question does not bring back. */
export function findUnasked(engine: Engine): Unasked[] {
  const { knowledge } = engine.wording;
  const lost: Unasked[] = [];
  for (const fact of knowledge.facts.values()) {
    const questions = questionsFor(fact, engine);
    const found = questions.some((question) => ask(engine, question, undefined).answer.facts.includes(fact.id));
    if (!found) lost.push({ fact, question: questions[0] ?? '' });
  }
  return lost;
}

/** Asked in its own words: by what it says, and by its role. */
function questionsFor(fact: Fact, { wording }: Engine): string[] {
  const { knowledge, language } = wording;
  const name = knowledge.entities.get(fact.subject)?.name[language.id] ?? '';
  const role = knowledge.roles.get(fact.role);
  const gist = fact.gist?.[language.id];
  const cue = role?.cues[language.id]?.[0] ?? '';
  const asks = role?.answers[0] ?? 'what';
  // A role's plain question: the question word of its first answer, its first cue, the name.
  const word =
    language.questionWords[asks === 'number' ? 'how many' : asks]?.find((w) => !w.includes(' ') || asks === 'number') ??
    '';
  const texts = fact.values.flatMap((v) => (v.type === 'text' ? [v.text[language.id] ?? ''] : []));
  return [`${word} ${cue} ${name}`, `${name} ${[...fact.keys, ...texts].join(' ')}`, ...(gist ? [gist] : [])].filter(
    (q) => q.trim() !== '',
  );
}
