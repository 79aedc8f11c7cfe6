/** From a query to the few askables worth explaining: inverted index first, close look second. */
import type { Catalogue } from '../knowledge/askables.ts';
import type { EntityId } from '../model/knowledge.ts';
import type { Resolution } from '../model/resolution.ts';
import type { Candidate, Query } from './candidate.ts';
import { explain, leaning } from './explain.ts';
import { inFocus } from './weigh.ts';

/** So many are looked at closely. */
const MOST_CANDIDATES = 48;
const NAMED = 1.1;
/** Of what the conversation is about every fact is looked at: more than any words or likeness weigh. */
const IN_FOCUS = 100;
/** In place of a token's index. */
const UNTOUCHED = -1;
const FOCUS = 1_000_000;
const LIKE = 1_000_001;
const ALIKE = 0.15;
const LIKE_WEIGHT = 20;
const PLAIN = 0.5;
const OF_KIND = 8;

/** What each askable is credited with, and for which token last. */
interface Credits {
  readonly score: Float64Array;
  readonly last: Int32Array;
  readonly touched: number[];
}

function credit({ score, last, touched }: Credits, ids: ArrayLike<number>, token: number, weight: number): void {
  for (let k = 0; k < ids.length; k++) {
    const id = ids[k]!;
    if (last[id] === token) continue;
    if (last[id] === UNTOUCHED) touched.push(id);
    last[id] = token;
    score[id]! += weight;
  }
}

/**
 * What a question finds by its own words, whatever the conversation is about, so that it is found once: credits,
 * likeness to examples, and who was looked at closely.
 */
export interface Found {
  readonly credits: Credits;
  readonly likeness: ReadonlyMap<string, number>;
  readonly hints: (fact: string) => number;
  readonly close: Map<number, Candidate>;
  /** What is told over several subjects, once that was tried. */
  several?: { readonly told: Resolution | undefined };
}

export function find(query: Query, catalogue: Catalogue): Found {
  const likeness = catalogue.examples.likeness(query.reading);
  const hints = catalogue.examples.hints(query.reading);
  return { credits: credited(query, likeness, catalogue), likeness, hints, close: new Map() };
}

/** The askables that explain most of the question, best first. */
export function candidates(
  query: Query,
  { credits: own, likeness, hints, close }: Found,
  catalogue: Catalogue,
): Candidate[] {
  const score = own.score.slice();
  const leans = query.focus.length > 0;
  const credits = {
    score,
    last: leans ? own.last.slice() : own.last,
    touched: leans ? [...own.touched] : own.touched,
  };
  for (const id of query.focus) credit(credits, catalogue.about(id), FOCUS, IN_FOCUS);
  const { touched } = credits;
  // Of very many that have a common word those come first that tell what is asked, above all of the kind that is asked of.
  const plain = catalogue.plainly(query.reading.asks[0] ?? 'what');
  const headed = query.headClass === undefined ? undefined : catalogue.ofClass(query.headClass);
  for (const id of touched) if (plain[id]) score[id]! += headed?.[id] ? OF_KIND : PLAIN;
  const found: Candidate[] = [];
  for (const at of highest(touched, score, MOST_CANDIDATES)) {
    let c = close.get(at);
    if (!c) {
      const askable = catalogue.askables[at]!;
      let like = 0;
      let hint = Number.NEGATIVE_INFINITY;
      for (const { id } of askable.facts) {
        like = Math.max(like, likeness.get(id) ?? 0);
        hint = Math.max(hint, hints(id));
      }
      c = explain(query, askable, catalogue.profiles.get(askable.subject)!, catalogue, { like, hint });
      close.set(at, c);
    }
    found.push(leaning(c, query));
  }
  return besideEachOther(found, query).sort(
    (a, b) => b.explained - a.explained || b.fact - a.fact || a.askable.id - b.askable.id,
  );
}

/** So much behind in what the words hint at says nothing yet, and from so much on it makes no difference. */
const LEVEL = 2;
const FARTHEST = -20;

/** What the words hint at, seen from the candidate that they hint at most: of what is talked about, if there is talk. */
function besideEachOther(found: readonly Candidate[], query: Query): Candidate[] {
  const most = Math.max(...found.filter((c) => inFocus(c, query)).map((c) => c.hint));
  const level = Number.isFinite(most) ? most - LEVEL : 0;
  return found.map((c) => ({ ...c, hint: Math.max(FARTHEST, Math.min(0, c.hint - level)), weighed: undefined }));
}

/** What the words, names and the likeness to examples speak for. */
function credited(query: Query, likeness: ReadonlyMap<string, number>, catalogue: Catalogue): Credits {
  const size = catalogue.askables.length;
  const credits: Credits = { score: new Float64Array(size), last: new Int32Array(size).fill(UNTOUCHED), touched: [] };
  for (const i of query.content) {
    const weight = query.weights[i]!;
    for (const key of keysOf(query, i, catalogue)) {
      // What belongs to the thing that is named comes before what speaks of it.
      if (key.startsWith('@')) credit(credits, catalogue.about(key.slice(1) as EntityId), i, weight * NAMED);
      credit(credits, catalogue.reach(key), i, weight);
    }
  }
  for (const [fact, like] of likeness)
    if (like > ALIKE)
      for (const a of catalogue.telling.get(fact) ?? []) credit(credits, [a.id], LIKE, like * LIKE_WEIGHT);
  return credits;
}

/** The `most` of `ids` with the highest scores, best first; of equals the first. Of thousands only these are put in order. */
function highest(ids: readonly number[], score: Float64Array, most: number): number[] {
  const scores = new Float64Array(ids.length);
  for (let k = 0; k < ids.length; k++) scores[k] = score[ids[k]!]!;
  scores.sort();
  const least = scores[scores.length - most] ?? Number.NEGATIVE_INFINITY;
  return ids
    .filter((id) => score[id]! >= least)
    .sort((a, b) => score[b]! - score[a]! || a - b)
    .slice(0, most);
}

/** What a token may be found by: its terms, and what the mentions over it denote. */
function keysOf({ reading, bound, constraints }: Query, i: number, catalogue: Catalogue): string[] {
  const keys = [...reading.tokens[i]!.terms];
  for (const k of bound[i]!) {
    const { sense } = constraints[k]!.mention;
    if (sense.type === 'entity') keys.push(`@${sense.id}`);
    if (sense.type === 'class') for (const noun of catalogue.classesUnder(sense.id)) keys.push(`:${noun}`);
    if (sense.type === 'ordinal') keys.push(`^${sense.number}`);
    if (sense.type === 'number') keys.push(`#${sense.number}`);
  }
  return keys;
}
