/** Of the candidates that explain everything: which to tell, together or as choices. */
import type { Askable, Catalogue, Profile } from '../knowledge/askables.ts';
import type { Asks, Fact } from '../model/fact.ts';
import type { EntityId } from '../model/knowledge.ts';
import type { Finding, Form, Resolution } from '../model/resolution.ts';
import { asTyped } from '../text/typed.ts';
import type { Candidate, Query } from './candidate.ts';
import { asked, finding, fitness, isBeside, isThing, JUST_SO, LESS_ALIKE, rank, troubling, worth } from './weigh.ts';

/** Candidates this close to the best are looked at beside it; this close, they are told with it. */
const NEAR = 0.7;
const ALIKE = 0.8;
/** So little behind is what the role of which is named. */
const CUED = 5;
/** A sentence on what is not said has to come this close to the best. */
const UNSAID = 0.85;
/** What is said of the same thing, this little behind, is told before what is not. */
const SAID = 2.5;
/** Beside a fact with one plain value only what is this close. */
const CLOSE = 0.9;
/** The same role of another subject, this close, answers as well. */
const SAME = 0.95;
/** Another fact worth nearly as much may be the one that is meant (measured: below this, one in four is wrong). */
const RIVAL = 1.2;
/** Asked for in the very words of an example, it has no rival. */
const VERBATIM = 0.9;
/** Where a word is left over, or the fit is loose, more may be meant. */
export const LOOSE_RIVAL = 5;
/** A fact that fits less well is told as the closest there is. */
const SURE_FIT = 0.8;
/** Facts told together, subjects told side by side, choices offered, facts on a card. */
const MOST_FACTS = 3;
const MOST_CHOICES = 8;
const MOST_ON_CARD = 4;
/** Of more than so many one that is named is singled out; of two chairs the other may be asked for. */
const FEW = 3;
/** Words up to this length join others and mean no role. */
const SMALL_WORD = 3;
/** Members of a class this close to the best are choices. */
const CHOICE = 0.7;

