/**
 * All that can be asked, compiled once: each role of each subject, forwards and backwards, and each single detail,
 * with the words, names, dates and numbers that explain a question about it.
 */
import { type DateSpan, datesAgree, parseDate } from '../model/date.ts';
import type { Asks, Entity, Fact, Knowledge, Role, Value } from '../model/fact.ts';
import type { EntityId } from '../model/knowledge.ts';
import { isPunctuation } from '../text/tokens.ts';
import { type Annotated, annotate, maximalMentions } from './annotate.ts';
import { type Belonging, belongingBuilder } from './belonging.ts';
import { type Examples, examplesBuilder } from './examples.ts';
import type { Lexicon } from './lexicon.ts';
import type { Steps } from './steps.ts';
import { type Standing, standings, type Trace, traces } from './traces.ts';

/** One thing that can be asked: the answer is its facts' values, or their gists. */
export interface Askable {
  readonly id: number;
  readonly subject: EntityId;
  readonly role: Role;
  /** Seen from the value: the subject is a value of the facts, and the answer is their subjects. */
  readonly inverse: boolean;
  readonly facts: readonly Fact[];
  /** All that they say is that the documents leave it out. */
  readonly unsaid: boolean;
  /** Some of them are told in a sentence of their own. */
  readonly inSentences: boolean;
  readonly values: readonly Value[];
  readonly provides: ReadonlySet<Asks>;
  /** Answers that its sentence may hold without saying so. */
  readonly weak: ReadonlySet<Asks>;
  /** Answers the bare question word of this subject. */
  readonly plain: ReadonlySet<Asks>;
  /** Terms by the strongest field they stand in: 1 value, key or word; 0.8 gist; 0.7 role; 0.5 about. */
  readonly terms: ReadonlyMap<string, number>;
  /** Terms of the cues of its role. */
  readonly cues: ReadonlySet<string>;
  readonly entities: ReadonlySet<EntityId>;
  /** Entities that are its values (not merely spoken of). */
  readonly valueEntities: ReadonlySet<EntityId>;
  readonly dates: readonly DateSpan[];
  readonly numbers: ReadonlySet<number>;
  /** What it says how many there are of, by stem: "three interfaces". */
  readonly counts: ReadonlyMap<string, ReadonlySet<number>>;
  /** The places in an order that it speaks of: "the third aspect". */
  readonly ordinals: ReadonlySet<number>;
  readonly documents: ReadonlySet<string>;
  /** The days of those documents. */
  readonly documentDates: readonly DateSpan[];
}

/** What is known of a subject, as far as questions name it by that. */
export interface Profile {
  readonly id: EntityId;
  readonly entity: Entity;
  readonly names: ReadonlySet<string>;
  readonly classes: ReadonlySet<string>;
  /** Itself, and what it is named by: its mechanism, the mechanism's partner. */
  readonly identity: ReadonlySet<EntityId>;
  readonly ordinal: number | undefined;
  /** The first date of a role that identifies. */
  readonly date: DateSpan | undefined;
  readonly dates: readonly DateSpan[];
  /** Related entities, by role (`chair`, or `~chair` seen from the value). */
  readonly related: ReadonlyMap<EntityId, ReadonlySet<string>>;
  /** Terms of the cues of its roles. */
  readonly cues: ReadonlyMap<string, ReadonlySet<string>>;
  /** Roles that give it dates. */
  readonly datedBy: ReadonlySet<string>;
  readonly numbers: ReadonlyMap<number, ReadonlySet<string>>;
  /** It takes place somewhere: "in X" is a claim about that. */
  readonly hasPlace: boolean;
  /** Whether a place is of the grain of its own place, so that another one is a false claim. */
  readonly placeRuled: (place: EntityId) => boolean;
  readonly askables: Askable[];
}

