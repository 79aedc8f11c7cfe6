/**
 * How far one askable explains a question. Every token that carries meaning has to be explained: by the fact itself,
 * by the name of its subject, by what else is known of the subject, or by the frame of the question.
 */
import type { Askable, Catalogue, Profile } from '../knowledge/askables.ts';
import { isCueIn, isNameIn, strengthIn } from '../knowledge/traces.ts';
import type { Candidate, Constraint, Level, Query, Unit } from './candidate.ts';
import { holds } from './hold.ts';

/** From this strength a word is the fact's own, not another for the same. */
const EXACT = 0.75;
/** Being one of a list this long says little. */
const LONG_LIST = 5;
const ONE_OF_MANY = 0.5;
/** Spoken of in the fact without being its value. */
const SPOKEN = 1;
const OF_CLASS = 0.95;
/** The name of what the subject is named by: its mechanism, its partner. */
const BELONGING = 0.9;
/** A free word that matches all the same. */
const FREE = 0.5;
/** What an explained word counts for: a word of the subject's name; something else known of it. */
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

/** As a standing has them: by nothing, by the fact, by the subject, by what is known of it. */
const LEVELS: readonly (Level | undefined)[] = [undefined, 'fact', 'subject', 'profile'];

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

/** Something else that is known of the subject. */
const BY_THE_WAY: Explained = { level: 'profile', credit: KNOWN, strength: 0, ofName: false };

function isOfClass(asked: string, askable: Askable, profile: Profile, catalogue: Catalogue): boolean {
  if (profile.classes.has(asked) && !askable.inverse) return true;
  return [...askable.valueEntities].some((id) => catalogue.profiles.get(id)?.classes.has(asked));
}

/** Everything of `query` that `askable` explains, and what it leaves over, whatever the conversation is about. */
export const explain = (
  query: Query,
  askable: Askable,
  profile: Profile,
  catalogue: Catalogue,
  likeness: Pick<Candidate, 'like' | 'hint'>,
): Candidate => new Explanation(query, askable, profile, catalogue).candidate(likeness);

/** What the conversation is about need not be named again. */
export const leaning = (c: Candidate, { focus }: Query): Candidate =>
  c.named || !focus.includes(c.profile.id) ? c : { ...c, named: true, weighed: undefined };

/** The sums of one explanation. A class, for thousands of these are made a second and closures would cost more. */
class Explanation {
  private readonly verdicts: (Level | undefined)[] = [];
  private readonly levels: (Level | undefined)[];
  private readonly leftover: number[] = [];
  private readonly operators: string[] = [];
  private through: readonly ReadonlySet<string>[] | undefined;
  private fact = 0;
  private explained = 0;
  private total = 0;
  private score = 0;
  private hits = 0;
  private words = 0;
  private missed = 0;
  private cued = false;
  private named = false;
  private valued = false;
  private belongs = false;
  private counts: boolean;

  constructor(
    private readonly query: Query,
    private readonly askable: Askable,
    private readonly profile: Profile,
    private readonly catalogue: Catalogue,
  ) {
    const { constraints, standing } = query;
    for (let k = 0; k < constraints.length; k++) {
      const by = standing[k];
      this.verdicts.push(by ? LEVELS[by[askable.id]!] : holds(query, constraints[k]!, askable, profile, catalogue));
    }
    this.levels = new Array(query.reading.tokens.length);
    this.counts = query.counted === undefined;
  }

  candidate(likeness: Pick<Candidate, 'like' | 'hint'>): Candidate {
    const { query, askable, profile } = this;
    for (const unit of query.units) this.take(unit);
    for (const i of query.optional) this.score += this.strengthOf(i) * query.weights[i]! * FREE;
    return {
      askable,
      profile,
      ...likeness,
      levels: this.levels,
      leftover: this.leftover,
      operators: this.operators,
      missed: this.missed,
      fact: this.fact,
      explained: this.explained,
      total: this.total,
      score: this.score,
      hits: this.hits,
      words: this.words,
      cued: this.cued,
      named: this.named,
      identified: this.belongs && query.classes.some((c) => profile.classes.has(c)),
      valued: this.valued,
      counts: this.counts,
      headed: query.headClass !== undefined && profile.classes.has(query.headClass),
      classed: query.askedClass !== undefined && isOfClass(query.askedClass, askable, profile, this.catalogue),
      numberOnly:
        askable.role.of !== 'any' &&
        askable.role.answers[0] === 'number' &&
        askable.values.every((v) => v.type === 'number'),
      weighed: undefined,
    };
  }

