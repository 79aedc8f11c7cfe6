/** Agreements by words, party, area and year: an index built once, hits ranked, each with why it matched. */
import { dateInWords, localised, nameOf, say, type Wording } from '../answer/words.ts';
import type { Engine } from '../engine.ts';
import type { Profile } from '../knowledge/askables.ts';
import type { Source } from '../model/answer.ts';
import type { Entity, Fact } from '../model/fact.ts';
import type { EntityId } from '../model/knowledge.ts';
import { WordSearch } from '../text/search.ts';
import { sourcesOf } from './glance.ts';
import { createLookupSpeech, type LookupSpeech } from './speech.ts';

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
  /** Of what is told in the row. */
  readonly sources: readonly Source[];
  /** What qualifies it: what was worked out and is not printed. */
  readonly notes: readonly string[];
  /** What in it matched the query: the name of the party, the area, a word of the title. */
  readonly why: readonly string[];
}

export interface Lookup {
  readonly rows: readonly AgreementRow[];
  readonly total: number;
  readonly page: number;
  readonly pages: number;
  /** Nothing matched all of the query: these come nearest, and there may be none. */
  readonly nearest: boolean;
  /** Where nothing matched: queries that find something, the nearest first. */
  readonly tries: readonly LookupQuery[];
}

/** One agreement as it is filed. */
interface Filed {
  readonly profile: Profile;
  readonly row: AgreementRow;
}

/** A part of a query, and what in which agreements meets it. */
interface Part {
  readonly met: ReadonlyMap<Filed, { readonly shown: string; readonly strength: number }>;
  /** How telling it is; nothing, where most agreements meet it. */
  readonly weight: number;
  /** How much meeting it well counts. */
  readonly rarity: number;
  /** The query without it. */
  readonly without: LookupQuery;
}

const PAGE = 5;
const MOST_TRIES = 3;
/** How much a word counts by where it stands. */
const WEIGHT = { title: 4, area: 3, alias: 3, party: 2, meeting: 1.5, rest: 1 } as const;
/** A filter is meant more than any single word. */
const FILTER_WEIGHT = 4;
const MOST_WORDS = 20;

export interface Agreements {
  lookUp(query: LookupQuery): Lookup;
}

