/** From a query to the few askables worth explaining: inverted index first, close look second. */
import type { Catalogue } from '../knowledge/askables.ts';
import type { EntityId } from '../model/knowledge.ts';
import type { Reading } from '../model/reading.ts';
import type { Candidate, Query } from './candidate.ts';
import { explain, leaning } from './explain.ts';
import { inFocus } from './weigh.ts';

/** So many are looked at closely. */
const MOST_CANDIDATES = 80;
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

/** What a question finds by its own words, whatever the conversation is about: credits, and who was looked at closely. */
interface Found {
  readonly credits: Credits;
  readonly close: Map<number, Candidate>;
}
const known = new WeakMap<Reading, Found>();

/** The askables that explain most of the question, best first. */
export function candidates(query: Query, catalogue: Catalogue): Candidate[] {
  const found = known.get(query.reading) ?? { credits: credited(query, catalogue), close: new Map() };
  known.set(query.reading, found);
  const score = found.credits.score.slice();
  const credits =
    query.focus.length > 0
      ? { score, last: found.credits.last.slice(), touched: [...found.credits.touched] }
      : { ...found.credits, score };
  for (const id of query.focus) credit(credits, catalogue.about(id), FOCUS, IN_FOCUS);
  const { touched } = credits;
  // Of very many that have a common word those come first that tell what is asked, above all of the kind that is asked of.
  const plain = catalogue.plainly(query.reading.asks[0] ?? 'what');
  const headed = query.headClass === undefined ? undefined : catalogue.ofClass(query.headClass);
  for (const id of touched) if (plain[id]) score[id]! += headed?.[id] ? OF_KIND : PLAIN;
  const best = highest(touched, score, MOST_CANDIDATES);
  const likeness = catalogue.examples.likeness(query.reading);
  const hints = catalogue.examples.hints(query.reading);
  const look = (number: number): Candidate => {
    const askable = catalogue.askables[number]!;
    const profile = catalogue.profiles.get(askable.subject)!;
    let like = 0;
    let hint = Number.NEGATIVE_INFINITY;
    for (const { id } of askable.facts) {
      like = Math.max(like, likeness.get(id) ?? 0);
      hint = Math.max(hint, hints(id));
    }
    return explain(query, askable, profile, catalogue, { like, hint });
  };
  const close = best.map((id) => {
    const c = found.close.get(id) ?? look(id);
    found.close.set(id, c);
    return leaning(c, query);
  });
  return besideEachOther(close, query).sort(
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
  return found.map((c) => ({ ...c, hint: Math.max(FARTHEST, Math.min(0, c.hint - level)) }));
}

/** What the words, names and the likeness to examples speak for. */
function credited(query: Query, catalogue: Catalogue): Credits {
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
  for (const [fact, like] of catalogue.examples.likeness(query.reading))
    if (like > ALIKE)
      for (const a of catalogue.telling.get(fact) ?? []) credit(credits, [a.id], LIKE, like * LIKE_WEIGHT);
  return credits;
}

/** The `most` of `ids` with the highest scores, best first; of equals the first. Thousands come in: few are put in order. */
function highest(ids: readonly number[], score: Float64Array, most: number): number[] {
  const order = (a: number, b: number): number => score[b]! - score[a]! || a - b;
  const kept: number[] = [];
  let least = Number.NEGATIVE_INFINITY;
  for (const id of ids) {
    if (score[id]! < least) continue;
    kept.push(id);
    if (kept.length < 4 * most) continue;
    kept.sort(order).length = most;
    least = score[kept[most - 1]!]!;
  }
  return kept.sort(order).slice(0, most);
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