/** Of those that explain everything: the best of each subject, and whether one subject stands out. */
export function choose(
  asks: Asks,
  query: Query,
  fit: readonly Candidate[],
  able: readonly Candidate[],
  catalogue: Catalogue,
  rival = RIVAL,
): Resolution {
  const worthOf = (c: Candidate): number => worth(c, asks, query.reading.checks);
  const scored = fit
    .map((c) => ({ c, score: rank(c, asks) }))
    .sort((a, b) => worthOf(b.c) - worthOf(a.c) || a.c.askable.id - b.c.askable.id);
  const best = ofCuedRole(scored, worthOf);
  const near = scored.filter((s) => s.score >= best.score * NEAR);
  const subjects = new Map<EntityId, typeof near>();
  for (const s of near) subjects.set(s.c.profile.id, [...(subjects.get(s.c.profile.id) ?? []), s]);
  const told = (s: (typeof near)[number]): Finding => finding(s.c, singledOut(s.c, query, catalogue));
  if (subjects.size > 1 && !best.c.askable.inverse) {
    const heads = [...subjects.values()].map((list) => list[0]!);
    // The same fact seen from two subjects, or one subject that the question names and another that only mentions it.
    const distinct = heads.filter(
      (h) =>
        h.c.askable.role.id === best.c.askable.role.id &&
        h.c.askable.inverse === best.c.askable.inverse &&
        !isBeside(h.c, best.c) &&
        h.score >= best.score * SAME,
    );
    if (distinct.length > 1 && best.c.askable.role.of !== 'any')
      return distinct.length > MOST_CHOICES || plural(query)
        ? { status: 'answered', form: 'each', findings: distinct.map(told) }
        : { status: 'clarify', findings: distinct.map(told) };
  }
  const structured = best.c.askable.facts.every((f) => !f.gist);
  // "Who chairs it?": where the word for it is said and names who, what else is left out was not asked for.
  const isPlain = structured && best.c.cued;
  const alike = near.filter(
    (s) =>
      s !== best &&
      !(isPlain && s.c.askable.unsaid) &&
      s.score >= best.score * (structured ? CLOSE : ALIKE) &&
      s.c.askable.facts.some((f) => f.gist) &&
      (!structured || s.c.profile === best.c.profile),
  );
  const tell = [best, ...alike].slice(0, MOST_FACTS).map(told);
  // What the documents leave out: alone where it fits best, beside what they do say where it comes close.
  const isUnsaid = (s: (typeof near)[number]): boolean => s.c.askable.facts.every((f) => f.state === 'unsaid');
  if (isUnsaid(best)) {
    const value = worth(best.c, asks, query.reading.checks);
    const said = able
      .filter(
        (c) =>
          c.profile === best.c.profile &&
          c.askable.facts.some((f) => f.state !== 'unsaid') &&
          c.fact > 0.01 &&
          asked(c, asks, query.reading.checks) &&
          worth(c, asks, query.reading.checks) >= value - SAID,
      )
      .sort((a, b) => worth(b, asks, query.reading.checks) - worth(a, asks, query.reading.checks))
      .slice(0, MOST_FACTS - 1);
    const near = unique([...said.map((c) => finding(c)), ...tell]);
    return said.length > 0
      ? { status: 'partial', missing: [], form: 'facts', findings: near }
      : { status: 'unknown', missing: [], subject: best.c.profile, near };
  }
  const unsaid = near.find(
    (s) =>
      s.score >= best.score * UNSAID &&
      worthOf(s.c) >= worthOf(best.c) - RIVAL &&
      s.c.hits > 0 &&
      !isPlain &&
      s.c.like >= best.c.like - LESS_ALIKE &&
      isUnsaid(s),
  );
  if (unsaid) {
    const said = tell.filter((f) => f.facts.some((x) => x.state !== 'unsaid'));
    return {
      status: 'partial',
      missing: [],
      form: 'facts',
      findings: unique([...said.slice(0, MOST_FACTS - 1), told(unsaid)]),
    };
  }
  // A day is asked for, and no day is told.
  if (
    asks === 'when' &&
    !query.reading.checks &&
    (query.exactHour || (query.exactDay && best.c.askable.dates.every((d) => d.grain !== 'day' && d.grain !== 'span')))
  )
    return { status: 'unknown', missing: [], subject: best.c.profile, near: [told(best)] };
  // What is asked is not the number, and the number is all there is.
  if (
    asks === 'what' &&
    query.reading.asks.length > 0 &&
    !query.reading.checks &&
    best.c.numberOnly &&
    !best.c.cued &&
    best.c.like < JUST_SO &&
    query.focus.length === 0
  )
    return { status: 'unknown', missing: [], subject: best.c.profile, near: [told(best)] };
  const sure = Math.max(...tell.map((f) => worthOf(scored.find((s) => s.c.askable === f.askable)!.c)));
  // What the conversation is about need not be named again.
  const loose = fitness(best.c) < SURE_FIT && query.focus.length === 0;
  const shown = new Set(tell.flatMap((f) => f.facts));
  const rivals = able
    .filter(
      (c) =>
        worthOf(c) >= sure - (loose ? LOOSE_RIVAL : rival) &&
        !c.askable.facts.some((f) => shown.has(f)) &&
        c.askable.facts.some((f) => f.state !== 'unsaid') &&
        // Where the role is named, no other role of the same thing is meant.
        (c.cued || !best.c.cued || c.profile !== best.c.profile) &&
        !isBeside(c, best.c) &&
        asked(c, asks, query.reading.checks),
    )
    .sort((a, b) => worthOf(b) - worthOf(a));
  const others = rivals.filter((c) => tell.every((f) => f.profile !== c.profile));
  // Two things that fit as well: which of them is meant is the asker's to say.
  if (others.length > 0 && best.c.like < VERBATIM && !query.reading.checks)
    return {
      status: 'clarify',
      findings: unique([...tell.slice(0, MOST_FACTS - 1), ...others.slice(0, 2).map((c) => finding(c))]),
    };
  const more = unique([...tell, ...rivals.map((c) => finding(c))]).slice(0, MOST_FACTS);
  const form: Form = query.reading.checks ? 'check' : 'facts';
  const noun = unnamed(asks, query, best.c, catalogue);
  if (noun !== undefined) return { status: 'partial', missing: noun === '' ? [] : [noun], form, findings: more };
  // What is left out is told beside it: not all that may be asked stands there.
  if (!query.reading.checks && more.some((f) => f.facts.every((x) => x.state === 'unsaid')))
    return { status: 'partial', missing: [], form, findings: more };
  if (loose && !query.reading.checks) return { status: 'partial', missing: [], form, findings: more, unsure: true };
  // "Is it the most recent?", "only there?": its own fact says what is so, not that nothing else is.
  const holds = query.reading.checks && query.operators.size === 0;
  return { status: 'answered', form, findings: more, ...(holds ? { holds } : {}) };
}

