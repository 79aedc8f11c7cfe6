/**
 * The closed vocabulary: every word that the knowledge or the language files use. A typed word that is not in it is
 * repaired to the nearest one that is: shortlist by trigrams, order by Fuse, accept by edit distance.
 */
import Fuse from 'fuse.js';
import { distance } from '../text/distance.ts';

/** Edits that a word of this length may need: 0 to 3 letters, 1 up to 7, 2 from 8. */
const allowed = (length: number): number => (length <= 3 ? 0 : length <= 7 ? 1 : 2);
const SHORTLIST = 40;

function trigrams(word: string): string[] {
  const padded = ` ${word} `;
  const grams: string[] = [];
  for (let i = 0; i + 2 < padded.length; i++) grams.push(padded.slice(i, i + 3));
  if (word.length >= 4) {
    // Letters swapped in the middle of a short word leave no trigram whole; its ends and its letters still find it.
    grams.push(`^${word.slice(0, 1)}${word.slice(-1)}${word.length}`, `=${[...word].sort().join('')}`);
  }
  return grams;
}

export interface Repair {
  readonly word: string;
  readonly edits: number;
}

export class Vocabulary {
  private readonly words = new Map<string, Set<string>>();
  private readonly stemsKnown = new Set<string>();
  private readonly grams = new Map<string, string[]>();
  private readonly cache = new Map<string, readonly Repair[]>();
  private readonly stem: (word: string) => string;

  constructor(stem: (word: string) => string) {
    this.stem = stem;
  }

  add(word: string, from: string): void {
    if (!/\p{L}/u.test(word)) return;
    const plain = word.replace(/'s$/, '');
    const sources = this.words.get(plain) ?? new Set();
    sources.add(from);
    this.words.set(plain, sources);
    this.stemsKnown.add(this.stem(plain));
  }

  /** Builds the shortlist index; nothing is added after it. */
  close(): void {
    for (const [word, sources] of this.words) {
      // Names of which nothing is known are recognised; nothing is repaired into them.
      if (word.length < 3 || (sources.size === 1 && sources.has('stranger'))) continue;
      for (const gram of new Set(trigrams(word))) {
        const at = this.grams.get(gram);
        if (at) at.push(word);
        else this.grams.set(gram, [word]);
      }
    }
  }

  has(word: string): boolean {
    return this.words.has(word) || this.stemsKnown.has(this.stem(word));
  }

  hasWord(word: string): boolean {
    return this.words.has(word);
  }

  all(): Iterable<string> {
    return this.words.keys();
  }

  /** The nearest known words, all at the same least number of edits; none when there is none near enough. */
  repair(word: string): readonly Repair[] {
    const known = this.cache.get(word);
    if (known) return known;
    const found = this.search(word);
    if (this.cache.size < 10_000) this.cache.set(word, found);
    return found;
  }

  private search(word: string): readonly Repair[] {
    const most = allowed(word.length);
    if (most === 0) return [];
    const counts = new Map<string, number>();
    for (const gram of new Set(trigrams(word)))
      for (const candidate of this.grams.get(gram) ?? [])
        if (Math.abs(candidate.length - word.length) <= most) counts.set(candidate, (counts.get(candidate) ?? 0) + 1);
    const shortlist = [...counts]
      .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
      .slice(0, SHORTLIST)
      .map(([candidate]) => candidate);
    if (shortlist.length === 0) return [];
    const ranked = new Fuse(shortlist, { threshold: 0.6, ignoreLocation: true, minMatchCharLength: 1 })
      .search(word)
      .map((r) => r.item);
    let least = most + 1;
    let best: string[] = [];
    for (const candidate of new Set([...ranked, ...shortlist])) {
      // A word of up to 7 letters that loses its first letter becomes another word more often than it is a slip.
      const edits = distance(word, candidate, least + 1);
      if (edits > most || edits > allowed(Math.max(candidate.length, word.length))) continue;
      if (edits < least) {
        least = edits;
        best = [candidate];
      } else if (edits === least) best.push(candidate);
    }
    return best.map((candidate) => ({ word: candidate, edits: least }));
  }

  /** Words run together (`guangdongplenary`) cut into known ones of three letters or more; the fewest pieces win. */
  segment(word: string): readonly string[] | undefined {
    if (word.length < 8) return undefined;
    const best: (string[] | undefined)[] = [[]];
    for (let end = 1; end <= word.length; end++) {
      for (let start = Math.max(0, end - 20); start <= end - 3; start++) {
        const before = best[start];
        const piece = word.slice(start, end);
        if (!before || !this.words.has(piece)) continue;
        const now = best[end];
        if (!now || before.length + 1 < now.length) best[end] = [...before, piece];
      }
    }
    const pieces = best[word.length];
    return pieces && pieces.length > 1 ? pieces : undefined;
  }
}