export function compileAgreements(engine: Engine): Agreements {
  const { wording, lexicon } = engine;
  const speech = createLookupSpeech(lexicon, cuesOf(engine));
  const filed = [...engine.catalogue.profiles.values()]
    .filter((p) => p.entity.kind === 'agreement')
    .sort(newestFirst)
    .map((profile): Filed => ({ profile, row: rowOf(profile, wording) }));
  const words = new WordSearch<Filed>(speech);
  const parties = new WordSearch<EntityId>(speech);
  const areas = new WordSearch<EntityId>(speech);
  const withParty = new Map<EntityId, Filed[]>();
  const inArea = new Map<EntityId, Filed[]>();
  for (const f of filed) {
    fileWords(f, words, wording);
    for (const id of partiesOf(f.profile)) note(withParty, id, f);
    for (const id of areasOf(f.profile.entity, wording)) note(inArea, id, f);
  }
  for (const [ids, search] of [
    [withParty.keys(), parties],
    [inArea.keys(), areas],
  ] as const)
    for (const id of ids) for (const name of namesOf(id, wording)) search.add(id, name);
  const searches = [words.close(), parties.close(), areas.close()];
  speech.learn(searches);

  const partsOf = (query: LookupQuery): Part[] => [
    ...wordParts(query, words, speech, filed.length),
    ...filterParts(query, 'party', parties, withParty),
    ...filterParts(query, 'area', areas, inArea),
    ...yearParts(query, filed),
  ];

  /** Agreements of a kind of facet, `with Guangdong and Macao` meaning both. */
  function filterParts(
    query: LookupQuery,
    facet: 'party' | 'area',
    names: WordSearch<EntityId>,
    filedUnder: ReadonlyMap<EntityId, readonly Filed[]>,
  ): Part[] {
    const typed = query[facet]?.trim();
    if (!typed) return [];
    const { [facet]: _, ...without } = query;
    const part = (met: Part['met']): Part => ({ met, weight: FILTER_WEIGHT, rarity: 1, without });
    const under = (ids: readonly EntityId[]): Part['met'] =>
      new Map(
        ids.flatMap((id) =>
          (filedUnder.get(id) ?? []).map((f) => [f, { shown: nameOf(id, wording, 'short'), strength: 1 }] as const),
        ),
      );
    if (wording.knowledge.entities.has(typed as EntityId)) {
      const id = typed as EntityId;
      const met = new Map(under([id]));
      for (const f of filed)
        if (!met.has(f) && (f.profile.identity.has(id) || f.profile.related.has(id)))
          met.set(f, { shown: nameOf(id, wording, 'short'), strength: 1 });
      return [part(met)];
    }
    const whole = under(meant(typed, names, speech));
    if (whole.size > 0) return [part(whole)];
    const pieces = splitAt(typed, lexicon.language.conjunctions);
    if (pieces.length > 1) return pieces.map((piece) => part(under(meant(piece, names, speech))));
    // An area that no topic is named after may still be in the words of an agreement.
    return facet === 'area' ? [part(inWords(typed, words, speech))] : [part(new Map())];
  }

  return {
    lookUp: (query) => {
      const parts = partsOf(query);
      const ranked = rank(filed, parts);
      const nearest = parts.length > 0 && !ranked.some((r) => r.all);
      const best = Math.max(0, ...ranked.map((r) => r.weight));
      const hits = nearest ? ranked.filter((r) => r.weight > 0 && r.weight >= best) : ranked.filter((r) => r.all);
      const pages = Math.max(1, Math.ceil(hits.length / PAGE));
      const page = Math.min(Math.max(1, query.page ?? 1), pages);
      return {
        rows: hits.slice((page - 1) * PAGE, page * PAGE).map((h) => ({ ...h.filed.row, why: h.why })),
        total: hits.length,
        page,
        pages,
        nearest,
        tries: nearest ? triesFor(query, parts) : [],
      };
    },
  };

  /** Queries with one part less that find something; where none does, some that do. */
  function triesFor(query: LookupQuery, parts: readonly Part[]): LookupQuery[] {
    const finds = (q: LookupQuery): boolean => {
      const own = partsOf(q);
      return own.length > 0 && rank(filed, own).some((r) => r.all);
    };
    const { page: _, ...bare } = query;
    const less = parts
      .map(({ without: { page: _page, ...q } }) => q)
      .concat(['words', 'party', 'area', 'year'].map((k) => (k in bare ? { [k]: bare[k as keyof typeof bare] } : {})));
    const distinct = new Map(less.map((q) => [JSON.stringify(q), q]));
    const found = [...distinct.values()].filter(finds).slice(0, MOST_TRIES);
    if (found.length > 0) return found;
    const most = (table: ReadonlyMap<EntityId, readonly Filed[]>, not: readonly EntityId[]): string[] =>
      [...table]
        .filter(([id]) => !not.includes(id))
        .sort((a, b) => b[1].length - a[1].length)
        .slice(0, 1)
        .map(([id]) => nameOf(id, wording, 'short'));
    const home = lexicon.language.contextual as readonly EntityId[];
    return [
      ...most(withParty, home).map((party) => ({ party })),
      ...most(inArea, []).map((area) => ({ area })),
      ...filed.slice(0, 1).flatMap((f) => (f.profile.date ? [{ year: Number(f.profile.date.from.slice(0, 4)) }] : [])),
    ];
  }
}

/** The words that ask for something of an agreement. */
const cuesOf = ({ wording: { knowledge, language } }: Engine): string[] =>
  [...knowledge.roles.values()].flatMap((role) =>
    role.of !== 'any' && role.of.includes('agreement')
      ? (role.cues[language.id] ?? []).flatMap((cue) => cue.toLowerCase().split(/[^\p{L}]+/u))
      : [],
  );

interface Ranked {
  readonly filed: Filed;
  readonly all: boolean;
  readonly weight: number;
  readonly score: number;
  readonly why: readonly string[];
}

/** Every agreement with how much of the query it meets; the best first, the newest first among equals. */
function rank(filed: readonly Filed[], parts: readonly Part[]): Ranked[] {
  return filed
    .map((f): Ranked => {
      const met = parts.flatMap((p) => {
        const m = p.met.get(f);
        return m ? [{ ...m, weight: p.weight, rarity: p.rarity }] : [];
      });
      const telling = met.filter((m) => m.weight > 0);
      return {
        filed: f,
        all: met.length === parts.length,
        weight: met.reduce((sum, m) => sum + m.weight, 0),
        score: met.reduce((sum, m) => sum + m.rarity * m.strength, 0),
        // A word that most agreements have is no reason, unless there is no other.
        why: [...new Set((telling.length > 0 ? telling : met).map((m) => m.shown))],
      };
    })
    .sort((a, b) => b.weight - a.weight || b.score - a.score);
}

