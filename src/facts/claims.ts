/** What a question takes for granted, held against the facts: false only against a role with one value or a complete list. */

import type { Askable, Catalogue, Profile } from '../knowledge/askables.ts';
import type { Lexicon } from '../knowledge/lexicon.ts';
import { datesAgree } from '../model/date.ts';
import type { Asks, Fact } from '../model/fact.ts';
import type { EntityId } from '../model/knowledge.ts';
import type { Mention, Token } from '../model/reading.ts';
import type { FalseClaim, Finding, Resolution } from '../model/resolution.ts';
import { asTyped } from '../text/typed.ts';
import { type Candidate, type Constraint, isStrict, type Query } from './candidate.ts';
import { holds, saysAnother } from './hold.ts';
import { isThing, JUST_SO } from './weigh.ts';

/** So many words that say nothing here may stand beside a false claim. */
const MOST_OPEN = 3;
/** Facts that explain this part of what the best explains are looked at, so many of them. */
const NEAR = 0.8;
const MOST_NEAR = 40;
/** Up to this a number is only held against a figure, not against what a sentence happens to count. */
const SMALL = 12;
/** So near to each other two figures are a pair. */
const PAIR = 4;

const tell = (askable: Askable, profile: Profile): Finding => ({ askable, profile, facts: askable.facts });

/** The correction, if the best candidates fail only by claims that the facts contradict. */
export function claimsAgainst(
  asks: Asks,
  query: Query,
  found: readonly Candidate[],
  catalogue: Catalogue,
): Resolution | undefined {
  const best = found[0];
  if (!best) return undefined;
  // A figure that is wrong explains nothing, and is no sign that another fact is meant.
  const near = found.filter((c) => c.explained + sayable(c, query) >= best.explained * NEAR).slice(0, MOST_NEAR);
  for (const candidate of near) {
    if (!isIdentified(candidate, query)) continue;
    // Of what is not named only a figure can be said wrongly: a place or a day may be of something else.
    const told = isThing(candidate) || query.focus.length > 0;
    const claims: FalseClaim[] = [];
    const covered = new Set<number>();
    for (const c of query.constraints) {
      if (query.alternatives.some((set) => set.includes(c))) continue;
      if (!candidate.leftover.some((i) => i >= c.mention.from && i < c.mention.to)) continue;
      if (holds(query, c, candidate.askable, candidate.profile, catalogue)) continue;
      const actual =
        told || c.mention.sense.type === 'number' ? contradiction(c, candidate, query, catalogue) : undefined;
      if (!actual) continue;
      claims.push({ presumed: spoken(c, query), actual });
      for (let i = c.mention.from; i < c.mention.to; i++) covered.add(i);
    }
    // Another of its kind for which all of it is so: the question means that one.
    const own = query.constraints.some((c) => isOwn(c, candidate));
    const other = found.some(
      (o) =>
        o.profile.id !== candidate.profile.id &&
        (!own || query.constraints.some((c) => isOwn(c, o))) &&
        o.profile.entity.kind === candidate.profile.entity.kind &&
        o.explained >= candidate.explained * 0.95 &&
        o.leftover.length < candidate.leftover.length &&
        o.leftover.every((i) => candidate.leftover.includes(i)),
    );
    if (other) continue;
    const open = candidate.leftover.filter((i) => !covered.has(i));
    const hard = open.some((i) =>
      query.constraints.some(
        (c) => (isStrict(c) || c.mention.sense.type === 'entity') && i >= c.mention.from && i < c.mention.to,
      ),
    );
    if (claims.length > 0 && !hard && open.length <= MOST_OPEN) {
      const fits =
        candidate.askable.facts.some((f) => f.state !== 'unsaid') &&
        (asks === 'what' || candidate.askable.provides.has(asks)) &&
        (candidate.fact > 0.01 || candidate.askable.plain.has(asks));
      return {
        status: 'corrected',
        claims: unique(claims),
        findings: fits ? [tell(candidate.askable, candidate.profile)] : [],
      };
    }
  }
  return undefined;
}

