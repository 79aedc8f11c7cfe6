/** Looking things up without a question: agreements by their parts, names as they are typed, cards, an overview. */
import Fuse from 'fuse.js';
import { documentName, tell } from './answer/compose.ts';
import { dateInWords, localised, nameOf, type Wording } from './answer/words.ts';
import type { Engine } from './engine.ts';
import type { Profile } from './knowledge/askables.ts';
import type { Source } from './model/answer.ts';
import type { Entity, Fact } from './model/fact.ts';
import type { EntityId, Kind } from './model/knowledge.ts';

export interface LookupQuery {
  readonly words?: string;
  /** Names as typed, or entity ids. */
  readonly party?: string;
  readonly area?: string;
  readonly year?: number;
  /** From 1. */
  readonly page?: number;
}

export interface AgreementRow {
  readonly id: EntityId;
  readonly title: string;
  readonly parties: string;
  readonly date: string;
  readonly place: string;
  readonly area: string;
  readonly meeting: string;
  readonly sources: readonly Source[];
  /** Which part of the query it matched. */
  readonly why: readonly string[];
}

export interface Lookup {
  readonly rows: readonly AgreementRow[];
  readonly total: number;
  readonly page: number;
  readonly pages: number;
  /** Nothing matched: these come nearest. */
  readonly nearest: boolean;
}

export interface Completion {
  readonly id: EntityId;
  readonly name: string;
  /** The alias that matched, where it is not the name. */
  readonly why: string;
}

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

const PAGE = 5;
const sourcesOf = (facts: readonly Fact[], wording: Wording): Source[] => {
  const seen = new Map<string, Source>();
  for (const f of facts)
    for (const { document, at } of f.from)
      seen.set(`${document} ${at}`, { document, at, title: documentName(document, wording) });
  return [...seen.values()];
};
const factsOf = (entity: Entity, role: string): Fact[] => entity.facts.filter((f) => f.role === role);
const entityIds = (facts: readonly Fact[]): EntityId[] =>
  facts.flatMap((f) => f.values.flatMap((v) => (v.type === 'entity' ? [v.id] : [])));

function row(profile: Profile, engine: Engine, why: readonly string[]): AgreementRow {
  const { wording } = engine;
  const { entity } = profile;
  const names = (role: string): string =>
    factsOf(entity, role)
      .flatMap((f) =>
        f.values.map((v) =>
          v.type === 'entity' ? nameOf(v.id, wording, 'short') : v.type === 'text' ? localised(v.text, wording) : '',
        ),
      )
      .join(', ');
  return {
    id: entity.id,
    title: localised(entity.name, wording),
    parties: names('parties'),
    date: profile.date ? dateInWords(profile.date, wording) : '',
    place: names('place'),
    area: names('area'),
    meeting: names('meeting'),
    sources: sourcesOf(entity.facts, wording),
    why,
  };
}

export function lookUp(engine: Engine, query: LookupQuery): Lookup {
  const { catalogue, wording } = engine;
  const agreements = [...catalogue.profiles.values()].filter((p) => p.entity.kind === 'agreement');
  const newest = (a: Profile, b: Profile): number => ((a.date?.from ?? '') < (b.date?.from ?? '') ? 1 : -1);
  const meant = (typed: string | undefined): Set<EntityId> => {
    if (!typed) return new Set();
    return new Set(
      wording.knowledge.entities.has(typed as EntityId)
        ? [typed as EntityId]
        : complete(engine, typed, undefined, 5).map((c) => c.id),
    );
  };
  const party = meant(query.party);
  const area = meant(query.area);
  const rows = agreements.map((p) => ({ p, row: row(p, engine, []) }));
  const filters: [string, (r: (typeof rows)[number]) => boolean][] = [];
  const related = (p: Profile, ids: ReadonlySet<EntityId>): boolean =>
    [...ids].some((id) => p.identity.has(id) || p.related.has(id));
  if (query.party) filters.push([query.party, ({ p }) => related(p, party)]);
  if (query.area)
    filters.push([
      query.area,
      ({ p, row: r }) => related(p, area) || r.title.toLowerCase().includes(query.area!.toLowerCase()),
    ]);
  if (query.year)
    filters.push([
      String(query.year),
      ({ p }) => p.dates.some((d) => d.from.startsWith(String(query.year)) || d.to.startsWith(String(query.year))),
    ]);
  let hits = rows.filter((r) => filters.every(([, test]) => test(r)));
  const why = filters.map(([name]) => name);
  let nearest = false;
  if (query.words?.trim()) {
    const fuse = new Fuse(hits, {
      keys: [
        { name: 'row.title', weight: 3 },
        { name: 'row.area', weight: 2 },
        { name: 'row.parties', weight: 1 },
        { name: 'row.meeting', weight: 1 },
        { name: 'aliases', weight: 2, getFn: ({ p }) => Object.values(p.entity.aliases).flat() },
      ],
      threshold: 0.35,
      ignoreLocation: true,
      includeMatches: true,
    });
    const found = fuse.search(query.words.trim());
    if (found.length > 0)
      hits = found.map((f) => ({
        ...f.item,
        row: { ...f.item.row, why: [...why, ...(f.matches?.[0]?.value ? [f.matches[0].value] : [])] },
      }));
    else nearest = true;
  } else hits = hits.sort((a, b) => newest(a.p, b.p)).map((h) => ({ ...h, row: { ...h.row, why } }));
  if (hits.length === 0) {
    nearest = true;
    hits = rows.filter((r) => filters.some(([, test]) => test(r))).sort((a, b) => newest(a.p, b.p));
  }
  const pages = Math.max(1, Math.ceil(hits.length / PAGE));
  const page = Math.min(Math.max(1, query.page ?? 1), pages);
  return {
    rows: hits.slice((page - 1) * PAGE, page * PAGE).map((h) => h.row),
    total: hits.length,
    page,
    pages,
    nearest,
  };
}

