/** What the parts of the Discord adapter share. */
import type { DigestCommands } from '../digests/commands.ts';
import type { Converse } from '../shared/converse.ts';
import type { Line } from '../shared/line.ts';
import type { Once } from '../shared/once.ts';
import type { House } from '../shared/platform.ts';

export interface Desk {
  readonly house: House;
  readonly converse: Converse;
  readonly once: Once;
  readonly line: Line;
  readonly digests: DigestCommands;
}

export const personId = (user: string): string => `discord:${user}`;

/** Follow-ups to commands are kept by person and channel. */
export const commandThread = (channel: string | null, user: string): string => `discord:${channel ?? 'direct'}:${user}`;
