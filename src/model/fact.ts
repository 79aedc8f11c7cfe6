/** Facts and entities as the engine uses them: linked, typed, immutable. */
import type { DateSpan } from './date.ts';
import type { EntityId, Kind } from './knowledge.ts';

export type Texts = Readonly<Record<string, string>>;

export type Value =
  | { readonly type: 'entity'; readonly id: EntityId }
  | { readonly type: 'date'; readonly date: DateSpan }
  | {
      readonly type: 'number';
      readonly number: number;
      readonly bound?: string;
      readonly percent: boolean;
      readonly unit?: Texts;
    }
  | { readonly type: 'text'; readonly text: Texts };

/** A document and the place in it. */
export interface Citation {
  readonly document: string;
  readonly at: string;
}

export type Asks = 'who' | 'when' | 'where' | 'what' | 'number' | 'long' | 'why' | 'how';
export type FactState = 'done' | 'planned' | 'proposed' | 'unclear' | 'unsaid';

export interface Fact {
  readonly id: string;
  readonly subject: EntityId;
  readonly role: string;
  readonly values: readonly Value[];
  /** The list of values is all there is. */
  readonly complete: boolean;
  readonly with: Readonly<Record<string, readonly Value[]>>;
  readonly from: readonly Citation[];
  readonly asOf?: string;
  readonly state: FactState;
  /** Why it is taken to be so, when it is not printed. */
  readonly inferred?: string;
  /** Why it cannot be checked word for word against its place. */
  readonly unverified?: string;
  readonly gist?: Texts;
  readonly keys: readonly string[];
  readonly words: Readonly<Record<string, readonly string[]>>;
  /** How people ask for it, as whole questions. */
  readonly asked: Readonly<Record<string, readonly string[]>>;
  readonly about: readonly EntityId[];
  readonly by: readonly EntityId[];
  readonly tells: readonly Asks[];
  readonly differs: readonly string[];
  /** Where it is written, for the keepers' messages. */
  readonly writtenAt: { readonly file: string; readonly line: number };
}

export interface Entity {
  readonly id: EntityId;
  readonly kind: Kind;
  readonly name: Texts;
  readonly short: Texts;
  readonly aliases: Readonly<Record<string, readonly string[]>>;
  readonly is: readonly string[];
  readonly honorific?: string;
  readonly acting: boolean;
  readonly facts: readonly Fact[];
}

/** What can be asked of some kinds of entity. */
export interface Role {
  readonly id: string;
  readonly of: readonly Kind[] | 'any';
  readonly answers: readonly Asks[];
  readonly plain: readonly Kind[];
  readonly cues: Readonly<Record<string, readonly string[]>>;
  readonly identifies: boolean;
  readonly single: boolean;
  /** A date of it is worth remembering a year later. */
  readonly remembered: boolean;
  readonly wording: Texts;
  readonly inverse?: {
    readonly answers: readonly Asks[];
    readonly plain: readonly Kind[];
    readonly cues: Readonly<Record<string, readonly string[]>>;
    readonly wording: Texts;
  };
}

export interface ClassNoun {
  readonly id: string;
  readonly kind: Kind;
  readonly under?: string;
  /** Asked about elsewhere too: the noun alone is no sign of our subject. */
  readonly everyday: boolean;
  readonly words: Readonly<Record<string, readonly string[]>>;
}

export interface Section {
  readonly at: string;
  readonly starts: string;
  readonly gist: string;
  /** Why no fact cites it. */
  readonly none?: string;
}

export interface SourceDocument {
  readonly id: string;
  readonly title: string;
  readonly issuer: string;
  readonly kind: string;
  readonly date?: string;
  readonly undated?: string;
  readonly language: string;
  readonly address?: string;
  readonly trust: { readonly level: string; readonly why: string };
  readonly sha256: string;
  readonly sections: readonly Section[];
}

