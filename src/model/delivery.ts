/** Who gets digests, and how far each one came. */
import type { Schedule } from './digest.ts';

/** What a channel has been told so far. */
export interface Told {
  /** Of the knowledge at its last digest; the state keeps its snapshot as long as a channel needs it. */
  readonly knowledge?: string;
  /** Ids of what was told in rotation, since the round began. */
  readonly rotation: readonly string[];
  /** The last period that was posted or skipped; earlier ones are never due again. */
  readonly period?: string;
}

/** A digest as it was set up in a channel. */
export interface DigestSetting {
  /** Unique over platforms, as the first part of the channel's threads: one setting a channel. */
  readonly channel: string;
  readonly platform: string;
  readonly schedule: Schedule;
  readonly paused: boolean;
  /** Its digest adds what those who keep the knowledge should see. */
  readonly curators: boolean;
  /** Who set it up or changed it last, as people are written elsewhere. */
  readonly by: string;
  /** When it was set up, in milliseconds since 1970. */
  readonly at: number;
  /** Periods that were due before this are never made up for: set when it is set up, changed in rhythm, or resumed. */
  readonly since: number;
  readonly told: Told;
}

/** How far one digest came. `posting` is kept before the platform is called: after a crash it is looked up before it is repeated. */
export type Stage = 'due' | 'posting' | 'posted' | 'skipped';

/** One digest of one channel, from due to posted; there is one for each channel and period. */
export interface Delivery {
  readonly channel: string;
  readonly platform: string;
  /** The first day of the period that it is about, ISO: `2024-07-15`. */
  readonly period: string;
  readonly stage: Stage;
  /** When it was due, in milliseconds since 1970. */
  readonly due: number;
  /** When it came to this stage. */
  readonly at: number;
  /** How often posting was begun. */
  readonly attempts: number;
  /** Begun, not found, and begun again: the first may still arrive. */
  readonly doubtful?: boolean;
  /** What the channel will have been told when it is posted. */
  readonly tells?: Told;
  /** Where the message stands, as the platform writes it; once posted. */
  readonly message?: string;
  /** Why it was skipped, in words for the log. */
  readonly why?: string;
}

/** What the knowledge held at one version: each fact's id and a hash of what it says, to tell later what is new or changed. */
export interface Snapshot {
  readonly version: string;
  readonly at: number;
  readonly facts: Readonly<Record<string, string>>;
}
