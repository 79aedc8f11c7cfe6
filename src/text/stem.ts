/** Snowball stemmers by the name that a language file gives; without a name words stay as they are. */
import { newStemmer } from 'snowball-stemmers';

export function createStemmer(name: string): (word: string) => string {
  if (name === '') return (word) => word;
  const stemmer = newStemmer(name);
  const known = new Map<string, string>();
  return (word) => {
    let stem = known.get(word);
    if (stem === undefined) {
      stem = stemmer.stem(word);
      if (known.size < 50_000) known.set(word, stem);
    }
    return stem;
  };
}