/** Kinds of thing of which another one means another fact; other names may be beside the point. */
const TELLING_KINDS: ReadonlySet<string> = new Set(['person', 'post', 'meeting', 'agreement', 'document']);
/** What the names that the documents lack are names of. */
const STRANGER_KINDS: Readonly<Record<string, string>> = {
  places: 'place',
  people: 'person',
  posts: 'post',
  organisations: 'organisation',
  schemes: 'scheme',
};
/** From this likeness to its examples a fact may be meant though a name or a day in the question is another. */
const LIKE_IT = 0.45;
/** All but this part of the question, that name set aside, has to be explained. */
const OPEN_SHARE = 0.21;
/** What speaks for it more than for any other fact, and how many others may explain as much. */
const SINGLED_OUT = 1.5;
const MOST_RIVALS = 3;

/**
 * What is asked for just so, by its examples, but of another date, number, person or meeting than it is told of: the
 * fact, with what it lacks. Only the best of all may be meant so.
 */
export function misfit(best: Candidate | undefined, query: Query): Resolution | undefined {
  if (!best || best.like < JUST_SO || best.fact === 0 || best.askable.facts.every((f) => f.state === 'unsaid'))
    return undefined;
  const lacking = query.constraints.filter(
    (c) =>
      c.relation === 'is' &&
      best.leftover.some((i) => i >= c.mention.from && i < c.mention.to) &&
      (isStrict(c) || (c.mention.sense.type === 'entity' && TELLING_KINDS.has(c.mention.sense.id.split('/')[0]!))),
  );
  const presumed = inWords(lacking, query);
  return presumed === ''
    ? undefined
    : { status: 'corrected', claims: [{ presumed, actual: tell(best.askable, best.profile) }], findings: [] };
}

/** Kinds of name of which another one means another thing, and how like its examples a fact has to be asked for then. */
const NAMING_KINDS: ReadonlySet<string> = new Set([...TELLING_KINDS, 'place', 'organisation']);
const MUCH_LIKE = 0.6;
const RATHER_LIKE = 0.4;
/** Worth this much more than any other fact it is the one that is meant, though it is only rather like it. */
const AHEAD = 2;

/**
 * What comes nearest lacks only a name or a number in a row of the question: the fact, and what it lacks. For where
 * else the nearest facts would be offered; that another name is spoken of says more.
 */
export function unlike(
  query: Query,
  found: readonly Candidate[],
  worthOf: (c: Candidate) => number,
): Resolution | undefined {
  const [best, ...others] = found
    .filter((c) => c.askable.facts.some((f) => f.state !== 'unsaid'))
    .sort((a, b) => worthOf(b) - worthOf(a));
  if (!best || best.fact === 0 || query.alternatives.length > 0) return undefined;
  const other = others.find(
    (c) => c.profile !== best.profile && !c.askable.facts.some((f) => best.askable.facts.includes(f)),
  );
  const ahead = !other || worthOf(best) >= worthOf(other) + AHEAD;
  if (best.like < (ahead ? RATHER_LIKE : MUCH_LIKE)) return undefined;
  const lacking = query.constraints.filter(
    ({ relation, mention: { from, to, sense } }) =>
      relation === 'is' &&
      !query.contextual.has(from) &&
      best.leftover.some((i) => i >= from && i < to) &&
      (sense.type === 'ordinal' ||
        sense.type === 'stranger' ||
        (sense.type === 'entity' && NAMING_KINDS.has(sense.id.split('/')[0]!))),
  );
  if (lacking.length === 0) return undefined;
  const open = best.leftover.filter((i) => !lacking.some(({ mention: m }) => i >= m.from && i < m.to));
  if (open.reduce((sum, i) => sum + query.weights[i]!, 0) > best.total * OPEN_SHARE) return undefined;
  return {
    status: 'corrected',
    claims: [{ presumed: inWords(lacking, query), actual: tell(best.askable, best.profile) }],
    findings: [],
  };
}

