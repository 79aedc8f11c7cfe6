/** Reading → resolution: find what explains the whole question, and decide. The order of the decisions is the table in ENGINE. */
import { type Candidate, type Constraint, isStrict, type Query } from './candidate.ts';
import { candidates } from './candidates.ts';
import type { Askable, Catalogue, Profile } from '../knowledge/askables.ts';
import type { Lexicon } from '../knowledge/lexicon.ts';
import type { Asks, Fact } from '../model/fact.ts';
import type { EntityId } from '../model/knowledge.ts';
import type { Reading } from '../model/reading.ts';
import type { Finding, Form, Resolution } from '../model/resolution.ts';
import { claimsAgainst, wrongHolder } from './claims.ts';

import { prepare } from './query.ts';
import { aggregate, neighbour } from './sets.ts';

/** Candidates this close to the best answer the question as well. */
const NEAR = 0.7;
/** Facts this close to the best are told with it. */
const ALIKE = 0.8;
/** Facts of one subject told together, subjects told side by side, and choices offered. */
const MOST_FACTS = 3;
const MOST_CHOICES = 8;
/** A question explained less than this by facts of ours is about something else. */
const ON_TOPIC = 0.5;
/** Share and weight that have to be explained before a word that says nothing here may be left aside, said so. */
const FIRM_SHARE = 0.6;
const FIRM = 5;
const FIRM_UNNAMED = 6.5;
const SHARE_UNNAMED = 0.75;
/** Below this the words are explained by bits and pieces (measured: as often wrong as right). */
const PLAIN_FIT = 0.7;
const PARTIAL_FIT = 0.65;
const BESIDE_FIT = 0.85;
/** Operators that may be left aside, said so, beside a single fact. */
const TOLERATED: ReadonlySet<string> = new Set(['before', 'after', 'previous', 'same', 'until', 'over', 'under', 'difference', 'next', 'earliest']);
/** Kinds of thing that are asked about here by any of their nouns. */
const OURS: ReadonlySet<string> = new Set(['meeting', 'agreement', 'mechanism']);
/** Without any name: so many words of the fact, this well. */
const ENOUGH_WORDS = 3;
const TELLING = 8;
const ALL_OWN = 0.9;
/** A shorter name that had to be repaired is no sign of our subject. */
const LONG_NAME = 5;
/** Members of a class this close to the best are choices. */
const CHOICE = 0.7;
/** What a word left over costs, in parts of its weight. */
const MISSED = 0.5;
/** Operators that change nothing where one thing alone fits. */
const BENIGN: ReadonlySet<string> = new Set(['all', 'each', 'both', 'only', 'now', 'other', 'between', 'since', 'latest', 'list', 'total', 'different', 'exclusion', 'compare']);

export interface Resolved {
  readonly resolution: Resolution;
  /** The question names something of ours. */
  readonly anchored: boolean;
  /** How well the best of what is told explains the question, 0 to about 1; 0 when nothing is told. */
  readonly fitness: number;
  readonly query: Query;
  readonly candidates: readonly Candidate[];
}

/** Resolves one clause; `focus` are the entities that the conversation is about. */
export function resolve(reading: Reading, catalogue: Catalogue, lexicon: Lexicon, focus: readonly EntityId[]): Resolved {
  const query = prepare(reading, catalogue, lexicon, focus);
  const found = candidates(query, catalogue);
  const beside = focus.length > 0 ? neighbour(query, reading.asks[0] ?? 'what', catalogue) : undefined;
  if (beside) return { resolution: beside, anchored: true, fitness: 1, query, candidates: found };
  const misplaced = wrongHolder(query, catalogue);
  if (misplaced) return { resolution: misplaced, anchored: true, fitness: 1, query, candidates: found };
  const resolution = anchored(decide(query, found, catalogue), query, found, catalogue, lexicon);
  const told = 'findings' in resolution ? resolution.findings[0] : undefined;
  const best = told && found.find((c) => c.askable === told.askable);
  return { resolution, anchored: query.constraints.some((c) => isOwnName(c, query, lexicon)), fitness: best ? fitness(best) * (best.explained / Math.max(best.total, 0.1)) : told ? PLAIN_FIT : 0, query, candidates: found };
}

