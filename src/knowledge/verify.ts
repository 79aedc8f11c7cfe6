/**
 * Holds every fact to its source: what it claims has to stand in the place that it cites. Pure: the sections come as
 * evidence, read from the texts or from the record of them.
 */
import { type DateSpan, parseDate } from '../model/date.ts';
import type { Citation, Entity, Fact, Knowledge, Value } from '../model/fact.ts';
import type { EntityId } from '../model/knowledge.ts';
import { type Evidence, normalise, readWords } from './evidence.ts';

/** Document → place → what stands there. */
export type Sections = ReadonlyMap<string, ReadonlyMap<string, Evidence>>;

export interface Missing {
  readonly what:
    | 'key'
    | 'quotation'
    | 'number'
    | 'number in the keys'
    | 'number in the gist'
    | 'day'
    | 'year'
    | 'name'
    | 'name in the gist'
    | 'section';
  readonly wanted: string;
  /** Other places of the same documents where it stands. */
  readonly elsewhere: readonly string[];
}

export interface Finding {
  readonly fact: string;
  readonly writtenAt: Fact['writtenAt'];
  readonly cited: string;
  readonly missing: readonly Missing[];
}

export interface Exception extends Finding {
  readonly by: 'inferred' | 'unverified';
  readonly reason: string;
}

export interface Verification {
  readonly facts: number;
  readonly unverified: readonly Finding[];
  /** Facts that need the reason they declare, and only those. */
  readonly exceptions: readonly Exception[];
  /** Exceptions as a share of all facts. */
  readonly share: number;
  readonly passed: boolean;
}

/** So many facts at most may rest on a declared reason: with more, "every fact is printed" is no longer true. */
export const MOST_EXCEPTIONS = 0.05;

/**
 * Whether a reason may stand in for what is missing. A year worked out from the other dates, a sum, a name taken from
 * elsewhere are inferences; a number or name that only the gist has is one if the reason speaks of it. A key or a
 * quotation claims to be printed, and the day of "July 12" is printed also where its year is not.
 */
function mayBeInferred({ what, wanted }: Missing, reason: string): boolean {
  switch (what) {
    case 'year':
    case 'number':
    case 'name':
      return true;
    case 'number in the gist':
    case 'name in the gist':
      return ` ${normalise(reason)} `.includes(` ${wanted} `);
    case 'key':
    case 'quotation':
    case 'number in the keys':
    case 'day':
    case 'section':
      return false;
  }
}

const NUMBER_WORDS =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'.split(
    ' ',
  );
const ORDINAL_WORDS =
  'zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth'.split(
    ' ',
  );
const MONTHS = 'january february march april may june july august september october november december'.split(' ');
const SCALES: readonly (readonly [number, string])[] = [
  [1e9, 'billion'],
  [1e6, 'million'],
  [1e3, 'thousand'],
];
/** Capitals beside a name that say nothing about whose it is: "Mr Lee", "No. 3". */
const NOT_NAMES: ReadonlySet<string> = new Set([
  'mr',
  'mrs',
  'ms',
  'miss',
  'dr',
  'professor',
  'prof',
  'president',
  'no',
]);
/** What is left of "Guangdong Provincial Government" without these is the place it is the government of. */
const GOVERNMENT_WORDS: ReadonlySet<string> = new Set(['government', 'provincial', 'municipal', 'of', 'the']);
/** Roles whose text is given word for word. */
const VERBATIM: ReadonlySet<string> = new Set(['quote', 'theme', 'abbreviation', 'stands-for']);
/** Words in a gist that are numbers only by their look: "one side", "first", "second". */
const LEAST_NUMBER_WORD = 2;
const LEAST_ORDINAL_WORD = 3;

const ordinalEnd = (n: number): string => {
  const tail = n % 100;
  if (tail >= 11 && tail <= 13) return 'th';
  return ['th', 'st', 'nd', 'rd'][n % 10] ?? 'th';
};

/** The ways a number may be printed. */
export function numberForms(n: number): string[] {
  const forms = [String(n)];
  if (Number.isInteger(n) && n > 0) forms.push(`${n}${ordinalEnd(n)}`);
  const word = NUMBER_WORDS[n];
  const ordinal = ORDINAL_WORDS[n];
  if (word && ordinal) forms.push(word, ordinal);
  for (const [scale, name] of SCALES) if (n >= scale) forms.push(`${n / scale} ${name}`);
  return forms;
}

const list = (values: readonly string[]): string => values.join(' / ');

