/** Runs the platforms that are configured, until the process is told to end. */
import type { Plenary, StateStore } from '../src/index.ts';
import { type Config, type Environment, secretsOf } from './config.ts';
import { type KnowledgeWatch, watchKnowledge } from './files/watch.ts';
import type { PlatformEntry } from './platforms.ts';
import { keepKnowledge } from './shared/edits.ts';
import { openWeb, type Web } from './shared/health.ts';
import { createLog, type Log } from './shared/log.ts';
import type { House, Platform } from './shared/platform.ts';
import { openFileState } from './state/file.ts';
import { answerRequests } from './state/requests.ts';
import { retentionOf } from './state/retention.ts';

/** For Slack over HTTP, where PORT is not set. */
const USUAL_PORT = 3000;

/**
 * Runs every platform that is configured. One that cannot start, or is lost for good, is told in the log with what to
 * do, and the others go on without it. Resolves when SIGTERM or SIGINT came, or when no platform is left, and everything
 * in hand is finished and kept.
 * @returns the exit code: 0, or 1 when no platform could run.
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
  let watching: KnowledgeWatch | undefined;
  let requests: ReturnType<typeof answerRequests> | undefined;
  // Listening for the signals first: one that comes while connecting must not be lost.
  const told = new AbortController();
  const end = (): void => told.abort();
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  surviveFaults(log);
  try {
    state = await openFileState(config.PLENARY_DATA, Date.now, retentionOf(config), {
      waiting: (why) => log.warn(why),
    });
    const knowledge = keepKnowledge(plenary, log, Date.now);
    const house: House = {
      plenary: knowledge.plenary,
      edits: knowledge.edits,
      state,
      config,
      log,
      now: Date.now,
    };
    watching = await watchKnowledge(knowledge.take);
    requests = answerRequests(config.PLENARY_DATA, state, log);
    platforms.push(...(await Promise.all(entries.map((entry) => entry.create(house)))));
    const port = config.PORT ?? (platforms.some((p) => p.route) ? USUAL_PORT : undefined);
    if (port !== undefined) web = await openWeb(house, platforms, { host: config.HOST, port });
    if (web) log.info({ host: config.HOST, port: web.port }, 'listening');
    const allLost = Promise.all(platforms.map((platform) => runUntilLost(platform, log, told.signal)));
    return await Promise.race([aborted(told.signal).then(() => 0), allLost.then(() => 1)]);
  } catch (error) {
    log.fatal({ why: reasonOf(error) }, 'cannot start');
    return 1;
  } finally {
    await Promise.allSettled(platforms.map((platform) => platform.stop()));
    await watching?.close();
    await web?.close();
    await requests?.stop();
    await state?.close();
    log.info('stopped');
  }
}

/** Starts a platform. Resolves when it could not start or is lost for good; never while it runs. */
async function runUntilLost(platform: Platform, log: Log, told: AbortSignal): Promise<void> {
  const { name } = platform;
  try {
    const { as } = await platform.start();
    log.info({ platform: name, as }, 'connected');
  } catch (error) {
    if (!told.aborted) log.fatal({ platform: name, why: reasonOf(error) }, 'cannot start');
    return;
  }
  const why = await (platform.lost ?? new Promise<never>(() => {}));
  log.fatal({ platform: name, why }, 'lost for good');
}

/** A bug in the client of one platform must not end the others: it is told in full and the process goes on. */
function surviveFaults(log: Log): void {
  const tell = (err: unknown): void => log.error({ err }, 'a fault that nothing caught; please report it');
  process.on('uncaughtException', tell);
  process.on('unhandledRejection', tell);
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => (signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve())));

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
