/** Whether a question is about our subject at all. */
import type { Catalogue } from '../knowledge/askables.ts';
import type { Lexicon } from '../knowledge/lexicon.ts';
import { ELSEWHERE } from '../knowledge/manners.ts';
import type { Candidate, Constraint, Query } from './candidate.ts';
import { fitness, worth } from './weigh.ts';

/** Kinds of thing that are asked about here by any of their nouns. */
export const OURS: ReadonlySet<string> = new Set(['meeting', 'agreement', 'mechanism']);
/** A shorter name that had to be repaired is no sign of our subject. */
const LONG_NAME = 5;

/**
 * What speaks for and against it, in log-odds: a logistic regression over the questions of `tests/questions/`, 460 more
 * by other people, every 13th example of the facts (itself left out of the examples), 600 more questions about other
 * matters of the same places and people, and every third of some 11 800 questions about other things (banking, Linux,
 * trivia). Measured by five-fold cross-validation at 0.76: 1.5 in 1,000 of the others and one in 70 of those that name
 * the same places pass, one in 40 of ours is lost.
 */
const BIAS = -13.25;
const WEIGHTS = {
  /** What speaks for the fact that fits best. */
  worth: 0.155,
  fit: 2.57,
  /** Like the examples of that fact, less the part that it leaves over; like those of any fact. */
  like: 3.6,
  nearest: 4.48,
  /** Words that carry meaning: few of them say little whatever they match. */
  words: 0.545,
  /** Nouns for what is dealt with here. */
  ours: 2.63,
  /** A day on which something of ours was, or a large figure of ours. */
  dated: 4.86,
  /** People are spoken of for many reasons. */
  people: -1.51,
  /** One of our documents is said to be the source. */
  source: 2.87,
  /** About the one who asks. */
  personal: -0.79,
  /** All that fits is that the documents leave it out. */
  unsaid: -0.78,
  /** Put as questions about other matters are, by the word. */
  elsewhere: -4.99,
} as const;
const MOST_WORDS = 12;
const MOST_FIT = 1.5;
/** Few words say little, and what speaks against "elsewhere" no more than this for what is ours. */
const FEWEST_TOKENS = 4;
const LEAST_ELSEWHERE = -0.8;

/** The log-odds that the documents are asked. */
export function oddsOfOurs(query: Query, found: readonly Candidate[], catalogue: Catalogue): number {
  const { reading, content, constraints, classes } = query;
  const asks = reading.asks[0] ?? 'what';
  let best: Candidate | undefined;
  let most = 0;
  let nearest = 0;
  for (const c of found) {
    const value = worth(c, asks, reading.checks);
    if (!best || value > most) {
      best = c;
      most = value;
    }
    nearest = Math.max(nearest, c.like);
  }
  if (!best) return BIAS;
  const people = constraints.filter((c) => isPerson(c)).map((c) => c.mention.from);
  const elsewhere = catalogue.manners.speaksFor(reading)(ELSEWHERE) / Math.max(FEWEST_TOKENS, reading.tokens.length);
  const signs: Record<keyof typeof WEIGHTS, number> = {
    worth: most,
    fit: Math.min(MOST_FIT, fitness(best)),
    like: best.like * (1 - best.missed / Math.max(0.1, best.total)),
    nearest,
    words: Math.min(MOST_WORDS, content.length),
    ours: Number(classes.some((c) => OURS.has(catalogue.kindOf(c)))),
    dated: Number(constraints.some((c) => isTelling(c) && found.some((o) => isExplained(o, c.mention.from)))),
    people: new Set(people).size,
    source: Number(query.documents.size > 0),
    personal: Number(reading.personal),
    unsaid: Number(best.askable.facts.every((f) => f.state === 'unsaid')),
    elsewhere: Math.max(LEAST_ELSEWHERE, elsewhere),
  };
  let odds = BIAS;
  for (const [sign, value] of Object.entries(signs)) odds += WEIGHTS[sign as keyof typeof WEIGHTS] * value;
  return odds;
}

/** A name that nobody types by chance: of several words, or in no dictionary. */
export function isOwnName(c: Constraint, query: Query, lexicon: Lexicon): boolean {
  const { sense, from, to, how } = c.mention;
  if (sense.type !== 'entity') return false;
  const words = query.reading.tokens.slice(from, to).filter((t) => !t.free);
  if (words.length >= 2) return true;
  const word = words[0]?.text ?? '';
  return how !== 'repaired' || word.length >= LONG_NAME ? !lexicon.language.dictionary.has(word) : false;
}

export const isPerson = ({ mention: { sense } }: Constraint): boolean =>
  sense.type === 'entity' && sense.id.startsWith('person/');

/** A figure that nobody names by chance. */
const LARGE = 1000;

const isTelling = ({ mention: { sense } }: Constraint): boolean =>
  (sense.type === 'date' && sense.date.grain === 'day') || (sense.type === 'number' && sense.number >= LARGE);

function isExplained({ levels }: Candidate, token: number): boolean {
  const level = levels[token];
  return level !== undefined && level !== 'frame';
}
