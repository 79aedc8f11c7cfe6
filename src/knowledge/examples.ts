/**
 * How people ask for each fact: its example questions, indexed by what stands in them. A question is like an example in
 * so far as they share what is telling, and leave little over on either side (the cosine of their weighted features).
 */
import type { Fact, Knowledge } from '../model/fact.ts';
import { isPunctuation } from '../text/tokens.ts';
import { type Annotated, annotate, maximalMentions } from './annotate.ts';
import type { Lexicon } from './lexicon.ts';
import type { Steps } from './steps.ts';

export interface Examples {
  /** How like its examples a question is, 0 to 1, by fact; facts that share nothing telling are left out. */
  readonly likeness: (question: Annotated) => ReadonlyMap<string, number>;
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

/** An example question of a fact, as it is read. */
export interface Asking {
  readonly fact: Fact;
  readonly question: Annotated;
}

/** All example questions, those of a fact side by side. */
export function* readAskings(knowledge: Knowledge, lexicon: Lexicon): Steps<Asking[]> {
  const found: Asking[] = [];
  for (const fact of knowledge.facts.values()) {
    yield;
    for (const text of fact.asked[lexicon.language.id] ?? [])
      found.push({ fact, question: annotate(text, lexicon, false) });
  }
  return found;
}

interface Example {
  /** Index of its fact. */
  readonly fact: number;
  readonly features: ReadonlyMap<string, number>;
}

export function compileExamples(askings: readonly Asking[]): Examples {
  const facts: string[] = [];
  const examples: Example[] = [];
  const stems = new Map<string, Map<string, number>>();
  /** In the examples of which facts a feature stands. */
  const spread = new Map<string, Set<number>>();
  for (const { fact, question } of askings) {
    if (facts.at(-1) !== fact.id) facts.push(fact.id);
    const own = stems.get(fact.id) ?? new Map<string, number>();
    stems.set(fact.id, own);
    for (const stem of new Set(question.tokens.flatMap((t) => (t.free ? [] : [t.stem]))))
      own.set(stem, (own.get(stem) ?? 0) + 1);
    const features = featuresOf(question);
    for (const feature of features.keys()) {
      const of = spread.get(feature) ?? new Set();
      spread.set(feature, of.add(facts.length - 1));
    }
    examples.push({ fact: facts.length - 1, features });
  }
  const words = new Map(
    [...stems].map(([id, own]) => [id, [...own].flatMap(([stem, times]) => (times > 1 ? [stem] : []))]),
  );
  const weightOf = (feature: string): number => {
    const count = spread.get(feature)?.size ?? 0;
    return count > facts.length * EVERYWHERE ? 0 : Math.log((facts.length + 1) / (count + 1));
  };
  const weights = new Map([...spread.keys()].map((feature) => [feature, weightOf(feature)]));
  const rarest = weightOf('');
  const lengthOf = (features: ReadonlyMap<string, number>): number => {
    let sum = 0;
    for (const [feature, part] of features) sum += (part * (weights.get(feature) ?? rarest)) ** 2;
    return Math.sqrt(sum);
  };
  const postings = index(examples, weights, lengthOf);
  const factOf = Int32Array.from(examples, (e) => e.fact);
  return {
    words,
    likeness: (question) => {
      const features = featuresOf(question);
      const length = lengthOf(features);
      const shared = new Float64Array(examples.length);
      for (const [feature, part] of features) {
        const posting = postings.get(feature);
        if (!posting) continue;
        const share = (part * weights.get(feature)!) / length;
        const { at, shares } = posting;
        for (let k = 0; k < at.length; k++) shared[at[k]!]! += share * shares[k]!;
      }
      return byFact(shared, factOf, facts);
    },
  };
}

interface Posting {
  /** Examples that have the feature, and its share in the length of each. */
  readonly at: Int32Array;
  readonly shares: Float32Array;
}

function index(
  examples: readonly Example[],
  weights: ReadonlyMap<string, number>,
  lengthOf: (features: ReadonlyMap<string, number>) => number,
): ReadonlyMap<string, Posting> {
  const lists = new Map<string, { at: number[]; shares: number[] }>();
  examples.forEach(({ features }, i) => {
    const length = lengthOf(features);
    for (const [feature, part] of features) {
      const weight = weights.get(feature)!;
      if (weight === 0) continue;
      const list = lists.get(feature) ?? { at: [], shares: [] };
      list.at.push(i);
      list.shares.push((part * weight) / length);
      lists.set(feature, list);
    }
  });
  return new Map(
    [...lists].map(([f, { at, shares }]) => [f, { at: Int32Array.from(at), shares: Float32Array.from(shares) }]),
  );
}

/** The three best examples of each fact, weighed together; the examples of a fact stand side by side. */
function byFact(shared: Float64Array, factOf: Int32Array, facts: readonly string[]): Map<string, number> {
  const found = new Map<string, number>();
  for (let i = 0; i < shared.length; ) {
    const fact = factOf[i]!;
    let [best, second, third] = [0, 0, 0];
    for (; i < shared.length && factOf[i] === fact; i++) {
      const s = shared[i]!;
      if (s > best) [best, second, third] = [s, best, second];
      else if (s > second) [second, third] = [s, second];
      else if (s > third) third = s;
    }
    const like = (best + SECOND * second + THIRD * third) / (1 + SECOND + THIRD);
    if (like >= FAINT) found.set(facts[fact]!, like);
  }
  return found;
}
