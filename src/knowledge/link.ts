/** From checked YAML to linked knowledge: references, values, citations; every fault is told with what to write instead. */

import { parseDate } from '../model/date.ts';
import type {
  Citation,
  ClassNoun,
  Entity,
  Fact,
  Knowledge,
  LanguagePack,
  Role,
  SourceDocument,
  Texts,
  Value,
} from '../model/fact.ts';
import {
  type EntityId,
  KINDS,
  type Kind,
  type LanguageFile,
  type RawDocument,
  type RawEntity,
  type RawFact,
  type RawRole,
  type RawValue,
} from '../model/knowledge.ts';
import { distance } from '../text/distance.ts';
import type { Fault, Locate } from './load.ts';

export interface RawKnowledge {
  entities: { id: EntityId; key: string; entity: RawEntity; file: string; locate: Locate }[];
  roles: Record<string, RawRole>;
  concepts: ({ id: string } & Record<string, unknown>)[];
  classes: Record<
    string,
    { kind: string; under?: string | undefined; everyday?: boolean | undefined } & Record<string, unknown>
  >;
  strangers: Record<string, (string | string[])[]>;
  documents: { document: RawDocument; file: string; locate: Locate }[];
  languages: Record<string, LanguageFile>;
  dictionaries: Record<string, ReadonlySet<string>>;
}

const ENTITY = new RegExp(`^(${KINDS.join('|')})/[a-z0-9-]+$`);
const texts = (value: Texts | string): Texts => (typeof value === 'string' ? { en: value } : value);
const list = <T>(value: T | readonly T[] | undefined): readonly T[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as readonly T[]) : [value as T];

/** The closest known name, for "did you mean". */
export function closest(name: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Math.max(2, Math.floor(name.length / 3)) + 1;
  for (const candidate of known) {
    const d = distance(name, candidate, least);
    if (d < least) {
      least = d;
      best = candidate;
    }
  }
  return best;
}
const hint = (name: string, known: Iterable<string>): string => {
  const near = closest(name, known);
  return near === undefined ? '' : ` (did you mean "${near}"?)`;
};

export function link(raw: RawKnowledge, faults: Fault[], version: string): Knowledge | undefined {
  const documents = new Map<string, SourceDocument>();
  for (const { document } of raw.documents)
    documents.set(document.id, { ...document, title: texts(document.title).en ?? '' } as SourceDocument);
  const places = new Map([...documents].map(([id, d]) => [id, new Set(d.sections.map((s) => s.at))]));

  const merged = new Map<EntityId, { defined?: RawKnowledge['entities'][number]; parts: RawKnowledge['entities'] }>();
  for (const part of raw.entities) {
    const slot = merged.get(part.id) ?? { parts: [] };
    slot.parts.push(part);
    if (part.entity.name) {
      if (slot.defined)
        faults.push({
          file: part.file,
          ...part.locate([part.key]),
          message: `${part.id} has a name here and in ${slot.defined.file}; keep one definition, and repeat the key with only "facts:" elsewhere`,
        });
      slot.defined = part;
    }
    merged.set(part.id, slot);
  }
  const ids = new Set<EntityId>(merged.keys());
  const roles = linkRoles(raw.roles);

  const facts = new Map<string, Fact>();
  const entities = new Map<EntityId, Entity>();
  const differs: { fact: Fact; fault: (m: string) => void }[] = [];

  for (const [id, { defined, parts }] of merged) {
    const first = parts[0]!;
    if (!defined) {
      faults.push({
        file: first.file,
        ...first.locate([first.key]),
        message: `${id} has facts but no name anywhere; add "name: { en: … }"${hint(
          id,
          [...merged].filter(([, m]) => m.defined).map(([k]) => k),
        )}`,
      });
      continue;
    }
    const kind = id.split('/')[0] as Kind;
    const own: Fact[] = [];
    for (const part of parts) {
      for (const [index, fact] of (part.entity.facts ?? []).entries()) {
        const at = (...path: PropertyKey[]) => part.locate([part.key, 'facts', index, ...path]);
        const fault = (message: string, ...path: PropertyKey[]) =>
          faults.push({ file: part.file, ...at(...path), message });
        const role = roles.get(fact.role);
        if (!role) {
          fault(
            `"${fact.role}" is no role${hint(fact.role, roles.keys())}; the roles are in knowledge/roles.yaml`,
            'role',
          );
          continue;
        }
        if (role.of !== 'any' && !role.of.includes(kind)) {
          fault(`a ${kind} has no role "${fact.role}" (it is for: ${role.of.join(', ')})`, 'role');
          continue;
        }
        const linked = linkFact(fact, role, id, ids, places, part.file, at().line, fault);
        let unique = fact.id ?? `${id}#${fact.role}`;
        for (let n = 2; facts.has(unique); n++) {
          if (fact.id) fault(`the fact id "${fact.id}" is used twice`, 'id');
          unique = `${id}#${fact.role}-${n}`;
        }
        const complete: Fact = { ...linked, id: unique };
        facts.set(unique, complete);
        own.push(complete);
        if (complete.differs.length > 0) differs.push({ fact: complete, fault: (m) => fault(m, 'differs') });
      }
    }
    const { entity } = defined;
    entities.set(id, {
      id,
      kind,
      name: entity.name ?? {},
      short: entity.short ?? entity.name ?? {},
      aliases: entity.aliases ?? {},
      is: entity.is ?? [],
      ...(entity.honorific ? { honorific: texts(entity.honorific).en ?? '' } : {}),
      acting: entity.acting ?? false,
      facts: own,
    });
  }
  for (const { fact, fault } of differs)
    for (const other of fact.differs)
      if (!facts.has(other)) fault(`no fact has the id "${other}"${hint(other, facts.keys())}`);

  const classes = new Map<string, ClassNoun>();
  for (const [id, { kind, under, everyday, ...words }] of Object.entries(raw.classes))
    classes.set(id, {
      id,
      kind: kind as Kind,
      ...(under ? { under } : {}),
      everyday: everyday === true,
      words: words as Record<string, string[]>,
    });
  for (const { defined } of merged.values()) {
    if (!defined) continue;
    (defined.entity.is ?? []).forEach((name, index) => {
      if (!classes.has(name))
        faults.push({
          file: defined.file,
          ...defined.locate([defined.key, 'is', index]),
          message: `"${name}" is no class${hint(name, classes.keys())}; add it to knowledge/classes.yaml`,
        });
    });
  }
  checkAliases(merged, faults);

  const languages = new Map<string, LanguagePack>();
  for (const [id, pack] of Object.entries(raw.languages))
    languages.set(id, languagePack(id, pack, raw.dictionaries[id] ?? new Set()));
  return {
    entities,
    facts,
    roles,
    classes,
    concepts: raw.concepts.map(({ id, ...words }) => ({ id, words: words as Record<string, string[]> })),
    strangers: Object.entries(raw.strangers).flatMap(([kind, names]) => names.map((n) => ({ kind, names: list(n) }))),
    documents,
    languages,
    version,
  };
}

