/** Things at a glance: a card of one, an overview of all. */
import { documentName, tell } from '../answer/compose.ts';
import { dateInWords, nameOf, valueInWords, type Wording } from '../answer/words.ts';
import type { Engine } from '../engine.ts';
import type { Source } from '../model/answer.ts';
import type { Entity, Fact } from '../model/fact.ts';
import type { EntityId, Kind } from '../model/knowledge.ts';

export interface Card {
  readonly id: EntityId;
  readonly kind: Kind;
  readonly title: string;
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  readonly lines: readonly string[];
  readonly sources: readonly Source[];
}

export interface Overview {
  readonly facts: number;
  readonly documents: number;
  /** The newest date printed on a document. */
  readonly upTo: string;
  readonly mechanisms: readonly { readonly id: EntityId; readonly name: string; readonly latest: string }[];
}

/** Sentences under the fields of a card. */
const MOST_LINES = 5;

/** Where facts stand, each place once. */
export const sourcesOf = (facts: readonly Fact[], wording: Wording): Source[] => {
  const seen = new Map<string, Source>();
  for (const f of facts)
    for (const { document, at } of f.from)
      seen.set(`${document} ${at}`, { document, at, title: documentName(document, wording) });
  return [...seen.values()];
};
const factsOf = (entity: Entity, role: string): Fact[] => entity.facts.filter((f) => f.role === role);
const entityIds = (facts: readonly Fact[]): EntityId[] =>
  facts.flatMap((f) => f.values.flatMap((v) => (v.type === 'entity' ? [v.id] : [])));

export function card(engine: Engine, id: string): Card | undefined {
  const profile = engine.catalogue.profiles.get(id as EntityId);
  if (!profile) return undefined;
  const { wording } = engine;
  const fields: { name: string; value: string }[] = [];
  const lines: string[] = [];
  const used: Fact[] = [];
  for (const askable of profile.askables) {
    const facts = askable.facts.filter((f) => f.state !== 'unsaid');
    if (facts.length === 0) continue;
    const label = wording.language.replies[`field-${askable.role.id}`];
    if (label && !askable.inverse) {
      const values = facts.flatMap((f) => f.values.map((v) => valueInWords(v, f, wording)));
      fields.push({ name: label, value: [...new Set(values)].join('; ') });
      used.push(...facts);
    } else if (lines.length < MOST_LINES) {
      lines.push(tell({ askable, profile, facts }, wording));
      used.push(...facts);
    }
  }
  return {
    id: profile.id,
    kind: profile.entity.kind,
    title: nameOf(profile.id, wording),
    fields,
    lines: [...new Set(lines)],
    sources: sourcesOf(used, wording),
  };
}

export function overview(engine: Engine): Overview {
  const { wording, catalogue } = engine;
  const dates = [...wording.knowledge.documents.values()]
    .flatMap((d) => (d.date ? [d.date] : []))
    .filter((d) => /^\d{4}/.test(d))
    .sort();
  const meetings = [...catalogue.profiles.values()].filter(
    (p) => p.entity.kind === 'meeting' && p.date && !p.date.yearless,
  );
  const mechanisms = [...catalogue.profiles.values()]
    .filter((p) => p.entity.kind === 'mechanism' && p.id !== 'mechanism/all')
    .map((p) => {
      const own = meetings
        .filter((m) => entityIds(factsOf(m.entity, 'mechanism')).includes(p.id))
        .sort((a, b) => (a.date!.from < b.date!.from ? 1 : -1))[0];
      return {
        id: p.id,
        name: nameOf(p.id, wording),
        latest: own ? `${nameOf(own.id, wording, 'short')}, ${dateInWords(own.date!, wording)}` : '',
      };
    });
  return {
    facts: wording.knowledge.facts.size,
    documents: wording.knowledge.documents.size,
    upTo: dates[dates.length - 1] ?? '',
    mechanisms,
  };
}
