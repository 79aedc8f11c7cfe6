/**
 * Plenary in Slack: Bolt over Socket Mode or HTTP.
 *
 * @example
 * const slack = createSlackPlatform(house);
 * await slack.start(); // { as: 'plenary in Loopback (Socket Mode)' }
 */
import { setTimeout as pause } from 'node:timers/promises';
import { App, HTTPReceiver } from '@slack/bolt';
import { createDigestCommands } from '../digests/commands.ts';
import { createDeliveries } from '../digests/deliver.ts';
import { createConverse } from '../shared/converse.ts';
import { createLine } from '../shared/line.ts';
import { createOnce } from '../shared/once.ts';
import { finishWithin, type House, type Platform } from '../shared/platform.ts';
import { createCalls, isBadToken, isPassing, quiet, Refused } from './calls.ts';
import type { Desk } from './desk.ts';
import { createSlackBoard, FORMS } from './digest.ts';
import { createGate } from './gate.ts';
import { listen } from './listeners.ts';
import { createSocket } from './socket.ts';

export const EVENTS_PATH = '/slack/events';

/** Slack's own bodies are a few kilobytes. */
const MOST_BYTES = 1_000_000;

export function createSlackPlatform(house: House): Platform {
  const { config, log, now } = house;
  const { SLACK_BOT_TOKEN: token } = config;
  if (!token) throw new Error('SLACK_BOT_TOKEN is not set; npm run config tells what Slack needs');
  /** How often Slack is asked again where it did not answer; what is left to answer is found by a look into memory. */
  const againMs = config.SLACK_PING_TIMEOUT_MS;
  const closing = new AbortController();
  const stopping = new AbortController();
  const calls = createCalls({ token, apiUrl: config.SLACK_API_URL, log, now, stopping: stopping.signal });
  const line = createLine();
  const deliveries = createDeliveries(house, createSlackBoard({ calls, house }), line);
  const desk: Desk = {
    house,
    calls,
    converse: createConverse(house),
    once: createOnce(house, 'slack'),
    line,
    digests: createDigestCommands(house, 'slack', FORMS, line, deliveries),
    me: { user: '', bot: '' },
  };
  const gate = createGate(desk, () => !closing.signal.aborted);
  let again: NodeJS.Timeout | undefined;
  let finishing: Promise<void> | undefined;

  /** What was claimed and not answered, one run at a time. */
  const finishLeft = (): void => {
    if (closing.signal.aborted) return;
    finishing ??= gate
      .finishLeft()
      .catch((error: unknown) => log.error({ platform: 'slack', err: error }, 'what was left could not be finished'))
      .finally(() => {
        finishing = undefined;
      });
  };

  let tellLost: (why: string) => void = () => {};
  const lost = new Promise<string>((resolve) => {
    tellLost = resolve;
  });
  const socket = config.SLACK_APP_TOKEN ? createSocket(config, log, stopping.signal, finishLeft, tellLost) : undefined;
  const http = socket ? undefined : createHttp(house);
  const app = new App({
    receiver: gate.guard(socket?.receiver ?? http!),
    // Plenary is asked for its own name once, at the start, and not for each event.
    authorize: async () => ({ botToken: token, botUserId: desk.me.user, botId: desk.me.bot }),
    clientOptions: { slackApiUrl: config.SLACK_API_URL, retryConfig: { retries: 0 } },
    logger: quiet,
  });
  // On to the gate: it knows whether there is something to try again.
  app.error(async (error) => {
    throw 'original' in error && error.original instanceof Error ? error.original : error;
  });
  listen(app, desk);
  let up = false;

  /** Asks until Slack can be reached; rejects when the token is not good. */
  async function askWhoIAm(): ReturnType<typeof calls.whoAmI> {
    for (;;) {
      try {
        return await calls.whoAmI();
      } catch (error) {
        if (error instanceof Refused && isBadToken(error.reason))
          throw new Error(
            `Slack does not take SLACK_BOT_TOKEN (${error.reason}); copy it again from OAuth & Permissions, and reinstall the app if it was removed`,
          );
        if (!(isPassing(error) || error instanceof Refused) || stopping.signal.aborted) throw error;
        log.warn({ platform: 'slack', why: (error as Error).message }, 'Slack is not to be reached; trying again');
        await pause(againMs, undefined, { signal: stopping.signal });
      }
    }
  }

  return {
    name: 'slack',
    start: async () => {
      const me = await askWhoIAm();
      Object.assign(desk.me, { user: me.user, bot: me.bot });
      await socket?.connect();
      up = true;
      finishLeft();
      again = setInterval(finishLeft, againMs);
      again.unref();
      deliveries.start();
      return { as: `${me.name} in ${me.teamName} (${socket ? 'Socket Mode' : 'HTTP'})` };
    },
    stop: async () => {
      closing.abort();
      clearInterval(again);
      await finishWithin(Promise.all([desk.once.idle(), finishing, deliveries.stop()]));
      stopping.abort();
      up = false;
      await socket?.disconnect();
    },
    connected: () => (socket ? socket.connected() : up),
    lost,
    ...(http ? { route: routeTo(http) } : {}),
  };
}

/** Bolt throws at what is no POST to its own path. */
const routeTo = (http: HTTPReceiver): NonNullable<Platform['route']> => ({
  path: EVENTS_PATH,
  handle: (request, response) => {
    if (request.method === 'POST') http.requestListener(request, response);
    else response.writeHead(405, { allow: 'POST' }).end();
  },
});

/** Bolt checks signature, age and size of what comes in; the process's own web server listens. */
function createHttp({ config, log }: House): HTTPReceiver {
  return new HTTPReceiver({
    signingSecret: config.SLACK_SIGNING_SECRET ?? '',
    endpoints: [EVENTS_PATH],
    bodyLimit: MOST_BYTES,
    logger: quiet,
    processEventErrorHandler: async ({ error, response }) => {
      log.error({ platform: 'slack', err: error }, 'an event could not be taken; Slack sends it again');
      if (!response.headersSent) response.writeHead(500).end();
      return false;
    },
  });
}