/** Each stretch of the question that is spoken of, the longest of those that overlap. */
const inWords = (claimed: readonly Constraint[], query: Query): string =>
  [
    ...new Set(
      claimed
        .filter(
          (c) =>
            !claimed.some(
              (o) =>
                o !== c &&
                o.mention.from <= c.mention.from &&
                o.mention.to >= c.mention.to &&
                o.mention.to - o.mention.from > c.mention.to - c.mention.from,
            ),
        )
        .map((c) => spoken(c, query)),
    ),
  ].join(', ');

/**
 * What all the rest of the question singles out, but of another partner, place, person, thing or day than it is told of:
 * the fact, in which one of the same kind stands in its place. A mere figure says too little to be a claim.
 */
export function displaced(
  query: Query,
  able: readonly Candidate[],
  worthOf: (c: Candidate) => number,
  catalogue: Catalogue,
): Resolution | undefined {
  const said = able
    .filter((c) => c.askable.facts.some((f) => f.state !== 'unsaid'))
    .sort((a, b) => worthOf(b) - worthOf(a));
  const best = said[0];
  if (!best || best.like < LIKE_IT || best.leftover.length === 0 || query.alternatives.length > 0) return undefined;
  const claimed = query.constraints.filter(
    (c) =>
      c.relation === 'is' &&
      !query.contextual.has(c.mention.from) &&
      best.leftover.some((i) => i >= c.mention.from && i < c.mention.to) &&
      hasAnother(c, best, query),
  );
  const isClaimed = (i: number): boolean => claimed.some((c) => i >= c.mention.from && i < c.mention.to);
  const open = best.leftover.filter((i) => !isClaimed(i));
  const left = open.reduce((sum, i) => sum + query.weights[i]!, 0);
  if (claimed.length === 0 || left > best.total * OPEN_SHARE) return undefined;
  const others = said.filter(
    (c) => c.profile !== best.profile && !c.askable.facts.some((f) => best.askable.facts.includes(f)),
  );
  const alone =
    others.every((c) => worthOf(c) <= worthOf(best) - SINGLED_OUT) &&
    others.filter((c) => c.explained >= best.explained).length <= MOST_RIVALS;
  if (!alone) return undefined;
  // Of a wrong day the right one is told first.
  const actual =
    claimed.map((c) => contradiction(c, best, query, catalogue)).find((f) => f !== undefined) ??
    tell(best.askable, best.profile);
  return {
    status: 'corrected',
    claims: [{ presumed: inWords(claimed, query), actual }],
    findings: actual.askable === best.askable ? [] : [tell(best.askable, best.profile)],
  };
}

/** Where a name or a day of the question would stand, the fact has another of its kind that the question does not name. */
function hasAnother({ mention: { sense } }: Constraint, { askable, profile }: Candidate, query: Query): boolean {
  if (sense.type === 'date') {
    const dates = askable.dates.length > 0 ? askable.dates : profile.date ? [profile.date] : [];
    return dates.length > 0 && !dates.some((d) => datesAgree(sense.date, d));
  }
  const kind =
    sense.type === 'entity'
      ? sense.id.split('/')[0]
      : sense.type === 'stranger'
        ? STRANGER_KINDS[sense.kind]
        : undefined;
  if (kind === undefined || kind === 'document' || kind === 'topic') return false;
  const named = query.constraints.map(({ mention: m }) => (m.sense.type === 'entity' ? m.sense.id : ''));
  return [...askable.valueEntities, ...askable.entities, ...profile.identity].some(
    (id) => id.split('/')[0] === kind && !named.includes(id) && !query.context.has(id),
  );
}

const spoken = ({ mention: { from, to } }: Constraint, { reading }: Query): string => asTyped(reading, from, to);

/** Weight of the numbers that it leaves over. */
const sayable = (c: Candidate, { bound, constraints, weights }: Query): number =>
  c.leftover.reduce(
    (sum, i) => sum + (bound[i]!.some((k) => constraints[k]!.mention.sense.type === 'number') ? weights[i]! : 0),
    0,
  );

const unique = (claims: readonly FalseClaim[]): FalseClaim[] =>
  claims.filter((c, i) => claims.findIndex((o) => o.actual.askable === c.actual.askable) === i);

