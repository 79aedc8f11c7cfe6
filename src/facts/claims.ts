/** What a question takes for granted, held against the facts: false only against a role with one value or a complete list. */
import type { Askable, Catalogue, Profile } from '../knowledge/askables.ts';
import { datesAgree } from '../model/date.ts';
import type { Asks } from '../model/fact.ts';
import type { FalseClaim, Finding, Resolution } from '../model/resolution.ts';
import { type Candidate, type Constraint, holds, type Query } from './explain.ts';

const tell = (askable: Askable, profile: Profile): Finding => ({ askable, profile, facts: askable.facts });

/** The correction, if the best candidates fail only by claims that the facts contradict. */
export function claimsAgainst(asks: Asks, query: Query, found: readonly Candidate[], catalogue: Catalogue): Resolution | undefined {
  const text = (c: Constraint): string =>
    query.reading.tokens
      .slice(c.mention.from, c.mention.to)
      .map((t) => t.text)
      .join(' ');
  const best = found[0];
  if (!best) return undefined;
  for (const candidate of found.filter((c) => c.explained >= best.explained * 0.8).slice(0, 40)) {
    const identified = isIdentified(candidate, query);
    if (!identified) continue;
    const claims: FalseClaim[] = [];
    const covered = new Set<number>();
    for (const c of query.constraints) {
      if (!candidate.leftover.some((i) => i >= c.mention.from && i < c.mention.to)) continue;
      if (holds(c, candidate.askable, candidate.profile, catalogue)) continue;
      const actual = contradiction(c, candidate, query, catalogue);
      if (!actual) continue;
      claims.push({ presumed: text(c), actual });
      for (let i = c.mention.from; i < c.mention.to; i++) covered.add(i);
    }
    if (claims.length > 0 && candidate.leftover.every((i) => covered.has(i))) {
      const fits = (asks === 'what' || candidate.askable.provides.has(asks)) && (candidate.fact > 0.01 || candidate.askable.plain.has(asks));
      return { status: 'corrected', claims: unique(claims), findings: fits ? [tell(candidate.askable, candidate.profile)] : [] };
    }
  }
  return undefined;
}

const unique = (claims: readonly FalseClaim[]): FalseClaim[] => claims.filter((c, i) => claims.findIndex((o) => o.actual.askable === c.actual.askable) === i);

/** The subject is chosen by what the question says of it, not only by the class it belongs to. */
function isIdentified(candidate: Candidate, query: Query): boolean {
  return query.constraints.some((c) => {
    const { sense } = c.mention;
    if (c.relation !== 'is') return false;
    const explained = candidate.levels.get(c.mention.from);
    if (!explained || query.contextual.has(c.mention.from)) return false;
    if (sense.type === 'entity') return candidate.profile.identity.has(sense.id) || (explained === 'fact' && candidate.fact > 4);
    if (sense.type === 'ordinal') return explained === 'subject';
    if (sense.type === 'date') return explained !== 'frame' && candidate.fact > 2;
    return candidate.fact > 6;
  }) || candidate.fact > 8;
}

function contradiction(c: Constraint, candidate: Candidate, query: Query, catalogue: Catalogue): Finding | undefined {
  const { sense } = c.mention;
  const { profile } = candidate;
  const role = (id: string, inverse = false): Askable | undefined => profile.askables.find((a) => a.role.id === id && a.inverse === inverse);
  switch (sense.type) {
    case 'entity': {
      if (c.relation !== 'is') return undefined;
      const kind = sense.id.split('/')[0];
      if (kind === 'place') {
        const place = role('place');
        if (place && (c.locative || profile.placeRuled(sense.id))) return tell(place, profile);
        return listed(['place', 'organisation']);
      }
      if (kind === 'person' || kind === 'post' || kind === 'organisation') {
        const holder = beside(c, query, catalogue);
        if (holder) return holder;
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
      const dated = candidate.askable.role.answers[0] === 'when' ? candidate.askable : ['held', 'signed', 'launched', 'established', 'begins', 'opens'].map((r) => role(r)).find((a) => a !== undefined);
      if (!dated || dated.dates.length === 0 || dated.dates.some((d) => datesAgree(sense.date, d))) return undefined;
      return tell(dated, profile);
    }
    case 'ordinal': {
      const ordinal = role('ordinal');
      // Another session of the same series is not a false claim but a session that the documents lack.
      return ordinal && profile.ordinal !== sense.number && otherSeriesHas(sense.number, catalogue) ? tell(ordinal, profile) : undefined;
    }
    case 'number': {
      if (candidate.askable.values.some((v) => v.type === 'number') && !candidate.askable.numbers.has(sense.number)) return tell(candidate.askable, profile);
      return undefined;
    }
    default:
      return undefined;
  }

  /** The asked or named role has a full list of such names, and this is not in it. */
  function listed(kinds: readonly string[]): Finding | undefined {
    const { askable } = candidate;
    if (candidate.fact < 0.5 || askable.inverse) return undefined;
    const closed = askable.role.single || askable.facts.some((f) => f.complete) || ['chair', 'leader', 'partner', 'place', 'chaired-by', 'by'].includes(askable.role.id);
    if (!closed) return undefined;
    return askable.values.some((v) => v.type === 'entity' && kinds.includes(v.id.split('/')[0]!)) ? tell(askable, profile) : undefined;
  }
}

const otherSeriesHas = (ordinal: number, catalogue: Catalogue): boolean =>
  (catalogue.subjects.get(`^${ordinal}`) ?? []).some((id) => id.startsWith('meeting/'));

/** A post and a person side by side say that the one holds the other. */
function beside(c: Constraint, query: Query, catalogue: Catalogue): Finding | undefined {
  const other = query.constraints.find(
    (o) => o !== c && (o.mention.to === c.mention.from || c.mention.to === o.mention.from) && o.mention.sense.type === 'entity' && c.mention.sense.type === 'entity' && o.mention.sense.id.split('/')[0] !== c.mention.sense.id.split('/')[0],
  );
  if (other?.mention.sense.type !== 'entity' || c.mention.sense.type !== 'entity') return undefined;
  const [post, person] = c.mention.sense.id.startsWith('post/') ? [c.mention.sense.id, other.mention.sense.id] : [other.mention.sense.id, c.mention.sense.id];
  if (!post.startsWith('post/') || !person.startsWith('person/')) return undefined;
  const holder = catalogue.profiles.get(post)?.askables.find((a) => a.role.id === 'post' && a.inverse);
  if (!holder || holder.valueEntities.has(person)) return undefined;
  return tell(holder, catalogue.profiles.get(post)!);
}
