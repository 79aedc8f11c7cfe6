/**
 * How people ask for each fact: its example questions, indexed by what stands in them. A question is like an example in
 * so far as they share what is telling, and leave little over on either side.
 */
import type { Knowledge } from '../model/fact.ts';
import type { Mention, Token } from '../model/reading.ts';
import { isPunctuation } from '../text/tokens.ts';
import { annotate, maximalMentions } from './annotate.ts';
import type { Lexicon } from './lexicon.ts';
import type { Steps } from './steps.ts';

export interface Examples {
  /** How like its examples a question is, 0 to 1, by fact; facts that share nothing telling are left out. */
  readonly likeness: (question: {
    tokens: readonly Token[];
    mentions: readonly Mention[];
  }) => ReadonlyMap<string, number>;
}

/** What stands in any question tells little; a concept, less than the word itself. */
const FREE = 0.5;
const CONCEPT = 0.5;
const ASKING = 0.6;
/** In more than this part of the facts' examples a feature tells nothing. */
const EVERYWHERE = 0.4;
/** What further examples of the same fact add. */
const SECOND = 0.3;
const THIRD = 0.15;

/** Words, names, numbers and dates of a text, with how much each counts. */
function featuresOf({
  tokens,
  mentions,
}: {
  tokens: readonly Token[];
  mentions: readonly Mention[];
}): Map<string, number> {
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

export function* compileExamples(knowledge: Knowledge, lexicon: Lexicon): Steps<Examples> {
  const facts: string[] = [];
  const features: Map<string, number>[] = [];
  const having = new Map<string, Set<string>>();
  for (const fact of knowledge.facts.values()) {
    yield;
    for (const question of fact.asked[lexicon.language.id] ?? []) {
      const own = featuresOf(annotate(question, lexicon, false));
      facts.push(fact.id);
      features.push(own);
      for (const feature of own.keys()) {
        const at = having.get(feature) ?? new Set();
        at.add(fact.id);
        having.set(feature, at);
      }
    }
  }
  const all = Math.max(1, new Set(facts).size);
  const weight = (feature: string): number => {
    const count = having.get(feature)?.size ?? 0;
    return count > all * EVERYWHERE ? 0 : Math.log((all + 1) / (count + 1));
  };
  const weights = new Map([...having.keys()].map((f) => [f, weight(f)]));
  const rarest = weight('');
  const lengthOf = (own: ReadonlyMap<string, number>): number =>
    Math.sqrt([...own].reduce((sum, [f, w]) => sum + (w * (weights.get(f) ?? rarest)) ** 2, 0));
  const postings = new Map<string, { at: Int32Array; shares: Float32Array }>();
  const lists = new Map<string, [number, number][]>();
  features.forEach((own, i) => {
    const length = lengthOf(own);
    for (const [feature, w] of own) {
      const telling = weights.get(feature)!;
      if (telling === 0 || length === 0) continue;
      const list = lists.get(feature) ?? [];
      list.push([i, (w * telling) / length]);
      lists.set(feature, list);
    }
  });
  for (const [feature, list] of lists)
    postings.set(feature, {
      at: Int32Array.from(list, ([i]) => i),
      shares: Float32Array.from(list, ([, s]) => s),
    });
  return {
    likeness: (question) => {
      const own = featuresOf(question);
      const length = lengthOf(own);
      const shared = new Float64Array(facts.length);
      for (const [feature, w] of own) {
        const list = postings.get(feature);
        if (!list) continue;
        const part = (w * weights.get(feature)!) / length;
        for (let k = 0; k < list.at.length; k++) shared[list.at[k]!]! += part * list.shares[k]!;
      }
      const best = new Map<string, [number, number, number]>();
      for (let i = 0; i < shared.length; i++) {
        const s = shared[i]!;
        if (s === 0) continue;
        const three = best.get(facts[i]!) ?? [0, 0, 0];
        if (s > three[0]) three.splice(0, 3, s, three[0], three[1]);
        else if (s > three[1]) three.splice(1, 2, s, three[1]);
        else if (s > three[2]) three[2] = s;
        best.set(facts[i]!, three);
      }
      return new Map([...best].map(([id, [a, b, c]]) => [id, (a + SECOND * b + THIRD * c) / (1 + SECOND + THIRD)]));
    },
  };
}