/** Each word that says something is a part of its own; a word that most agreements have says little. */
function wordParts(query: LookupQuery, words: WordSearch<Filed>, speech: LookupSpeech, all: number): Part[] {
  const typed = [...new Set(speech.cut(query.words ?? ''))].slice(0, MOST_WORDS);
  const { words: _, ...others } = query;
  return typed
    .filter((word) => !speech.isFree(word))
    .map((word) => {
      const found = words.find(word);
      const rest = typed.filter((w) => w !== word).join(' ');
      const rarity = Math.log(1 + all / Math.max(1, found.size));
      return {
        met: new Map([...found].map(([f, p]) => [f, { shown: p.shown || p.word, strength: p.strength }])),
        weight: found.size * 2 > all ? 0 : rarity,
        rarity,
        without: { ...(rest ? { words: rest } : {}), ...others },
      };
    });
}

function inWords(typed: string, words: WordSearch<Filed>, speech: LookupSpeech): Part['met'] {
  const asked = speech.cut(typed).filter((w) => !speech.isFree(w));
  const found = asked.map((w) => words.find(w));
  const [first] = found;
  if (!first) return new Map();
  return new Map(
    [...first]
      .filter(([f]) => found.every((m) => m.has(f)))
      .map(([f, p]) => [f, { shown: p.shown || p.word, strength: 1 }]),
  );
}

function yearParts(query: LookupQuery, filed: readonly Filed[]): Part[] {
  const { year, ...without } = query;
  if (!year) return [];
  const wanted = String(year);
  const isIn = ({ profile }: Filed): boolean =>
    profile.dates.some((d) => !d.yearless && d.from.slice(0, 4) <= wanted && wanted <= d.to.slice(0, 4));
  const met = new Map(filed.filter(isIn).map((f) => [f, { shown: wanted, strength: 1 }]));
  return [{ met, weight: FILTER_WEIGHT, rarity: 1, without }];
}

/** The entities that a typed name may mean: those that have all its words in their names. */
function meant(typed: string, names: WordSearch<EntityId>, speech: LookupSpeech): EntityId[] {
  const all = speech.cut(typed);
  const telling = all.filter((w) => !speech.isFree(w));
  const found = (telling.length > 0 ? telling : all).map((w) => names.find(w));
  const [first] = found;
  if (!first) return [];
  return [...first.keys()]
    .filter((id) => found.every((m) => m.has(id)))
    .sort((a, b) => strengthOf(b, found) - strengthOf(a, found));
}

const strengthOf = (id: EntityId, found: readonly ReadonlyMap<EntityId, { strength: number }>[]): number =>
  found.reduce((sum, m) => sum + (m.get(id)?.strength ?? 0), 0);

/** `Guangdong and Macao` → Guangdong, Macao. */
function splitAt(typed: string, conjunctions: readonly string[]): string[] {
  const joints = conjunctions.filter((c) => /^\p{L}+$/u.test(c)).join('|') || '$^';
  return typed
    .split(new RegExp(`\\s+(?:${joints})\\s+|\\s*[,&+]\\s*`, 'iu'))
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '');
}

function note(table: Map<EntityId, Filed[]>, id: EntityId, f: Filed): void {
  const at = table.get(id);
  if (!at) table.set(id, [f]);
  else if (!at.includes(f)) at.push(f);
}

const factsOf = (entity: Entity | undefined, role: string): Fact[] =>
  entity?.facts.filter((f) => f.role === role && f.state !== 'unsaid') ?? [];
const idsOf = (facts: readonly Fact[]): EntityId[] =>
  facts.flatMap((f) => f.values.flatMap((v) => (v.type === 'entity' ? [v.id] : [])));

/** Its parties, and the side whose meeting it was signed at. */
function partiesOf({ entity, identity }: Profile): EntityId[] {
  const named = [...identity].filter((id) => id.startsWith('place/'));
  return [...new Set([...idsOf(factsOf(entity, 'parties')), ...named])];
}

/** Its areas, and those of the agreements that it covers. */
function areasOf(entity: Entity, wording: Wording): EntityId[] {
  const covered = idsOf(factsOf(entity, 'covers')).map((id) => wording.knowledge.entities.get(id));
  return [...new Set([entity, ...covered].flatMap((e) => idsOf(factsOf(e, 'area'))))];
}

