/** What a chat platform is to the process that runs it, and what the process gives it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock, Plenary, StateStore } from '../../src/index.ts';
import type { Config } from '../config.ts';
import type { Edits } from './edits.ts';
import type { Log } from './log.ts';

/** What every platform works with. */
export interface House {
  /** The bot as it is now; ask anew for each question, since the knowledge may be replaced while running. */
  plenary(): Plenary;
  readonly state: StateStore;
  readonly config: Config;
  readonly log: Log;
  readonly now: Clock;
  /** What becomes of edits of the knowledge while running; not there where nobody watches them. */
  readonly edits?: Edits;
}

export interface Platform {
  /** `slack`, `discord`: also the first part of its threads, people and claims. */
  readonly name: string;
  /** Connects; says as whom. Rejects with what to do when it cannot. */
  start(): Promise<{ readonly as: string }>;
  /** Takes nothing new, finishes what is in hand, disconnects. Never takes longer than it is given by `finishWithin`. */
  stop(): Promise<void>;
  /** Whether it is connected just now. */
  connected(): boolean;
  /** Resolves with what to do when a platform that had started is lost for good, as with a token that was taken away. */
  readonly lost?: Promise<string>;
  /** Requests that the process's web server hands on to it. */
  readonly route?: { readonly path: string; handle(request: IncomingMessage, response: ServerResponse): void };
}

/** How long a platform may take to finish what is in hand when the process is told to end; it leaves within 5 s. */
export const FINISH_MS = 3_500;

/** Waits for what is in hand, but no longer than `ms`. @returns whether all of it was finished. */
export async function finishWithin(work: Promise<unknown>, ms = FINISH_MS): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
