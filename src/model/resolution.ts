/** What the facts say to a reading. */
import type { Askable, Profile } from '../knowledge/askables.ts';
import type { Fact } from './fact.ts';
import type { EntityId } from './knowledge.ts';

/** Facts of one subject that answer together, in order. */
export interface Finding {
  readonly askable: Askable;
  readonly profile: Profile;
  /** The askable's facts, or those of them that the question singles out. */
  readonly facts: readonly Fact[];
}

/** Something the question takes for granted that is not so. */
export interface FalseClaim {
  /** As the question has it. */
  readonly presumed: string;
  /** What is so. */
  readonly actual: Finding;
}

export type Form =
  | 'facts'
  | 'card'
  | 'each'
  | 'list'
  | 'values'
  | 'count'
  | 'sum'
  | 'average'
  | 'difference'
  | 'order'
  | 'apart'
  | 'check';

export type Resolution =
  | {
      readonly status: 'answered';
      readonly form: Form;
      readonly findings: readonly Finding[];
      /** The things asked for, each with the fact that says so, where they are values of the findings. */
      readonly values?: readonly { readonly id: EntityId; readonly fact: Fact }[];
      /** A number worked out from the findings. */
      readonly number?: number;
      /** Of a yes/no question. */
      readonly holds?: boolean;
    }
  | { readonly status: 'corrected'; readonly claims: readonly FalseClaim[]; readonly findings: readonly Finding[] }
  | {
      readonly status: 'clarify';
      readonly findings: readonly Finding[];
      /** These come closest; none of them need be meant. */
      readonly unsure?: boolean;
    }
  | {
      readonly status: 'partial';
      readonly missing: readonly string[];
      /** It is the closest there is, and may not be what is meant. */
      readonly unsure?: boolean;
      readonly form: Form;
      readonly findings: readonly Finding[];
    }
  | {
      readonly status: 'unknown';
      /** What the documents do not say, in the question's words. */
      readonly missing: readonly string[];
      readonly subject?: Profile;
      /** Other facts of the same subject. */
      readonly near: readonly Finding[];
    }
  | { readonly status: 'off_topic' };

export type Status = Resolution['status'] | 'help' | 'greeting' | 'invalid';