interface Wanted {
  readonly what: Missing['what'];
  readonly wanted: string;
  /** Any of these has to stand there. */
  readonly forms: readonly string[];
}

/** Whether a date's parts stand there; `undefined` if all do. A year that the text leaves to "this year" is missing. */
function missingOfDate(date: DateSpan, stands: (phrase: string) => boolean): Wanted | undefined {
  const any = (forms: readonly string[]): boolean => forms.some(stands);
  if (date.grain === 'span') {
    const ends = date.written.split('..').map((end) => parseDate(end));
    const [first, last] = ends;
    if (first?.grain === 'day' && last?.grain === 'day' && first.from.slice(0, 7) === last.from.slice(0, 7)) {
      const month = MONTHS[Number(first.from.slice(5, 7)) - 1];
      const [from, to, year] = [Number(first.from.slice(8)), Number(last.from.slice(8)), first.from.slice(0, 4)];
      const joins = ['to', 'and', ''];
      const printed = joins.flatMap((to_) => [`${month} ${from} ${to_} ${to}`, `${from} ${to_} ${to} ${month}`]);
      if (any(printed))
        return first.yearless || any(printed.map((p) => `${p} ${year}`))
          ? undefined
          : { what: 'year', wanted: year, forms: printed.map((p) => `${p} ${year}`) };
    }
    for (const end of ends) {
      const missing = end && missingOfDate(end, stands);
      if (missing) return missing;
    }
    return undefined;
  }
  const year = date.from.slice(0, 4);
  const month = MONTHS[Number(date.from.slice(5, 7)) - 1] ?? '';
  let days: string[];
  switch (date.grain) {
    case 'year':
      return any([year]) ? undefined : { what: 'year', wanted: year, forms: [year] };
    case 'school year': {
      const printed = [date.written, `${year}-${date.to.slice(0, 4)}`];
      return any(printed) ? undefined : { what: 'year', wanted: date.written, forms: printed };
    }
    case 'quarter':
      days = [`${ORDINAL_WORDS[Number(date.written.slice(-1))]} quarter`, date.written.slice(-2)];
      break;
    case 'month':
      days = [month];
      break;
    case 'day': {
      const day = Number(date.from.slice(8));
      days = [day, `${day}${ordinalEnd(day)}`].flatMap((d) => [`${d} ${month}`, `${month} ${d}`, `${d} of ${month}`]);
      break;
    }
  }
  if (!any(days)) return { what: 'day', wanted: days[0] ?? date.written, forms: days };
  if (date.yearless) return undefined;
  const whole = days.flatMap((d) => [`${d} ${year}`, `${d} of ${year}`]);
  if (any(whole)) return undefined;
  // "June and October of 2023" has its year at a distance; "April 11 this year" beside a "2025" does not have one.
  const left = days.some((d) => stands(`${d} this year`) || stands(`${d} last year`) || stands(`${d} of this year`));
  return !left && stands(year) ? undefined : { what: 'year', wanted: `${days[0]} ${year}`, forms: whole };
}

const namesOf = (entity: Entity): string[] =>
  [entity.name.en, entity.short.en, ...(entity.aliases.en ?? [])].filter((n): n is string => n !== undefined);
const withoutArticle = (name: string): string => name.replace(/^the /i, '');

class Names {
  private readonly known: Knowledge;
  /** Normalised name → the entities that have it. */
  private readonly owners = new Map<string, Set<EntityId>>();
  private readonly normal = new Map<EntityId, readonly string[]>();

  constructor(knowledge: Knowledge) {
    this.known = knowledge;
    for (const entity of knowledge.entities.values()) {
      const names = namesOf(entity).map((n) => normalise(withoutArticle(n)));
      this.normal.set(entity.id, [...new Set(names.filter((n) => n !== ''))]);
      for (const name of names) this.owners.set(name, (this.owners.get(name) ?? new Set()).add(entity.id));
    }
  }

  of(id: EntityId): readonly string[] {
    return this.normal.get(id) ?? [];
  }

  label(id: EntityId): string {
    return this.known.entities.get(id)?.name.en ?? id;
  }

  owner(name: string): ReadonlySet<EntityId> {
    return this.owners.get(name) ?? new Set();
  }
}

/** Shorter names have no plural: "CE" must not be found in "CEs", nor "PPR" for PPRS. */
const LEAST_PLURAL = 4;

