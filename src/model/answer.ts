/** An answer as every platform gets it: neutral blocks, each value with its fact, each fact with its place. */
import type { Citation } from './fact.ts';
import type { EntityId } from './knowledge.ts';
import type { Status } from './resolution.ts';

export type Block =
  /** One or two sentences. */
  | { readonly type: 'text'; readonly text: string }
  /** Names and values side by side. */
  | { readonly type: 'fields'; readonly fields: readonly { readonly name: string; readonly value: string }[] }
  | { readonly type: 'list'; readonly items: readonly string[] }
  /** Choices: picking one asks `question`. */
  | { readonly type: 'options'; readonly options: readonly Option[] }
  /** What qualifies the answer: worked out, planned, as at. */
  | { readonly type: 'note'; readonly text: string };

export interface Option {
  readonly label: string;
  readonly question: string;
}

/** A place in a document, with what people call the document. */
export interface Source extends Citation {
  readonly title: string;
}

export interface Answer {
  readonly status: Status;
  readonly language: string;
  readonly blocks: readonly Block[];
  readonly sources: readonly Source[];
  /** Ids of the facts told. */
  readonly facts: readonly string[];
  /** Entities the answer is about, and those it names: what "it" and "they" may mean next. */
  readonly focus: readonly EntityId[];
  readonly named: readonly EntityId[];
  /** Questions that the knowledge can answer next. */
  readonly suggestions: readonly string[];
  /** The question as it was completed from the conversation, when it was. */
  readonly completed?: string;
}