export interface Catalogue {
  readonly examples: Examples;
  readonly belonging: Belonging;
  /** The askables that tell a fact. */
  readonly telling: ReadonlyMap<string, readonly Askable[]>;
  readonly askables: readonly Askable[];
  readonly profiles: ReadonlyMap<EntityId, Profile>;
  /** Term, `@entity` or `#number` → askables in which it stands, in the fact or in the subject. */
  readonly postings: ReadonlyMap<string, readonly number[]>;
  readonly subjects: ReadonlyMap<string, readonly EntityId[]>;
  /** The askables of a subject. */
  readonly about: (id: EntityId) => Int32Array;
  /** The askables in which a key of `postings` or `subjects` stands, or whose subject has it. */
  readonly reach: (key: string) => Int32Array;
  /** How each askable has a term; none where it stands nowhere. */
  readonly trace: (term: string) => Trace | undefined;
  /** By what the name (`@entity`) or noun (`:class`) of a key holds for each askable. */
  readonly standing: (key: string) => Standing;
  /** By askable, whether it answers this bare question word of its subject. */
  readonly plainly: (asks: Asks) => Uint8Array;
  /** By askable, whether its subject is of a class. */
  readonly ofClass: (noun: string) => Uint8Array;
  /** How telling a term is: the logarithm of all askables over those that have it. */
  readonly weight: (term: string) => number;
  /** How telling it is that a thing is named: the same, over the askables that are about it or speak of it. */
  readonly weightOf: (id: EntityId) => number;
  /** All classes of a class: itself and those under it. */
  readonly classesUnder: (id: string) => ReadonlySet<string>;
  /** Numbers of structured roles, over which sums and superlatives go. */
  readonly numeric: readonly Askable[];
  /** Terms of each official name. */
  readonly titles: ReadonlyMap<EntityId, readonly string[]>;
  /** The documents of a day on which nothing else is known to have happened. */
  readonly documentsOf: (day: DateSpan) => string[];
  /** Whether something is known to have been on a day, or to be. */
  readonly hasDay: (day: DateSpan) => boolean;
  /** The document that reports what somebody says, of that person or post; none for those who merely speak in one. */
  readonly documentsBy: (speaker: EntityId) => string[];
  /** The documents of a kind (press release); none for the word "document" itself. */
  readonly documentsUnder: (noun: string) => string[];
  readonly kindOf: (noun: string) => string;
  readonly isEveryday: (noun: string) => boolean;
  /** Whether a term is among the words by which a role is asked for. */
  readonly isCueOf: (role: string, term: string) => boolean;
  /** A place and all that contain it. */
  readonly within: (place: EntityId) => ReadonlySet<EntityId>;
}

/** Of what grain a place is, by its class: two of one grain do not lie in each other. */
const GRAINS: Readonly<Record<string, readonly string[]>> = {
  province: ['province'],
  'autonomous-region': ['province'],
  municipality: ['province', 'city'],
  sar: ['province', 'city'],
  city: ['city'],
  district: ['district'],
};
/** Strength of a word with which several people ask for a fact. */
const ASKED = 0.75;
/** Who speaks in this part of a document's facts is its speaker. */
const MOSTLY = 0.25;

const add = (terms: Map<string, number>, term: string, strength: number): void => {
  if ((terms.get(term) ?? 0) < strength) terms.set(term, strength);
};

/** So many words behind a number may stand before what it counts: "five medical institutions". */
const COUNTED = 3;
/** The stems of what a number may count, from the token behind it. */
export function countedBehind(tokens: Annotated['tokens'], from: number): string[] {
  const behind = tokens.slice(from, from + COUNTED);
  const end = behind.findIndex(({ text, free }) => free || isPunctuation(text) || /\d/.test(text));
  return behind.slice(0, end < 0 ? COUNTED : end).map((t) => t.stem);
}

/** What the example questions tell, each read once. */
function* compileAsked(knowledge: Knowledge, lexicon: Lexicon): Steps<Pick<Catalogue, 'examples' | 'belonging'>> {
  const examples = examplesBuilder();
  const belonging = belongingBuilder();
  for (const fact of knowledge.facts.values()) {
    yield;
    for (const text of fact.asked[lexicon.language.id] ?? []) {
      const question = annotate(text, lexicon, false);
      examples.add(fact, question);
      belonging.add(true, question);
    }
  }
  for (const text of lexicon.language.elsewhere) {
    yield;
    belonging.add(false, annotate(text, lexicon, false));
  }
  yield;
  return { examples: examples.build(), belonging: yield* belonging.build() };
}

