/**
 * How far one askable explains a question. Every token that carries meaning has to be explained: by the fact itself,
 * by the name of its subject, by what else is known of the subject, or by the frame of the question.
 */
import type { Askable, Catalogue, Profile } from '../knowledge/askables.ts';
import type { Token } from '../model/reading.ts';
import type { Candidate, Constraint, Level, Query } from './candidate.ts';
import { isStrict } from './candidate.ts';
import { holds } from './hold.ts';

/** What an explained word counts for: another word for the same; a word of the subject's name; something else known of it. */
const SYNONYM = 0.65;
/** From this strength a word is the fact's own, not another for the same. */
const EXACT = 0.75;
/** Being one of a list this long says little. */
const LONG_LIST = 5;
const ONE_OF_MANY = 0.5;
/** Spoken of in the fact without being its value. */
const SPOKEN = 0.8;
const OF_CLASS = 0.95;
/** A free word that matches all the same. */
const FREE = 0.5;
const NAMED = 0.8;
const KNOWN = 0.45;
/** Part of its strength that a word of the fact keeps when it only names the subject. */
const OF_NAME = 0.4;
/** "Which two schemes": up to this a number may be what the asker expects, not a claim. */
const SMALL = 12;

function isOfClass(asked: string, askable: Askable, profile: Profile, catalogue: Catalogue): boolean {
  if (profile.classes.has(asked) && !askable.inverse) return true;
  return [...askable.valueEntities].some((id) => catalogue.profiles.get(id)?.classes.has(asked));
}

/** Everything of `query` that `askable` explains, and what it leaves over. */
export function explain(query: Query, askable: Askable, profile: Profile, catalogue: Catalogue): Candidate {
  const { reading, constraints } = query;
  const verdicts = constraints.map((c) => holds(query, c, askable, profile, catalogue));
  const levels = new Map<number, Level>();
  const leftover: number[] = [];
  const operators: string[] = [];
  const headed = query.headClass !== undefined && profile.classes.has(query.headClass);
  let through: readonly ReadonlySet<string>[] | undefined;
  let fact = 0;
  let explained = 0;
  let total = 0;
  let score = 0;
  let hits = 0;
  let cued = false;
  let named = query.focus.includes(profile.id);
  let valued = false;
  let belongs = false;
  let counts = query.counted === undefined;

  for (const i of query.content) {
    const token = reading.tokens[i]!;
    const weight = query.weights[i]!;
    const bound = query.bound[i]!;
    let level: Level | undefined;
    let strict = false;
    let strength = 0;
    let bySubject = 0;
    for (const k of bound) {
      const c = constraints[k]!;
      const found = verdicts[k];
      if (isStrict(c)) strict = true;
      if (!found) continue;
      const { sense } = c.mention;
      if (sense.type === 'entity') {
        const own = sense.id === profile.id;
        if (found === 'fact') {
          if (!query.contextual.has(i) && !profile.identity.has(sense.id)) valued = true;
          strength = Math.max(
            strength,
            !askable.valueEntities.has(sense.id) ? SPOKEN : askable.values.length >= LONG_LIST ? ONE_OF_MANY : 1,
          );
        }
        if (profile.identity.has(sense.id) && !(query.sourced && sense.id.startsWith('document/'))) {
          if (own) named ||= !query.contextual.has(i);
          else if (!query.contextual.has(i) && !c.locative) belongs = true;
          bySubject = Math.max(bySubject, own ? 1 : 0.9);
        }
      } else {
        if (found === 'fact') strength = 1;
        if (found === 'subject') bySubject = Math.max(bySubject, sense.type === 'ordinal' ? 1 : OF_CLASS);
      }
      if (found === 'fact' || level === undefined) level = found;
    }
    // Inside a name of several words a single word of it explains nothing.
    if (level === undefined && !strict) strict = isTornName(i, query, askable, profile);
    if (!strict) {
      for (const term of token.terms) {
        if (askable.cues.has(term)) cued = true;
        const s = (askable.terms.get(term) ?? 0) * (term.startsWith('~') ? SYNONYM : 1);
        if (s > strength) {
          strength = s;
          level = 'fact';
        }
      }
      if (level === undefined && isOfName(token, profile)) level = 'subject';
      if (level === undefined) {
        through ??= relationCues(query, verdicts, profile);
        if (through.some((cues) => token.terms.some((t) => cues.has(t)))) level = 'profile';
      }
    }
    if (level === undefined && isAlternative(bound, query, verdicts)) level = 'profile';
    if (level === undefined && query.operators.has(i)) {
      operators.push(query.operators.get(i)!);
      levels.set(i, 'frame');
      continue;
    }
    // A small number beside facts that count nothing says how many the asker expects.
    if (level === undefined && askable.numbers.size === 0 && bound.some((k) => isSmallNumber(constraints[k]!)))
      continue;
    total += weight;
    if (level === undefined) {
      // "In Hong Kong" decides where a meeting was; elsewhere it goes without saying.
      const venue =
        (profile.entity.kind === 'meeting' || profile.entity.kind === 'agreement') &&
        bound.some((k) => constraints[k]!.locative);
      if (!query.contextual.has(i) || venue) leftover.push(i);
      continue;
    }
    levels.set(i, level);
    explained += weight;
    // Words of the subject's name tell nothing about which of its facts is meant.
    const ofName = bySubject > 0 || isOfName(token, profile);
    score += weight * (bySubject > 0 ? bySubject : ofName ? NAMED : level === 'fact' ? strength : KNOWN);
    if (i === query.counted) counts = token.terms.some((t) => askable.terms.has(t)) || (level === 'subject' && ofName);
    if (level === 'fact') {
      fact += weight * strength * (ofName ? OF_NAME : 1);
      if (!ofName && strength >= EXACT) hits++;
    }
  }
  for (const i of query.optional) {
    let best = 0;
    for (const term of reading.tokens[i]!.terms) {
      if (askable.cues.has(term)) cued = true;
      best = Math.max(best, (askable.terms.get(term) ?? 0) * (term.startsWith('~') ? SYNONYM : 1));
    }
    score += best * query.weights[i]! * FREE;
  }
  return {
    askable,
    profile,
    levels,
    leftover,
    operators,
    fact,
    explained,
    total,
    score,
    hits,
    cued,
    named,
    identified: belongs && headed,
    valued,
    counts,
    headed,
    classed: query.askedClass !== undefined && isOfClass(query.askedClass, askable, profile, catalogue),
    numberOnly:
      askable.role.of !== 'any' &&
      askable.role.answers[0] === 'number' &&
      askable.values.every((v) => v.type === 'number'),
  };
}