/** "What did she sign?": what somebody did, where the word for it is said, before what else is told in its words. */
function ofCuedRole<T extends { readonly c: Candidate }>(scored: readonly T[], worthOf: (c: Candidate) => number): T {
  const first = scored[0]!;
  if (first.c.cued || first.c.profile.entity.kind !== 'person') return first;
  return (
    scored.find(
      ({ c }) =>
        c.cued &&
        c.askable.inverse &&
        c.profile === first.c.profile &&
        worthOf(c) >= worthOf(first.c) - CUED &&
        c.hits > 0,
    ) ?? first
  );
}

/** Kinds of thing that are asked for by name: without one of the class that is asked for, a fact tells beside the point. */
const NAMED_KINDS: ReadonlySet<string> = new Set(['place', 'person', 'post', 'organisation', 'scheme']);
const KIND_ASKED: Readonly<Partial<Record<Asks, readonly string[]>>> = {
  who: ['person', 'post', 'organisation', 'place'],
  where: ['place', 'organisation', 'scheme'],
};

/** "Which cities", "who": the noun that asks for a name where the fact has none of that kind; else undefined. */
function unnamed(asks: Asks, query: Query, { askable, profile }: Candidate, catalogue: Catalogue): string | undefined {
  if (query.reading.checks) return undefined;
  const spoken = [...askable.entities, ...askable.valueEntities, ...(askable.inverse ? [profile.id] : [])].filter(
    (id) => !query.context.has(id) || askable.valueEntities.has(id),
  );
  const asked = query.askedClass;
  if (asked !== undefined && asks !== 'number' && NAMED_KINDS.has(catalogue.kindOf(asked))) {
    const known = [...spoken, profile.id].some((id) => catalogue.profiles.get(id)?.classes.has(asked));
    const m = query.constraints.find((c) => c.mention.sense.type === 'class' && c.mention.sense.id === asked)?.mention;
    return known || !m ? undefined : asTyped(query.reading, m.from, m.to);
  }
  const kinds = KIND_ASKED[asks];
  if (!kinds || askable.provides.has(asks)) return undefined;
  return spoken.some((id) => kinds.includes(id.split('/')[0]!)) ? undefined : '';
}

/** No fact is told twice. */
function unique(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  const kept: Finding[] = [];
  for (const f of findings) {
    const key = f.facts
      .map((x) => x.id)
      .sort()
      .join(' ');
    if (!seen.has(key)) kept.push(f);
    seen.add(key);
  }
  return kept;
}

