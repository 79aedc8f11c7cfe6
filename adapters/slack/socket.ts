/** Socket Mode that comes back by itself: after a lost socket, a `disconnect` frame, or Slack being away for minutes. */
import { setTimeout as pause } from 'node:timers/promises';
import { SocketModeReceiver, webApi } from '@slack/bolt';
import type { Config } from '../config.ts';
import type { Log } from '../shared/log.ts';
import { isBadToken, quiet } from './calls.ts';

export interface Socket {
  readonly receiver: SocketModeReceiver;
  /** Connects, however long Slack is away; rejects when the token is not good. */
  connect(): Promise<void>;
  connected(): boolean;
  disconnect(): Promise<void>;
}

/** Waits between tries to connect, in ping timeouts: at once, then longer and longer, up to 10 s with the usual 5 s. */
const AGAIN = [0, 0.1, 0.2, 0.4, 1, 2] as const;
/** A socket that says nothing for so many ping timeouts is given up; asking where to connect gets less, so that it ends first. */
const HELLO = 3;
const OPENING = 2;
/** A socket that is given up, or closed at the end, is not waited for longer. */
const CLOSING_MS = 500;

/**
 * @param back is called each time it is connected again.
 * @param lost is called when it cannot connect again, as with a token that was taken away; says what to do.
 */
export function createSocket(
  config: Config,
  log: Log,
  stopping: AbortSignal,
  back: () => void,
  lost: (why: string) => void,
): Socket {
  const ping = config.SLACK_PING_TIMEOUT_MS;
  const receiver = new SocketModeReceiver({
    appToken: config.SLACK_APP_TOKEN ?? '',
    logger: quiet,
    clientPingTimeout: ping,
    // Bolt's own reconnecting ends in an unhandled rejection when Slack stays away; so the loop is below.
    autoReconnectEnabled: false,
    // An object of its own: the receiver changes it.
    installerOptions: {
      clientOptions: {
        slackApiUrl: config.SLACK_API_URL,
        retryConfig: { retries: 0 },
        // Waiting is the loop's: the client's own would outlast the try that it belongs to.
        rejectRateLimitedCalls: true,
        timeout: OPENING * ping,
      },
    },
    processEventErrorHandler: async ({ error }) => {
      log.error({ platform: 'slack', err: error }, 'an event could not be taken; Slack sends it again');
      return false;
    },
  });
  const { client } = receiver;
  let up = false;
  let connecting: Promise<void> | undefined;

  /** While connecting there may be no socket to close, and then nothing ever says that it is closed. */
  const close = async (): Promise<void> => {
    const late = new AbortController();
    await Promise.race([client.disconnect(), pause(CLOSING_MS, undefined, { signal: late.signal })]);
    late.abort();
  };

  async function tryOnce(): Promise<void> {
    const late = new AbortController();
    const giveUp = pause(HELLO * ping, undefined, { signal: AbortSignal.any([late.signal, stopping]) }).then(() => {
      throw new Error('the socket said nothing');
    });
    let gone = false;
    const noteGone = (): void => {
      gone = true;
    };
    client.on('disconnected', noteGone);
    try {
      await Promise.race([client.start(), giveUp]);
      // Greeted and cut off in one breath: nothing would tell of it later.
      if (gone) throw new Error('the socket was closed');
    } catch (error) {
      // A half-open socket must not come up later, beside the next one.
      if (!gone) await close();
      throw error;
    } finally {
      client.off('disconnected', noteGone);
      late.abort();
      giveUp.catch(() => {});
    }
  }

  async function connectAtLast(): Promise<void> {
    const begun = performance.now();
    let wait = 0;
    for (let tried = 1; ; tried++) {
      await pause(wait, undefined, { signal: stopping });
      try {
        await tryOnce();
        up = true;
        if (tried > 1) log.info({ platform: 'slack', tried, seconds: secondsSince(begun) }, 'connected again');
        return;
      } catch (error) {
        if (stopping.aborted) throw error;
        if (error instanceof webApi.WebAPIPlatformError && isBadToken(error.data.error))
          throw new Error(
            `Slack does not take SLACK_APP_TOKEN (${error.data.error}); make a new one with connections:write under Basic Information, App-Level Tokens`,
          );
        wait =
          error instanceof webApi.WebAPIRateLimitedError
            ? error.retryAfter * 1_000
            : ping * AGAIN[Math.min(tried, AGAIN.length - 1)]!;
        log.warn(
          {
            platform: 'slack',
            tried,
            seconds: secondsSince(begun),
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
    const wasUp = up;
    up = false;
    if (!wasUp || stopping.aborted) return;
    log.warn({ platform: 'slack' }, 'the socket was lost; connecting again');
    connect().then(back, (error: unknown) => {
      if (!stopping.aborted) lost(error instanceof Error ? error.message : String(error));
    });
  });

  return {
    receiver,
    connect,
    connected: () => up,
    disconnect: async () => {
      up = false;
      await close();
    },
  };
}

const secondsSince = (begun: number): number => Math.round((performance.now() - begun) / 1_000);
