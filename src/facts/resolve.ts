/** Reading → resolution: find what explains the whole question, and decide. The order of the decisions is the table in ENGINE. */
import type { Askable, Catalogue, Profile } from '../knowledge/askables.ts';
import type { Lexicon } from '../knowledge/lexicon.ts';
import type { Asks, Fact } from '../model/fact.ts';
import type { EntityId } from '../model/knowledge.ts';
import type { Reading } from '../model/reading.ts';
import type { Finding, Form, Resolution } from '../model/resolution.ts';
import { claimsAgainst } from './claims.ts';
import { type Candidate, candidates, isStrict, type Query } from './explain.ts';
import { prepare } from './query.ts';
import { aggregate } from './sets.ts';

/** Candidates this close to the best answer the question as well. */
const NEAR = 0.82;
/** Facts this close to the best are told with it. */
const ALIKE = 0.92;
/** Facts of one subject told together, subjects told side by side, and choices offered. */
const MOST_FACTS = 3;
const MOST_CHOICES = 8;
/** A question explained less than this by facts of ours is about something else. */
const ON_TOPIC = 0.5;
/** Share and weight that have to be explained before a word that says nothing here may be left aside, said so. */
const FIRM_SHARE = 0.6;
const FIRM = 5;
/** Operators that change nothing where one thing alone fits. */
const BENIGN: ReadonlySet<string> = new Set(['all', 'each', 'both', 'only', 'now', 'other', 'between', 'since', 'latest', 'list', 'total']);

export interface Resolved {
  readonly resolution: Resolution;
  readonly query: Query;
  readonly candidates: readonly Candidate[];
}

/** Resolves one clause; `focus` are the entities that the conversation is about. */
export function resolve(reading: Reading, catalogue: Catalogue, lexicon: Lexicon, focus: readonly EntityId[]): Resolved {
  const query = prepare(reading, catalogue, lexicon, focus);
  const found = candidates(query, catalogue);
  return { resolution: decide(query, found, catalogue), query, candidates: found };
}

const wants = (asks: Asks, askable: Askable): boolean => asks === 'what' || askable.provides.has(asks) || askable.weak.has(asks);

/**
 * The question asks for this: by a word of the fact's own or of its role, or by the bare question word. Seen from a
 * value, a role is only asked for of a value that is named.
 */
function asked(candidate: Candidate, asks: Asks): boolean {
  const { askable } = candidate;
  if (askable.plain.has(asks)) return askable.inverse ? candidate.named : true;
  if (askable.inverse) return candidate.named && candidate.cued;
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
    (candidate.named ? 2 : 0) +
    (candidate.numberOnly && asks === 'what' ? -3 : 0) +
    (candidate.classed ? 3 : 0) +
    (asks === 'why' && askable.provides.has('why') ? 1 : 0)
  );
}

export const finding = (c: { askable: Askable; profile: Profile }, facts: readonly Fact[] = c.askable.facts): Finding => ({
  askable: c.askable,
  profile: c.profile,
  facts,
});

