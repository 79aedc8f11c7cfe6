/** A query, and what of it one askable explains: the shapes that the steps of resolving share. */
import type { Askable, Profile } from '../knowledge/askables.ts';
import type { Standing, Trace } from '../knowledge/traces.ts';
import type { Asks } from '../model/fact.ts';
import type { EntityId } from '../model/knowledge.ts';
import type { Mention, Reading } from '../model/reading.ts';

/** By what a token is explained, strongest first. */
export type Level = 'fact' | 'subject' | 'profile' | 'frame';

/** A mention and how the question relates to it: is it, is it not, before it, more than it. */
export type Relation = 'is' | 'not' | 'before' | 'after' | 'since' | 'until' | 'over' | 'under';
export interface Constraint {
  readonly mention: Mention;
  readonly relation: Relation;
  /** Said to be where something takes place: "in Shenzhen". */
  readonly locative: boolean;
  /** Names a side: "the Fujian delegation". */
  readonly side: boolean;
  /** The stems of what a number may count. */
  readonly counted: readonly string[];
}

/** What is explained as one: a name, date or number of however many words, or a single word. */
export interface Unit {
  /** Indexes of its tokens that carry meaning. */
  readonly tokens: readonly number[];
  /** Indexes of the constraints that cover all of it; none for a word. */
  readonly constraints: readonly number[];
  /** How telling it is: a name tells as much as the few facts that have it, whatever the number of its words. */
  readonly weight: number;
  /** It says where something stands ("according to the press release"): a fact of another document is not meant. */
  readonly source: boolean;
  /** Of the constraints over its first token those that may hold in part; whether its own have to match as wholes. */
  readonly loose: readonly number[];
  readonly strict: boolean;
  /** A number so small that the asker may expect it; a place where something is said to be. */
  readonly small: boolean;
  readonly venue: boolean;
}

/** How the askables have a term; that of a concept counts in part. */
export interface TermTrace {
  readonly trace: Trace;
  readonly part: number;
}

/** A reading prepared for search: which tokens have to be explained, and the constraints in it. */
export interface Query {
  readonly units: readonly Unit[];
  readonly reading: Reading;
  /** Indexes of tokens that carry meaning. */
  readonly content: readonly number[];
  /** Operators by token: superlatives and the like, taken up by a frame where no fact explains them. */
  readonly operators: ReadonlyMap<number, string>;
  readonly constraints: readonly Constraint[];
  /** By constraint, for which askables it holds; none where that takes a closer look. */
  readonly standing: readonly (Standing | undefined)[];
  /** Indexes of the constraints that cover each token. */
  readonly bound: readonly (readonly number[])[];
  /** Constraints of which one each suffices: "Chongqing, Fujian and Beijing". */
  readonly alternatives: readonly (readonly Constraint[])[];
  /** By token, how the askables have each of its terms; those that stand nowhere left out. */
  readonly traces: readonly (readonly TermTrace[])[];
  /** Weight of each token. */
  readonly weights: readonly number[];
  /** Carried from the conversation: explains pronouns, and prefers this subject. */
  readonly focus: readonly EntityId[];
  /** "At what time": no day is an answer. */
  readonly exactHour: boolean;
  /** "On which day": a month is no answer. */
  readonly exactDay: boolean;
  /** The documents in which it is said to stand; none when the question leaves that open. */
  readonly documents: ReadonlySet<string>;
  /** Nothing is said but one name. */
  readonly bare: boolean;
  /** Tokens of a name of several words, by token. */
  readonly wholes: ReadonlyMap<number, readonly number[]>;
  /** The class right behind "which" or "how many". */
  readonly askedClass: string | undefined;
  /** All nouns for kinds of things. */
  readonly classes: readonly string[];
  /** The kind of thing it speaks of: the first class that is not merely asked for. */
  readonly headClass: string | undefined;
  /** What "how many" counts. */
  readonly counted: number | undefined;
  /** Free words that may still match: they add to the score and are never missed. */
  readonly optional: readonly number[];
  /** Tokens that name what everything here is about ("Hong Kong"): explained or not, they decide nothing. */
  readonly contextual: ReadonlySet<number>;
  /** What everything here is about, where the question is about something else. */
  readonly context: ReadonlySet<EntityId>;
}

export interface Candidate {
  readonly askable: Askable;
  readonly profile: Profile;
  /** How like the examples of its facts the question is, 0 to 1. */
  readonly like: number;
  /** How far behind those its words hint at most, 0 to -20. */
  readonly hint: number;
  /** By token, what explains it. */
  readonly levels: readonly (Level | undefined)[];
  readonly leftover: readonly number[];
  /** Weight of what is left over. */
  readonly missed: number;
  /** Operators that the fact does not explain. */
  readonly operators: readonly string[];
  /** Weight explained by the fact beyond naming its subject. */
  readonly fact: number;
  /** A word of the question is a cue of the role. */
  readonly cued: boolean;
  /** The subject itself is named. */
  readonly named: boolean;
  /** Named by what it belongs to and what it is: "the Beijing session". */
  readonly identified: boolean;
  /** How many names and words the fact itself explains; how many of them are words. */
  readonly hits: number;
  readonly words: number;
  /** A name in the question is a value of the fact, or stands with one. */
  readonly valued: boolean;
  /** The class that is asked for ("which meeting") is that of the subject or of a value. */
  readonly classed: boolean;
  /** What "how many" counts is a word of the fact. */
  readonly counts: boolean;
  /** The subject is of the kind that the question speaks of. */
  readonly headed: boolean;
  /** It tells a number and nothing else. */
  readonly numberOnly: boolean;
  /** How well it fits, all explained words weighed by what explains them. */
  readonly score: number;
  readonly explained: number;
  readonly total: number;
  /** What it was last found worth, and for what. */
  weighed: { readonly asks: Asks; readonly checks: boolean; readonly worth: number } | undefined;
}

/** Numbers, dates, ordinals, strangers and what is negated match as wholes or not at all. */
export const isStrict = (c: Constraint): boolean =>
  c.relation !== 'is' ||
  c.locative ||
  c.mention.sense.type === 'date' ||
  c.mention.sense.type === 'stranger' ||
  (c.mention.sense.type === 'entity' && c.mention.sense.id.startsWith('document/')) ||
  (c.mention.sense.type === 'number' && c.mention.sense.number >= 10) ||
  (c.mention.sense.type === 'ordinal' && c.mention.sense.number >= 2);