/**
 * An answer needs something of the subject in the question: a name of our own, a place with a word of the fact, a kind
 * of thing that is dealt with here, or several words of the fact itself. Else it is about something else, whatever
 * matched.
 */
function anchored(resolution: Resolution, query: Query, found: readonly Candidate[], catalogue: Catalogue, lexicon: Lexicon): Resolution {
  if (resolution.status === 'off_topic' || query.focus.length > 0) return resolution;
  if (resolution.status === 'corrected' && query.constraints.some((c) => isOwnName(c, query, lexicon))) return resolution;
  const told = 'findings' in resolution ? resolution.findings.flatMap((f) => found.filter((c) => c.askable === f.askable)) : [];
  const full = told.some((c) => c.leftover.length === 0);
  const hits = Math.max(0, ...told.map((c) => c.hits));
  const names = query.constraints.filter((c) => isOwnName(c, query, lexicon));
  if (names.some((c) => c.mention.sense.type === 'entity' && !c.mention.sense.id.startsWith('place/') && (full || !isSurname(c)))) return resolution;
  if (names.length > 0 && (hits > 0 || (resolution.status !== 'partial' && full))) return resolution;
  const asking = query.reading.asks.length > 0 || query.reading.checks;
  const known = query.constraints.some((c) => c.mention.sense.type === 'entity' && c.mention.sense.id.startsWith('place/') && c.mention.how === 'exact');
  if (known && full && (hits > 0 || told.some((c) => c.cued))) return resolution;
  // "When was the plenary?": a kind of thing of ours, asked for by one of its roles.
  const ours = query.classes.some((c) => !catalogue.isEveryday(c) || OURS.has(catalogue.kindOf(c)));
  if (ours && asking && told.some((c) => c.leftover.length === 0 && (c.headed || c.classed) && (c.cued || c.askable.plain.size > 0))) return resolution;
  if (asking && told.some((c) => c.leftover.length === 0 && c.cued && c.hits >= 2 && OURS.has(c.profile.entity.kind) && c.askable.role.of !== 'any')) return resolution;
  if (resolution.status !== 'partial' && told.some((c) => c.leftover.length === 0 && (c.hits >= ENOUGH_WORDS || (c.hits === ENOUGH_WORDS - 1 && c.fact >= TELLING)) && fitness(c) >= ALL_OWN)) return resolution;
  return { status: 'off_topic' };
}

/** A name that nobody types by chance: of several words, or in no dictionary. */
function isOwnName(c: Constraint, query: Query, lexicon: Lexicon): boolean {
  const { sense, from, to, how } = c.mention;
  if (sense.type !== 'entity') return false;
  const words = query.reading.tokens.slice(from, to).filter((t) => !t.free);
  if (words.length >= 2) return true;
  const word = words[0]?.text ?? '';
  return how !== 'repaired' || word.length >= LONG_NAME ? !lexicon.language.dictionary.has(word) : false;
}

const isSurname = (c: Constraint): boolean => c.mention.to - c.mention.from === 1 && c.mention.sense.type === 'entity' && c.mention.sense.id.startsWith('person/');

const wants = (asks: Asks, askable: Askable): boolean =>
  asks === 'what' || askable.provides.has(asks) || askable.weak.has(asks) || (asks === 'long' && (askable.provides.has('when') || askable.provides.has('number')));

/**
 * The question asks for this: by a word of the fact's own or of its role, or by the bare question word. Seen from a
 * value, a role is only asked for of a value that is named.
 */
