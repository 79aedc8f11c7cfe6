/**
 * Whether a question is put as those about our subject are, or as those about other matters: a logistic regression over
 * its words, the kinds of name in it, and which of both follow each other. It is learnt when the knowledge is loaded,
 * from the example questions of the facts and those about other matters (`elsewhere` of a language), by four passes of
 * stochastic gradient descent in a fixed order, each feature at its own pace (AdaGrad).
 */
import { isPunctuation } from '../text/tokens.ts';
import { type Annotated, kindsNamed } from './annotate.ts';
import { oncePerQuestion } from './once.ts';
import type { Steps } from './steps.ts';

/** The log-odds that a question is about our subject, by its words alone. */
export type Belonging = (question: Annotated) => number;

/** Takes in example questions, ours and others, and learns from them. */
export interface BelongingBuilder {
  readonly add: (ours: boolean, question: Annotated) => void;
  readonly build: () => Steps<Belonging>;
}

const PASSES = 4;
const PACE = 0.5;
/** Towards 0 at each step, that what is rare says little. */
const DECAY = 0.006;
/** A prime above any number of examples: going on by so many, round and round, all come once, well mixed. */
const STRIDE = 1_000_003;
/** Above any number of words: two of them make one number, and beyond all of these stand those with others in between. */
const WORDS = 2 ** 20;
const APART = WORDS ** 2;

interface Word {
  readonly text: string;
  readonly free: boolean;
}

/** The words in their order, each name as its kind. */
function wordsOf({ tokens, mentions }: Annotated): Word[] {
  const names = new Map<number, string>();
  for (const { kind, from, to } of kindsNamed(mentions)) {
    for (let i = from; i < to; i++) names.set(i, '');
    names.set(from, kind);
  }
  const words: Word[] = [];
  tokens.forEach(({ text, stem, free }, i) => {
    const name = names.get(i);
    if (name) words.push({ text: name, free: false });
    else if (name === undefined && !isPunctuation(text)) words.push({ text: stem, free });
  });
  return words;
}

/**
 * Its features by number: words that carry meaning, pairs of neighbours, and pairs with only words between that carry
 * none. A word by a number below 1 is unknown and makes none.
 */
function featuresOf(question: Annotated, numberOf: (word: string) => number): Set<number> {
  const found = new Set<number>();
  let before = 0;
  let telling = 0;
  for (const { text, free } of wordsOf(question)) {
    const word = numberOf(text);
    if (before > 0 && word > 0) found.add(before * WORDS + word);
    before = word;
    if (free) continue;
    if (word > 0) found.add(word);
    if (telling > 0 && word > 0) found.add(APART + telling * WORDS + word);
    telling = word;
  }
  return found;
}

const chance = (odds: number): number => 1 / (1 + Math.exp(-odds));

export function belongingBuilder(): BelongingBuilder {
  const words = new Map<string, number>();
  const places = new Map<number, number>();
  /** The places of the features of all examples, one example after the other, and where each begins. */
  const features: number[] = [];
  const starts: number[] = [];
  const ours: boolean[] = [];
  const numberOf = (word: string): number => {
    const known = words.get(word) ?? words.size + 1;
    words.set(word, known);
    return known;
  };
  return {
    add: (isOurs, question) => {
      starts.push(features.length);
      ours.push(isOurs);
      for (const feature of featuresOf(question, numberOf)) {
        const place = places.get(feature) ?? places.size;
        places.set(feature, place);
        features.push(place);
      }
    },
    *build() {
      const weights = new Float64Array(places.size);
      const squares = new Float64Array(places.size).fill(1);
      const size = ours.length;
      for (let pass = 0; pass < PASSES; pass++) {
        yield;
        for (let n = 0; n < size; n++) {
          const example = (n * STRIDE) % size;
          const [from, to] = [starts[example]!, starts[example + 1] ?? features.length];
          let odds = 0;
          for (let k = from; k < to; k++) odds += weights[features[k]!]!;
          const off = ours[example] ? chance(odds) - 1 : chance(odds);
          for (let k = from; k < to; k++) {
            const place = features[k]!;
            squares[place]! += off * off;
            weights[place]! -= (PACE * (off + DECAY * weights[place]!)) / Math.sqrt(squares[place]!);
          }
        }
      }
      return oncePerQuestion((question) => {
        let odds = 0;
        for (const feature of featuresOf(question, (word) => words.get(word) ?? 0)) {
          const place = places.get(feature);
          if (place !== undefined) odds += weights[place]!;
        }
        return odds;
      });
    },
  };
}
