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
const SYNONYM = 0.45;
/** From this strength a word is the fact's own, not another for the same. */
const EXACT = 0.75;
/** Being one of a list this long says little. */
const LONG_LIST = 5;
const ONE_OF_MANY = 0.5;
/** Spoken of in the fact without being its value. */
const SPOKEN = 1;
const OF_CLASS = 0.95;
/** A free word that matches all the same. */
const FREE = 0.5;
const NAMED = 0.8;
const KNOWN = 0.45;
/** Part of its strength that a word of the fact keeps when it only names the subject. */
const OF_NAME = 0.4;
/** What it costs to stand in another document than the question says. */
const ELSEWHERE = 8;
/** What naming the document weighs for what is told of the document itself. */
const OF_SOURCE = 1;
/** Part that the words of a name keep where they are not that name. */
const TORN = 0.8;
/** "Which two schemes": up to this a number may be what the asker expects, not a claim. */
const SMALL = 12;

/** What explains a word or a name, and how well. */
interface Explained {
  readonly level: Level;
  /** 0 to 1, in the score. */
  readonly credit: number;
  /** 0 to 1, as a word of the fact itself. */
  readonly strength: number;
  /** It only names the subject. */
  readonly ofName: boolean;
}

function isOfClass(asked: string, askable: Askable, profile: Profile, catalogue: Catalogue): boolean {
  if (profile.classes.has(asked) && !askable.inverse) return true;
  return [...askable.valueEntities].some((id) => catalogue.profiles.get(id)?.classes.has(asked));
}

