/** When a channel's digest is due, what stretch of days it is about, and what it says. */
import type { Block, Source } from './answer.ts';

/** How often: every day, on weekdays, on a day of the week (1 is Monday), on a date of the month (31: its last day). */
export type Rhythm =
  | { readonly every: 'day' }
  | { readonly every: 'weekday' }
  | { readonly every: 'week'; readonly day: number }
  | { readonly every: 'month'; readonly date: number };

/** On a public holiday: post all the same, leave that digest out, or move it to the next working day. */
export type OnHoliday = 'post' | 'skip' | 'shift';

export interface Schedule {
  readonly rhythm: Rhythm;
  /** Local time, `09:00`. */
  readonly time: string;
  /** IANA time zone: `Asia/Hong_Kong`. */
  readonly zone: string;
  readonly holidays: OnHoliday;
  /** Local times between which nothing is posted; what is due then waits for their end. Over midnight: `22:00` to `07:00`. */
  readonly quiet?: { readonly from: string; readonly to: string };
}

/** Days off, as ISO dates: `2024-07-01`. */
export type Holidays = ReadonlySet<string>;

/** The days that one digest is about: from the day on which it is due to the day before the next one is. */
export interface Period {
  /** The first day, ISO. Also its name: a channel gets at most one digest with the same first day. */
  readonly from: string;
  /** The last day, ISO. */
  readonly to: string;
  /** When it is due by the rhythm alone, in milliseconds since 1970. */
  readonly due: number;
  /** When the next one is due by the rhythm; from then on this one is over. */
  readonly ends: number;
}

/** One part of a digest; parts with nothing to say are not there. */
export interface DigestPart {
  readonly about: 'news' | 'anniversaries' | 'ahead' | 'worth-knowing' | 'unanswered' | 'judged' | 'faulty-edit';
  readonly heading: string;
  readonly blocks: readonly Block[];
}

export interface Digest {
  readonly title: string;
  readonly parts: readonly DigestPart[];
  /** What the documents cited are, in one line; empty when none is cited. */
  readonly legend: string;
  readonly sources: readonly Source[];
  readonly language: string;
  /** Of the knowledge that it was made from. */
  readonly version: string;
}