/** The facts of an askable that the question singles out by a side, an "as", a document or a year. */
function singledOut(candidate: Candidate, query: Query): readonly Fact[] {
  const { facts } = candidate.askable;
  if (facts.length < 2) return facts;
  for (const c of query.constraints) {
    const { sense } = c.mention;
    if (sense.type !== 'entity' || c.relation !== 'is') continue;
    const some = facts.filter((f) =>
      c.side
        ? f.with['side']?.some((v) => v.type === 'entity' && v.id === sense.id)
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
  const asks: Asks[] = reading.asks.length > 0 ? [...reading.asks] : ['what'];
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
  const subjects = found.filter((c) => c.named && inFocus(c, query));
  if (subjects.length > 0 && !full.some((c) => c.named)) {
    const claims = claimsAgainst(asks, query, subjects, catalogue);
    if (claims) return claims;
  }
  const fit = full.filter((c) => wants(asks, c.askable) && asked(c, asks));
  const worked = aggregate(asks, query, full, fit, catalogue);
  if (worked) return worked;
  const plainly = fit.filter((c) => c.operators.every((o) => BENIGN.has(o)));
  if (plainly.length > 0) return choose(asks, query, plainly);
  // Named and nothing asked beyond it: what it is.
  const named = full.filter((c) => c.operators.every((o) => BENIGN.has(o)) && c.fact <= 0.01);
  if ((asks === 'what' || asks === 'who' || asks === 'how') && query.content.length > 0 && named.length > 0) {
    const card = describe(query, named, catalogue);
    if (card) return card;
  }
  return decline(asks, query, found, catalogue);
}

const inFocus = (c: Candidate, query: Query): boolean => query.focus.length === 0 || query.focus.includes(c.profile.id);

/** Of those that explain everything: the best of each subject, and whether one subject stands out. */
function choose(asks: Asks, query: Query, fit: readonly Candidate[]): Resolution {
  const scored = fit.map((c) => ({ c, score: rank(c, asks) })).sort((a, b) => b.score - a.score || a.c.askable.id - b.c.askable.id);
  const best = scored[0]!;
  const near = scored.filter((s) => s.score >= best.score * NEAR);
  const subjects = new Map<EntityId, typeof near>();
  for (const s of near) subjects.set(s.c.profile.id, [...(subjects.get(s.c.profile.id) ?? []), s]);
  const told = (s: (typeof near)[number]): Finding => finding(s.c, singledOut(s.c, query));
  if (subjects.size > 1 && !best.c.askable.inverse) {
    const heads = [...subjects.values()].map((list) => list[0]!);
    // The same fact seen from two subjects, or one subject that the question names and another that only mentions it.
    const distinct = heads.filter((h) => h.c.askable.role.id === best.c.askable.role.id && h.score >= best.score * 0.95);
    if (distinct.length > 1 && best.c.askable.role.of !== 'any')
      return distinct.length > MOST_CHOICES || plural(query)
        ? { status: 'answered', form: 'each', findings: distinct.map(told) }
        : { status: 'clarify', findings: distinct.map(told) };
  }
  const own = (subjects.get(best.c.profile.id) ?? []).filter((s) => s.score >= best.score * ALIKE);
  const others = near.filter((s) => s.c.profile.id !== best.c.profile.id && s.score >= best.score * ALIKE && s.c.askable.role.of === 'any');
  const tell = [...own, ...others].slice(0, MOST_FACTS).map(told);
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

/** Nothing explains all of it: what is false, what is missing, or that it is about something else. */
function decline(asks: Asks, query: Query, found: readonly Candidate[], catalogue: Catalogue): Resolution {
  const { reading } = query;
  const best = found[0];
  const total = query.content.reduce((sum, i) => sum + query.weights[i]!, 0);
  if (!best || total === 0) return { status: 'off_topic' };
  const claims = claimsAgainst(asks, query, found, catalogue);
  if (claims) return claims;
  const words = (c: Candidate): string[] => c.leftover.map((i) => reading.tokens[i]!.typed ?? reading.tokens[i]!.text);
  const subject = subjectOf(query, found);
  const explained = best.explained / total;
  if (!subject && explained < ON_TOPIC) return { status: 'off_topic' };
  // A word or two that say nothing here, in a question that is otherwise clear: say which, and answer the rest.
  const strict = new Set(query.constraints.flatMap((c) => (isStrict(c) || c.mention.sense.type === 'entity' ? Array.from({ length: c.mention.to - c.mention.from }, (_, k) => c.mention.from + k) : [])));
  const soft = found.filter(
    (c) =>
      inFocus(c, query) &&
      c.leftover.length <= 2 &&
      c.operators.every((o) => BENIGN.has(o)) &&
      !c.leftover.some((i) => strict.has(i)) &&
      wants(asks, c.askable) &&
      asked(c, asks) &&
      c.explained >= c.total * FIRM_SHARE &&
      c.fact >= FIRM,
  );
  const least = Math.min(...soft.map((c) => c.total - c.explained));
  const clearest = soft.filter((c) => c.total - c.explained <= least + 0.5);
  if (clearest.length > 0) {
    const chosen = choose(asks, query, clearest);
    if (chosen.status === 'answered') return { status: 'partial', missing: words(clearest[0]!), form: chosen.form, findings: chosen.findings };
  }
  if (!subject) return { status: 'off_topic' };
  return { status: 'unknown', missing: words(best), subject, near: nearFacts(subject) };
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
  const numbered = query.constraints.find((c) => c.mention.sense.type === 'ordinal');
  return numbered && found.find((c) => c.profile.ordinal !== undefined && c.levels.get(numbered.mention.from) === 'subject')?.profile;
}

/** A few other facts of the same subject, plainest first. */
function nearFacts(profile: Profile): Finding[] {
  const order = ['held', 'place', 'chair', 'leader', 'guest', 'post', '~post', 'signed', 'parties', 'launched', 'established', 'status', 'aim', 'detail'];
  const key = (a: Askable): number => {
    const i = order.indexOf(a.inverse ? `~${a.role.id}` : a.role.id);
    return i < 0 ? order.length : i;
  };
  return [...profile.askables].sort((a, b) => key(a) - key(b) || a.id - b.id).slice(0, 3).map((askable) => finding({ askable, profile }));
}
