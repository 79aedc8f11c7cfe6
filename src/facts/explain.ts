/**
 * How far one askable explains a question. Every token that carries meaning has to be explained: by the fact itself,
 * by the name of its subject, by what else is known of the subject, or by the frame of the question.
 */
import type { Askable, Catalogue, Profile } from '../knowledge/askables.ts';
import { type DateSpan, datesAgree } from '../model/date.ts';
import type { EntityId } from '../model/knowledge.ts';
import type { Mention, Reading } from '../model/reading.ts';

/** By what a token is explained, strongest first. */
export type Level = 'fact' | 'subject' | 'profile' | 'frame';

/** A mention and how the question relates to it: is it, is it not, before it, more than it. */
export type Relation = 'is' | 'not' | 'before' | 'after' | 'since' | 'until' | 'over' | 'under';
export interface Constraint {
  readonly mention: Mention;
  readonly relation: Relation;
  /** Said to be where something takes place: "in Shenzhen". */
  readonly locative: boolean;
  /** Names a side: "the Fujian delegation". */
  readonly side: boolean;
}

/** A reading prepared for search: which tokens have to be explained, and the constraints in it. */
export interface Query {
  readonly reading: Reading;
  /** Indexes of tokens that carry meaning. */
  readonly content: readonly number[];
  /** Operators by token: superlatives and the like, taken up by a frame where no fact explains them. */
  readonly operators: ReadonlyMap<number, string>;
  readonly constraints: readonly Constraint[];
  /** Constraints of which one each suffices: "Chongqing, Fujian and Beijing". */
  readonly alternatives: readonly (readonly Constraint[])[];
  /** Weight of each token. */
  readonly weights: readonly number[];
  /** Carried from the conversation: explains pronouns, and prefers this subject. */
  readonly focus: readonly EntityId[];
  /** Tokens of a name of several words, by token. */
  readonly wholes: ReadonlyMap<number, readonly number[]>;
  /** The class right behind "which" or "how many". */
  readonly askedClass: string | undefined;
  /** The first class in the question: the kind of thing it speaks of. */
  readonly headClass: string | undefined;
  /** What "how many" counts. */
  readonly counted: number | undefined;
  /** Free words that may still match: they add to the score and are never missed. */
  readonly optional: readonly number[];
  /** Tokens that name what everything here is about ("Hong Kong"): explained or not, they decide nothing. */
  readonly contextual: ReadonlySet<number>;
}

export interface Candidate {
  readonly askable: Askable;
  readonly profile: Profile;
  readonly levels: ReadonlyMap<number, Level>;
  readonly leftover: readonly number[];
  /** Operators that the fact does not explain. */
  readonly operators: readonly string[];
  /** Weight explained by the fact beyond naming its subject. */
  readonly fact: number;
  /** A word of the question is a cue of the role. */
  readonly cued: boolean;
  /** The subject itself is named. */
  readonly named: boolean;
  /** Named by what it belongs to and what it is: "the Beijing session". */
  readonly identified: boolean;
  /** How many words the fact itself explains. */
  readonly hits: number;
  /** A name in the question is a value of the fact, or stands with one. */
  readonly valued: boolean;
  /** The class that is asked for ("which meeting") is that of the subject or of a value. */
  readonly classed: boolean;
  /** What "how many" counts is a word of the fact. */
  readonly counts: boolean;
  /** The subject is of the kind that the question speaks of. */
  readonly headed: boolean;
  /** It tells a number and nothing else. */
  readonly numberOnly: boolean;
  /** How well it fits, all explained words weighed by what explains them. */
  readonly score: number;
  readonly explained: number;
  readonly total: number;
}

const holdsDate = (relation: Relation, asked: DateSpan, known: DateSpan): boolean => {
  switch (relation) {
    case 'before':
      return known.to < asked.from;
    case 'after':
      return known.from > asked.to;
    case 'since':
      return known.from >= asked.from;
    case 'until':
      return known.to <= asked.to;
    case 'not':
      return !datesAgree(asked, known);
    default:
      return datesAgree(asked, known);
  }
};