function asked(candidate: Candidate, asks: Asks, checks = false): boolean {
  const { askable } = candidate;
  if (asks === 'number' && !candidate.counts) return false;
  if (askable.plain.has(asks)) return askable.inverse ? candidate.named || candidate.headed : true;
  if (askable.inverse) return candidate.named && (candidate.cued || (checks && candidate.valued));
  if (askable.role.of !== 'any' && askable.facts.every((f) => !f.gist)) return candidate.cued || candidate.valued || (asks !== 'what' && askable.role.answers[0] === asks);
  return candidate.fact > 0.01;
}

function rank(candidate: Candidate, asks: Asks): number {
  const { askable } = candidate;
  const typed =
    (asks === 'when' && askable.role.answers[0] === 'when') ||
    (asks === 'who' && (askable.role.answers[0] === 'who' || askable.inverse)) ||
    (asks === 'where' && askable.role.answers[0] === 'where') ||
    (asks === 'number' && (askable.role.answers[0] === 'number' || askable.values.some((v) => v.type === 'number')));
  return (
    candidate.score +
    (askable.plain.has(asks) ? 1.5 : 0) +
    (typed ? 2 : 0) +
    (askable.weak.has(asks) ? -2 : 0) +
    (asks === 'what' && askable.role.of !== 'any' && !askable.inverse && !askable.role.answers.includes('what') && askable.facts.every((f) => !f.gist) ? -2 : 0) +
    (candidate.named ? 1.5 : 0) +
    (candidate.cued && askable.cues.size > 0 ? 1 : 0) +
    (candidate.numberOnly && asks === 'what' ? -3 : 0) +
    (candidate.classed ? 1.5 : 0) +
    (candidate.headed ? 0.7 : 0) +
    (asks === 'why' && askable.provides.has('why') ? 1 : 0)
  );
}

export const finding = (c: { askable: Askable; profile: Profile }, facts: readonly Fact[] = c.askable.facts): Finding => ({
  askable: c.askable,
  profile: c.profile,
  facts,
});

/** The facts of an askable that the question singles out by a side, an "as", a document or a year. */
function singledOut(candidate: Candidate, query: Query, catalogue: Catalogue): readonly Fact[] {
  const { facts } = candidate.askable;
  if (facts.length < 2) return facts;
  for (const c of query.constraints) {
    const { sense } = c.mention;
    if (sense.type !== 'entity' || c.relation !== 'is') continue;
    const some = facts.filter((f) =>
      c.side
        ? f.with['side']?.some((v) => v.type === 'entity' && catalogue.within(v.id).has(sense.id))
        : sense.id.startsWith('document/')
          ? f.from.some((p) => p.document === sense.id.slice('document/'.length))
          : Object.values(f.with).some((vs) => vs.some((v) => v.type === 'entity' && v.id === sense.id && sense.id.startsWith('post/'))),
    );
    if (some.length > 0 && some.length < facts.length) return some;
  }
  return facts;
}

function decide(query: Query, found: readonly Candidate[], catalogue: Catalogue): Resolution {
  const { reading } = query;
  // "Which official" asks who.
  const kind = query.askedClass === undefined ? '' : catalogue.kindOf(query.askedClass);
  const asks: Asks[] = (reading.asks.length > 0 ? reading.asks : (['what'] as const)).map((a) =>
    a !== 'what' || reading.checks || reading.asks.length === 0 ? a : kind === 'person' ? 'who' : a,
  );
  const parts = asks.map((a) => decideOne(a, query, found, catalogue));
  if (parts.length === 1) return parts[0]!;
  const answered = parts.filter((p) => p.status === 'answered' || p.status === 'clarify');
  if (answered.length === 0) return parts[0]!;
  const findings = answered.flatMap((p) => p.findings);
  if (answered.length < parts.length) {
    const first = parts.find((p) => p.status === 'corrected');
    return first ?? { status: 'partial', missing: [], form: 'facts', findings };
  }
  return { status: 'answered', form: 'facts', findings };
}