/** Everything of `query` that `askable` explains, and what it leaves over. */
export function explain(
  query: Query,
  askable: Askable,
  profile: Profile,
  catalogue: Catalogue,
  likeness: Pick<Candidate, 'like' | 'manner'>,
): Candidate {
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
  let words = 0;
  let cued = false;
  let named = query.focus.includes(profile.id);
  let valued = false;
  let belongs = false;
  let counts = query.counted === undefined;
  let missed = 0;

  /** How one word is explained: by the fact, the subject's name, or what else is known of the subject. */
  const byWord = (i: number): Explained | undefined => {
    const token = reading.tokens[i]!;
    let strength = 0;
    for (const term of token.terms) {
      if (askable.cues.has(term)) cued = true;
      strength = Math.max(strength, (askable.terms.get(term) ?? 0) * (term.startsWith('~') ? SYNONYM : 1));
    }
    if (isOfName(token, profile))
      return { level: strength > 0 ? 'fact' : 'subject', credit: NAMED, strength, ofName: true };
    if (strength > 0) return { level: 'fact', credit: strength, strength, ofName: false };
    through ??= relationCues(query, verdicts, profile);
    return through.some((cues) => token.terms.some((t) => cues.has(t)))
      ? { level: 'profile', credit: KNOWN, strength: 0, ofName: false }
      : undefined;
  };
  /** How the constraints over a span explain it; the strongest counts. */
  const byConstraints = (over: readonly number[]): Explained | undefined => {
    let best: Explained | undefined;
    for (const k of over) {
      const c = constraints[k]!;
      const level = verdicts[k];
      if (!level) continue;
      const { sense } = c.mention;
      let credit = KNOWN;
      let strength = 0;
      let ofName = false;
      if (sense.type === 'entity') {
        if (level === 'fact') {
          if (!query.context.has(sense.id) && !profile.identity.has(sense.id)) valued = true;
          strength = !askable.valueEntities.has(sense.id)
            ? SPOKEN
            : askable.values.length >= LONG_LIST
              ? ONE_OF_MANY
              : 1;
          credit = strength;
        }
        if (profile.identity.has(sense.id)) {
          const own = sense.id === profile.id;
          if (own) named ||= !query.context.has(sense.id);
          else if (!query.context.has(sense.id) && !c.locative) belongs = true;
          ofName = true;
          credit = own ? 1 : 0.9;
        }
      } else {
        if (level === 'fact') credit = strength = 1;
        if (level === 'subject') {
          ofName = true;
          credit = sense.type === 'ordinal' ? 1 : OF_CLASS;
        }
      }
      if (!best || credit > best.credit) best = { level, credit, strength, ofName };
    }
    return best;
  };
  const count = (by: Explained, of: number, isWord: boolean): void => {
    explained += of;
    score += of * by.credit;
    if (by.level === 'fact') {
      fact += of * by.strength * (by.ofName ? OF_NAME : 1);
      if (!by.ofName && by.strength >= EXACT) {
        hits++;
        if (isWord) words++;
      }
    }
  };
  for (const unit of query.units) {
    const { tokens } = unit;
    // A document is more often named as where something stands than as what is asked about.
    const weight = unit.source && profile.entity.kind === 'document' ? Math.min(unit.weight, OF_SOURCE) : unit.weight;
    const first = tokens[0]!;
    const bound = query.bound[first]!;
    const itself = unit.constraints.some((k) => {
      const { sense } = constraints[k]!.mention;
      return sense.type === 'entity' && (askable.entities.has(sense.id) || profile.identity.has(sense.id));
    });
    if (unit.source && profile.entity.kind !== 'document' && !itself) {
      for (const i of tokens) levels.set(i, 'frame');
      if ([...askable.documents].some((d) => query.documents.has(d))) continue;
      leftover.push(...tokens);
      missed += ELSEWHERE;
      total += ELSEWHERE;
      continue;
    }
    const strict = unit.constraints.some((k) => isStrict(constraints[k]!));
    let by = byConstraints(unit.constraints);
    if (unit.constraints.length === 0) {
      const inside = byConstraints(bound.filter((k) => !isStrict(constraints[k]!)));
      const word = byWord(first);
      by = word && (!inside || word.credit >= inside.credit) ? word : inside;
    } else if (!by && !strict) {
      // Another name than that of a thing that it has: its words may still be the fact's own, all of them.
      const words = tokens.map((i) => byConstraints(query.bound[i]!) ?? byWord(i));
      if (words.every((w) => w !== undefined))
        by = {
          level: words.every((w) => w!.level === 'fact') ? 'fact' : words.find((w) => w!.level !== 'fact')!.level,
          credit: Math.min(...words.map((w) => w!.credit)) * TORN,
          strength: Math.min(...words.map((w) => w!.strength)) * TORN,
          ofName: words.every((w) => w!.ofName),
        };
    }
    if (!by && isAlternative(bound, query, verdicts))
      by = { level: 'profile', credit: KNOWN, strength: 0, ofName: false };
    if (!by && query.operators.has(first)) {
      for (const i of tokens) levels.set(i, 'frame');
      operators.push(query.operators.get(first)!);
      continue;
    }
    // A small number beside facts that count nothing says how many the asker expects.
    if (!by && askable.numbers.size === 0 && bound.some((k) => isSmallNumber(constraints[k]!))) continue;
    total += weight;
    if (!by) {
      // "In Hong Kong" decides where a meeting was; elsewhere it goes without saying.
      const venue =
        (profile.entity.kind === 'meeting' || profile.entity.kind === 'agreement') &&
        bound.some((k) => constraints[k]!.locative);
      if (!query.contextual.has(first) || venue) {
        leftover.push(...tokens);
        missed += weight;
      }
      continue;
    }
    for (const i of tokens) levels.set(i, by.level);
    count(by, weight, unit.constraints.length === 0);
    if (query.counted !== undefined && tokens.includes(query.counted)) counts = by.level !== 'frame';
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
    ...likeness,
    levels,
    leftover,
    operators,
    missed,
    fact,
    explained,
    total,
    score,
    hits,
    words,
    cued,
    named,
    identified: belongs && query.classes.some((c) => profile.classes.has(c)),
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
