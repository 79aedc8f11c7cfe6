/**
 * How people ask for each fact: its example questions, indexed by what stands in them. A question is like an example in
 * so far as they share what is telling, and leave little over on either side (the cosine of their weighted features);
 * a fact is as like it as its three best examples, weighed together. Beside this, its words hint at the facts in whose
 * examples they are commoner than elsewhere, however these are put together there (a language model of each fact): of
 * 2,191 questions by strangers this alone puts a right fact first as often as all that the facts themselves tell, and
 * both together for every sixth of those that were missed.
 */
import type { Fact } from '../model/fact.ts';
import { isPunctuation } from '../text/tokens.ts';
import { type Annotated, maximalMentions } from './annotate.ts';
import { oncePerQuestion } from './once.ts';

export interface Examples {
  /** How like its examples a question is, 0 to 1, by fact; facts that share nothing telling are left out. */
  readonly likeness: (question: Annotated) => ReadonlyMap<string, number>;
  /** How much commoner its words are in the examples of a fact than elsewhere, in log-odds; 0 for a fact without any. */
  readonly hints: (question: Annotated) => (fact: string) => number;
  /** The stems in several of a fact's examples, those left out that stand in any question: one alone may be chance. */
  readonly words: ReadonlyMap<string, readonly string[]>;
}

/** What stands in any question tells little; a concept, less than the word itself. */
const FREE = 0.5;
const CONCEPT = 0.5;
const ASKING = 0.6;
/** In more than this part of the facts' examples a feature tells nothing. */
const EVERYWHERE = 0.4;
/** What the second and third best example of a fact count beside the best. */
const SECOND = 0.3;
const THIRD = 0.15;
/** Less than this is no likeness. */
const FAINT = 0.1;

/** So many times what is to be expected by chance counts as nothing seen, that what is rare says little. */
const CHANCE = 0.3;

/** Words, names, numbers and dates of a text, with how much each counts. */
function featuresOf({ tokens, mentions }: Annotated): Map<string, number> {
  const found = new Map<string, number>();
  for (const { text, stem, terms, free } of tokens) {
    if (isPunctuation(text)) continue;
    found.set(stem, free ? FREE : 1);
    for (const term of terms) if (term.startsWith('~')) found.set(term, CONCEPT);
  }
  for (const { sense } of maximalMentions(mentions)) {
    if (sense.type === 'entity') found.set(`@${sense.id}`, 1);
    if (sense.type === 'number') found.set(`#${sense.number}`, 1);
    if (sense.type === 'ordinal') found.set(`^${sense.number}`, 1);
    if (sense.type === 'date') found.set(`:${sense.date.from}/${sense.date.grain}`, 1);
  }
  for (const { sense } of mentions) if (sense.type === 'asks') found.set(`?${sense.asks}`, ASKING);
  return found;
}

/** Takes in examples, those of a fact one after the other, and indexes them. */
export interface ExamplesBuilder {
  readonly add: (fact: Fact, question: Annotated) => void;
  readonly build: () => Examples;
}

/** Where a feature stands: in which examples, and how much of it. */
interface Posting {
  readonly at: number[];
  readonly parts: number[];
  /** In the examples of how many facts; the last of them. */
  spread: number;
  last: number;
}

export function examplesBuilder(): ExamplesBuilder {
  const facts: string[] = [];
  /** The fact of each example. */
  const factOf: number[] = [];
  const stems = new Map<string, Map<string, number>>();
  const postings = new Map<string, Posting>();
  return {
    add: (fact, question) => {
      if (facts.at(-1) !== fact.id) facts.push(fact.id);
      const own = stems.get(fact.id) ?? new Map<string, number>();
      stems.set(fact.id, own);
      for (const stem of new Set(question.tokens.flatMap((t) => (t.free ? [] : [t.stem]))))
        own.set(stem, (own.get(stem) ?? 0) + 1);
      const here = facts.length - 1;
      for (const [feature, part] of featuresOf(question)) {
        const posting = postings.get(feature) ?? { at: [], parts: [], spread: 0, last: -1 };
        postings.set(feature, posting);
        posting.at.push(factOf.length);
        posting.parts.push(part);
        if (posting.last !== here) posting.spread++;
        posting.last = here;
      }
      factOf.push(here);
    },
    build: () => {
      const words = new Map(
        [...stems].map(([id, own]) => [id, [...own].flatMap(([stem, times]) => (times > 1 ? [stem] : []))]),
      );
      const of = Int32Array.from(factOf);
      return { words, likeness: index(facts, of, postings), hints: hinting(facts, of, postings) };
    },
  };
}

/** A feature as it is looked up: its weight, and its share in the length of each example that has it. */
interface Telling {
  readonly weight: number;
  readonly at: Int32Array;
  readonly shares: Float32Array;
  /** The same by example, of a feature that very many have. */
  readonly dense?: Float32Array;
}