function decideOne(asks: Asks, query: Query, found: readonly Candidate[], catalogue: Catalogue): Resolution {
  const full = found.filter((c) => c.leftover.length === 0 && inFocus(c, query));
  // What is said of a thing that is named comes before other facts that happen to have the same words.
  const subjects = found.filter((c) => isThing(c) && inFocus(c, query));
  if (subjects.length > 0 && !full.some(isThing)) {
    const claims = claimsAgainst(asks, query, subjects, catalogue);
    if (claims) return claims;
  }
  const fit = full.filter((c) => wants(asks, c.askable) && asked(c, asks, query.reading.checks) && fitness(c) >= PLAIN_FIT);
  const worked = aggregate(asks, query, full, fit, catalogue);
  if (worked) return worked;
  const which = ambiguous(asks, query, fit, full, catalogue);
  if (which) return which;
  const plainly = fit.filter((c) => c.operators.every((o) => BENIGN.has(o)));
  const clear = clearest(asks, query, found);
  const best = Math.max(...plainly.map((c) => rank(c, asks)), Number.NEGATIVE_INFINITY);
  const nearly = clear.filter((c) => rank(c, asks) - MISSED * (c.total - c.explained) > best);
  if (nearly.length > 0) {
    const chosen = choose(asks, query, nearly, catalogue);
    if (chosen.status === 'answered') return { status: 'partial', missing: [...wordsLeft(nearly[0]!, query), ...operatorWords(nearly[0]!, query)], form: chosen.form, findings: chosen.findings };
  }
  if (plainly.length > 0) return choose(asks, query, plainly, catalogue);
  // All of it is told of, only not what is asked (why, when, how many): that, said so.
  const beside = full.filter((c) => !wants(asks, c.askable) && c.operators.every((o) => BENIGN.has(o)) && c.askable.facts.some((f) => f.gist) && c.fact >= FIRM && fitness(c) >= BESIDE_FIT);
  if (beside.length > 0 && asks !== 'number') {
    const chosen = choose('what', query, beside, catalogue);
    if (chosen.status === 'answered') return { status: 'partial', missing: [], form: chosen.form, findings: chosen.findings };
  }
  // Named and nothing asked beyond it: what it is.
  const named = full.filter((c) => c.operators.every((o) => BENIGN.has(o)) && c.fact <= 0.01);
  if ((asks === 'what' || asks === 'who' || asks === 'how') && query.content.length > 0 && named.length > 0) {
    const card = describe(query, named, catalogue);
    if (card) return card;
  }
  return decline(asks, query, found, catalogue);
}

/** Named, and not merely a place or a subject of talk in which it happens. */
const isThing = (c: Candidate): boolean => (c.named && c.profile.entity.kind !== 'place' && c.profile.entity.kind !== 'topic') || c.identified;

/**
 * A surname that several share, or "the pilot scheme" where there are several, and nothing else that tells which: each
 * is told.
 */