function namesOf(id: EntityId, wording: Wording): string[] {
  const entity = wording.knowledge.entities.get(id);
  if (!entity) return [];
  return [...Object.values(entity.name), ...Object.values(entity.short), ...Object.values(entity.aliases).flat()];
}

/** Files all that an agreement may be looked for by; in sentences and titles the word that was found is told. */
function fileWords(f: Filed, words: WordSearch<Filed>, wording: Wording): void {
  const { entity, identity, classes } = f.profile;
  const file = (texts: readonly string[], weight: number, shown?: string): void => {
    for (const text of texts) if (text !== '') words.add(f, text, weight, shown);
  };
  const named = (ids: Iterable<EntityId>, weight: number): void => {
    for (const id of ids) if (id !== entity.id) file(namesOf(id, wording), weight, nameOf(id, wording, 'short'));
  };
  file([localised(entity.name, wording), localised(entity.short, wording)], WEIGHT.title, '');
  file(Object.values(entity.aliases).flat(), WEIGHT.alias);
  named(areasOf(entity, wording), WEIGHT.area);
  named(partiesOf(f.profile), WEIGHT.party);
  named(identity, WEIGHT.meeting);
  named(
    placesOf(entity, wording).flatMap((fact) => idsOf([fact])),
    WEIGHT.meeting,
  );
  file([f.row.date], WEIGHT.rest);
  for (const fact of entity.facts) {
    if (fact.state === 'unsaid') continue;
    file([localised(fact.gist, wording)], WEIGHT.rest, '');
    named(fact.about, WEIGHT.rest);
  }
  // "agreement", "MoU", "deal": what it is, by all the words for that.
  for (const c of classes) file(wording.knowledge.classes.get(c)?.words[wording.language.id] ?? [], WEIGHT.rest, '');
}

/** The facts that tell at which meeting it was signed, and the meeting. */
function meetingOf(entity: Entity): { readonly facts: readonly Fact[]; readonly meeting: EntityId | undefined } {
  const facts = factsOf(entity, 'meeting');
  const [meeting] = idsOf(facts);
  if (meeting) return { facts, meeting };
  const signed = factsOf(entity, 'signed').filter((f) => f.about.some((id) => id.startsWith('meeting/')));
  return { facts: signed, meeting: signed.flatMap((f) => f.about).find((id) => id.startsWith('meeting/')) };
}

/** Where it was signed: what is signed at a meeting is signed where the meeting is held. */
function placesOf(entity: Entity, wording: Wording): readonly Fact[] {
  const own = factsOf(entity, 'place');
  const { meeting } = meetingOf(entity);
  return own.length > 0 || !meeting ? own : factsOf(wording.knowledge.entities.get(meeting), 'place');
}

function rowOf({ entity, date }: Profile, wording: Wording): AgreementRow {
  const { meeting, facts: meetings } = meetingOf(entity);
  const places = placesOf(entity, wording);
  const told = [
    ...factsOf(entity, 'parties'),
    ...factsOf(entity, 'signed'),
    ...places,
    ...factsOf(entity, 'area'),
    ...meetings,
  ];
  const worked = [...new Set(told.flatMap((f) => f.inferred ?? []))];
  const inWordsOf = (facts: readonly Fact[]): string =>
    [
      ...new Set(
        facts.flatMap((f) =>
          f.values.flatMap((v) =>
            v.type === 'entity'
              ? [nameOf(v.id, wording, 'short')]
              : v.type === 'text'
                ? [localised(v.text, wording)]
                : [],
          ),
        ),
      ),
    ].join(', ');
  return {
    id: entity.id,
    title: localised(entity.name, wording),
    parties: inWordsOf(factsOf(entity, 'parties')),
    date: date ? dateInWords(date, wording) : '',
    place: inWordsOf(places),
    area: areasOf(entity, wording)
      .map((id) => nameOf(id, wording, 'short'))
      .join(', '),
    meeting: meeting ? nameOf(meeting, wording, 'short') : '',
    sources: sourcesOf(told.length > 0 ? told : entity.facts, wording),
    notes: worked.length > 0 ? [say(wording, 'worked-out', { reason: worked.join('; ') })] : [],
    why: [],
  };
}

const newestFirst = (a: Profile, b: Profile): number => {
  const [x, y] = [a.date?.from ?? '', b.date?.from ?? ''];
  return x < y ? 1 : x > y ? -1 : a.id < b.id ? -1 : 1;
};
