/** Whether a question is about our subject at all. */
import type { Catalogue } from '../knowledge/askables.ts';
import type { Lexicon } from '../knowledge/lexicon.ts';
import type { Candidate, Constraint, Query } from './candidate.ts';
import { fitness, worth } from './weigh.ts';

/** Kinds of thing that are asked about here by any of their nouns. */
export const OURS: ReadonlySet<string> = new Set(['meeting', 'agreement', 'mechanism']);
/** A shorter name that had to be repaired is no sign of our subject. */
const LONG_NAME = 5;

/**
 * What speaks for and against it, in log-odds: a logistic regression over the questions of `tests/questions/`, every
 * ninth example of the facts, 600 more questions about other matters of the same places and people, and every third of
 * some 11 800 questions about other things (banking, Linux, trivia). Measured by five-fold cross-validation at 0.1: one
 * in 1,000 of the others and one in 80 of those that name the same places pass, one in 30 of ours is lost.
 */
const BIAS = -11.12;
const WEIGHTS = {
  /** What speaks for the fact that fits best. */
  worth: 0.125,
  fit: 2.97,
  hits: 0.31,
  /** Like the examples of that fact, less the part that it leaves over; like those of any fact. */
  like: 5.44,
  nearest: 6.42,
  /** Words that carry meaning: few of them say little whatever they match. */
  words: 0.548,
  /** The most telling word or name: the rarer, the likelier it is another subject's. */
  rarest: -0.2,
  /** Nouns for what is dealt with here; nouns that are not everyday ones. */
  ours: 3.09,
  nouns: 1.24,
  /** People are spoken of for many reasons. */
  people: -0.82,
  /** One of our documents is said to be the source. */
  source: 2.19,
  /** About the one who asks. */
  personal: -1.2,
  /** All that fits is that the documents leave it out; all that fits is told of a place or a topic. */
  unsaid: -1.6,
  public: -0.86,
} as const;
const MOST_WORDS = 12;
const MOST_FIT = 1.5;

/** The log-odds that the documents are asked. */
export function oddsOfOurs(query: Query, found: readonly Candidate[], catalogue: Catalogue): number {
  const { reading, content, units, constraints, classes } = query;
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
  /** Names that satisfy it, each span once. */
  const count = (test: (c: Constraint) => boolean): number =>
    new Set(constraints.filter((c) => c.mention.sense.type === 'entity' && test(c)).map((c) => c.mention.from)).size;
  const { kind } = best.profile.entity;
  const signs: Record<keyof typeof WEIGHTS, number> = {
    worth: most,
    fit: Math.min(MOST_FIT, fitness(best)),
    hits: best.hits,
    like: best.like * (1 - best.missed / Math.max(0.1, best.total)),
    nearest,
    words: Math.min(MOST_WORDS, content.length),
    rarest: Math.max(0, ...units.map((u) => u.weight)),
    ours: Number(classes.some((c) => OURS.has(catalogue.kindOf(c)))),
    nouns: Number(classes.some((c) => !catalogue.isEveryday(c))),
    people: count((c) => isOfKind(c, 'person')),
    source: Number(query.documents.size > 0),
    personal: Number(reading.personal),
    unsaid: Number(best.askable.facts.every((f) => f.state === 'unsaid')),
    public: Number(kind === 'place' || kind === 'topic'),
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

const isOfKind = (c: Constraint, kind: string): boolean =>
  c.mention.sense.type === 'entity' && c.mention.sense.id.startsWith(`${kind}/`);
