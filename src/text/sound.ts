/** How a word sounds, by the rules that a language file names; without a name nothing is said of it. */
import { doubleMetaphone } from 'double-metaphone';

/** A code that words share which sound alike; none where that is not known. */
export type Sound = (word: string) => string | undefined;

const RULES: Readonly<Record<string, Sound>> = {
  // English, as it is spoken by people of many origins: https://github.com/words/double-metaphone
  'double-metaphone': (word) => doubleMetaphone(word)[0],
};

export const createSound = (name: string): Sound => RULES[name] ?? (() => undefined);
