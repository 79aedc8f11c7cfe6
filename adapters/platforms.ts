/**
 * The chat platforms that `npm start` runs when they are configured: one entry each, loaded only then, so that nobody
 * pays for a library that is not used.
 *
 * @example
 * {
 *   name: 'Slack',
 *   isConfigured: (environment) => environment['SLACK_BOT_TOKEN'] !== undefined,
 *   start: async (plenary, environment) => (await import('./slack/start.ts')).startSlack(plenary, environment),
 * }
 */
import type { Plenary } from '../src/index.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Platform {
  readonly name: string;
  /** Its tokens are in the environment. Must not import the platform's library. */
  isConfigured(environment: Environment): boolean;
  /** Imports the platform's library and connects; rejects with what to do when it cannot. */
  start(plenary: Plenary, environment: Environment): Promise<RunningPlatform>;
}

export interface RunningPlatform {
  /** Ends what was begun, hands over what is under way, and disconnects. */
  stop(): Promise<void>;
}

export const PLATFORMS: readonly Platform[] = [];
