/**
 * The closed vocabulary: every word that the knowledge or the language files use. A typed word that is not in it is
 * repaired to one that is: the same without vowels, the nearest (shortlist by trigrams, order by Fuse, accept by edit
 * distance), or one that sounds alike.
 */
import Fuse from 'fuse.js';
import { distance } from '../text/distance.ts';
import type { Sound } from '../text/sound.ts';

/** Edits that a word of this length may need: 0 to 3 letters, 1 up to 7, 2 from 8. */
const allowed = (length: number): number => (length <= 3 ? 0 : length <= 7 ? 1 : 2);
/** Up to this length a name is as typed; only other words may have a slip. */
const SHORT_NAME = 4;
const SHORTLIST = 40;
/** Where words come from that are part of any question rather than of a subject. */
const FUNCTION: readonly string[] = ['frame', 'asks', 'pronoun', 'negation', 'exclusion', 'operator'];
const NAMING: ReadonlySet<string> = new Set(['entity', 'stranger']);
/** Words run together are cut into pieces of three letters or more; shorter ones only where they are function words. */
const PIECE = 3;
const SHORTEST_PIECE = 2;
const LONGEST_PIECE = 20;
/** Up to this length all pieces but one have to be function words: `heldin`, `onthe`. */
const SHORT_RUN = 7;
const SHORTEST_RUN = 5;
const MOST_PIECES = 12;
/** From so many letters a beginning stands for the word that nearly all have in mind who write it. */
const SHORTEST_START = 4;
const NEARLY_ALL = 0.8;

/** Words that sound alike differ in less than this part of their letters. */
const OTHER_LETTERS = 0.6;

/** So many words are remembered with what they may be a slip of. */
const MOST_KEPT = 10_000;