const isOfName = (token: Token, profile: Profile): boolean => token.terms.some((t) => profile.names.has(t));

const isSmallNumber = ({ mention }: Constraint): boolean =>
  mention.sense.type === 'number' && mention.sense.number <= SMALL;

function isTornName(i: number, query: Query, askable: Askable, profile: Profile): boolean {
  const whole = query.wholes.get(i);
  if (!whole) return false;
  return !whole.every((k) => {
    const token = query.reading.tokens[k]!;
    return token.free || token.terms.some((t) => askable.terms.has(t) || profile.names.has(t));
  });
}

/** The words for a relation by which something else in the question is explained: "which Wang Weizhong *chaired*". */
function relationCues(query: Query, verdicts: readonly (Level | undefined)[], profile: Profile): ReadonlySet<string>[] {
  const roles = new Set<string>();
  query.constraints.forEach(({ mention: { sense } }, k) => {
    if (verdicts[k] !== 'profile') return;
    if (sense.type === 'entity') for (const r of profile.related.get(sense.id) ?? []) roles.add(r);
    if (sense.type === 'date') for (const r of profile.datedBy) roles.add(r);
    if (sense.type === 'number') for (const r of profile.numbers.get(sense.number) ?? []) roles.add(r);
  });
  return [...roles].flatMap((r) => profile.cues.get(r) ?? []);
}

/** One of "Chongqing, Fujian and Beijing", of which another holds. */
function isAlternative(bound: readonly number[], query: Query, verdicts: readonly (Level | undefined)[]): boolean {
  if (query.alternatives.length === 0) return false;
  return bound.some((k) => {
    const set = query.alternatives.find((s) => s.includes(query.constraints[k]!));
    return set?.some((c) => verdicts[query.constraints.indexOf(c)] !== undefined) === true;
  });
}