  /** One unit of the question: explained, left over, or part of any question. */
  private take(unit: Unit): void {
    const { query, askable, profile } = this;
    const { tokens } = unit;
    // A document is more often named as where something stands than as what is asked about.
    const weight = unit.source && profile.entity.kind === 'document' ? Math.min(unit.weight, OF_SOURCE) : unit.weight;
    const first = tokens[0]!;
    if (unit.source && profile.entity.kind !== 'document' && !this.isItself(unit)) {
      for (const i of tokens) this.levels[i] = 'frame';
      for (const d of askable.documents) if (query.documents.has(d)) return;
      this.leave(tokens, ELSEWHERE);
      this.total += ELSEWHERE;
      return;
    }
    let by = this.byConstraints(unit.constraints);
    if (unit.constraints.length === 0) {
      const inside = this.byConstraints(unit.loose);
      const word = this.byWord(first);
      by = word && (!inside || word.credit >= inside.credit) ? word : inside;
    } else if (!by && !unit.strict) by = this.byParts(tokens);
    if (!by && isAlternative(query.bound[first]!, query, this.verdicts)) by = BY_THE_WAY;
    if (!by && query.operators.has(first)) {
      for (const i of tokens) this.levels[i] = 'frame';
      this.operators.push(query.operators.get(first)!);
      return;
    }
    // A small number beside facts that count nothing says how many the asker expects.
    if (!by && askable.numbers.size === 0 && unit.small) return;
    this.total += weight;
    if (!by) {
      // "In Hong Kong" decides where a meeting was; elsewhere it goes without saying.
      const venue = unit.venue && (profile.entity.kind === 'meeting' || profile.entity.kind === 'agreement');
      if (!query.contextual.has(first) || venue) this.leave(tokens, weight);
      return;
    }
    for (const i of tokens) this.levels[i] = by.level;
    this.count(by, weight, unit.constraints.length === 0);
    if (query.counted !== undefined && tokens.includes(query.counted)) this.counts = by.level !== 'frame';
  }

  private leave(tokens: readonly number[], weight: number): void {
    this.leftover.push(...tokens);
    this.missed += weight;
  }

  private count(by: Explained, of: number, isWord: boolean): void {
    this.explained += of;
    this.score += of * by.credit;
    if (by.level !== 'fact') return;
    this.fact += of * by.strength * (by.ofName ? OF_NAME : 1);
    if (by.ofName || by.strength < EXACT) return;
    this.hits++;
    if (isWord) this.words++;
  }

  /** The unit names what the fact speaks of, or its subject. */
  private isItself(unit: Unit): boolean {
    const { askable, profile, query } = this;
    return unit.constraints.some((k) => {
      const { sense } = query.constraints[k]!.mention;
      return sense.type === 'entity' && (askable.entities.has(sense.id) || profile.identity.has(sense.id));
    });
  }

  /** How strongly the fact has a word, by any of its terms. */
  private strengthOf(i: number): number {
    const { id } = this.askable;
    let strength = 0;
    for (const { trace, part } of this.query.traces[i]!) {
      if (isCueIn(trace, id)) this.cued = true;
      strength = Math.max(strength, strengthIn(trace, id) * part);
    }
    return strength;
  }

  /** The word stands in the names of the subject. */
  private isOfName(i: number): boolean {
    for (const { trace } of this.query.traces[i]!) if (isNameIn(trace, this.askable.id)) return true;
    return false;
  }

  /** How one word is explained: by the fact, the subject's name, or what else is known of the subject. */
  private byWord(i: number): Explained | undefined {
    const strength = this.strengthOf(i);
    if (this.isOfName(i)) return { level: strength > 0 ? 'fact' : 'subject', credit: NAMED, strength, ofName: true };
    if (strength > 0) return { level: 'fact', credit: strength, strength, ofName: false };
    this.through ??= relationCues(this.query, this.verdicts, this.profile);
    for (const cues of this.through)
      for (const term of this.query.reading.tokens[i]!.terms) if (cues.has(term)) return BY_THE_WAY;
    return undefined;
  }

  /** Another name than that of a thing that it has: its words may still be the fact's own, all of them. */
  private byParts(tokens: readonly number[]): Explained | undefined {
    const words: Explained[] = [];
    for (const i of tokens) {
      const word = this.byConstraints(this.query.bound[i]!) ?? this.byWord(i);
      if (!word) return undefined;
      words.push(word);
    }
    return {
      level: words.find((w) => w.level !== 'fact')?.level ?? 'fact',
      credit: Math.min(...words.map((w) => w.credit)) * TORN,
      strength: Math.min(...words.map((w) => w.strength)) * TORN,
      ofName: words.every((w) => w.ofName),
    };
  }

  /** How the constraints over a span explain it; the strongest counts. */
  private byConstraints(over: readonly number[]): Explained | undefined {
    let best: Explained | undefined;
    for (const k of over) {
      const level = this.verdicts[k];
      if (!level) continue;
      const by = this.byConstraint(this.query.constraints[k]!, level);
      if (!best || by.credit > best.credit) best = by;
    }
    return best;
  }

  private byConstraint({ mention: { sense }, locative }: Constraint, level: Level): Explained {
    const { query, askable, profile } = this;
    if (sense.type !== 'entity') {
      if (level === 'fact' && query.reading.checks && sense.type !== 'class') this.valued = true;
      if (level === 'fact') return { level, credit: 1, strength: 1, ofName: false };
      if (level === 'subject')
        return { level, credit: sense.type === 'ordinal' ? 1 : OF_CLASS, strength: 0, ofName: true };
      return BY_THE_WAY;
    }
    const context = query.context.has(sense.id) && !(locative && query.reading.checks);
    const identity = profile.identity.has(sense.id);
    const own = sense.id === profile.id;
    const strength =
      level !== 'fact'
        ? 0
        : !askable.valueEntities.has(sense.id)
          ? SPOKEN
          : askable.values.length >= LONG_LIST
            ? ONE_OF_MANY
            : 1;
    if (level === 'fact' && !context && !identity) this.valued = true;
    if (!identity) return { level, credit: level === 'fact' ? strength : KNOWN, strength, ofName: false };
    if (own) this.named ||= !context;
    else if (!context && !locative) this.belongs = true;
    return { level, credit: own ? 1 : BELONGING, strength, ofName: true };
  }
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