export function* compileCatalogue(knowledge: Knowledge, lexicon: Lexicon): Steps<Catalogue> {
  const lang = lexicon.language.id;
  const { examples, belonging } = yield* compileAsked(knowledge, lexicon);
  // The same few words stand in many facts.
  const annotated = new Map<string, Annotated>();
  const read = (text: string): Annotated => {
    const found = annotated.get(text) ?? annotate(text, lexicon, false);
    annotated.set(text, found);
    return found;
  };
  const termsOf = (text: string): string[] => read(text).tokens.flatMap((t) => t.terms);
  const namesOf = (entity: Entity): string[] => [
    ...Object.values(entity.name),
    ...Object.values(entity.short),
    ...Object.values(entity.aliases).flat(),
  ];
  const nameTerms = new Map<EntityId, readonly string[]>();
  for (const e of knowledge.entities.values()) {
    yield;
    nameTerms.set(e.id, [...new Set(namesOf(e).flatMap(termsOf))]);
  }
  const shortTerms = new Map<EntityId, readonly string[]>();
  yield;
  for (const e of knowledge.entities.values())
    shortTerms.set(e.id, [...new Set([e.name[lang] ?? '', e.short[lang] ?? ''].flatMap(termsOf))]);
  const cueTerms = new Map<string, readonly string[]>();
  for (const role of knowledge.roles.values()) {
    cueTerms.set(role.id, [...new Set((role.cues[lang] ?? []).flatMap(termsOf))]);
    cueTerms.set(`~${role.id}`, [...new Set((role.inverse?.cues[lang] ?? []).flatMap(termsOf))]);
  }

  const containers = new Map<EntityId, ReadonlySet<EntityId>>();
  const within = (place: EntityId): ReadonlySet<EntityId> => {
    const known = containers.get(place);
    if (known) return known;
    const found = new Set<EntityId>([place]);
    containers.set(place, found);
    for (const fact of knowledge.entities.get(place)?.facts ?? [])
      if (fact.role === 'part-of')
        for (const v of fact.values) if (v.type === 'entity') for (const outer of within(v.id)) found.add(outer);
    return found;
  };
  const descendants = new Map<string, Set<string>>();
  for (const noun of knowledge.classes.values()) {
    const seen = new Set<string>();
    for (
      let at: string | undefined = noun.id;
      at !== undefined && !seen.has(at);
      at = knowledge.classes.get(at)?.under
    ) {
      seen.add(at);
      const set = descendants.get(at) ?? new Set();
      set.add(noun.id);
      descendants.set(at, set);
    }
  }
  const classesUnder = (id: string): ReadonlySet<string> => descendants.get(id) ?? new Set([id]);

  // Facts by value, for the inverse of their roles.
  const byValue = new Map<EntityId, Map<string, Fact[]>>();
  const note = (id: EntityId, role: string, fact: Fact): void => {
    const roles = byValue.get(id) ?? new Map<string, Fact[]>();
    const facts = roles.get(role) ?? [];
    if (!facts.includes(fact)) facts.push(fact);
    roles.set(role, facts);
    byValue.set(id, roles);
  };
  for (const fact of knowledge.facts.values()) {
    for (const v of fact.values) if (v.type === 'entity') note(v.id, fact.role, fact);
    for (const v of fact.with.post ?? []) if (v.type === 'entity') note(v.id, fact.role, fact);
  }

  const askables: Askable[] = [];
  const profiles = new Map<EntityId, Profile>();
  for (const entity of knowledge.entities.values()) {
    yield;
    const own: Askable[] = [];
    const grouped = new Map<string, Fact[]>();
    for (const fact of entity.facts) {
      const role = knowledge.roles.get(fact.role)!;
      const alone = role.of === 'any' || (fact.gist !== undefined && !role.single && role.wording[lang] === undefined);
      if (alone || (fact.gist !== undefined && role.answers[0] !== 'who'))
        own.push(createAskable(role, false, entity.id, [fact]));
      else grouped.set(role.id, [...(grouped.get(role.id) ?? []), fact]);
    }
    for (const [role, facts] of grouped) own.push(createAskable(knowledge.roles.get(role)!, false, entity.id, facts));
    for (const [role, facts] of byValue.get(entity.id) ?? []) {
      const definition = knowledge.roles.get(role)!;
      if (definition.inverse) own.push(createAskable(definition, true, entity.id, facts));
    }
    profiles.set(entity.id, createProfile(entity, own));
  }

  function createAskable(role: Role, inverse: boolean, subject: EntityId, facts: readonly Fact[]): Askable {
    const terms = new Map<string, number>();
    const entities = new Set<EntityId>();
    const valueEntities = new Set<EntityId>();
    const dates: DateSpan[] = [];
    const numbers = new Set<number>();
    const counts = new Map<string, Set<number>>();
    const ordinals = new Set<number>();
    const provides = new Set<Asks>(inverse ? role.inverse!.answers : role.of === 'any' ? ['what'] : role.answers);
    const text = (t: string, strength: number): void => {
      const { tokens, mentions } = read(t);
      for (const token of tokens) for (const term of token.terms) add(terms, term, strength);
      for (const m of maximalMentions(mentions)) {
        if (m.sense.type === 'date') dates.push(m.sense.date);
        if (m.sense.type === 'number') numbers.add(m.sense.number);
        // "For the first time" is no place in an order.
        if (m.sense.type === 'ordinal' && m.sense.number > 1 && strength === 1) ordinals.add(m.sense.number);
        if (m.sense.type === 'entity' && strength >= 0.8) entities.add(m.sense.id);
      }
      for (const { sense, to } of mentions)
        if (sense.type === 'number')
          for (const stem of countedBehind(tokens, to))
            counts.set(stem, new Set([...(counts.get(stem) ?? []), sense.number]));
    };
    const named = (id: EntityId, strength: number, value: boolean): void => {
      entities.add(id);
      if (value) valueEntities.add(id);
      // By its names only; aliases are found as mentions.
      for (const term of shortTerms.get(id) ?? []) add(terms, term, strength);
    };
    // "Who is the Secretary": the bureau of a post is not who holds it.
    const isNobody = subject.startsWith('post/') && !inverse && !role.answers.includes('who');
    const kindAsks = (id: EntityId): void => {
      const kind = id.split('/')[0];
      if (isNobody) return;
      if (kind === 'person' || kind === 'post' || kind === 'organisation') provides.add('who');
      if (kind === 'place') {
        provides.add('where');
        provides.add('who');
      }
    };
    const weak = new Set<Asks>();
    const weakly = (id: EntityId): void => {
      const kind = id.split('/')[0];
      if (isNobody) return;
      if ((kind === 'person' || kind === 'post' || kind === 'organisation') && !provides.has('who')) weak.add('who');
      if (kind === 'place' && !provides.has('where')) weak.add('where');
    };
    const values: Value[] = [];
    for (const term of cueTerms.get(inverse ? `~${role.id}` : role.id) ?? []) add(terms, term, 0.9);
    for (const fact of facts) {
      if (inverse) {
        values.push({ type: 'entity', id: fact.subject });
        named(fact.subject, 1, true);
        kindAsks(fact.subject);
        const nouns = knowledge.entities.get(fact.subject);
        for (const c of [nouns?.kind ?? '', ...(nouns?.is ?? [])])
          for (const w of knowledge.classes.get(c)?.words[lang] ?? [])
            for (const term of termsOf(w)) add(terms, term, 0.6);
      } else
        for (const value of fact.values) {
          values.push(value);
          if (value.type === 'entity') {
            named(value.id, 1, true);
            kindAsks(value.id);
          } else if (value.type === 'text') text(value.text[lang] ?? '', 1);
          else if (value.type === 'date') {
            dates.push(value.date);
            provides.add('when');
          } else {
            numbers.add(value.number);
            provides.add('number');
            if (value.unit) text(value.unit[lang] ?? '', 1);
          }
        }
      for (const v of Object.values(fact.with).flat()) {
        if (v.type === 'entity') {
          named(v.id, 0.9, false);
          if (!inverse) kindAsks(v.id);
        } else if (v.type === 'text') text(v.text[lang] ?? '', 0.9);
        else if (v.type === 'date') dates.push(v.date);
      }
      if (inverse) continue;
      for (const key of fact.keys) text(key, 1);
      for (const word of fact.words[lang] ?? []) text(word, 1);
      for (const stem of examples.words.get(fact.id) ?? []) add(terms, stem, ASKED);
      text(fact.gist?.[lang] ?? '', 0.8);
      for (const id of fact.about) entities.add(id);
      for (const id of fact.by) {
        named(id, 0.9, true);
        kindAsks(id);
      }
      for (const asks of fact.tells) provides.add(asks);
      if (fact.gist) {
        if (dates.length > 0) provides.add('when');
        if (numbers.size > 0) provides.add('number');
        // Spoken of in the sentence: it may be who or where, but is not marked as the answer.
        for (const id of entities) weakly(id);
        for (const asks of ['who', 'where'] as const)
          if (!provides.has(asks) && !(isNobody && asks === 'who')) weak.add(asks);
        provides.add('what');
        provides.add('how');
      }
    }
    const kind = subject.split('/')[0]!;
    const isPlain = (inverse ? role.inverse!.plain : role.plain).some((k) => k === kind);
    const askable: Askable = {
      id: askables.length,
      subject,
      role,
      inverse,
      facts,
      unsaid: facts.every((f) => f.state === 'unsaid'),
      inSentences: facts.some((f) => f.gist),
      values,
      provides,
      weak,
      plain: new Set(isPlain ? (inverse ? role.inverse!.answers : role.answers) : []),
      terms,
      cues: new Set(cueTerms.get(inverse ? `~${role.id}` : role.id)),
      entities,
      valueEntities,
      dates,
      numbers,
      counts,
      ordinals,
      documents: new Set(facts.flatMap((f) => f.from.map((c) => c.document))),
      documentDates: [...new Set(facts.flatMap((f) => f.from.map((c) => c.document)))].flatMap(
        (d) => parseDate(knowledge.documents.get(d)?.date ?? '') ?? [],
      ),
    };
    askables.push(askable);
    return askable;
  }

  function createProfile(entity: Entity, own: Askable[]): Profile {
    const names = new Set<string>(nameTerms.get(entity.id));
    const classes = new Set<string>();
    for (const c of [entity.kind, ...entity.is])
      for (let at: string | undefined = c; at !== undefined && !classes.has(at); at = knowledge.classes.get(at)?.under)
        classes.add(at);
    for (const c of classes)
      for (const w of knowledge.classes.get(c)?.words[lang] ?? []) for (const t of termsOf(w)) names.add(t);
    const identity = new Set<EntityId>([entity.id]);
    const related = new Map<EntityId, Set<string>>();
    const relate = (id: EntityId, role: string): void => {
      const roles = related.get(id) ?? new Set();
      roles.add(role);
      related.set(id, roles);
    };
    let ordinal: number | undefined;
    let date: DateSpan | undefined;
    const dates: DateSpan[] = [];
    const datedBy = new Set<string>();
    const numbers = new Map<number, Set<string>>();
    const cues = new Map<string, ReadonlySet<string>>();
    const identify = (id: EntityId, depth: number): void => {
      if (identity.has(id) || depth > 2) return;
      identity.add(id);
      for (const fact of knowledge.entities.get(id)?.facts ?? [])
        if (fact.role === 'partner' || fact.role === 'mechanism')
          for (const v of fact.values) if (v.type === 'entity') identify(v.id, depth + 1);
    };
    for (const fact of entity.facts) {
      const role = knowledge.roles.get(fact.role)!;
      cues.set(role.id, new Set(cueTerms.get(role.id)));
      for (const v of [...fact.values, ...Object.values(fact.with).flat()]) {
        if (v.type === 'entity') {
          relate(v.id, fact.role);
          if (role.id === 'place') for (const outer of within(v.id)) relate(outer, fact.role);
          if (role.identifies && role.id !== 'place') identify(v.id, 0);
        } else if (v.type === 'number') {
          if (role.id === 'ordinal') ordinal = v.number;
          numbers.set(v.number, new Set([...(numbers.get(v.number) ?? []), role.id]));
        } else if (v.type === 'date') {
          dates.push(v.date);
          datedBy.add(role.id);
          if (role.identifies) date ??= v.date;
        }
      }
      for (const id of [...fact.about, ...fact.by]) relate(id, fact.role);
    }
    for (const [role, facts] of byValue.get(entity.id) ?? [])
      for (const fact of facts) {
        relate(fact.subject, `~${role}`);
        cues.set(`~${role}`, new Set(cueTerms.get(`~${role}`)));
      }
    // What is signed at a meeting is signed on its date, at its place.
    for (const id of [...identity])
      if (id !== entity.id && id.startsWith('meeting/'))
        for (const fact of knowledge.entities.get(id)?.facts ?? [])
          for (const v of fact.values) {
            if (fact.role === 'place' && v.type === 'entity') for (const outer of within(v.id)) relate(outer, 'place');
            if (fact.role === 'held' && v.type === 'date') {
              dates.push(v.date);
              datedBy.add('signed');
            }
          }
    for (const a of own) if (!a.inverse) for (const id of a.entities) relate(id, a.role.id);
    date ??= dates[0];
    const placed = [...related].filter(([, roles]) => roles.has('place')).map(([id]) => id);
    // Guiyang, not also the province and the country around it.
    const ownPlaces = placed.filter((id) => !placed.some((o) => o !== id && within(o).has(id)));
    const grains = (id: EntityId): string[] =>
      (knowledge.entities.get(id)?.is ?? []).flatMap((noun) => GRAINS[noun] ?? []);
    // Of another grain it may lie in it, or hold it, though no document says so.
    const placeRuled = (place: EntityId): boolean =>
      place.startsWith('place/') &&
      !ownPlaces.some((own) => within(own).has(place) || within(place).has(own)) &&
      ownPlaces.some((own) => [...within(own)].some((id) => grains(id).some((g) => grains(place).includes(g))));
    return {
      id: entity.id,
      entity,
      names,
      classes,
      identity,
      ordinal,
      date,
      dates,
      related,
      cues,
      datedBy,
      numbers,
      hasPlace: ownPlaces.length > 0,
      placeRuled,
      askables: own,
    };
  }

  // A meeting is also dated, placed and named for what is signed there: an agreement takes its meeting's date and place.
  const postings = new Map<string, number[]>();
  const subjects = new Map<string, Set<EntityId>>();
  const post = (term: string, id: number): void => {
    const at = postings.get(term);
    if (!at) postings.set(term, [id]);
    else if (at[at.length - 1] !== id) at.push(id);
  };
  for (const askable of askables) {
    for (const term of askable.terms.keys()) post(term, askable.id);
    for (const id of askable.entities) post(`@${id}`, askable.id);
    for (const n of askable.numbers) post(`#${n}`, askable.id);
    for (const n of askable.ordinals) post(`^${n}`, askable.id);
  }
  for (const profile of profiles.values()) {
    const subject = (key: string): void => {
      const at = subjects.get(key) ?? new Set();
      at.add(profile.id);
      subjects.set(key, at);
    };
    for (const term of profile.names) subject(term);
    for (const id of [...profile.identity, ...profile.related.keys()]) subject(`@${id}`);
    for (const c of profile.classes) subject(`:${c}`);
    if (profile.ordinal !== undefined) subject(`^${profile.ordinal}`);
  }
  const eventDates = [...profiles.values()].flatMap((p) => (p.date && p.entity.kind !== 'document' ? [p.date] : []));
  const documentsOf = (day: DateSpan): string[] =>
    eventDates.some((d) => d.grain === 'day' && !d.yearless && datesAgree(day, d))
      ? []
      : [...knowledge.documents.values()].flatMap((d) => {
          const date = parseDate(d.date ?? '');
          return date && datesAgree(day, date) ? [d.id] : [];
        });
  const saidBy = new Map<EntityId, Map<string, number>>();
  const told = new Map<string, number>();
  for (const fact of knowledge.facts.values()) {
    const document = fact.from[0]?.document ?? '';
    told.set(document, (told.get(document) ?? 0) + 1);
    for (const id of fact.by) {
      const counts = saidBy.get(id) ?? new Map<string, number>();
      counts.set(document, (counts.get(document) ?? 0) + 1);
      saidBy.set(id, counts);
    }
  }
  const documentsBy = (speaker: EntityId): string[] =>
    [...(saidBy.get(speaker) ?? [])].flatMap(([d, n]) => (n >= (told.get(d) ?? 0) * MOSTLY ? [d] : []));
  const documentsUnder = (noun: string): string[] =>
    knowledge.classes.get(noun)?.kind === 'document' && knowledge.classes.get(noun)?.under !== undefined
      ? [...profiles.values()].flatMap((p) =>
          p.entity.kind === 'document' && p.classes.has(noun) ? [p.id.slice('document/'.length)] : [],
        )
      : [];
  const total = askables.length;
  const known = new Map<string, number>();
  const weight = (term: string): number => {
    let w = known.get(term);
    if (w === undefined) {
      const direct = postings.get(term)?.length ?? 0;
      let through = 0;
      for (const id of subjects.get(term) ?? []) through += profiles.get(id)!.askables.length;
      const count = Math.max(direct, Math.min(through, total));
      w = Math.log((total + 1) / (count + 1)) + 0.1;
      known.set(term, w);
    }
    return w;
  };
  for (const term of new Set([...postings.keys(), ...subjects.keys()])) weight(term);
  const weightOf = (id: EntityId): number => {
    const about = new Set([...(postings.get(`@${id}`) ?? []), ...(profiles.get(id)?.askables ?? []).map((a) => a.id)]);
    return Math.log((total + 1) / (about.size + 1)) + 0.1;
  };
  const named = new Map([...profiles.keys()].map((id) => [id, weightOf(id)]));
  const about = new Map([...profiles].map(([id, p]) => [id, Int32Array.from(p.askables, (a) => a.id)]));
  const NONE = new Int32Array(0);
  // Worked out when first asked for: most keys never are.
  const reached = new Map<string, Int32Array>();
  const reach = (key: string): Int32Array => {
    const direct = postings.get(key);
    const through = subjects.get(key);
    if (!direct && !through) return NONE;
    let found = reached.get(key);
    if (!found) {
      const ids = new Set<number>();
      for (const id of through ?? []) for (const a of about.get(id)!) ids.add(a);
      for (const id of direct ?? []) ids.add(id);
      found = Int32Array.from(ids);
      reached.set(key, found);
    }
    return found;
  };
  const marked = (is: (askable: Askable, key: string) => boolean): ((key: string) => Uint8Array) => {
    const marks = new Map<string, Uint8Array>();
    return (key) => {
      const found = marks.get(key) ?? Uint8Array.from(askables, (a) => Number(is(a, key)));
      marks.set(key, found);
      return found;
    };
  };
  const telling = new Map<string, Askable[]>();
  for (const a of askables) for (const f of a.facts) telling.set(f.id, [...(telling.get(f.id) ?? []), a]);
  const subjectsOf = new Map([...subjects].map(([k, v]) => [k, [...v]]));
  const aboutOf = (id: EntityId): Int32Array => about.get(id) ?? NONE;
  return {
    examples,
    belonging,
    telling,
    askables,
    profiles,
    postings,
    subjects: subjectsOf,
    about: aboutOf,
    reach,
    trace: traces({ askables, postings, subjects: subjectsOf, about: aboutOf }),
    standing: standings({ askables, profiles, reach }),
    plainly: marked((a, asks) => a.plain.has(asks as Asks)),
    ofClass: marked((a, noun) => profiles.get(a.subject)!.classes.has(noun)),
    weight,
    weightOf: (id) => named.get(id) ?? 0,
    classesUnder,
    numeric: askables.filter(
      (a) =>
        !a.inverse &&
        a.role.of !== 'any' &&
        a.role.answers[0] === 'number' &&
        a.values.some((v) => v.type === 'number'),
    ),
    titles: new Map(
      [...knowledge.entities.values()].map((e) => [
        e.id,
        read(e.name[lang] ?? '')
          .tokens.filter((t) => !t.free)
          .map((t) => t.stem),
      ]),
    ),
    documentsOf,
    hasDay: (day) => askables.some((a) => a.dates.some((d) => d.grain === 'day' && datesAgree(day, d))),
    documentsBy,
    documentsUnder,
    isEveryday: (noun) => knowledge.classes.get(noun)?.everyday ?? true,
    isCueOf: (role, term) => cueTerms.get(role)?.includes(term) === true,
    kindOf: (noun) => knowledge.classes.get(noun)?.kind ?? '',
    within,
  };
}