/** The subject is chosen by what the question says of it, not only by the class it belongs to. */
function isIdentified(candidate: Candidate, query: Query): boolean {
  return (
    query.constraints.some((c) => {
      const { sense } = c.mention;
      if (c.relation !== 'is') return false;
      const explained = candidate.levels[c.mention.from];
      if (!explained || query.contextual.has(c.mention.from)) return false;
      if (sense.type === 'entity')
        return candidate.profile.identity.has(sense.id) || (explained === 'fact' && candidate.fact > 4);
      if (sense.type === 'ordinal') return explained === 'subject';
      if (sense.type === 'date') return explained !== 'frame' && candidate.fact > 2;
      return candidate.fact > 6;
    }) || candidate.fact > 8
  );
}

function contradiction(c: Constraint, candidate: Candidate, query: Query, catalogue: Catalogue): Finding | undefined {
  const { sense } = c.mention;
  const { profile } = candidate;
  const role = (id: string, inverse = false): Askable | undefined =>
    profile.askables.find((a) => a.role.id === id && a.inverse === inverse);
  switch (sense.type) {
    case 'entity': {
      if (c.relation !== 'is') return undefined;
      const kind = sense.id.split('/')[0];
      if (kind === 'place') {
        const place = role('place');
        if (place && c.locative && profile.placeRuled(sense.id)) return tell(place, profile);
        return listed(['place', 'organisation']);
      }
      if (kind === 'topic') return otherArea(sense.id, candidate, catalogue);
      if (kind === 'person' || kind === 'post' || kind === 'organisation') {
        return listed(['person', 'post', 'organisation']);
      }
      return undefined;
    }
    case 'stranger': {
      const place = sense.kind === 'places' ? role('place') : undefined;
      if (place && c.mention.from > 0) return tell(place, profile);
      return listed(sense.kind === 'places' ? ['place', 'organisation'] : ['person', 'post', 'organisation']);
    }
    case 'date': {
      const dated =
        candidate.askable.role.answers[0] === 'when'
          ? candidate.askable
          : ['held', 'signed', 'launched', 'established', 'begins', 'opens']
              .map((r) => role(r))
              .find((a) => a !== undefined);
      if (!dated || dated.dates.length === 0 || dated.dates.some((d) => datesAgree(sense.date, d))) return undefined;
      return tell(dated, profile);
    }
    case 'ordinal': {
      const ordinal = role('ordinal');
      // Another session of the same series is not a false claim but a session that the documents lack, unless the day is told.
      if (ordinal)
        return profile.ordinal !== sense.number &&
          (otherSeriesHas(sense.number, catalogue) || isDated(candidate, query))
          ? tell(ordinal, profile)
          : undefined;
      return misranked(c, sense.number, candidate, query, catalogue);
    }
    case 'number': {
      const { askable } = candidate;
      const { numbers } = askable;
      if (saysAnother(c, sense.number, askable)) return tell(askable, profile);
      if (sense.number <= SMALL && !askable.values.some((v) => v.type === 'number')) return undefined;
      const counted = candidate.levels[nextContent(c, query)] === 'fact' || isPair(c, candidate, query);
      if (counted && numbers.size > 0 && !numbers.has(sense.number)) return tell(askable, profile);
      return undefined;
    }
    default:
      return undefined;
  }

  /** The asked or named role has a full list of such names, and this is not in it. */
  function listed(kinds: readonly string[]): Finding | undefined {
    const { askable } = candidate;
    if (candidate.fact < 0.5 || askable.inverse || !candidate.named || !candidate.cued) return undefined;
    const closed =
      askable.role.single ||
      askable.facts.some((f) => f.complete) ||
      ['chair', 'leader', 'partner', 'place', 'chaired-by', 'by'].includes(askable.role.id);
    if (!closed) return undefined;
    return askable.values.some((v) => v.type === 'entity' && kinds.includes(v.id.split('/')[0]!))
      ? tell(askable, profile)
      : undefined;
  }
}

