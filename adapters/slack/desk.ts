/** What the parts of the Slack adapter share. */

import type { DigestCommands } from '../digests/commands.ts';
import type { Converse } from '../shared/converse.ts';
import type { Line } from '../shared/line.ts';
import type { Once } from '../shared/once.ts';
import type { House } from '../shared/platform.ts';
import type { Calls } from './calls.ts';

export interface Desk {
  readonly house: House;
  readonly calls: Calls;
  readonly converse: Converse;
  readonly once: Once;
  readonly line: Line;
  readonly digests: DigestCommands;
  /** Plenary's own user and bot ids; known once it is connected. */
  readonly me: { user: string; bot: string };
}

export const personId = (user: string): string => `slack:${user}`;
