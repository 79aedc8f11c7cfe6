/** How well a candidate answers what is asked: whether it can, whether it was asked for, how it ranks. */
import type { Askable, Profile } from '../knowledge/askables.ts';
import type { Asks, Fact } from '../model/fact.ts';
import type { Finding } from '../model/resolution.ts';
import { type Candidate, isStrict, type Query } from './candidate.ts';

/** Below this the words are explained by bits and pieces (measured: as often wrong as right). */
export const PLAIN_FIT = 0.7;
/** Operators that change nothing where one thing alone fits. */
const BENIGN: ReadonlySet<string> = new Set([
  'all',
  'each',
  'both',
  'only',
  'now',
  'other',
  'between',
  'since',
  'latest',
  'list',
  'total',
  'different',
  'exclusion',
  'compare',
]);
/** What speaks for a candidate beside the words that it explains, in the weight of a word. */
const PLAIN_ROLE = 2;
const TYPED = 1.2;
const WEAK = -1;
const OTHER_TYPE = -1;
const NAMED = 1.5;
const CUED = 1;
const ONLY_A_NUMBER = -1;
const CLASSED = 1.5;
const HEADED = 0.7;
const REASON = 1;
/** What it speaks for a fact that it is asked for just so. */
const ALIKE = 9;
/** What its words hint at it, beside what they explain. */
const HINT = 0.3;
/** Without its subject's name, what is left out has to be asked for as closely as this. */
const CLOSELY = 0.5;
/** From this likeness to its examples a fact is asked for whatever the words are found in. */
const BY_EXAMPLE = 0.7;
/** From this likeness on it is asked for just so, and may be meant though it leaves a name, a date or a number over. */
export const JUST_SO = 0.5;
/** What is left out is not told beside a fact whose examples the question is this much more like. */
export const LESS_ALIKE = 0.2;

/** It can answer such a question word. */
export const wants = (asks: Asks, askable: Askable): boolean =>
  asks === 'what' ||
  askable.provides.has(asks) ||
  askable.weak.has(asks) ||
  (asks === 'long' && (askable.provides.has('when') || askable.provides.has('number')));

/**
 * The question asks for this: by a word of the fact's own or of its role, or by the bare question word. Seen from a
 * value, a role is only asked for of a value that is named.
 */
export function asked(candidate: Candidate, asks: Asks, checks = false): boolean {
  const { askable } = candidate;
  if (candidate.like >= BY_EXAMPLE && wants(asks, askable) && (!askable.inverse || candidate.named)) return true;
  // What is left out is only asked for by words of its own, never by the name of its subject.
  if (askable.unsaid)
    return candidate.hits > 0 && (candidate.named || candidate.identified || candidate.like >= CLOSELY);
  // "What is it for?": of what is spoken of, and in no other word.
  if (asks === 'why' && candidate.total === 0 && candidate.named && askable.role.answers[0] === asks) return true;
  if (asks === 'number' && !candidate.counts) return candidate.like >= JUST_SO && wants(asks, askable);
  if (asks === 'number' && !askable.inverse && askable.values.some((v) => v.type === 'number')) return true;
  if (askable.plain.has(asks)) {
    // A document is asked about only by name: it is named after what it tells of.
    if (candidate.profile.entity.kind === 'document') return candidate.named;
    return askable.inverse ? candidate.named || candidate.headed : true;
  }
  if (askable.inverse) return candidate.named && (candidate.cued || (checks && candidate.valued));
  if (askable.role.of !== 'any' && !askable.inSentences)
    return candidate.cued || candidate.valued || (asks !== 'what' && askable.role.answers[0] === asks);
  const byRole = askable.role.of !== 'any' && candidate.cued && candidate.named;
  return candidate.fact > 0.01 || byRole;
}

