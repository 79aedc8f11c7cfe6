/** Everything that is worked out once from the knowledge for one language. */
import type { Engine } from '../engine.ts';
import type { Knowledge } from '../model/fact.ts';
import { compileCatalogue } from './askables.ts';
import { compileLexicon } from './lexicon.ts';

export function compileEngine(knowledge: Knowledge, language = 'en'): Engine {
  const pack = knowledge.languages.get(language);
  if (!pack) throw new Error(`no language "${language}" in knowledge/languages`);
  const lexicon = compileLexicon(knowledge, pack);
  return { wording: { knowledge, language: pack }, lexicon, catalogue: compileCatalogue(knowledge, lexicon) };
}
