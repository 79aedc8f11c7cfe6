/** How names are cut and mended when they are looked up: as in questions, with a closed vocabulary of their own. */
import type { Lexicon } from '../knowledge/lexicon.ts';
import { Vocabulary } from '../knowledge/vocabulary.ts';
import type { Speech } from '../text/search.ts';
import { isPunctuation, tokenise } from '../text/tokens.ts';

export interface LookupSpeech extends Speech {
  /** Words that say nothing about what is looked for: "the", "about", "which". */
  isFree(word: string): boolean;
  /** From now on, slips are mended into the words of these indexes. */
  learn(searches: readonly { words(): Iterable<string> }[]): void;
}

/** @param cues words that ask for a part of what is looked for: "signed", "agreed". */
export function createLookupSpeech(lexicon: Lexicon, cues: readonly string[] = []): LookupSpeech {
  const { language, spell, stem } = lexicon;
  const joined = new RegExp(`(?<!\\p{L})(${language.joinedPrefixes.join('|') || '$^'})-(?=\\p{L})`, 'giu');
  const vocabulary = new Vocabulary(stem, language.dropped, () => undefined);
  const free = new Set(
    [
      ...language.frame,
      ...language.fillers,
      ...language.pronouns,
      ...language.conjunctions,
      ...language.locatives,
      ...Object.values(language.questionWords).flat(),
      ...cues,
    ].map((w) => w.toLowerCase()),
  );
  return {
    cut: (text) =>
      tokenise(text.replace(joined, '$1'))
        .map((t) => spell(t.text))
        .filter((word) => word !== '' && !isPunctuation(word)),
    stem,
    repair: (word) => vocabulary.repair(word).map((r) => r.word),
    isFree: (word) => free.has(word),
    learn: (searches) => {
      for (const search of searches) for (const word of search.words()) vocabulary.add(word, 'name');
      vocabulary.close();
    },
  };
}
