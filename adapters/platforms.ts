/**
 * The chat platforms that `npm start` runs when they are configured: one entry each. A platform is imported only then,
 * so that nobody waits for a library that is not used.
 */
import type { Config } from './config.ts';
import type { House, Platform } from './shared/platform.ts';

export interface PlatformEntry {
  /** As people write it: Slack. */
  readonly name: string;
  /** Its tokens are set. */
  isConfigured(config: Config): boolean;
  /** Imports the platform; connecting is its `start`. */
  create(house: House): Promise<Platform>;
}

export const PLATFORMS: readonly PlatformEntry[] = [
  {
    name: 'Slack',
    isConfigured: (config) => config.SLACK_BOT_TOKEN !== undefined,
    create: async (house) => (await import('./slack/index.ts')).createSlackPlatform(house),
  },
  {
    name: 'Discord',
    isConfigured: (config) => config.DISCORD_TOKEN !== undefined,
    create: async (house) => (await import('./discord/index.ts')).createDiscordPlatform(house),
  },
];
