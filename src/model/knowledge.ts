/** The knowledge as it is written in YAML: zod schemas, and the types that follow from them. */
import { z } from 'zod';

export const KINDS = [
  'meeting',
  'mechanism',
  'agreement',
  'scheme',
  'person',
  'post',
  'organisation',
  'place',
  'topic',
  'term',
  'document',
] as const;
export type Kind = (typeof KINDS)[number];
export type EntityId = `${Kind}/${string}`;

/** A text in each language that has one: `{ en: …, zh: … }`. */
export const Localised = z.record(z.string(), z.string().min(1));
const Words = z.record(z.string(), z.array(z.string().min(1)));
const word = z.union([z.string(), z.number()]).transform(String);
const LooseWords = z.record(z.string(), z.array(word));

export const RawNumber = z.strictObject({
  number: z.number(),
  bound: z.enum(['over', 'about', 'at least', 'at most', 'by', 'more than', 'up to']).optional(),
  percent: z.boolean().optional(),
  per: z.string().optional(),
  unit: z.union([Localised, z.string()]).optional(),
});
export const RawValue = z.union([z.string(), z.number(), RawNumber, Localised]);
export type RawValue = z.infer<typeof RawValue>;

const Place = z.union([z.string(), z.array(z.string())]);

/** One fact as written. `from` is `<document> <place>`, as in the register of documents. */
export const RawFact = z.strictObject({
  id: z.string().optional(),
  role: z.string(),
  value: RawValue.optional(),
  values: z.array(RawValue).min(1).optional(),
  complete: z.boolean().optional(),
  with: z.record(z.string(), RawValue).optional(),
  from: Place,
  asOf: z.union([z.string(), z.number()]).transform(String).optional(),
  state: z.enum(['done', 'planned', 'proposed', 'unclear', 'unsaid']).optional(),
  inferred: z.string().optional(),
  gist: Localised.optional(),
  keys: z.array(word).optional(),
  words: LooseWords.optional(),
  /** By language, one question a line. */
  asked: z.record(z.string(), z.string()).optional(),
  about: z.array(z.string()).optional(),
  by: z.union([z.string(), z.array(z.string())]).optional(),
  tells: z.array(z.enum(['why', 'how', 'who', 'where', 'when', 'what', 'number'])).optional(),
  differs: z.union([z.string(), z.array(z.string())]).optional(),
  unverified: z.string().optional(),
});
export type RawFact = z.infer<typeof RawFact>;

export const RawEntity = z.strictObject({
  name: Localised.optional(),
  short: Localised.optional(),
  aliases: LooseWords.optional(),
  shared: z.array(z.string()).optional(),
  is: z.array(z.string()).optional(),
  honorific: z.union([z.string(), Localised]).optional(),
  acting: z.boolean().optional(),
  facts: z.array(RawFact).optional(),
});
export type RawEntity = z.infer<typeof RawEntity>;
export const EntityFile = z.record(z.string(), RawEntity);

/** What can be asked of a kind of thing. */
export const RawRole = z.strictObject({
  /** Kinds that have it. */
  of: z.array(z.enum(KINDS)).or(z.literal('any')),
  /** The question words it answers; the first is the plain one. */
  answers: z.array(z.enum(['who', 'when', 'where', 'what', 'number', 'why', 'how'])),
  /** Asked for by the bare question word ("when was X?") in these kinds. */
  plain: z.array(z.enum(KINDS)).optional(),
  /** Words that ask for it. */
  cues: Words,
  /** The value says which one of several it is (the 24th, the one in Guangzhou). */
  identifies: z.boolean().optional(),
  /** One value only: a different one in a question is a false claim. */
  single: z.boolean().optional(),
  /** A date of it is worth remembering a year later. */
  remembered: z.boolean().optional(),
  /** The sentence it is told in. */
  wording: Localised.optional(),
  /** The same relation seen from the value: its cues and wording. */
  inverse: z
    .strictObject({
      answers: z.array(z.enum(['who', 'when', 'where', 'what', 'number'])),
      plain: z.array(z.enum(KINDS)).optional(),
      cues: Words,
      wording: Localised.optional(),
    })
    .optional(),
});
export type RawRole = z.infer<typeof RawRole>;
export const RoleFile = z.record(z.string(), RawRole);

export const ConceptFile = z.strictObject({
  groups: z.array(z.object({ id: z.string() }).catchall(z.array(word))),
});
export const ClassFile = z.record(
  z.string(),
  z
    .object({ kind: z.enum(KINDS).or(z.string()), under: z.string().optional(), everyday: z.boolean().optional() })
    .catchall(z.union([z.array(word), z.string()])),
);
export const StrangerFile = z.record(z.string(), z.array(z.union([word, z.array(word)])));

/** One source document in the register. */
export const RawDocument = z.strictObject({
  id: z.string(),
  title: Localised.or(z.string()),
  issuer: z.string(),
  kind: z.string(),
  date: z.string().optional(),
  undated: z.string().optional(),
  language: z.string(),
  address: z.string().optional(),
  trust: z.strictObject({ level: z.string(), why: z.string() }),
  sha256: z.string().length(64),
  sections: z.array(
    z.strictObject({
      at: z.string(),
      starts: z.string(),
      gist: z.string(),
      none: z.string().optional(),
    }),
  ),
});
export type RawDocument = z.infer<typeof RawDocument>;

const Strings = z.array(word);
const StringsMap = z.record(z.string(), Strings);
/** One language, over one or more files: `en.yaml` (words), `en.replies.yaml` (wordings). */
export const LanguageFile = z.strictObject({
  language: z.string(),
  stemmer: z.string().optional(),
  sounds: z.enum(['double-metaphone']).optional(),
  script: z.string().optional(),
  spelling: z.array(z.tuple([z.string(), z.string()])).optional(),
  joinedPrefixes: Strings.optional(),
  misspellings: z.record(z.string(), z.string()).optional(),
  dropped: z.string().optional(),
  frame: Strings.optional(),
  fillers: Strings.optional(),
  negation: Strings.optional(),
  exclusion: Strings.optional(),
  exclusionBehind: Strings.optional(),
  preludes: Strings.optional(),
  questionWords: StringsMap.optional(),
  operators: StringsMap.optional(),
  months: z.record(z.string(), z.number()).optional(),
  weekdays: z.union([Strings, z.record(z.string(), z.number())]).optional(),
  ordinals: z.record(z.string(), z.number()).optional(),
  numbers: z.record(z.string(), z.number()).optional(),
  pronouns: Strings.optional(),
  places: z.array(Strings).optional(),
  among: Strings.optional(),
  smalltalk: StringsMap.optional(),
  conjunctions: Strings.optional(),
  openers: Strings.optional(),
  definite: Strings.optional(),
  tags: Strings.optional(),
  locatives: Strings.optional(),
  locativesBehind: Strings.optional(),
  dateRanges: z.array(z.tuple([z.string(), z.string()])).optional(),
  quarterWords: Strings.optional(),
  contextual: Strings.optional(),
  sideWords: Strings.optional(),
  alongside: Strings.optional(),
  besides: Strings.optional(),
  personal: Strings.optional(),
  people: Strings.optional(),
  carriesOn: Strings.optional(),
  slots: z.record(z.string(), z.string()).optional(),
  /** How people say when a digest is to come: daily, mon, am. */
  schedule: StringsMap.optional(),
  locale: z.string().optional(),
  /** Questions about other matters, one a line. */
  elsewhere: z.string().optional(),
  replies: z.record(z.string(), z.string()).optional(),
});
export type LanguageFile = z.infer<typeof LanguageFile>;