/** The question also says when it was, and that is so. */
const isDated = (candidate: Candidate, query: Query): boolean =>
  query.constraints.some(
    (c) => c.mention.sense.type === 'date' && c.relation === 'is' && candidate.levels[c.mention.from] !== undefined,
  );

/** "The tenth mechanism": its place in the order is another. */
function misranked(
  c: Constraint,
  said: number,
  { profile }: Candidate,
  query: Query,
  catalogue: Catalogue,
): Finding | undefined {
  const noun = nextContent(c, query);
  for (const id of profile.identity) {
    const ranked = catalogue.profiles.get(id);
    const rank = ranked?.askables.find((a) => a.role.id === 'rank' && !a.inverse);
    if (!ranked || !rank || rank.numbers.has(said)) continue;
    if (query.documents.size > 0 && ![...rank.documents].some((d) => query.documents.has(d))) continue;
    const of = query.constraints.some(
      ({ mention: m }) => m.from === noun && m.sense.type === 'class' && ranked.classes.has(m.sense.id),
    );
    if (of && said > 1) return tell(rank, ranked);
  }
  return undefined;
}

/** Of two figures that the fact has and the question names ("from seven to five"), one is another. */
const isPair = (c: Constraint, candidate: Candidate, query: Query): boolean =>
  candidate.askable.numbers.size > 1 &&
  candidate.hits > 1 &&
  query.constraints.some(
    (o) =>
      o !== c &&
      o.mention.sense.type === 'number' &&
      candidate.askable.numbers.has(o.mention.sense.number) &&
      Math.abs(o.mention.from - c.mention.from) <= PAIR,
  );

const hasCue = (askable: Askable, token: Token | undefined): boolean =>
  token?.terms.some((t) => !t.startsWith('~') && askable.cues.has(t)) === true;

/** An area of an agreement whose areas are listed in full, and it is another agreement's. */
function otherArea(topic: EntityId, { profile, named }: Candidate, catalogue: Catalogue): Finding | undefined {
  if (!named || !profile.askables.some((a) => a.role.id === 'area' && !a.inverse)) return undefined;
  const spoken = catalogue.profiles.get(topic);
  const others = spoken?.askables.find((a) => a.role.id === 'area' && a.inverse);
  return others?.facts.length === 1 && others.facts[0]!.subject !== profile.id ? tell(others, spoken!) : undefined;
}

/** "by the": no more words than this between what was done and who is said to have done it. */
const MOST_BETWEEN = 2;
/** Roles of which all are named: another name is a false claim. */
const CLOSED: ReadonlySet<string> = new Set(['chair', 'leader', 'chaired-by']);

/**
 * "Since the Chief Secretary chairs it", "it was X who led": a name beside the word for what somebody does, of a thing
 * that is identified and of which the facts say who does that. What else is asked may be something other.
 */
export function wrongDoer(query: Query, found: readonly Candidate[], catalogue: Catalogue): Resolution | undefined {
  const { tokens, checks } = query.reading;
  for (const doer of query.constraints) {
    const { from, to, sense } = doer.mention;
    if (!isDoer(doer, catalogue) || query.alternatives.some((set) => set.includes(doer))) continue;
    const behind = query.content.find((i) => i >= to);
    const before = query.content.filter((i) => i < from).at(-1);
    // "Led by X": right in front of the name it says as much as behind it.
    const close = before !== undefined && tokens.slice(before + 1, from).length <= MOST_BETWEEN;
    const cues = [behind, checks || close ? before : undefined].flatMap((i) => (i === undefined ? [] : [i]));
    const same = query.constraints.filter((o) => o.mention.from < to && o.mention.to > from && isDoer(o, catalogue));
    for (const c of found) {
      const { askable, profile, leftover } = c;
      if (!CLOSED.has(askable.role.id) || askable.inverse || !cues.some((i) => hasCue(askable, tokens[i]))) continue;
      const who = [...askable.valueEntities, ...askable.facts.flatMap((f) => entitiesWith(f, 'post'))];
      if (who.some((id) => same.some((o) => isWho(o.mention.sense, id, catalogue)))) return undefined;
      const known = isThing(c) || query.constraints.some((o) => isOwn(o, c));
      const open = leftover.filter((i) => i < from || i >= to);
      const hard = open.some((i) => query.bound[i]!.some((k) => isStrict(query.constraints[k]!)));
      if (!known || hard || open.length > MOST_OPEN || sense.type === 'date') continue;
      const presumed = asTyped(query.reading, from, to);
      return {
        status: 'corrected',
        claims: [{ presumed, actual: tell(askable, profile) }],
        findings: [],
      };
    }
  }
  return undefined;
}