function ambiguous(asks: Asks, query: Query, fit: readonly Candidate[], full: readonly Candidate[], catalogue: Catalogue): Resolution | undefined {
  if (query.focus.length > 0 || plural(query)) return undefined;
  const names = query.constraints.filter((c) => {
    const { sense, from } = c.mention;
    if (sense.type === 'entity') return !query.contextual.has(from);
    return sense.type === 'date' || sense.type === 'ordinal' || sense.type === 'stranger';
  });
  const spans = new Set(names.map((c) => c.mention.from));
  const people = names.flatMap((c) => (c.mention.sense.type === 'entity' && c.mention.sense.id.startsWith('person/') ? [c.mention.sense.id] : []));
  if (spans.size === 1 && people.length > 1 && people.length === names.length) {
    const told = people.flatMap((id) => {
      const own = fit.filter((c) => c.profile.id === id).sort((a, b) => rank(b, asks) - rank(a, asks))[0] ?? full.find((c) => c.profile.id === id && c.askable.role.id === 'post');
      const post = catalogue.profiles.get(id)?.askables.find((a) => a.role.id === 'post' && !a.inverse);
      return own ? [finding(own)] : post ? [finding({ askable: post, profile: catalogue.profiles.get(id)! })] : [];
    });
    if (told.length > 1 && told.length <= MOST_CHOICES) return { status: 'clarify', findings: told };
  }
  const loose = names.every((c) => c.mention.sense.type === 'date' || (c.mention.sense.type === 'entity' && c.mention.sense.id.startsWith('place/')));
  if (!loose || query.headClass === undefined) return undefined;
  const best = new Map<EntityId, Candidate>();
  for (const c of fit)
    if (c.headed && c.operators.every((o) => BENIGN.has(o)) && rank(c, asks) > (best.has(c.profile.id) ? rank(best.get(c.profile.id)!, asks) : 0)) best.set(c.profile.id, c);
  const heads = [...best.values()].sort((a, b) => rank(b, asks) - rank(a, asks));
  const strong = heads.filter((c) => rank(c, asks) >= rank(heads[0]!, asks) * CHOICE);
  const other = Math.max(0, ...fit.filter((c) => !c.headed).map((c) => rank(c, asks))) * CHOICE;
  if (strong.length < 2 || strong.length > MOST_CHOICES || other > rank(strong[0]!, asks) || strong.every((c) => c.hits >= 3)) return undefined;
  return { status: 'clarify', findings: strong.map((c) => finding(c)) };
}

const inFocus = (c: Candidate, query: Query): boolean => query.focus.length === 0 || query.focus.includes(c.profile.id);

/** Of those that explain everything: the best of each subject, and whether one subject stands out. */
function choose(asks: Asks, query: Query, fit: readonly Candidate[], catalogue: Catalogue): Resolution {
  const scored = fit.map((c) => ({ c, score: rank(c, asks) })).sort((a, b) => b.score - a.score || a.c.askable.id - b.c.askable.id);
  const best = scored[0]!;
  const near = scored.filter((s) => s.score >= best.score * NEAR);
  const subjects = new Map<EntityId, typeof near>();
  for (const s of near) subjects.set(s.c.profile.id, [...(subjects.get(s.c.profile.id) ?? []), s]);
  const told = (s: (typeof near)[number]): Finding => finding(s.c, singledOut(s.c, query, catalogue));
  if (subjects.size > 1 && !best.c.askable.inverse) {
    const heads = [...subjects.values()].map((list) => list[0]!);
    // The same fact seen from two subjects, or one subject that the question names and another that only mentions it.
    const distinct = heads.filter((h) => h.c.askable.role.id === best.c.askable.role.id && h.score >= best.score * 0.95);
    if (distinct.length > 1 && best.c.askable.role.of !== 'any')
      return distinct.length > MOST_CHOICES || plural(query)
        ? { status: 'answered', form: 'each', findings: distinct.map(told) }
        : { status: 'clarify', findings: distinct.map(told) };
  }
  const alike = near.filter((s) => s.score >= best.score * ALIKE && s.c.askable.facts.some((f) => f.gist));
  const alone = best.c.askable.facts.every((f) => !f.gist);
  const tell = (alone ? [best] : [best, ...alike.filter((s) => s !== best)]).slice(0, MOST_FACTS).map(told);
  if (best.c.askable.facts.every((f) => f.state === 'unsaid')) return { status: 'unknown', missing: [], subject: best.c.profile, near: [told(best)] };
  // A day is asked for, and no day is told.
  if (asks === 'when' && query.exactDay && best.c.askable.dates.length > 0 && best.c.askable.dates.every((d) => d.grain !== 'day' && d.grain !== 'span'))
    return { status: 'unknown', missing: [], subject: best.c.profile, near: [told(best)] };
  // What is asked is not the number, and the number is all there is.
  if (asks === 'what' && query.reading.asks.length > 0 && !query.reading.checks && best.c.numberOnly)
    return { status: 'unknown', missing: [], subject: best.c.profile, near: [told(best)] };
  const form: Form = query.reading.checks ? 'check' : 'facts';
  return { status: 'answered', form, findings: unique(tell), ...(query.reading.checks ? { holds: true } : {}) };
}