function languagePack(id: string, pack: LanguageFile, dictionary: ReadonlySet<string>): LanguagePack {
  return {
    id,
    stemmer: pack.stemmer ?? '',
    dictionary,
    locale: pack.locale ?? id,
    script: pack.script ?? 'Latin',
    spelling: pack.spelling ?? [],
    joinedPrefixes: pack.joinedPrefixes ?? [],
    misspellings: pack.misspellings ?? {},
    dropped: pack.dropped ?? '',
    sounds: pack.sounds ?? '',
    frame: pack.frame ?? [],
    fillers: pack.fillers ?? [],
    negation: pack.negation ?? [],
    exclusion: pack.exclusion ?? [],
    exclusionBehind: pack.exclusionBehind ?? [],
    preludes: pack.preludes ?? [],
    questionWords: pack.questionWords ?? {},
    operators: pack.operators ?? {},
    months: pack.months ?? {},
    ordinals: pack.ordinals ?? {},
    numbers: pack.numbers ?? {},
    pronouns: pack.pronouns ?? [],
    places: pack.places ?? [],
    among: pack.among ?? [],
    smalltalk: pack.smalltalk ?? {},
    conjunctions: pack.conjunctions ?? [],
    openers: pack.openers ?? [],
    definite: pack.definite ?? [],
    tags: pack.tags ?? [],
    locatives: pack.locatives ?? [],
    locativesBehind: pack.locativesBehind ?? [],
    dateRanges: pack.dateRanges ?? [],
    quarterWords: pack.quarterWords ?? [],
    contextual: pack.contextual ?? [],
    sideWords: pack.sideWords ?? [],
    alongside: pack.alongside ?? [],
    besides: pack.besides ?? [],
    personal: pack.personal ?? [],
    people: pack.people ?? [],
    carriesOn: pack.carriesOn ?? [],
    slots: pack.slots ?? {},
    schedule: pack.schedule ?? {},
    elsewhere: linesOf(pack.elsewhere ?? ''),
    replies: pack.replies ?? {},
  };
}

function linkRoles(raw: Record<string, RawRole>): Map<string, Role> {
  const roles = new Map<string, Role>();
  for (const [id, role] of Object.entries(raw))
    roles.set(id, {
      id,
      of: role.of,
      answers: role.answers,
      plain: role.plain ?? [],
      cues: role.cues,
      identifies: role.identifies ?? false,
      single: role.single ?? false,
      remembered: role.remembered ?? false,
      wording: role.wording ?? {},
      ...(role.inverse
        ? {
            inverse: {
              answers: role.inverse.answers,
              plain: role.inverse.plain ?? [],
              cues: role.inverse.cues,
              wording: role.inverse.wording ?? {},
            },
          }
        : {}),
    });
  return roles;
}