/** A person, a post, or a post that is nobody's here. */
function isDoer({ mention: { sense }, relation, side }: Constraint, catalogue: Catalogue): boolean {
  if (relation !== 'is' || side) return false;
  if (sense.type === 'stranger') return sense.kind === 'posts' || sense.kind === 'people';
  if (sense.type === 'class') return catalogue.kindOf(sense.id) === 'post';
  return sense.type === 'entity' && (sense.id.startsWith('person/') || sense.id.startsWith('post/'));
}

/** It says which thing is meant: what the thing is named by, or its day. */
const isOwn = ({ mention: { sense, from }, relation }: Constraint, { profile, levels }: Candidate): boolean =>
  relation === 'is' &&
  levels[from] !== undefined &&
  (sense.type === 'entity' ? profile.identity.has(sense.id) : sense.type === 'date' || sense.type === 'ordinal');

const entitiesWith = (fact: Fact, key: string): EntityId[] =>
  (fact.with[key] ?? []).flatMap((v) => (v.type === 'entity' ? [v.id] : []));

/** The name is that of `id`, of who holds it, or of what they hold. */
function isWho(sense: Mention['sense'], id: EntityId, catalogue: Catalogue): boolean {
  const profile = catalogue.profiles.get(id);
  const held = [
    id,
    ...(profile?.askables ?? [])
      .filter((a) => a.role.id === 'post')
      .flatMap((a) => [...a.valueEntities, ...a.facts.map((f) => f.subject)]),
  ];
  if (sense.type === 'class') return held.some((h) => catalogue.profiles.get(h)?.classes.has(sense.id));
  return sense.type === 'entity' && held.includes(sense.id);
}

/** "The eight agreements" where six are listed, or where it says of the same thing that there are six: what is so, told first. */
export function miscounted(query: Query, resolution: Resolution): Resolution {
  if (resolution.status !== 'answered') return resolution;
  const told = resolution.findings[0];
  if (!told) return resolution;
  const listed = told.askable.inverse
    ? told.facts.length
    : told.facts.some((f) => f.complete)
      ? told.askable.values.length
      : 0;
  const { tokens } = query.reading;
  for (const c of query.constraints) {
    const { from, to, sense } = c.mention;
    if (sense.type !== 'number' || c.relation !== 'is' || told.askable.numbers.has(sense.number)) continue;
    const noun = query.constraints.find(
      ({ mention: m }) => m.sense.type === 'class' && m.sense.id === query.askedClass && m.from === to,
    )?.mention;
    const isOff = listed > 1 && noun !== undefined && sense.number !== listed;
    const own = told.profile.askables.filter((a) => !a.inverse);
    const figure = isOff
      ? own.find((a) => a.numbers.has(listed) && a.role.answers[0] === 'number')
      : own.every((a) => !a.numbers.has(sense.number))
        ? own.find((a) => saysAnother(c, sense.number, a))
        : undefined;
    if (!isOff && !figure) continue;
    const presumed = asTyped(query.reading, from, Math.min(noun?.to ?? to + 1, tokens.length));
    const actual = figure ? tell(figure, told.profile) : told;
    return {
      status: 'corrected',
      claims: [{ presumed, actual }],
      findings: actual.askable === told.askable ? [] : [told],
    };
  }
  return resolution;
}

const otherSeriesHas = (ordinal: number, catalogue: Catalogue): boolean =>
  (catalogue.subjects.get(`^${ordinal}`) ?? []).some((id) => id.startsWith('meeting/'));