/** No fact is told twice. */
function unique(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  const kept: Finding[] = [];
  for (const f of findings) {
    const key = f.facts.map((x) => x.id).sort().join(' ');
    if (!seen.has(key)) kept.push(f);
    seen.add(key);
  }
  return kept;
}

/** The question speaks of several: "the meetings", "each", a list of names. */
function plural(query: Query): boolean {
  if (query.alternatives.length > 0) return true;
  return query.constraints.some((c) => c.mention.sense.type === 'class' && query.reading.tokens[c.mention.to - 1]!.text !== query.reading.tokens[c.mention.to - 1]!.stem && query.reading.tokens[c.mention.to - 1]!.text.endsWith('s'));
}

/** What a named thing is: its plain roles and first details. */
function describe(query: Query, named: readonly Candidate[], catalogue: Catalogue): Resolution | undefined {
  const weight = new Map<Profile, number>();
  const mentioned = new Set(query.constraints.flatMap((c) => (c.mention.sense.type === 'entity' ? [c.mention.sense.id] : [])));
  for (const c of named) if (mentioned.has(c.profile.id)) weight.set(c.profile, (weight.get(c.profile) ?? 0) + 1);
  const profiles = [...weight.keys()];
  if (profiles.length === 0) return undefined;
  const card = (p: Profile): Finding[] => {
    const order = ['stands-for', 'post', '~post', 'kind', 'held', 'place', 'chair', 'signed', 'parties', 'meeting', 'aim', 'detail', 'covers', 'launched', 'established', 'status', 'said'];
    const key = (a: Askable): number => {
      const i = order.indexOf(a.inverse ? `~${a.role.id}` : a.role.id);
      return i < 0 ? order.length : i;
    };
    return [...p.askables].filter((a) => !a.inverse || a.role.id === 'post' || p.askables.every((x) => x.inverse)).sort((a, b) => key(a) - key(b) || a.id - b.id).slice(0, 4).map((a) => finding({ askable: a, profile: p }));
  };
  if (profiles.length === 1) {
    const findings = card(profiles[0]!);
    return findings.length > 0 ? { status: 'answered', form: 'card', findings } : undefined;
  }
  void catalogue;
  return profiles.length <= MOST_CHOICES ? { status: 'clarify', findings: profiles.flatMap((p) => card(p).slice(0, 1)) } : undefined;
}

const operatorWords = (c: Candidate, query: Query): string[] =>
  [...query.operators].flatMap(([i, o]) => (troubling(c).includes(o) && c.levels.get(i) === 'frame' ? [query.reading.tokens[i]!.text] : []));

/** What the explained words are worth, in parts of what they weigh: 1 when the fact has them all in its own words. */
const fitness = (c: Candidate): number => (c.total === 0 ? 1 : c.score / c.total);

/** Operators that the fact does not explain and that change what is asked. */
const troubling = (c: Candidate): string[] => c.operators.filter((o) => !BENIGN.has(o));

const wordsLeft = (c: Candidate, query: Query): string[] => c.leftover.map((i) => query.reading.tokens[i]!.typed ?? query.reading.tokens[i]!.text);

