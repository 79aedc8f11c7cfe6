/** Everything that is worked out once from the knowledge for one language. */
import type { Engine } from '../engine.ts';
import type { Knowledge } from '../model/fact.ts';
import { compileCatalogue } from './askables.ts';
import { compileLexicon } from './lexicon.ts';
import { finish, type Steps } from './steps.ts';

export const compileEngine = (knowledge: Knowledge, language = 'en'): Engine =>
  finish(compileInSteps(knowledge, language));

/** The same in steps. */
export function* compileInSteps(knowledge: Knowledge, language = 'en'): Steps<Engine> {
  const pack = knowledge.languages.get(language);
  if (!pack) throw new Error(`no language "${language}" in knowledge/languages`);
  const lexicon = yield* compileLexicon(knowledge, pack);
  const catalogue = yield* compileCatalogue(knowledge, lexicon);
  return { wording: { knowledge, language: pack }, lexicon, catalogue };
}
