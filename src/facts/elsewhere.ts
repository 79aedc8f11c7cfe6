/** A name that is not so here may be so elsewhere: of whom the question speaks wrongly is told where it is right. */
import type { Askable, Catalogue, Profile } from '../knowledge/askables.ts';
import type { EntityId } from '../model/knowledge.ts';
import type { Finding, Resolution } from '../model/resolution.ts';
import type { Query } from './candidate.ts';
import { finding } from './weigh.ts';

/** Kinds of name that are mistaken for one another. */
const MISTAKEN: ReadonlySet<string> = new Set(['person', 'organisation', 'place']);
/** Of what is spoken of in more places than this none is meant. */
const MOST_PLACES = 2;

/** A correction, and beside it where each wrong name of the question would be right. */
export function withElsewhere(resolution: Resolution, query: Query, catalogue: Catalogue): Resolution {
  if (resolution.status !== 'corrected') return resolution;
  const actual = resolution.claims.map((c) => c.actual);
  const told = [...actual, ...resolution.findings];
  const more = query.constraints.flatMap(({ relation, mention: { sense, from } }) => {
    if (relation !== 'is' || sense.type !== 'entity' || query.contextual.has(from)) return [];
    if (!MISTAKEN.has(kindOf(sense.id)) || told.some((f) => speaksOf(f, sense.id))) return [];
    const profile = catalogue.profiles.get(sense.id);
    const found = profile && rightOf(profile, actual);
    return found ? [finding({ askable: found, profile })] : [];
  });
  const unique = more.filter((f, i) => more.findIndex((o) => o.askable === f.askable) === i);
  return { ...resolution, findings: [...resolution.findings, ...unique] };
}

/** What it is to another thing of the same kind: first in the same role. */
function rightOf(profile: Profile, actual: readonly Finding[]): Askable | undefined {
  const kinds = new Set(actual.map((f) => f.profile.entity.kind));
  const roles = new Set(actual.map((f) => f.askable.role.id));
  const able = profile.askables.filter(
    (a) =>
      a.inverse &&
      !a.unsaid &&
      a.facts.length <= MOST_PLACES &&
      a.facts.every((f) => kinds.has(kindOf(f.subject) as Profile['entity']['kind'])),
  );
  return able.find((a) => roles.has(a.role.id)) ?? able[0];
}

const kindOf = (id: EntityId): string => id.slice(0, id.indexOf('/'));

const speaksOf = ({ askable, profile }: Finding, id: EntityId): boolean =>
  profile.identity.has(id) || askable.entities.has(id) || askable.valueEntities.has(id);