/** Features in more than this part of the examples, and in more than so many, make none worth a look by themselves. */
const COMMON = 1 / 24;
const MANY = 100;

function index(
  facts: readonly string[],
  factOf: Int32Array,
  postings: ReadonlyMap<string, Posting>,
): Examples['likeness'] {
  const size = factOf.length;
  const weigh = (spread: number): number =>
    spread > facts.length * EVERYWHERE ? 0 : Math.log((facts.length + 1) / (spread + 1));
  const rarest = weigh(0);
  const squares = new Float64Array(size);
  for (const { at, parts, spread } of postings.values()) {
    const weight = weigh(spread);
    for (let k = 0; k < at.length; k++) squares[at[k]!]! += (parts[k]! * weight) ** 2;
  }
  const telling = new Map<string, Telling>();
  for (const [feature, { at, parts, spread }] of postings) {
    const weight = weigh(spread);
    if (weight === 0) continue;
    const shares = Float32Array.from(at, (i, k) => (parts[k]! * weight) / Math.sqrt(squares[i]!));
    if (at.length <= Math.max(MANY, size * COMMON)) telling.set(feature, { weight, at: Int32Array.from(at), shares });
    else {
      const dense = new Float32Array(size);
      at.forEach((i, k) => {
        dense[i] = shares[k]!;
      });
      telling.set(feature, { weight, at: Int32Array.of(), shares, dense });
    }
  }
  /** The examples of a fact stand side by side: where they begin. */
  const starts = new Int32Array(facts.length + 1).fill(size);
  for (let i = size - 1; i >= 0; i--) starts[factOf[i]!] = i;
  /** Scratch space for one question at a time, left empty behind it: what it shares with each example, by what is telling; which facts have one. */
  const shared = new Float32Array(size);
  const isTouched = new Uint8Array(facts.length);
  const likeness = (question: Annotated): ReadonlyMap<string, number> => {
    const features = featuresOf(question);
    let square = 0;
    for (const [feature, part] of features)
      square += (part * (telling.get(feature)?.weight ?? (postings.has(feature) ? 0 : rarest))) ** 2;
    const length = Math.sqrt(square);
    const touched: number[] = [];
    const common: { readonly share: number; readonly dense: Float32Array }[] = [];
    for (const [feature, part] of features) {
      const known = telling.get(feature);
      if (!known) continue;
      const { weight, at, shares, dense } = known;
      const share = (part * weight) / length;
      if (dense) common.push({ share, dense });
      let before = -1;
      for (let k = 0; k < at.length; k++) {
        const i = at[k]!;
        shared[i]! += share * shares[k]!;
        const fact = factOf[i]!;
        if (fact === before) continue;
        before = fact;
        if (isTouched[fact] === 1) continue;
        isTouched[fact] = 1;
        touched.push(fact);
      }
    }
    const found = new Map<string, number>();
    for (const fact of touched) {
      isTouched[fact] = 0;
      // One by one: arrays to take apart would be made for each of thousands of examples.
      let best = 0;
      let second = 0;
      let third = 0;
      for (let i = starts[fact]!; i < starts[fact + 1]!; i++) {
        let s = shared[i]!;
        if (s === 0) continue;
        shared[i] = 0;
        for (let c = 0; c < common.length; c++) s += common[c]!.share * common[c]!.dense[i]!;
        if (s > best) {
          third = second;
          second = best;
          best = s;
        } else if (s > second) {
          third = second;
          second = s;
        } else if (s > third) third = s;
      }
      const like = (best + SECOND * second + THIRD * third) / (1 + SECOND + THIRD);
      if (like >= FAINT) found.set(facts[fact]!, like);
    }
    return found;
  };
  return oncePerQuestion(likeness);
}

function hinting(
  facts: readonly string[],
  factOf: Int32Array,
  postings: ReadonlyMap<string, Posting>,
): Examples['hints'] {
  const places = new Map(facts.map((id, place) => [id, place]));
  const telling = new Map<string, { readonly facts: Int32Array; readonly odds: Float32Array }>();
  for (const [feature, { at }] of postings) {
    const times = new Map<number, number>();
    for (const example of at) times.set(factOf[example]!, (times.get(factOf[example]!) ?? 0) + 1);
    const expected = at.length / facts.length;
    const part = feature.startsWith('~') ? CONCEPT : 1;
    telling.set(feature, {
      facts: Int32Array.from(times.keys()),
      odds: Float32Array.from(times.values(), (n) => part * Math.log1p(n / (CHANCE * expected))),
    });
  }
  return oncePerQuestion((question) => {
    const odds = new Float64Array(facts.length);
    for (const feature of featuresOf(question).keys()) {
      const known = telling.get(feature);
      if (!known) continue;
      for (let k = 0; k < known.facts.length; k++) odds[known.facts[k]!]! += known.odds[k]!;
    }
    return (fact) => odds[places.get(fact) ?? -1] ?? 0;
  });
}