export function rank(candidate: Candidate, asks: Asks): number {
  const { askable } = candidate;
  const typed =
    (asks === 'when' && askable.role.answers[0] === 'when') ||
    (asks === 'who' && (askable.role.answers[0] === 'who' || askable.inverse)) ||
    (asks === 'where' && askable.role.answers[0] === 'where') ||
    (asks === 'number' && (askable.role.answers[0] === 'number' || askable.values.some((v) => v.type === 'number')));
  return (
    candidate.score +
    ALIKE * candidate.like +
    (askable.plain.has(asks) ? PLAIN_ROLE : 0) +
    (typed ? TYPED : 0) +
    (askable.weak.has(asks) ? WEAK : 0) +
    (asks === 'what' &&
    askable.role.of !== 'any' &&
    !askable.inverse &&
    !askable.role.answers.includes('what') &&
    !askable.inSentences
      ? OTHER_TYPE
      : 0) +
    (candidate.named ? NAMED : 0) +
    (candidate.cued && askable.cues.size > 0 ? CUED : 0) +
    (candidate.numberOnly && asks === 'what' ? ONLY_A_NUMBER : 0) +
    (candidate.classed ? CLASSED : 0) +
    (candidate.headed ? HEADED : 0) +
    (asks === 'why' && askable.provides.has('why') ? REASON : 0)
  );
}

/** What a word left over costs, in parts of its weight; an operator that nothing takes up; the wrong kind of answer. */
const MISSED = 0.25;
const OPERATOR = 0.3;
const NOT_WANTED = 3;
/** What the documents leave out is told where nothing that they say comes near. */
const UNSAID = 3;
const NOT_ASKED = 2;

/**
 * Its rank less what speaks against it: other words than its own, what it leaves over, that it cannot answer or was not
 * asked for. Every step of deciding puts the candidates in this order: it is worked out once.
 */
export function worth(c: Candidate, asks: Asks, checks: boolean): number {
  if (c.weighed?.asks !== asks || c.weighed.checks !== checks)
    c.weighed = { asks, checks, worth: weigh(c, asks, checks) };
  return c.weighed.worth;
}

const weigh = (c: Candidate, asks: Asks, checks: boolean): number =>
  rank(c, asks) +
  HINT * c.hint -
  (c.askable.unsaid ? UNSAID : 0) -
  MISSED * c.missed -
  OPERATOR * troubling(c).length -
  (wants(asks, c.askable) ? 0 : NOT_WANTED) -
  (asked(c, asks, checks) ? 0 : NOT_ASKED);

/** What each candidate is worth by the first question word of a query. */
export const worthIn =
  ({ reading: { asks, checks } }: Query) =>
  (c: Candidate): number =>
    worth(c, asks[0] ?? 'what', checks);

export const finding = (
  c: { askable: Askable; profile: Profile },
  facts: readonly Fact[] = c.askable.facts,
): Finding => ({
  askable: c.askable,
  profile: c.profile,
  facts,
});

/** It leaves a name, a date, a number over: what no fact explains of these is never passed over. */
export const isVetoed = (c: Candidate, query: Query): boolean =>
  query.constraints.some(
    (k) =>
      (isStrict(k) || k.mention.sense.type === 'entity' || k.mention.sense.type === 'number') &&
      c.leftover.some((i) => i >= k.mention.from && i < k.mention.to),
  );

/** What the explained words are worth, in parts of what they weigh: 1 when the fact has them all in its own words. */
export const fitness = (c: Candidate): number => (c.total === 0 ? 1 : c.score / c.total);

/** Operators that the fact does not explain and that change what is asked. */
export const troubling = (c: Candidate): string[] => c.operators.filter((o) => !BENIGN.has(o));

/** The words that it leaves over, as they were typed. */
export const wordsLeft = (c: Candidate, query: Query): string[] =>
  c.leftover.map((i) => query.reading.tokens[i]!.typed ?? query.reading.tokens[i]!.text);

/** The operators that it leaves over, as words. */
export const operatorWords = (c: Candidate, query: Query): string[] =>
  [...query.operators].flatMap(([i, o]) =>
    troubling(c).includes(o) && c.levels[i] === 'frame' ? [query.reading.tokens[i]!.text] : [],
  );

/** Named, and not merely a place or a subject of talk in which it happens. */
export const isThing = (c: Candidate): boolean =>
  (c.named && c.profile.entity.kind !== 'place' && c.profile.entity.kind !== 'topic') || c.identified;

/** "The guests at the Beijing session": not those of another session that has to do with Beijing. */
export const isBeside = (c: Candidate, best: Candidate): boolean =>
  isThing(best) && !isThing(c) && c.askable.role.id === best.askable.role.id && best.askable.role.of !== 'any';

/** It is about what the conversation is about, if there is one. */
export const inFocus = (c: Candidate, query: Query): boolean =>
  query.focus.length === 0 || query.focus.includes(c.profile.id);