/** "EHCVs" and "Organising Committees" are names of what is printed with or without the s. */
const forms = (name: string): string[] => {
  if (name.length < LEAST_PLURAL) return [name];
  return name.endsWith('s') ? [name, name.slice(0, -1)] : [name, `${name}s`];
};

interface Place {
  readonly stands: (phrase: string) => boolean;
}

/** Whether one of the entity's names stands in the place, or what the texts put for it. */
function entityStands(id: EntityId, knowledge: Knowledge, names: Names, place: Place): boolean {
  const named = (which: EntityId): boolean => names.of(which).some((name) => forms(name).some(place.stands));
  if (named(id)) return true;
  const entity = knowledge.entities.get(id);
  switch (entity?.kind) {
    case 'organisation': {
      // The texts put a place for its government: "the Mayor of Beijing", "the HKSAR delegation".
      const words = normalise(entity.name.en ?? '').split(' ');
      if (!words.includes('government')) return false;
      const of = words.filter((w) => !GOVERNMENT_WORDS.has(w)).join(' ');
      return [...names.owner(of)].some((owner) => owner.startsWith('place/') && named(owner));
    }
    case 'mechanism': {
      // Lists name mechanisms by the partner: "co-operation mechanisms with Beijing, Shanghai, …".
      if (!forms('mechanism').some(place.stands)) return false;
      const partners = entity.facts.filter((f) => f.role === 'partner').flatMap((f) => f.values);
      return partners.some((partner) => partner.type === 'entity' && named(partner.id));
    }
    case 'agreement':
      // "Three co-operation agreements" have no name. They stand where their own facts do, and those are checked too.
      return entity.facts.some((f) => f.keys.length > 0 && f.keys.every(place.stands));
    default:
      return false;
  }
}

/**
 * Runs of capitalised words in a gist: "Hong Kong", "Wang Weizhong". The first word of a sentence has its capital from
 * the sentence, and belongs to the name only if the run with it does.
 */
function properNames(gist: string): { words: string[]; opens: boolean }[] {
  const runs: { words: string[]; opens: boolean }[] = [];
  let run: { words: string[]; opens: boolean } | undefined;
  for (const word of readWords(gist)) {
    const joined = /^[\s/&-]*$/u.test(word.gap);
    // "Yat-sen", "Kwok-kwan": what hangs on a capital by a hyphen belongs to it.
    const hangs = run !== undefined && word.gap === '-';
    if (word.capital && run && joined && !word.opens) run.words.push(word.text);
    else if (word.capital) {
      run = { words: [word.text], opens: word.opens };
      runs.push(run);
    } else if (hangs && /^\p{L}/u.test(word.text)) run?.words.push(word.text);
    else run = undefined;
  }
  return runs;
}

/** Numbers as digits, or as words that are surely meant to count, each with what it looks like there. */
function numbersIn(text: string, among: 'figures' | 'all words' = 'figures'): { n: number; printed: string }[] {
  const found: { n: number; printed: string }[] = [];
  const words = readWords(text);
  words.forEach(({ text: printed }, i) => {
    const digits = /^(\d+(?:\.\d+)?)(?:st|nd|rd|th)?$/.exec(printed)?.[1];
    const scale = SCALES.find(([, name]) => name === words[i + 1]?.text)?.[0] ?? 1;
    if (digits !== undefined) found.push({ n: Number(digits) * scale, printed });
    const word = NUMBER_WORDS.indexOf(printed);
    if (word >= (among === 'all words' ? 1 : LEAST_NUMBER_WORD)) found.push({ n: word, printed });
    const ordinal = ORDINAL_WORDS.indexOf(printed);
    if (ordinal >= (among === 'all words' ? 1 : LEAST_ORDINAL_WORD)) found.push({ n: ordinal, printed });
  });
  return found;
}