/** A word or two that say nothing here, in a question that is otherwise clear: these may be told, with the words named. */
function clearest(asks: Asks, query: Query, found: readonly Candidate[]): Candidate[] {
  const strict = new Set(
    query.constraints.flatMap((c) =>
      isStrict(c) || c.mention.sense.type === 'entity' || c.mention.sense.type === 'number' ? Array.from({ length: c.mention.to - c.mention.from }, (_, k) => c.mention.from + k) : [],
    ),
  );
  const soft = found.filter(
    (c) =>
      inFocus(c, query) &&
      c.leftover.length + troubling(c).length > 0 &&
      c.leftover.length + troubling(c).length <= 2 &&
      (troubling(c).length === 0 || c.askable.role.of === 'any') &&
      troubling(c).every((o) => TOLERATED.has(o)) &&
      !c.leftover.some((i) => strict.has(i)) &&
      wants(asks, c.askable) &&
      asked(c, asks) &&
      c.explained >= c.total * FIRM_SHARE &&
      (isThing(c) || c.profile.entity.kind === 'topic' ? c.fact >= FIRM : c.fact >= FIRM_UNNAMED && c.hits >= 3 && c.explained >= c.total * SHARE_UNNAMED) &&
      fitness(c) >= PARTIAL_FIT,
  );
  const value = (c: Candidate): number => rank(c, asks) - MISSED * (c.total - c.explained);
  return soft.sort((a, b) => value(b) - value(a));
}

/** Nothing explains all of it: what is false, what is missing, or that it is about something else. */
function decline(asks: Asks, query: Query, found: readonly Candidate[], catalogue: Catalogue): Resolution {
  const { reading } = query;
  const best = found[0];
  const total = query.content.reduce((sum, i) => sum + query.weights[i]!, 0);
  if (!best || total === 0) return { status: 'off_topic' };
  const claims = claimsAgainst(asks, query, found, catalogue);
  if (claims) return claims;
  const subject = subjectOf(query, found);
  const explained = best.explained / total;
  if (!subject && explained < ON_TOPIC) return { status: 'off_topic' };
  if (!subject) return { status: 'off_topic' };
  return { status: 'unknown', missing: wordsLeft(best, query), subject, near: nearFacts(subject, found) };
}

/** The thing the question names, if it names one beyond what everything here is about. */
function subjectOf(query: Query, found: readonly Candidate[]): Profile | undefined {
  const named = new Set<EntityId>();
  for (const c of query.constraints) {
    const { sense, from } = c.mention;
    if (sense.type === 'entity' && !query.contextual.has(from) && !sense.id.startsWith('place/') && !sense.id.startsWith('topic/')) named.add(sense.id);
  }
  const hit = found.find((c) => named.has(c.profile.id)) ?? found.find((c) => [...c.profile.identity].some((id) => named.has(id)));
  if (hit) return hit.profile;
  const belonging = found.find((c) => c.identified);
  if (belonging) return belonging.profile;
  const numbered = query.constraints.find((c) => c.mention.sense.type === 'ordinal');
  return numbered && found.find((c) => c.profile.ordinal !== undefined && c.levels.get(numbered.mention.from) === 'subject')?.profile;
}

/** A few other facts of the same subject: what comes closest to the question, then the plainest. */
function nearFacts(profile: Profile, found: readonly Candidate[]): Finding[] {
  const order = ['held', 'place', 'chair', 'leader', 'guest', 'post', '~post', 'signed', 'parties', 'launched', 'established', 'status', 'aim', 'detail'];
  const key = (a: Askable): number => {
    const i = order.indexOf(a.inverse ? `~${a.role.id}` : a.role.id);
    return i < 0 ? order.length : i;
  };
  const closest = found.filter((c) => c.profile === profile && c.fact > 0 && (!c.askable.inverse || c.cued)).slice(0, 2);
  const plain = [...profile.askables].sort((a, b) => key(a) - key(b) || a.id - b.id).slice(0, MOST_FACTS);
  const askables = [...new Set([...closest.map((c) => c.askable), ...plain])].slice(0, MOST_FACTS);
  return askables.map((askable) => finding({ askable, profile }));
}