function trigrams(word: string): string[] {
  const padded = ` ${word} `;
  const grams: string[] = [];
  for (let i = 0; i + 2 < padded.length; i++) grams.push(padded.slice(i, i + 3));
  if (word.length >= 3) {
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
  /** The same of words of any question only. */
  private readonly cueGrams = new Map<string, string[]>();
  private readonly cache = new Map<string, readonly Repair[]>();
  private readonly cuesCache = new Map<string, readonly string[]>();
  /** Question words of several words as people run them together: `howmany`. */
  private readonly joined = new Map<string, readonly string[]>();
  /** The words that leave this when their vowels are left out, commonest first. */
  private readonly bones = new Map<string, string[]>();
  /** The words that sound so, commonest first. */
  private readonly heard = new Map<string, string[]>();
  private readonly times = new Map<string, number>();
  /** In order of their letters. */
  private sorted: readonly string[] = [];
  private readonly stem: (word: string) => string;
  private readonly dropped: ReadonlySet<string>;

  /** @param dropped letters that people in haste leave out */
  constructor(
    stem: (word: string) => string,
    dropped: string,
    private readonly sound: Sound,
  ) {
    this.stem = stem;
    this.dropped = new Set(dropped);
  }

  add(word: string, from: string): void {
    this.times.set(word, (this.times.get(word) ?? 0) + 1);
    if (this.words.get(word)?.has(from)) return;
    if (!/\p{L}/u.test(word)) return;
    const plain = word.replace(/'s$/, '');
    const sources = this.words.get(plain) ?? new Set();
    sources.add(from);
    this.words.set(plain, sources);
    this.stemsKnown.add(this.stem(plain));
  }

  /** A question word of several words, which may come as one. */
  addJoined(words: readonly string[]): void {
    const one = words.join('');
    if (words.length > 1 && one.length >= SHORTEST_RUN) this.joined.set(one, words);
  }

  /** Builds the shortlist index; nothing is added after it. */
  close(): void {
    const index = (word: string, grams = this.grams): void => {
      for (const gram of new Set(trigrams(word))) file(grams, gram, word);
    };
    for (const [word, sources] of this.words) {
      // Names of which nothing is known are recognised; nothing is repaired into them.
      if (word.length < 3 || (sources.size === 1 && sources.has('stranger'))) continue;
      index(word);
      if (this.isCue(word)) index(word, this.cueGrams);
      file(this.bones, this.bonesOf(word), word);
      const sound = this.sound(word);
      if (sound !== undefined) file(this.heard, sound, word);
    }
    const times = (word: string): number => this.times.get(word) ?? 0;
    this.sorted = [...this.words.keys()].sort();
    for (const words of [...this.bones.values(), ...this.heard.values()])
      words.sort((a, b) => times(b) - times(a) || (a < b ? -1 : 1));
    for (const one of this.joined.keys()) if (!this.words.has(one)) index(one);
  }

  has(word: string): boolean {
    return this.words.has(word) || this.stemsKnown.has(this.stem(word));
  }

  /** A word without its vowels, but for a first one, and without doubled letters. */
  private bonesOf(word: string): string {
    let bones = word.slice(0, 1);
    for (const letter of word.slice(1)) if (!this.dropped.has(letter) && !bones.endsWith(letter)) bones += letter;
    return bones;
  }

  /** The commonest word of which a typed one is the short form, some vowels left out: `agrmnts`, `plnry`. */
  shorthand(typed: string): string | undefined {
    if (this.dropped.size === 0 || typed.length < PIECE) return undefined;
    return this.bones
      .get(this.bonesOf(typed))
      ?.find(
        (word) =>
          word.length > typed.length &&
          isWithin(typed, word) &&
          (typed.length > SHORT_NAME || (typed.length > PIECE ? !this.isName(word) : this.isFunction(word))),
      );
  }

  /** The commonest word that a typed one is spelt by ear for, of those meant by anybody (never a name): `seshun`, `skeem`. */
  soundsLike(typed: string, isCommon: (word: string) => boolean): string | undefined {
    const sound = typed.length < PIECE ? undefined : this.sound(typed);
    if (sound === undefined) return undefined;
    return this.heard
      .get(sound)
      ?.find(
        (word) =>
          isCommon(word) &&
          distance(typed, word) < OTHER_LETTERS * Math.max(typed.length, word.length) &&
          (typed.length > SHORT_NAME || this.isFunction(word)),
      );
  }

  /** The word that a typed one is the beginning of: `guangd`, `hosp`; none where it may be several. */
  truncated(typed: string): string | undefined {
    if (this.dropped.size === 0 || typed.length < SHORTEST_START) return undefined;
    const times = new Map<string, number>();
    let all = 0;
    let best: string | undefined;
    for (let i = lowest(this.sorted, typed); this.sorted[i]?.startsWith(typed); i++) {
      const word = this.sorted[i]!;
      const stem = this.stem(word);
      const here = this.times.get(word) ?? 0;
      all += here;
      times.set(stem, (times.get(stem) ?? 0) + here);
      if (best === undefined || times.get(stem)! > times.get(this.stem(best))!) best = word;
    }
    return best !== undefined && times.get(this.stem(best))! >= all * NEARLY_ALL ? best : undefined;
  }

  hasWord(word: string): boolean {
    return this.words.has(word);
  }

  all(): Iterable<string> {
    return this.words.keys();
  }

  /** The words that one stands for, when it is several run together. */
  piecesOf(word: string): readonly string[] | undefined {
    return this.words.has(word) ? undefined : this.joined.get(word);
  }

  /**
   * Words of any question (function words and cues, no names) of which a typed word, known or not, may be a slip: letters
   * swapped from 3 letters on, one edit from 5.
   */
  cuesNear(typed: string): readonly string[] {
    const known = this.cuesCache.get(typed);
    if (known) return known;
    const tried = new Set([typed]);
    const found: string[] = [];
    for (const gram of trigrams(typed))
      for (const candidate of this.cueGrams.get(gram) ?? []) {
        if (tried.has(candidate)) continue;
        tried.add(candidate);
        if (isSwap(typed, candidate) || (typed.length > SHORT_NAME && distance(typed, candidate, 2) === 1))
          found.push(candidate);
      }
    found.sort();
    if (this.cuesCache.size < MOST_KEPT) this.cuesCache.set(typed, found);
    return found;
  }

  private isFunction(word: string): boolean {
    const sources = this.words.get(word);
    return sources !== undefined && FUNCTION.some((s) => sources.has(s));
  }

  private isCue(word: string): boolean {
    return (
      this.isFunction(word) || this.words.get(word)?.has('cue') === true || this.words.get(word)?.has('class') === true
    );
  }

  /** Only ever part of a name. */
  private isName(word: string): boolean {
    const sources = this.words.get(word);
    return sources !== undefined && [...sources].every((s) => NAMING.has(s));
  }

  /** The nearest known words, all at the same least number of edits; none when there is none near enough. */
  repair(word: string): readonly Repair[] {
    const known = this.cache.get(word);
    if (known) return known;
    const found = this.search(word);
    if (this.cache.size < MOST_KEPT) this.cache.set(word, found);
    return found;
  }

  private search(word: string): readonly Repair[] {
    const most = word.length === PIECE ? 1 : allowed(word.length);
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
      if (word.length === PIECE) {
        if (edits > most || !isSwap(word, candidate) || !this.isCue(candidate)) continue;
      } else if (edits > most || edits > allowed(Math.max(candidate.length, word.length))) continue;
      if (word.length <= SHORT_NAME && this.isName(candidate) && !isSwap(word, candidate)) continue;
      if (edits > 1 && this.joined.has(candidate)) continue;
      if (edits < least) {
        least = edits;
        best = [candidate];
      } else if (edits === least) best.push(candidate);
    }
    // Letters that have changed places are the likeliest slip: all of them are there.
    const swapped = best.filter((candidate) => isSwap(word, candidate));
    return [...new Set([...swapped, ...best])].map((candidate) => ({ word: candidate, edits: least }));
  }

  /**
   * Words run together (`guangdongplenary`, `whoisthe`, `heldin`) cut into known ones; the fewest pieces win, and of as
   * many those with the longest last piece.
   */
  segment(word: string): readonly string[] | undefined {
    if (word.length < SHORTEST_RUN) return undefined;
    const best: (readonly string[] | undefined)[] = [[]];
    for (let end = 1; end <= word.length; end++) {
      for (let start = Math.max(0, end - LONGEST_PIECE); start <= end - SHORTEST_PIECE; start++) {
        const before = best[start];
        const piece = word.slice(start, end);
        if (!before || before.length >= MOST_PIECES || !this.words.has(piece)) continue;
        if (piece.length < PIECE && !this.isFunction(piece)) continue;
        const now = best[end];
        if (!now || before.length + 1 < now.length) best[end] = [...before, piece];
      }
    }
    const pieces = best[word.length];
    if (!pieces || pieces.length < 2) return undefined;
    const telling = pieces.filter((p) => !this.isFunction(p)).length;
    return word.length <= SHORT_RUN && telling > 1 ? undefined : pieces;
  }
}

function file(under: Map<string, string[]>, key: string, word: string): void {
  const at = under.get(key);
  if (at) at.push(word);
  else under.set(key, [word]);
}

/** Where in a sorted list the first one stands that is not before `word`. */
function lowest(sorted: readonly string[], word: string): number {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (sorted[middle]! < word) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** All letters of the one stand in the other, in the same order. */
function isWithin(short: string, long: string): boolean {
  let at = 0;
  for (const letter of long) if (letter === short[at]) at++;
  return at === short.length;
}

/** Two neighbouring letters have changed places. */
const isSwap = (a: string, b: string): boolean =>
  a.length === b.length && distance(a, b, 2) === 1 && [...a].sort().join('') === [...b].sort().join('');