/** All that is missing of one fact in the places that it cites. */
function missingOf(fact: Fact, knowledge: Knowledge, names: Names, place: Place): Wanted[] {
  const missing: Wanted[] = [];
  const need = (what: Missing['what'], wanted: string, any: readonly string[]): void => {
    if (!any.some(place.stands)) missing.push({ what, wanted, forms: any });
  };

  for (const key of fact.keys) need('key', key, [key]);
  // "three co-operation documents" as a key holds the number to the noun: a "five" further on does not bear out a 5.
  const counted = fact.keys.flatMap((key) => numbersIn(key, 'all words'));
  const claimed = fact.values.flatMap((v) => (v.type === 'number' ? [v.number] : []));
  if (counted.length > 0 && !fact.inferred)
    for (const n of claimed)
      if (!counted.some((c) => c.n === n)) missing.push({ what: 'number in the keys', wanted: String(n), forms: [] });

  /** What the gist may say because it is checked as a value, or stands in the register. */
  const allowed: string[] = [];
  const needValue = (value: Value, verbatim: boolean): void => {
    switch (value.type) {
      case 'number': {
        const printed = numberForms(value.number);
        need('number', String(value.number), value.percent ? printed.map((f) => `${f} per cent`) : printed);
        allowed.push(...printed);
        break;
      }
      case 'date': {
        const wanted = missingOfDate(value.date, place.stands);
        if (wanted) missing.push(wanted);
        allowed.push(...dateWords(value.date));
        break;
      }
      case 'entity':
        // A document is not named in itself.
        if (!value.id.startsWith('document/') && !entityStands(value.id, knowledge, names, place))
          missing.push({ what: 'name', wanted: names.label(value.id), forms: names.of(value.id) });
        allowed.push(...names.of(value.id));
        break;
      case 'text':
        if (verbatim && value.text.en !== undefined)
          need('quotation', value.text.en, fact.role === 'abbreviation' ? forms(value.text.en) : [value.text.en]);
        break;
    }
  };
  for (const value of fact.values) needValue(value, VERBATIM.has(fact.role));
  for (const value of Object.values(fact.with).flat()) needValue(value, false);
  for (const id of fact.by) needValue({ type: 'entity', id }, false);

  const gist = fact.gist?.en;
  // What a document leaves out cannot stand in it; the fact's keys still do.
  if (gist === undefined || fact.state === 'unsaid') return missing;
  for (const id of [fact.subject, ...fact.about]) allowed.push(...names.of(id));
  for (const { document } of fact.from) {
    const registered = knowledge.documents.get(document);
    allowed.push(...names.of(`document/${document}`));
    for (const text of [registered?.title, registered?.issuer, registered?.undated])
      allowed.push(normalise(text ?? ''));
    const date = registered?.date === undefined ? undefined : parseDate(registered.date);
    if (date) allowed.push(...dateWords(date));
  }
  const known = allowed.map((a) => ` ${a} `);
  const isAllowed = (phrase: string): boolean => known.some((a) => a.includes(` ${phrase} `));

  for (const { n, printed } of numbersIn(gist)) {
    const any = numberForms(n);
    if (!any.some((f) => place.stands(f) || isAllowed(f)) && !isAllowed(printed))
      missing.push({ what: 'number in the gist', wanted: printed, forms: any });
  }
  for (const { words, opens } of properNames(gist)) {
    const failing = missingName(words, opens, { knowledge, names, place, isAllowed });
    if (failing) missing.push({ what: 'name in the gist', wanted: failing, forms: [failing] });
  }
  return missing;
}

/** Words of a date that a gist may use: the date is checked by itself. */
function dateWords(date: DateSpan): string[] {
  const words: string[] = [];
  for (const end of date.grain === 'span' ? date.written.split('..') : [date.written]) {
    const parsed = parseDate(end);
    if (!parsed) continue;
    const year = parsed.from.slice(0, 4);
    const month = MONTHS[Number(parsed.from.slice(5, 7)) - 1] ?? '';
    if (!parsed.yearless) words.push(year);
    if (parsed.grain === 'day') words.push(`${Number(parsed.from.slice(8))} ${month} ${year}`);
    if (parsed.grain === 'month') words.push(`${month} ${year}`);
    if (parsed.grain === 'quarter') words.push(`${ORDINAL_WORDS[Number(parsed.written.slice(-1))]} quarter`);
    if (parsed.grain === 'school year') words.push(normalise(parsed.written));
  }
  return words;
}