export interface Knowledge {
  readonly entities: ReadonlyMap<EntityId, Entity>;
  readonly facts: ReadonlyMap<string, Fact>;
  readonly roles: ReadonlyMap<string, Role>;
  readonly classes: ReadonlyMap<string, ClassNoun>;
  readonly concepts: readonly { readonly id: string; readonly words: Readonly<Record<string, readonly string[]>> }[];
  /** Names that are recognised and of which nothing is known, by kind of name. */
  readonly strangers: readonly { readonly kind: string; readonly names: readonly string[] }[];
  readonly documents: ReadonlyMap<string, SourceDocument>;
  readonly languages: ReadonlyMap<string, LanguagePack>;
  /** Short digest of all that was loaded; the same for the same files in any order. */
  readonly version: string;
}

/** One language as data; see `knowledge/languages/`. */
export interface LanguagePack {
  readonly id: string;
  readonly stemmer: string;
  /** Common words: typed so, meant so. */
  readonly dictionary: ReadonlySet<string>;
  /** For dates, numbers and lists (BCP 47). */
  readonly locale: string;
  readonly script: string;
  readonly spelling: readonly (readonly [string, string])[];
  readonly joinedPrefixes: readonly string[];
  readonly misspellings: Readonly<Record<string, string>>;
  /** Letters that people in haste leave out: "agrmnt". */
  readonly dropped: string;
  /** The rules by which words sound alike; none where it is empty. */
  readonly sounds: string;
  readonly frame: readonly string[];
  readonly fillers: readonly string[];
  readonly negation: readonly string[];
  readonly exclusion: readonly string[];
  /** Behind what is left out: "the memoranda aside". */
  readonly exclusionBehind: readonly string[];
  /** Behind who asks: "our desk wants to know". */
  readonly preludes: readonly string[];
  readonly questionWords: Readonly<Record<string, readonly string[]>>;
  readonly operators: Readonly<Record<string, readonly string[]>>;
  readonly months: Readonly<Record<string, number>>;
  readonly ordinals: Readonly<Record<string, number>>;
  readonly numbers: Readonly<Record<string, number>>;
  readonly pronouns: readonly string[];
  /** "The first one", "the latter": which of the things just told, by its place among them. */
  readonly places: readonly (readonly string[])[];
  /** "One of them": whether something is among the things just told. */
  readonly among: readonly string[];
  readonly smalltalk: Readonly<Record<string, readonly string[]>>;
  /** Join two parts of a question: and, or, plus. */
  readonly conjunctions: readonly string[];
  /** First words of a yes/no question. */
  readonly openers: readonly string[];
  /** Before a noun they say that it is known which one is meant: "the hospital". */
  readonly definite: readonly string[];
  /** Last words that ask for a yes: right, isn't it. */
  readonly tags: readonly string[];
  /** Words before a place where something happens. */
  readonly locatives: readonly string[];
  /** Behind such a place: "on Hong Kong soil". */
  readonly locativesBehind: readonly string[];
  /** What makes one span of two dates: the word in front, "" for none, and the one between. */
  readonly dateRanges: readonly (readonly [string, string])[];
  readonly quarterWords: readonly string[];
  /** Entities that all questions are about, and that so explain nothing by themselves. */
  readonly contextual: readonly string[];
  /** Behind a place they make it a side: side, delegation. */
  readonly sideWords: readonly string[];
  /** Words for together with: in front of a question word they ask for the other side. */
  readonly alongside: readonly string[];
  /** Words that add something else of the same thing. */
  readonly besides: readonly string[];
  /** Words for the one who asks and the one who is asked; outside phrases of courtesy they make a question personal. */
  readonly personal: readonly string[];
  /** Pronouns that stand for people only. */
  readonly people: readonly string[];
  /** First words of a message that carries the one before it on: and, what about, same for. */
  readonly carriesOn: readonly string[];
  /** Follow-ups that leave nearly all out ("on what?"), and the words they stand for. */
  readonly slots: Readonly<Record<string, string>>;
  /** How people say when a digest is to come, by what is meant: daily, mon, am. */
  readonly schedule: Readonly<Record<string, readonly string[]>>;
  /** Whole questions about other matters, as people also type them here: by these what is not ours is told. */
  readonly elsewhere: readonly string[];
  readonly replies: Readonly<Record<string, string>>;
}