/** Whether the constraint holds for the askable or its subject, and by what. */
export function holds(query: Query, c: Constraint, askable: Askable, profile: Profile, catalogue: Catalogue): Level | undefined {
  const { sense } = c.mention;
  switch (sense.type) {
    case 'entity': {
      if (c.relation === 'not') return positive(sense.id) === undefined ? 'profile' : undefined;
      if (c.relation !== 'is') {
        // "Signed after the plenary" is said of the plenary, unless meetings themselves are asked for.
        if (profile.identity.has(sense.id) && catalogue.kindOf(query.askedClass ?? '') !== 'meeting') return 'subject';
        const other = catalogue.profiles.get(sense.id)?.date;
        return other && profile.date && holdsDate(c.relation, other, profile.date) ? 'profile' : undefined;
      }
      return positive(sense.id);
    }
    case 'class':
      if (profile.classes.has(sense.id)) return 'subject';
      for (const id of askable.valueEntities) if (catalogue.profiles.get(id)?.classes.has(sense.id)) return 'fact';
      return undefined;
    case 'date':
      if (c.relation !== 'is') return profile.date && holdsDate(c.relation, sense.date, profile.date) ? 'profile' : undefined;
      if (askable.dates.some((d) => datesAgree(sense.date, d))) return 'fact';
      // "According to the remarks of 13 February": the day of the document that it stands in.
      if (sense.date.grain === 'day' && askable.facts.some((f) => f.gist) && askable.documentDates.some((d) => datesAgree(sense.date, d))) return 'profile';
      if (profile.date && datesAgree(sense.date, profile.date)) return 'profile';
      return profile.dates.some((d) => datesAgree(sense.date, d)) ? 'profile' : undefined;
    case 'number': {
      if (c.relation === 'over') return [...askable.numbers].some((n) => n > sense.number) ? 'fact' : undefined;
      if (c.relation === 'under') return askable.numbers.size > 0 && [...askable.numbers].every((n) => n < sense.number) ? 'fact' : undefined;
      if (askable.numbers.has(sense.number)) return 'fact';
      return profile.numbers.has(sense.number) ? 'profile' : undefined;
    }
    case 'ordinal':
      if (profile.ordinal !== undefined) return profile.ordinal === sense.number ? 'subject' : undefined;
      return askable.numbers.has(sense.number) ? 'fact' : undefined;
    default:
      return undefined;
  }

  function positive(id: EntityId): Level | undefined {
    if (id.startsWith('document/') && askable.documents.has(id.slice('document/'.length))) return 'profile';
    if (c.side) {
      const sided = askable.facts.filter((f) => f.with['side']);
      if (sided.length > 0) return sided.some((f) => f.with['side']!.some((v) => v.type === 'entity' && catalogue.within(v.id).has(id))) ? 'fact' : undefined;
    }
    if (c.locative && profile.hasPlace) {
      const roles = profile.related.get(id);
      if (roles?.has('place')) return 'profile';
      if (id !== profile.id && (profile.entity.kind === 'meeting' || profile.entity.kind === 'agreement' || profile.placeRuled(id))) return undefined;
    }
    if (askable.entities.has(id)) return 'fact';
    if (profile.identity.has(id)) return 'subject';
    if (profile.related.has(id)) return 'profile';
    return undefined;
  }
}

function isOfClass(asked: string, askable: Askable, profile: Profile, catalogue: Catalogue): boolean {
  if (profile.classes.has(asked) && !askable.inverse) return true;
  return [...askable.valueEntities].some((id) => catalogue.profiles.get(id)?.classes.has(asked));
}