/** The question speaks of several: "the meetings", "each", a list of names. */
function plural(query: Query): boolean {
  if (query.alternatives.length > 0) return true;
  // "The mayor's name" is one.
  return query.constraints.some(({ mention: { to, sense } }) => {
    const { text, stem } = query.reading.tokens[to - 1]!;
    // "How many items": they are many of one thing.
    return sense.type === 'class' && query.counted !== to - 1 && text !== stem && /[^'’]s$/.test(text);
  });
}

/** The facts of an askable that the question singles out by a name, a side, an "as" or a document. */
export function singledOut(candidate: Candidate, query: Query, catalogue: Catalogue): readonly Fact[] {
  const { facts } = candidate.askable;
  if (facts.length < 2) return facts;
  // "The leaders on our side and on the Shanghai side": those of either.
  const sides = query.constraints.flatMap(({ side, relation, mention: { sense } }) =>
    side && relation === 'is' && sense.type === 'entity' ? [sense.id] : [],
  );
  for (const c of query.constraints) {
    const { sense } = c.mention;
    if (sense.type !== 'entity' || c.relation !== 'is') continue;
    const some = facts.filter((f) =>
      c.side
        ? f.with.side?.some((v) => v.type === 'entity' && sides.some((id) => catalogue.within(v.id).has(id)))
        : candidate.askable.inverse && sense.id.startsWith('meeting/')
          ? f.subject === sense.id
          : sense.id.startsWith('document/')
            ? f.from.some((p) => p.document === sense.id.slice('document/'.length))
            : (facts.length > FEW && f.values.some((v) => v.type === 'entity' && v.id === sense.id)) ||
              Object.values(f.with).some((vs) =>
                vs.some((v) => v.type === 'entity' && v.id === sense.id && sense.id.startsWith('post/')),
              ),
    );
    if (some.length > 0 && some.length < facts.length) return some;
  }
  return facts;
}

/**
 * A surname that several share, or "the pilot scheme" where there are several, and nothing else that tells which: each
 * is told.
 */
export function ambiguous(
  asks: Asks,
  query: Query,
  fit: readonly Candidate[],
  full: readonly Candidate[],
  catalogue: Catalogue,
): Resolution | undefined {
  if (query.focus.length > 0 || plural(query)) return undefined;
  const names = query.constraints.filter((c) => {
    const { sense, from } = c.mention;
    if (sense.type === 'entity') return !query.contextual.has(from);
    return sense.type === 'date' || sense.type === 'ordinal' || sense.type === 'stranger';
  });
  const spans = new Set(names.map((c) => c.mention.from));
  // Somebody may be found by two spellings of one name.
  const ids = new Set(names.map((c) => (c.mention.sense.type === 'entity' ? c.mention.sense.id : undefined)));
  const people = [...ids].flatMap((id) => (id?.startsWith('person/') ? [id] : []));
  if (spans.size === 1 && people.length > 1 && people.length === ids.size) {
    const told = people.flatMap((id) => {
      const own =
        fit.filter((c) => c.profile.id === id).sort((a, b) => rank(b, asks) - rank(a, asks))[0] ??
        full.find((c) => c.profile.id === id && c.askable.role.id === 'post');
      const post = catalogue.profiles.get(id)?.askables.find((a) => a.role.id === 'post' && !a.inverse);
      return own ? [finding(own)] : post ? [finding({ askable: post, profile: catalogue.profiles.get(id)! })] : [];
    });
    if (told.length > 1 && told.length <= MOST_CHOICES) return { status: 'clarify', findings: told };
  }
  // "The Guangdong plenary" names a series, of which there are several.
  const loose = names.every(
    ({ mention: { sense } }) =>
      sense.type === 'date' || (sense.type === 'entity' && /^(place|mechanism)\//.test(sense.id)),
  );
  if (!loose || query.headClass === undefined) return undefined;
  if (names.length === 0) {
    const each = ofEach(asks, query, full, fit, catalogue);
    if (each) return each;
  }
  const best = new Map<EntityId, Candidate>();
  for (const c of fit)
    if (
      c.headed &&
      troubling(c).length === 0 &&
      rank(c, asks) > (best.has(c.profile.id) ? rank(best.get(c.profile.id)!, asks) : 0)
    )
      best.set(c.profile.id, c);
  const heads = [...best.values()].sort((a, b) => rank(b, asks) - rank(a, asks));
  const strong = heads.filter((c) => rank(c, asks) >= rank(heads[0]!, asks) * CHOICE);
  // "The Beijing session": only one is named so.
  if (strong.filter(isThing).length === 1 && isThing(strong[0]!)) return undefined;
  const other = Math.max(0, ...fit.filter((c) => !c.headed).map((c) => rank(c, asks))) * CHOICE;
  if (
    strong.length < 2 ||
    strong.length > MOST_CHOICES ||
    other > rank(strong[0]!, asks) ||
    strong.every((c) => c.hits >= 3)
  )
    return undefined;
  return { status: 'clarify', findings: strong.map((c) => finding(c)) };
}

/** A question of no more words than this asks plainly. */
const MOST_PLAIN = 3;
const MOST_ALIKE = 4;
/** "When was the campus set up?": of a few things of a kind each has its own day or place, in words of its own. */
function ofEach(
  asks: Asks,
  { classes, content, headClass }: Query,
  full: readonly Candidate[],
  fit: readonly Candidate[],
  catalogue: Catalogue,
): Resolution | undefined {
  if (asks === 'what' || content.length > MOST_PLAIN || new Set(classes).size !== 1 || headClass === undefined)
    return undefined;
  const members = [...catalogue.profiles.values()].filter((p) => p.classes.has(headClass));
  const tells = (a: Askable): boolean =>
    !a.inverse && a.role.of !== 'any' && a.role.answers[0] === asks && a.facts.some((f) => f.state !== 'unsaid');
  if (!fit.some((c) => c.headed && tells(c.askable)) || full.some((c) => c.named)) return undefined;
  const each = members.flatMap((profile) => {
    const askable = profile.askables.find(tells);
    return askable ? [finding({ askable, profile })] : [];
  });
  return each.length > 1 && each.length <= MOST_ALIKE ? { status: 'clarify', findings: each } : undefined;
}

/** What a named thing is: its plain roles and first details. */
export function describe(query: Query, named: readonly Candidate[]): Resolution | undefined {
  const weight = new Map<Profile, number>();
  const mentioned = new Set(
    query.constraints.flatMap((c) => (c.mention.sense.type === 'entity' ? [c.mention.sense.id] : [])),
  );
  for (const c of named) if (mentioned.has(c.profile.id)) weight.set(c.profile, (weight.get(c.profile) ?? 0) + 1);
  const profiles = [...weight.keys()];
  if (profiles.length === 0) return undefined;
  const card = (p: Profile): Finding[] => {
    const order = [
      'stands-for',
      'abbreviation',
      'post',
      '~post',
      'kind',
      'held',
      'place',
      'chair',
      'signed',
      'parties',
      'meeting',
      'aim',
      'detail',
      'covers',
      'launched',
      'established',
      'status',
      'said',
    ];
    const key = (a: Askable): number => {
      const i = order.indexOf(a.inverse ? `~${a.role.id}` : a.role.id);
      return i < 0 ? order.length : i;
    };
    // "What does EHCV stand for?": words that stand in any question still say which role is meant.
    const meant = (a: Askable): number =>
      query.optional.filter((i) => {
        const { text, terms } = query.reading.tokens[i]!;
        return text.length > SMALL_WORD && terms.some((t) => !t.startsWith('~') && a.cues.has(t));
      }).length;
    return [...p.askables]
      .filter((a) => a.facts.some((f) => f.state !== 'unsaid'))
      .filter((a) => !a.inverse || a.role.id === 'post' || p.askables.every((x) => x.inverse))
      .sort((a, b) => meant(b) - meant(a) || key(a) - key(b) || a.id - b.id)
      .slice(0, MOST_ON_CARD)
      .map((a) => finding({ askable: a, profile: p }));
  };
  // Of two that share a name, the one of which more is told (a scheme before the area that is named after it).
  const told = (p: Profile): number => p.askables.filter((a) => !a.inverse).length;
  profiles.sort((a, b) => told(b) - told(a));
  const people = profiles.every((p) => p.entity.kind === 'person');
  if (profiles.length === 1 || (!people && told(profiles[0]!) > told(profiles[1]!))) {
    const findings = card(profiles[0]!);
    return findings.length > 0 ? { status: 'answered', form: 'card', findings } : undefined;
  }
  return profiles.length <= MOST_CHOICES
    ? { status: 'clarify', findings: profiles.flatMap((p) => card(p).slice(0, 1)) }
    : undefined;
}
