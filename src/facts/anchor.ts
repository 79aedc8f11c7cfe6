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
 * What speaks for and against it, in log-odds: a logistic regression over the questions of `tests/questions/`, 460 more
 * by other people, every 13th example of the facts (itself left out of the examples), 600 more questions about other
 * matters of the same places and people, and two thirds of some 11 800 questions about other things (banking, Linux,
 * trivia). Measured by five-fold cross-validation at 0.5: 1.4 in 1,000 of the others and 14 in 1,000 of those that name
 * the same places pass, one in 35 of ours is lost.
 */
const BIAS = -9.92;
const WEIGHTS = {
  /** What speaks for the fact that fits best. */
  worth: 0.172,
  fit: 3.18,
  /** Like the examples of that fact, less the part that it leaves over; like those of any fact. */
  like: 4.07,
  nearest: 1.3,
  /** Words that carry meaning: few of them say little whatever they match. */
  words: 0.306,
  /** Nouns for what is dealt with here. */
  ours: 2.9,
  /** A day on which something of ours was, or a large figure of ours. */
  dated: 3.26,
  /** People are spoken of for many reasons. */
  people: -1.55,
  /** One of our documents is said to be the source. */
  source: 2.68,
  /** About the one who asks. */
  personal: -0.67,
  /** All that fits is that the documents leave it out. */
  unsaid: -0.69,
  /** Put as questions about our subject are, and not as others. */
  belongs: 1.2,
} as const;
const MOST_WORDS = 12;
const MOST_FIT = 1.5;
/** How it is put says no more than this, against and for us. */
const MOST_FOREIGN = -6;
const MOST_BELONGING = 8;

/** The log-odds that the documents are asked. */
export function oddsOfOurs(query: Query, found: readonly Candidate[], catalogue: Catalogue): number {
  const { reading, content, constraints, classes } = query;
  if (isAllRepaired(query)) return Number.NEGATIVE_INFINITY;
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
    belongs: Math.max(MOST_FOREIGN, Math.min(MOST_BELONGING, catalogue.belonging(reading))),
  };
  let odds = BIAS;
  for (const [sign, value] of Object.entries(signs)) odds += WEIGHTS[sign as keyof typeof WEIGHTS] * value;
  return odds;
}

/** "Who were the Picts?": nothing is said but a word that is only near one of ours ("pacts"), and that is no name. */
const isAllRepaired = ({ units, reading: { tokens } }: Query): boolean =>
  units.length > 0 &&
  units.every((u) => u.constraints.length === 0 && u.tokens.every((i) => tokens[i]!.typed !== undefined));

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
