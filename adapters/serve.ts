/** Runs the platforms that are configured, until the process is told to end. */
import type { Plenary, StateStore } from '../src/index.ts';
import { type Config, type Environment, secretsOf } from './config.ts';
import type { PlatformEntry } from './platforms.ts';
import { openWeb, type Web } from './shared/health.ts';
import { createLog } from './shared/log.ts';
import type { House, Platform } from './shared/platform.ts';
import { openFileState } from './state/file.ts';

/** For Slack over HTTP, where PORT is not set. */
const USUAL_PORT = 3000;

/**
 * Connects every platform. Resolves when SIGTERM or SIGINT came, or when one cannot connect, and everything in hand is
 * finished and kept.
 * @returns the exit code: 0, or 1 when a platform could not connect; the log says what to do.
 */
export async function serve(
  entries: readonly PlatformEntry[],
  plenary: Plenary,
  config: Config,
  environment: Environment,
): Promise<number> {
  const log = createLog({ level: config.LOG_LEVEL, secrets: secretsOf(environment), text: config.LOG_TEXT });
  let state: StateStore | undefined;
  const platforms: Platform[] = [];
  let web: Web | undefined;
  // Listening for the signals first: one that comes while connecting must not be lost.
  const told = new Promise<void>((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
  });
  try {
    state = await openFileState(config.PLENARY_DATA, Date.now, { days: config.RETENTION_DAYS });
    const house: House = { plenary: () => plenary, state, config, log, now: Date.now };
    platforms.push(...(await Promise.all(entries.map((entry) => entry.create(house)))));
    const port = config.PORT ?? (platforms.some((p) => p.route) ? USUAL_PORT : undefined);
    if (port !== undefined) web = await openWeb(house, platforms, { host: config.HOST, port });
    if (web) log.info({ host: config.HOST, port: web.port }, 'listening');
    const connected = platforms.map(async (platform) => {
      const { as } = await platform.start();
      log.info({ platform: platform.name, as }, 'connected');
    });
    await Promise.race([told, Promise.all(connected).then(() => told)]);
    return 0;
  } catch (error) {
    log.fatal({ why: error instanceof Error ? error.message : String(error) }, 'cannot start');
    return 1;
  } finally {
    await Promise.allSettled(platforms.map((platform) => platform.stop()));
    await web?.close();
    await state?.close();
    log.info('stopped');
  }
}