function linkFact(
  fact: RawFact,
  role: Role,
  subject: EntityId,
  ids: ReadonlySet<EntityId>,
  places: ReadonlyMap<string, ReadonlySet<string>>,
  file: string,
  line: number,
  fault: (message: string, ...path: PropertyKey[]) => void,
): Fact {
  const entity = (id: string, ...path: PropertyKey[]): EntityId => {
    if (!ids.has(id as EntityId)) fault(`there is no entity "${id}"${hint(id, ids)}`, ...path);
    return id as EntityId;
  };
  const dated = role.answers[0] === 'when';
  const value = (v: RawValue, ...path: PropertyKey[]): Value => {
    if (typeof v === 'number' || typeof v === 'string') {
      const text = String(v);
      if (ENTITY.test(text)) return { type: 'entity', id: entity(text, ...path) };
      const date = dated || /^\d{4}-\d{2}|^--|^\d{4}\/\d{2}$|^\d{4}-Q/.test(text) ? parseDate(text) : undefined;
      if (date) return { type: 'date', date };
      if (dated || /^\d{4}-\d{2}-\d{2}$/.test(text))
        fault(`"${text}" is no date; write 2024-07-12, 2024-07, 2024, 2024-Q3, 2023/24, --02-13 or FROM..TO`, ...path);
      if (typeof v === 'number') return { type: 'number', number: v, percent: false };
      return { type: 'text', text: { en: text } };
    }
    if (typeof v.number === 'number') {
      const n = v as { number: number; bound?: string; percent?: boolean; unit?: Texts | string };
      return {
        type: 'number',
        number: n.number,
        percent: n.percent ?? false,
        ...(n.bound ? { bound: n.bound } : {}),
        ...(n.unit ? { unit: texts(n.unit) } : {}),
      };
    }
    return { type: 'text', text: v as Texts };
  };
  const raws = fact.values ?? (fact.value === undefined ? [] : [fact.value]);
  const values = raws.map((v, i) => value(v, ...(fact.values ? ['values', i] : ['value'])));
  if (values.length === 0 && !fact.gist) fault('a fact needs a "value", "values" or a "gist"');
  const from = list(fact.from).map((place): Citation => {
    const [document = '', ...rest] = place.split(' ');
    const at = rest.join(' ');
    const known = places.get(document);
    if (!known)
      fault(
        `there is no document "${document}"${hint(document, places.keys())}; documents are registered in seeds/`,
        'from',
      );
    else if (!known.has(at)) fault(`document ${document} has no place "${at}"${hint(at, known)}`, 'from');
    return { document, at };
  });
  const withs = Object.fromEntries(
    Object.entries(fact.with ?? {}).map(([key, v]) => [key, [value(v, 'with', key)]] as const),
  );
  return {
    id: '',
    subject,
    role: fact.role,
    values,
    complete: fact.complete ?? false,
    with: withs,
    from,
    ...(fact.asOf ? { asOf: fact.asOf } : {}),
    state: fact.state ?? 'done',
    ...(fact.inferred ? { inferred: fact.inferred } : {}),
    ...(fact.unverified ? { unverified: fact.unverified } : {}),
    ...(fact.gist ? { gist: fact.gist } : {}),
    keys: fact.keys ?? [],
    words: fact.words ?? {},
    asked: Object.fromEntries(Object.entries(fact.asked ?? {}).map(([lang, text]) => [lang, linesOf(text)])),
    about: (fact.about ?? []).map((id, i) => entity(id, 'about', i)),
    by: list(fact.by).map((id) => entity(id, 'by')),
    tells: fact.tells ?? [],
    differs: list(fact.differs),
    writtenAt: { file, line },
  };
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** An alias that means two things must be declared `shared` by both. */
function checkAliases(
  merged: ReadonlyMap<EntityId, { defined?: RawKnowledge['entities'][number] }>,
  faults: Fault[],
): void {
  const owners = new Map<string, EntityId[]>();
  for (const [id, { defined }] of merged)
    for (const alias of new Set(
      [...Object.values(defined?.entity.aliases ?? {}).flat(), ...Object.values(defined?.entity.name ?? {})].map((a) =>
        a.toLowerCase(),
      ),
    ))
      owners.set(alias, [...(owners.get(alias) ?? []), id]);
  for (const [alias, ids] of owners) {
    if (ids.length < 2) continue;
    for (const id of ids) {
      const part = merged.get(id)?.defined;
      if (part && !(part.entity.shared ?? []).some((s) => s.toLowerCase() === alias))
        faults.push({
          file: part.file,
          ...part.locate([part.key]),
          message: `"${alias}" also means ${ids.filter((o) => o !== id).join(', ')}; if people use it for both, write "shared: [${alias}]" in each`,
        });
    }
  }
}
