/** What was understood of a question: its tokens, and what each span of them may denote. */
import type { DateSpan } from './date.ts';
import type { Asks } from './fact.ts';
import type { EntityId } from './knowledge.ts';

export interface Token {
  /** Normalised, as typed or as repaired. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly stem: string;
  /** The stem and the ids of the concepts it may stand for (`~establish`). */
  readonly terms: readonly string[];
  /** Stands in any question without changing what is asked. */
  readonly free: boolean;
  /** In no word list of ours. */
  readonly unknown: boolean;
  /** As typed, when it was repaired. */
  readonly typed?: string;
}

export type Sense =
  /** `proper`: the name is written as one, with a capital or a figure. */
  | { readonly type: 'entity'; readonly id: EntityId; readonly proper: boolean }
  | { readonly type: 'class'; readonly id: string }
  | { readonly type: 'stranger'; readonly kind: string; readonly name: string }
  | { readonly type: 'date'; readonly date: DateSpan }
  | { readonly type: 'number'; readonly number: number; readonly percent: boolean }
  | { readonly type: 'ordinal'; readonly number: number }
  | { readonly type: 'asks'; readonly asks: string }
  | { readonly type: 'operator'; readonly id: string }
  | { readonly type: 'pronoun' }
  | { readonly type: 'negation' }
  /** `behind`: of what stands in front of it. */
  | { readonly type: 'exclusion'; readonly behind?: true }
  | { readonly type: 'concept'; readonly id: string }
  | { readonly type: 'smalltalk'; readonly id: string }
  | { readonly type: 'frame' };

/** A span of tokens and one thing that it may denote. */
export interface Mention {
  readonly from: number;
  /** One past the last token. */
  readonly to: number;
  readonly sense: Sense;
  readonly how: 'exact' | 'repaired' | 'carried';
}

/** One clause that asks something. */
export interface Reading {
  readonly text: string;
  readonly language: string;
  readonly tokens: readonly Token[];
  readonly mentions: readonly Mention[];
  readonly asks: readonly Asks[];
  /** The question is whether something is so. */
  readonly checks: boolean;
  /** It is about the one who asks or is asked ("my account"), courtesies aside. */
  readonly personal: boolean;
  readonly repairs: readonly { readonly typed: string; readonly read: string }[];
}

/** A sentence as one reading, and cut at its second question where it has one. */
export interface Sentence {
  readonly whole: Reading;
  readonly parts: readonly Reading[];
  /** In a long message: what of it may be the question, the longest first. */
  readonly runs: readonly Reading[];
}

/** What was understood of a whole message: one clause or several, and what stands around them. */
export interface Understanding {
  readonly language: string;
  readonly sentences: readonly Sentence[];
  /** Greeting, thanks, help and the like, when the message is nothing else. */
  readonly smalltalk?: string;
  /** Forty words or more: what does not read may be left aside. */
  readonly long: boolean;
}