interface Name {
  readonly id: EntityId;
  readonly kind: Kind;
  readonly name: string;
  readonly alias: string;
}
const indexes = new WeakMap<Engine, Fuse<Name>>();

function namesIndex(engine: Engine): Fuse<Name> {
  let index = indexes.get(engine);
  if (!index) {
    const names: Name[] = [];
    for (const entity of engine.wording.knowledge.entities.values()) {
      const name = nameOf(entity.id, engine.wording);
      for (const alias of new Set([
        localised(entity.name, engine.wording),
        localised(entity.short, engine.wording),
        ...Object.values(entity.aliases).flat(),
      ]))
        names.push({ id: entity.id, kind: entity.kind, name, alias });
    }
    index = new Fuse(names, { keys: ['alias'], threshold: 0.3, ignoreLocation: true });
    indexes.set(engine, index);
  }
  return index;
}

export function complete(engine: Engine, typed: string, kinds?: readonly Kind[], most = 25): Completion[] {
  const wanted = typed.trim();
  if (wanted === '')
    return [...engine.catalogue.profiles.values()]
      .filter((p) => !kinds || kinds.includes(p.entity.kind))
      .sort((a, b) =>
        (a.date?.from ?? '') < (b.date?.from ?? '')
          ? 1
          : (a.date?.from ?? '') > (b.date?.from ?? '')
            ? -1
            : a.id < b.id
              ? -1
              : 1,
      )
      .slice(0, most)
      .map((p) => ({ id: p.id, name: nameOf(p.id, engine.wording), why: '' }));
  const found = new Map<EntityId, Completion>();
  const exact = wanted.toLowerCase();
  const hits = namesIndex(engine).search(wanted.slice(0, 60), { limit: most * 8 });
  hits.sort(
    (a, b) =>
      Number(b.item.alias.toLowerCase().startsWith(exact)) - Number(a.item.alias.toLowerCase().startsWith(exact)),
  );
  for (const { item } of hits) {
    if (found.size >= most || found.has(item.id) || (kinds && !kinds.includes(item.kind))) continue;
    found.set(item.id, { id: item.id, name: item.name, why: item.alias === item.name ? '' : item.alias });
  }
  return [...found.values()];
}

export function card(engine: Engine, id: string): Card | undefined {
  const profile = engine.catalogue.profiles.get(id as EntityId);
  if (!profile) return undefined;
  const { wording } = engine;
  const fields: { name: string; value: string }[] = [];
  const lines: string[] = [];
  const used: Fact[] = [];
  for (const askable of profile.askables) {
    const finding = { askable, profile, facts: askable.facts };
    const label = wording.language.replies[`field-${askable.inverse ? 'inverse-' : ''}${askable.role.id}`];
    if (label && !askable.inverse) {
      const value = askable.values.map((v) =>
        v.type === 'entity'
          ? nameOf(v.id, wording)
          : v.type === 'date'
            ? dateInWords(v.date, wording)
            : v.type === 'number'
              ? String(v.number)
              : localised(v.text, wording),
      );
      fields.push({ name: label, value: [...new Set(value)].join(', ') });
      used.push(...askable.facts);
    } else if (lines.length < 5) {
      lines.push(tell(finding, wording));
      used.push(...askable.facts);
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
