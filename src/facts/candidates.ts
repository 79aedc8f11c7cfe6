/** From a query to the few askables worth explaining: inverted index first, close look second. */
import type { Catalogue } from '../knowledge/askables.ts';
import { mannerOf } from '../knowledge/manners.ts';
import type { Candidate, Query } from './candidate.ts';
import { explain } from './explain.ts';

/** So many are looked at closely. */
const MOST_CANDIDATES = 80;
const NAMED = 1.1;
/** Weight of belonging to what the conversation is about. */
const IN_FOCUS = 3;
const FOCUS = 1_000_000;
const LIKE = 1_000_001;
const ALIKE = 0.15;
const LIKE_WEIGHT = 20;

/** The askables that explain most of the question, best first. */
export function candidates(query: Query, catalogue: Catalogue): Candidate[] {
  const size = catalogue.askables.length;
  const score = new Float64Array(size);
  const stamp = new Int32Array(size).fill(-1);
  const touched: number[] = [];
  const credit = (id: number, token: number, weight: number): void => {
    if (stamp[id] === token) return;
    if (stamp[id] === -1) touched.push(id);
    stamp[id] = token;
    score[id]! += weight;
  };
  for (const i of query.content) {
    const token = query.reading.tokens[i]!;
    const weight = query.weights[i]!;
    const keys = [...token.terms];
    for (const c of query.constraints) {
      if (i < c.mention.from || i >= c.mention.to) continue;
      const { sense } = c.mention;
      if (sense.type === 'entity') keys.push(`@${sense.id}`);
      if (sense.type === 'class') for (const k of catalogue.classesUnder(sense.id)) keys.push(`:${k}`);
      if (sense.type === 'ordinal') keys.push(`^${sense.number}`);
      if (sense.type === 'number') keys.push(`#${sense.number}`);
    }
    for (const key of keys) {
      // What belongs to the thing that is named comes before what speaks of it.
      for (const subject of catalogue.subjects.get(key) ?? [])
        for (const askable of catalogue.profiles.get(subject)!.askables)
          credit(askable.id, i, key === `@${subject}` ? weight * NAMED : weight);
      for (const id of catalogue.postings.get(key) ?? []) credit(id, i, weight);
    }
  }
  const likeness = catalogue.examples.likeness(query.reading);
  const manners = catalogue.manners.speaksFor(query.reading);
  for (const [fact, like] of likeness)
    if (like > ALIKE) for (const a of catalogue.telling.get(fact) ?? []) credit(a.id, LIKE, like * LIKE_WEIGHT);
  for (const id of query.focus)
    for (const askable of catalogue.profiles.get(id)?.askables ?? []) credit(askable.id, FOCUS, IN_FOCUS);
  // Thousands are touched by a common word: those that count are found before they are put in order.
  const least =
    Float64Array.from(touched, (id) => score[id]!).sort()[Math.max(0, touched.length - MOST_CANDIDATES)] ?? 0;
  const best = touched
    .filter((id) => score[id]! >= least)
    .sort((a, b) => score[b]! - score[a]! || a - b)
    .slice(0, MOST_CANDIDATES);
  const found: Candidate[] = [];
  for (const id of best) {
    const askable = catalogue.askables[id]!;
    const like = Math.max(0, ...askable.facts.map((f) => likeness.get(f.id) ?? 0));
    const manner = manners.get(mannerOf(askable.facts[0]!)) ?? 0;
    const candidate = explain(query, askable, catalogue.profiles.get(askable.subject)!, catalogue, { like, manner });
    found.push(candidate);
  }
  return found.sort((a, b) => b.explained - a.explained || b.fact - a.fact || a.askable.id - b.askable.id);
}
