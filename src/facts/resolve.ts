/** Reading → resolution: find what explains the whole question, and decide. The order of the decisions is the table in ENGINE. */
import type { Askable, Catalogue, Profile } from '../knowledge/askables.ts';
import type { Lexicon } from '../knowledge/lexicon.ts';
import type { Asks, Fact } from '../model/fact.ts';
import type { EntityId } from '../model/knowledge.ts';
import type { Reading } from '../model/reading.ts';
import type { Finding, Form, Resolution } from '../model/resolution.ts';
import { claimsAgainst } from './claims.ts';
import { type Candidate, candidates, type Query } from './explain.ts';
import { prepare } from './query.ts';
import { aggregate } from './sets.ts';

/** Candidates this close to the best answer the question as well. */
const NEAR = 0.82;
/** Facts of one subject told together, subjects told side by side, and choices offered. */
const MOST_FACTS = 3;
const MOST_CHOICES = 8;
/** A question explained less than this by facts of ours is about something else. */
const ON_TOPIC = 0.5;
/** Weight that has to be explained before one word that nobody knows may be left aside. */
const FIRM = 8;

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

const wants = (asks: Asks, askable: Askable): boolean => asks === 'what' || askable.provides.has(asks);

/** The question asks for this: by a word of the fact's own, or by the bare question word. */
function asked(candidate: Candidate, asks: Asks): boolean {
  return candidate.fact > 0.01 || candidate.askable.plain.has(asks);
}

function rank(candidate: Candidate, asks: Asks): number {
  const { askable } = candidate;
  const typed =
    (asks === 'when' && askable.role.answers[0] === 'when') ||
    (asks === 'who' && (askable.role.answers[0] === 'who' || askable.inverse)) ||
    (asks === 'where' && askable.role.answers[0] === 'where') ||
    (asks === 'number' && (askable.role.answers[0] === 'number' || askable.values.some((v) => v.type === 'number')));
  return candidate.fact + (askable.plain.has(asks) ? 1.5 : 0) + (typed ? 2 : 0) + (asks === 'why' && askable.provides.has('why') ? 1 : 0);
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
  const fit = full.filter((c) => wants(asks, c.askable) && asked(c, asks));
  const worked = aggregate(asks, query, full, fit, catalogue);
  if (worked) return worked;
  const plainly = fit.filter((c) => c.operators.length === 0);
  if (plainly.length > 0) return choose(asks, query, plainly);
  // Named and nothing asked beyond it: what it is.
  const named = full.filter((c) => c.operators.length === 0 && c.fact <= 0.01);
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
  const own = [...(subjects.get(best.c.profile.id) ?? [])];
  const others = near.filter((s) => s.c.profile.id !== best.c.profile.id);
  const tell = [...own, ...others].slice(0, MOST_FACTS).map(told);
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
  // One word that nobody knows, in a question that is otherwise clear: say which, and answer the rest.
  const soft = found.filter(
    (c) =>
      c.leftover.length === 1 &&
      c.operators.length === 0 &&
      c.leftover.every((i) => reading.tokens[i]!.unknown && !isAskedFor(i, query)) &&
      wants(asks, c.askable) &&
      asked(c, asks) &&
      c.explained >= FIRM &&
      c.fact > 3,
  );
  if (soft.length > 0) {
    const chosen = choose(asks, query, soft);
    if (chosen.status === 'answered') return { status: 'partial', missing: words(soft[0]!), form: chosen.form, findings: chosen.findings };
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
  const series = found.find((c) => c.profile.entity.kind === 'meeting' && c.levels.size >= 2 && [...c.levels.values()].some((l) => l === 'subject'));
  return series?.profile;
}

/** In the phrase that is asked for: right behind "what" or "which". */
function isAskedFor(token: number, query: Query): boolean {
  for (const m of query.reading.mentions)
    if (m.sense.type === 'asks' && token >= m.to && token <= m.to + 2 && query.reading.tokens.slice(m.to, token).every((t) => t.free)) return true;
  return false;
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
