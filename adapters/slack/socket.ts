/** Socket Mode that comes back by itself: after a lost socket, a `disconnect` frame, or Slack being away for minutes. */
import { setTimeout as pause } from 'node:timers/promises';
import { SocketModeReceiver, webApi } from '@slack/bolt';
import type { Config } from '../config.ts';
import type { Log } from '../shared/log.ts';
import { quiet } from './calls.ts';

export interface Socket {
  readonly receiver: SocketModeReceiver;
  /** Connects, however long Slack is away; rejects when the token is not good. */
  connect(): Promise<void>;
  connected(): boolean;
  disconnect(): Promise<void>;
}

/** Between tries to connect; the first at once. */
const AGAIN_MS = [0, 500, 1_000, 2_000, 5_000, 10_000] as const;
/** A socket that opens and then says nothing is given up. */
const HELLO_MS = 15_000;
const NO_GOOD = new Set([
  'not_authed',
  'invalid_auth',
  'account_inactive',
  'user_removed_from_team',
  'team_disabled',
  'not_allowed_token_type',
]);

/** @param back is called each time it is connected again. */
export function createSocket(config: Config, log: Log, stopping: AbortSignal, back: () => void): Socket {
  const receiver = new SocketModeReceiver({
    appToken: config.SLACK_APP_TOKEN ?? '',
    logger: quiet,
    clientPingTimeout: config.SLACK_PING_TIMEOUT_MS,
    // Bolt's own reconnecting ends in an unhandled rejection when Slack stays away; so the loop is below.
    autoReconnectEnabled: false,
    // An object of its own: the receiver changes it.
    installerOptions: {
      clientOptions: { slackApiUrl: config.SLACK_API_URL, retryConfig: { retries: 0 }, timeout: HELLO_MS },
    },
    processEventErrorHandler: async ({ error }) => {
      log.error({ platform: 'slack', err: error }, 'an event could not be taken; Slack sends it again');
      return false;
    },
  });
  const { client } = receiver;
  let up = false;
  let connecting: Promise<void> | undefined;

  async function tryOnce(): Promise<void> {
    const late = new AbortController();
    const giveUp = pause(HELLO_MS, undefined, { signal: AbortSignal.any([late.signal, stopping]) }).then(() => {
      throw new Error('the socket said nothing');
    });
    try {
      await Promise.race([client.start(), giveUp]);
    } finally {
      late.abort();
      giveUp.catch(() => {});
    }
  }

  async function connectAtLast(): Promise<void> {
    for (let tried = 0; ; tried++) {
      await pause(AGAIN_MS[Math.min(tried, AGAIN_MS.length - 1)], undefined, { signal: stopping });
      try {
        await tryOnce();
        up = true;
        return;
      } catch (error) {
        if (stopping.aborted) throw error;
        if (error instanceof webApi.WebAPIPlatformError && NO_GOOD.has(error.data.error))
          throw new Error(
            `Slack does not take SLACK_APP_TOKEN (${error.data.error}); make a new one with connections:write under Basic Information, App-Level Tokens`,
          );
        log.warn(
          {
            platform: 'slack',
            tried: tried + 1,
            why: error instanceof Error ? error.message : 'the socket was closed',
          },
          'not connected; trying again',
        );
      }
    }
  }

  function connect(): Promise<void> {
    connecting ??= connectAtLast().finally(() => {
      connecting = undefined;
    });
    return connecting;
  }

  client.on('disconnected', () => {
    const lost = up;
    up = false;
    if (!lost || stopping.aborted) return;
    log.warn({ platform: 'slack' }, 'the socket was lost; connecting again');
    connect().then(back, (error: unknown) => {
      if (!stopping.aborted) log.error({ platform: 'slack', err: error }, 'cannot connect again');
    });
  });

  return {
    receiver,
    connect,
    connected: () => up,
    disconnect: async () => {
      up = false;
      // While connecting there may be no socket to close, and then nothing ever says that it is closed.
      await Promise.race([client.disconnect(), pause(500)]);
    },
  };
}