/** The name that is not borne out, or `undefined`. A run may be two names side by side: "HKSAR Government", "Mr Lee". */
function missingName(
  run: readonly string[],
  opens: boolean,
  {
    knowledge,
    names,
    place,
    isAllowed,
  }: { knowledge: Knowledge; names: Names; place: Place; isAllowed: (phrase: string) => boolean },
): string | undefined {
  const borneOut = (phrase: string): boolean => {
    if (forms(phrase).some(place.stands) || isAllowed(phrase)) return true;
    for (const id of names.owner(phrase)) if (entityStands(id, knowledge, names, place)) return true;
    return false;
  };
  /** Part of a longer run: one word alone must be a whole name, or "Wang Linggui" would bear out half of "Wang Weizhong". */
  const borneOutInside = (phrase: string): boolean =>
    NOT_NAMES.has(phrase) ||
    (borneOut(phrase) &&
      (phrase.includes(' ') || [...names.owner(phrase)].some((id) => !id.startsWith('person/')) || isAllowed(phrase)));
  const covers = (words: readonly string[]): boolean => {
    if (words.length === 0) return true;
    if (borneOut(words.join(' '))) return true;
    for (let to = words.length - 1; to > 0; to--)
      if (borneOutInside(words.slice(0, to).join(' ')) && covers(words.slice(to))) return true;
    return false;
  };
  if (covers(run)) return undefined;
  if (opens && names.owner(run[0] ?? '').size === 0) {
    const rest = run.slice(1);
    return covers(rest) ? undefined : rest.join(' ');
  }
  return run.join(' ');
}

const cite = (citations: readonly Citation[]): string => citations.map((c) => `${c.document} ${c.at}`).join(', ');

/** Checks every fact against the sections it cites. */
export function verifyFacts(knowledge: Knowledge, sections: Sections): Verification {
  const names = new Names(knowledge);
  const unverified: Finding[] = [];
  const exceptions: Exception[] = [];
  for (const fact of knowledge.facts.values()) {
    const cited = fact.from.flatMap(({ document, at }) => sections.get(document)?.get(at) ?? []);
    const place: Place = { stands: (phrase) => cited.some((evidence) => evidence.stands(phrase)) };
    const wanted =
      cited.length < fact.from.length
        ? [{ what: 'section' as const, wanted: cite(fact.from), forms: [] }]
        : missingOf(fact, knowledge, names, place);
    if (wanted.length === 0) continue;
    const missing = wanted.map(
      ({ what, wanted, forms }): Missing => ({
        what,
        wanted,
        elsewhere: fact.from.flatMap(({ document }) =>
          [...(sections.get(document) ?? [])]
            .filter(([, evidence]) => forms.some(evidence.stands))
            .map(([at]) => `${document} ${at}`),
        ),
      }),
    );
    const finding: Finding = { fact: fact.id, writtenAt: fact.writtenAt, cited: cite(fact.from), missing };
    const { unverified: given } = fact as Fact & { readonly unverified?: string };
    if (given !== undefined) exceptions.push({ ...finding, by: 'unverified', reason: given });
    else if (fact.inferred !== undefined && missing.every((m) => mayBeInferred(m, fact.inferred ?? '')))
      exceptions.push({ ...finding, by: 'inferred', reason: fact.inferred });
    else unverified.push(finding);
  }
  const facts = knowledge.facts.size;
  const share = facts === 0 ? 0 : exceptions.length / facts;
  return { facts, unverified, exceptions, share, passed: unverified.length === 0 && share <= MOST_EXCEPTIONS };
}

const WHAT_TO_WRITE: Readonly<Record<Missing['what'], string>> = {
  key: 'write the key letter for letter as it is printed there',
  quotation: 'write the words as they are printed there',
  'number in the keys': 'make the number that of the key, or take the other number out of the keys',
  'number in the gist': 'correct the gist, cite also the place that has the number, or speak of it in "inferred:"',
  'name in the gist': 'correct the gist, cite also the place that has the name, or speak of it in "inferred:"',
  number: 'correct the number, or say with "inferred:" how it is worked out',
  day: 'correct the date, or cite also the place that prints it',
  year: 'correct the year, or say with "inferred:" how it is worked out',
  name: 'correct the name, add the printed spelling to the aliases of the entity, or say with "inferred:" where it is from',
  section: 'no text and no record of it was read; run "npm run verify -- DIR --record" with the texts in DIR',
};

/** How many other places are told of. */
const MOST_PLACES = 3;

/** `file:line what is wrong; what to write instead`, one for each thing missing. */
export function formatFinding({ writtenAt, cited, missing }: Finding): string[] {
  return missing.map(({ what, wanted, elsewhere }) => {
    const other = elsewhere.length > 0 ? ` (it stands in ${list(elsewhere.slice(0, MOST_PLACES))})` : '';
    const where =
      what === 'number in the keys' ? 'is not the number that stands in its keys' : `does not stand in ${cited}`;
    return `${writtenAt.file}:${writtenAt.line} the ${what === 'number in the keys' ? 'number' : what} "${wanted}" ${where}${other}; ${WHAT_TO_WRITE[what]}`;
  });
}
