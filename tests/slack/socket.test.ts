/** The connection alone, through outages of many tries. */
import { setTimeout as pause } from 'node:timers/promises';
import type { App } from '@slack/bolt';
import { describe, expect, it } from 'vitest';
import { createLog } from '../../adapters/shared/log.ts';
import { createSocket } from '../../adapters/slack/socket.ts';
import { configure } from './bench.ts';
import { APP_TOKEN, BOT_TOKEN, LoopbackSlack } from './loopback/slack.ts';

const until = async (holds: () => boolean, most = 8_000): Promise<void> => {
  const deadline = performance.now() + most;
  while (!holds() && performance.now() < deadline) await pause(20);
  expect(holds()).toBe(true);
};

const never = (why: string): never => {
  throw new Error(why);
};

describe('the socket', () => {
  // Many tries take minutes with the usual 5 s; what has to hold is that they neither end, nor grow apart, nor pile up.
  it.each(['cutting', 'refusing', 'silent'] as const)(
    'holds out however long Slack is away (%s): tries at most so far apart, and nothing piles up',
    async (how) => {
      const slack = await new LoopbackSlack().open();
      const lines: Record<string, unknown>[] = [];
      const log = createLog({
        to: { write: (line: string) => void lines.push({ ...JSON.parse(line), at: performance.now() }) },
      });
      const tokens = { SLACK_BOT_TOKEN: BOT_TOKEN, SLACK_APP_TOKEN: APP_TOKEN, SLACK_API_URL: slack.apiUrl };
      const config = configure({ SLACK_PING_TIMEOUT_MS: 100 }, tokens);
      const stopping = new AbortController();
      let back = 0;
      const socket = createSocket(
        config,
        log,
        stopping.signal,
        () => {
          back += 1;
        },
        never,
      );
      socket.receiver.init({ processEvent: async () => {} } as unknown as App);
      const { client } = socket.receiver;
      const listening = () => ['connected', 'disconnected', 'close', 'error'].map((name) => client.listenerCount(name));
      await socket.connect();
      const before = listening();
      slack.goAway(how);
      const failed = () => lines.filter((l) => l.msg === 'not connected; trying again');
      await until(() => failed().length >= 15, 20_000);
      const gaps = failed().map((l, i, all) => Number(l.at) - Number(all[i - 1]?.at ?? l.at));
      // A try that is not answered takes two ping timeouts, the wait two more; the rest is for a slow machine.
      expect(Math.max(...gaps)).toBeLessThan(1_500);
      expect(Math.max(...gaps.slice(8))).toBeGreaterThan(150);
      expect(socket.connected()).toBe(false);
      await slack.comeBack();
      await until(() => socket.connected(), 10_000);
      expect(back).toBe(1);
      expect(listening()).toEqual(before);
      await until(() => slack.openSockets === 1);
      stopping.abort();
      await socket.disconnect();
      await slack.close();
    },
    40_000,
  );
});
