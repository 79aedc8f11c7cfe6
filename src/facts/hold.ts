/** Whether one constraint of a question holds for an askable or its subject, and by what. */
import type { Askable, Catalogue, Profile } from '../knowledge/askables.ts';
import { type DateSpan, datesAgree } from '../model/date.ts';
import type { EntityId } from '../model/knowledge.ts';
import type { Constraint, Level, Query, Relation } from './candidate.ts';

/** Whether a known date stands to the asked one as the question says. */
export const holdsDate = (relation: Relation, asked: DateSpan, known: DateSpan): boolean => {
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

/** "Two interfaces" where it says three. */
export const saysAnother = ({ counted }: Constraint, number: number, { counts }: Askable): boolean => {
  const said = counted.flatMap((stem) => counts.get(stem) ?? []);
  return said.length > 0 && !said.some((numbers) => numbers.has(number));
};

/** Whether the constraint holds for the askable or its subject, and by what. */
export function holds(
  query: Query,
  c: Constraint,
  askable: Askable,
  profile: Profile,
  catalogue: Catalogue,
): Level | undefined {
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
      // "Which document says so": every fact stands in one.
      if (sense.id === query.askedClass && catalogue.kindOf(sense.id) === 'document') return 'profile';
      if (profile.classes.has(sense.id)) return 'subject';
      for (const id of askable.valueEntities) if (catalogue.profiles.get(id)?.classes.has(sense.id)) return 'fact';
      return undefined;
    case 'date':
      // "Up to July 2024": what a document tells, it tells up to its day.
      if (
        c.relation === 'until' &&
        askable.dates.every((d) => datesAgree(sense.date, d)) &&
        askable.documentDates.some((d) => datesAgree(sense.date, d))
      )
        return 'profile';
      if (c.relation !== 'is')
        return profile.date && holdsDate(c.relation, sense.date, profile.date) ? 'profile' : undefined;
      if (askable.dates.some((d) => datesAgree(sense.date, d))) return 'fact';
      // "Her post in July 2024": it is told as at the day of the document.
      if (
        sense.date.grain === 'month' &&
        [...askable.valueEntities].some((id) => id.startsWith('post/')) &&
        askable.documentDates.some((d) => datesAgree(sense.date, d))
      )
        return 'profile';
      // "According to the remarks of 13 February": the day of the document that it stands in.
      if (
        sense.date.grain === 'day' &&
        askable.inSentences &&
        askable.documentDates.some((d) => datesAgree(sense.date, d))
      )
        return 'profile';
      if (profile.date && datesAgree(sense.date, profile.date)) return 'profile';
      return profile.dates.some((d) => datesAgree(sense.date, d)) ? 'profile' : undefined;
    case 'number': {
      if (c.relation === 'over') return [...askable.numbers].some((n) => n > sense.number) ? 'fact' : undefined;
      if (c.relation === 'under')
        return askable.numbers.size > 0 && [...askable.numbers].every((n) => n < sense.number) ? 'fact' : undefined;
      if (saysAnother(c, sense.number, askable)) return undefined;
      if (askable.numbers.has(sense.number)) return 'fact';
      return profile.numbers.has(sense.number) ? 'profile' : undefined;
    }
    case 'ordinal':
      if (profile.ordinal !== undefined) return profile.ordinal === sense.number ? 'subject' : undefined;
      if (askable.ordinals.has(sense.number)) return 'fact';
      // How many there are of something says nothing of which one it is.
      return askable.role.of !== 'any' && askable.numbers.has(sense.number) ? 'fact' : undefined;
    default:
      return undefined;
  }

  function positive(id: EntityId): Level | undefined {
    if (id.startsWith('document/') && askable.documents.has(id.slice('document/'.length))) return 'profile';
    if (c.side) {
      const sided = askable.facts.filter((f) => f.with.side);
      if (sided.length > 0)
        return sided.some((f) => f.with.side!.some((v) => v.type === 'entity' && catalogue.within(v.id).has(id)))
          ? 'fact'
          : undefined;
    }
    if (c.locative && profile.hasPlace) {
      const roles = profile.related.get(id);
      if (roles?.has('place')) return 'profile';
      if (
        id !== profile.id &&
        (profile.entity.kind === 'meeting' || profile.entity.kind === 'agreement' || profile.placeRuled(id))
      )
        return undefined;
    }
    if (askable.entities.has(id)) return 'fact';
    if (profile.identity.has(id)) return 'subject';
    if (profile.related.has(id)) return 'profile';
    return undefined;
  }
}