const nextContent = (c: Constraint, query: Query): number => query.content.find((i) => i >= c.mention.to) ?? -1;

/** A post and a person side by side say that the one holds the other; told first, whatever else is asked. */
export function wrongHolder(query: Query, catalogue: Catalogue, lexicon: Lexicon): Resolution | undefined {
  const { reading } = query;
  for (const person of query.constraints) {
    const { sense } = person.mention;
    if (sense.type !== 'entity' || !sense.id.startsWith('person/') || person.relation !== 'is') continue;
    const posts = catalogue.profiles.get(sense.id);
    // A surname that several share names nobody yet.
    if (
      !posts ||
      query.constraints.some(
        (o) =>
          o !== person &&
          o.mention.sense.type === 'entity' &&
          o.mention.sense.id.startsWith('person/') &&
          o.mention.sense.id !== sense.id &&
          o.mention.from === person.mention.from,
      )
    )
      continue;
    for (const post of query.constraints) {
      const said = post.mention.sense;
      if (
        !besides(post.mention, person.mention, query, lexicon) &&
        !(said.type === 'entity' && isActing(posts, said.id, catalogue))
      )
        continue;
      const held =
        said.type === 'entity' && said.id.startsWith('post/')
          ? posts.related.has(said.id)
          : said.type === 'class' && catalogue.kindOf(said.id) === 'post'
            ? [...posts.related.keys()].some((id) => catalogue.profiles.get(id)?.classes.has(said.id))
            : true;
      if (
        held ||
        query.constraints.some(
          (o) =>
            o.mention.from === post.mention.from &&
            o.mention.sense.type === 'entity' &&
            posts.related.has(o.mention.sense.id),
        )
      )
        continue;
      const own = posts.askables.find((a) => a.role.id === 'post' && !a.inverse);
      const holder =
        said.type === 'entity'
          ? catalogue.profiles.get(said.id)?.askables.find((a) => a.role.id === 'post' && a.inverse)
          : undefined;
      const presumed = asTyped(
        reading,
        Math.min(post.mention.from, person.mention.from),
        Math.max(post.mention.to, person.mention.to),
      );
      const claims: FalseClaim[] = [];
      if (own) claims.push({ presumed, actual: tell(own, posts) });
      const findings = holder && said.type === 'entity' ? [tell(holder, catalogue.profiles.get(said.id)!)] : [];
      if (claims.length > 0) return { status: 'corrected', claims, findings };
    }
  }
  return undefined;
}

/** The person holds the post only as acting: another post, of the same name and more. */
function isActing(person: Profile, post: EntityId, catalogue: Catalogue): boolean {
  const names = catalogue.profiles.get(post)?.names;
  if (!post.startsWith('post/') || !names || person.related.has(post)) return false;
  return [...person.related.keys()].some((id) => {
    const own = catalogue.profiles.get(id);
    return own?.entity.acting === true && [...(catalogue.titles.get(post) ?? [])].every((t) => own.names.has(t));
  });
}

/** Next to each other, with at most a comma and an article between, or the two ends of "X is the POST". */
function besides(post: Mention, person: Mention, query: Query, { language, stem }: Lexicon): boolean {
  const { sense } = post;
  const kind =
    sense.type === 'class' ||
    (sense.type === 'entity' && sense.id.startsWith('post/')) ||
    (sense.type === 'stranger' && sense.kind === 'posts');
  if (!kind) return false;
  const [first, second] = post.from < person.from ? [post, person] : [person, post];
  if (second.from < first.to) return false;
  const between = query.reading.tokens.slice(first.to, second.from);
  const [comma, article] = between;
  const near =
    !comma ||
    (comma.text === ',' &&
      (!article ||
        (between.length === 2 && article.free && !language.conjunctions.some((c) => stem(c) === article.stem))));
  const whole =
    query.reading.checks &&
    query.content.every((i) => (i >= first.from && i < first.to) || (i >= second.from && i < second.to));
  return near || whole;
}
