/** The last repair: a word that blocks every reading, known or not, taken for a slip in a word of any question. */
import type { Lexicon } from '../knowledge/lexicon.ts';
import type { Reading } from '../model/reading.ts';

const MOST = 8;

/** The clause with one of its words replaced, each in turn; never by a name. */
export function lastRepairs(reading: Reading, blocking: readonly number[], { vocabulary }: Lexicon): string[] {
  const base = reading.tokens[0]?.start ?? 0;
  const found: string[] = [];
  for (const i of blocking) {
    const token = reading.tokens[i]!;
    for (const word of vocabulary.cuesNear(token.typed ?? token.text)) {
      if (word === token.text) continue;
      found.push(`${reading.text.slice(0, token.start - base)}${word}${reading.text.slice(token.end - base)}`);
    }
  }
  return found.slice(0, MOST);
}