export function explain(query: Query, askable: Askable, profile: Profile, catalogue: Catalogue): Candidate | undefined {
  const { reading } = query;
  const levels = new Map<number, Level>();
  const bound = new Map<number, Constraint[]>();
  for (const c of query.constraints)
    for (let i = c.mention.from; i < c.mention.to; i++) {
      const at = bound.get(i);
      if (at) at.push(c);
      else bound.set(i, [c]);
    }
  const verdict = new Map<Constraint, Level | undefined>();
  const check = (c: Constraint): Level | undefined => {
    if (!verdict.has(c)) verdict.set(c, holds(query, c, askable, profile, catalogue));
    return verdict.get(c);
  };
  // The word for a relation by which something else in the question is explained: "which *Wang Weizhong* chaired".
  let through: ReadonlySet<string>[] | undefined;
  const throughRoles = (): ReadonlySet<string>[] => {
    if (through) return through;
    const roles = new Set<string>();
    for (const c of query.constraints) {
      if (check(c) !== 'profile') continue;
      const { sense } = c.mention;
      if (sense.type === 'entity') for (const r of profile.related.get(sense.id) ?? []) roles.add(r);
      if (sense.type === 'date') for (const r of profile.datedBy) roles.add(r);
      if (sense.type === 'number') for (const r of profile.numbers.get(sense.number) ?? []) roles.add(r);
    }
    through = [...roles].flatMap((r) => profile.cues.get(r) ?? []);
    return through;
  };
  const headed = query.headClass !== undefined && profile.classes.has(query.headClass);
  let fact = 0;
  let explained = 0;
  let total = 0;
  let score = 0;
  let cued = false;
  let named = query.focus.includes(profile.id);
  let valued = false;
  let belongs = false;
  let hits = 0;
  let counts = query.counted === undefined;
  const leftover: number[] = [];
  const operators: string[] = [];
  for (const i of query.content) {
    const token = reading.tokens[i]!;
    const weight = query.weights[i]!;
    const at = bound.get(i) ?? [];
    let level: Level | undefined;
    let strict = false;
    const whole = query.wholes.get(i);
    let bySubject = 0;
    for (const c of at) {
      const found = check(c);
      if (found === 'fact' && c.mention.sense.type === 'entity' && !query.contextual.has(i) && !profile.identity.has(c.mention.sense.id)) valued = true;
      const isSource = c.mention.sense.type === 'entity' && c.mention.sense.id.startsWith('document/');
      if (found && !isSource && c.mention.sense.type === 'entity' && profile.identity.has(c.mention.sense.id)) {
        const own = c.mention.sense.id === profile.id;
        if (own) named = true;
        bySubject = Math.max(bySubject, own ? 1 : 0.9);
        if (!own && !query.contextual.has(i) && !c.locative) belongs = true;
      }
      if (found === 'subject' && c.mention.sense.type === 'ordinal') bySubject = 1;
      if (found === 'subject' && c.mention.sense.type === 'class' && profile.classes.has(c.mention.sense.id)) bySubject = Math.max(bySubject, 0.95);
      if (found === 'fact' || level === undefined) level = found ?? level;
      if (isStrict(c)) strict = true;
    }
    let strength = level === 'fact' ? (at.some((c) => c.mention.sense.type !== 'entity' || askable.valueEntities.has(c.mention.sense.id)) ? (askable.values.length >= LONG_LIST ? 0.5 : 1) : 0.8) : 0;
    // Inside a name of several words a single word of it explains nothing.
    if (whole && level === undefined && !whole.every((k) => reading.tokens[k]!.free || reading.tokens[k]!.terms.some((t) => askable.terms.has(t) || profile.names.has(t)))) strict = true;
    if (!strict) {
      for (const term of token.terms) {
        const s = (askable.terms.get(term) ?? 0) * (term.startsWith('~') ? SYNONYM : 1);
        if (askable.cues.has(term)) cued = true;
        if (s > strength) {
          strength = s;
          level = 'fact';
        }
      }
      if (level === undefined && token.terms.some((t) => profile.names.has(t))) level = 'subject';
      if (level === undefined && throughRoles().some((cues) => token.terms.some((t) => cues.has(t)))) level = 'profile';
    }
    if (level === undefined && at.some((c) => query.alternatives.some((set) => set.includes(c) && set.some((o) => check(o) !== undefined)))) level = 'profile';
    if (level === undefined && query.operators.has(i)) {
      operators.push(query.operators.get(i)!);
      levels.set(i, 'frame');
      continue;
    }
    // "Which two funding schemes": a small number beside facts that count nothing says how many the asker expects.
    if (level === undefined && askable.numbers.size === 0 && at.some((c) => c.mention.sense.type === 'number' && c.mention.sense.number <= 12)) continue;
    total += weight;
    if (level === undefined) {
      // "In Hong Kong" decides where a meeting was; elsewhere it goes without saying.
      const venue = at.some((c) => c.locative) && (profile.entity.kind === 'meeting' || profile.entity.kind === 'agreement');
      if (query.contextual.has(i) && !venue) continue;
      leftover.push(i);
      continue;
    }
    levels.set(i, level);
    explained += weight;
    // Words of the subject's name tell nothing about which of its facts is meant.
    const ofName = bySubject > 0 || token.terms.some((t) => profile.names.has(t));
    const credit = bySubject > 0 ? bySubject : ofName ? NAMED : level === 'fact' ? strength : KNOWN;
    score += weight * credit;
    if (i === query.counted) counts = token.terms.some((t) => askable.terms.has(t)) || (level === 'subject' && ofName);
    if (level === 'fact' && !ofName) hits++;
    if (level === 'fact') fact += weight * strength * (ofName ? 0.4 : 1);
  }
  for (const i of query.optional)
    for (const term of reading.tokens[i]!.terms) if (askable.cues.has(term)) cued = true;
  for (const i of query.optional) {
    let best = 0;
    for (const term of reading.tokens[i]!.terms) best = Math.max(best, (askable.terms.get(term) ?? 0) * (term.startsWith('~') ? SYNONYM : 1));
    score += best * query.weights[i]! * 0.5;
  }
  return { askable, profile, levels, leftover, operators, fact, explained, total, cued, named, identified: belongs && headed, hits, valued, counts, headed, numberOnly: askable.role.of !== 'any' && askable.role.answers[0] === 'number' && askable.values.every((v) => v.type === 'number'), classed: query.askedClass !== undefined && isOfClass(query.askedClass, askable, profile, catalogue), score };
}

/** What an explained word counts for: another word for the same; a word of the subject's name; something else known of it. */
const SYNONYM = 0.65;
/** Being one of a list this long says little. */
const LONG_LIST = 5;
const NAMED = 0.8;
const KNOWN = 0.45;

/** Numbers, dates, ordinals, strangers and what is negated match as wholes or not at all. */
export const isStrict = (c: Constraint): boolean =>
  c.relation !== 'is' ||
  c.locative ||
  c.mention.sense.type === 'date' ||
  c.mention.sense.type === 'stranger' ||
  (c.mention.sense.type === 'entity' && c.mention.sense.id.startsWith('document/')) ||
  (c.mention.sense.type === 'number' && c.mention.sense.number >= 10) ||
  (c.mention.sense.type === 'ordinal' && c.mention.sense.number >= 2);

const MOST_CANDIDATES = 160;

/** The askables that explain most of the question, best first. */
export function candidates(query: Query, catalogue: Catalogue): Candidate[] {
  const score = new Map<number, number>();
  const stamp = new Map<number, number>();
  const credit = (id: number, token: number, weight: number): void => {
    if (stamp.get(id) === token) return;
    stamp.set(id, token);
    score.set(id, (score.get(id) ?? 0) + weight);
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
      for (const id of catalogue.postings.get(key) ?? []) credit(id, i, weight);
      for (const subject of catalogue.subjects.get(key) ?? [])
        for (const askable of catalogue.profiles.get(subject)!.askables) credit(askable.id, i, weight * 0.9);
    }
  }
  for (const id of query.focus)
    for (const askable of catalogue.profiles.get(id)?.askables ?? []) score.set(askable.id, (score.get(askable.id) ?? 0) + 3);
  const best = [...score].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, MOST_CANDIDATES);
  const found: Candidate[] = [];
  for (const [id] of best) {
    const askable = catalogue.askables[id]!;
    const candidate = explain(query, askable, catalogue.profiles.get(askable.subject)!, catalogue);
    if (candidate) found.push(candidate);
  }
  return found.sort((a, b) => b.explained - a.explained || b.fact - a.fact || a.askable.id - b.askable.id);
}
