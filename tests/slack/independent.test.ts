/** One run against a Slack that was written by others: what both sides take for granted is then not our own reading. */
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createLog } from '../../adapters/shared/log.ts';
import { createSlackPlatform } from '../../adapters/slack/index.ts';
import { openMemoryState } from '../../adapters/state/memory.ts';
import { plenary } from '../plenary.ts';
import { configure } from './bench.ts';
import { startIndependentSlack, WORKSPACE, whySkipped } from './independent-slack.ts';

const reason = whySkipped();
const WHEN = 'when was the 24th Guangdong plenary?';

describe(`an independent Slack${reason ? ` (skipped: ${reason})` : ''}`, () => {
  it.skipIf(reason !== undefined)(
    'sees the same conversation',
    async () => {
      const slack = await startIndependentSlack();
      const { app, users, channels } = WORKSPACE;
      const [{ id: user }] = users;
      const [{ id: channel }] = channels;
      const state = openMemoryState();
      const platform = createSlackPlatform({
        plenary: () => plenary,
        state,
        config: configure(
          {},
          {
            SLACK_BOT_TOKEN: app.botToken,
            SLACK_APP_TOKEN: app.appToken,
            SLACK_API_URL: `${slack.url}/api/`,
            SLACK_PING_TIMEOUT_MS: '5000',
          },
        ),
        log: createLog({ level: 'silent' }),
        now: Date.now,
      });
      type Message = {
        ts: string;
        thread_ts?: string;
        text: string;
        blocks?: { type: string; elements?: Record<string, unknown>[] }[];
        bot_id?: string;
        user?: string;
      };
      const messages = async (): Promise<Message[]> => (await slack.messages(channel)) as unknown as Message[];
      const fromBot = async (): Promise<Message[]> =>
        (await messages()).filter((m) => m.user === app.botUserId || m.bot_id);
      const until = async (holds: () => Promise<boolean>): Promise<void> => {
        for (let i = 0; i < 100 && !(await holds()); i++) await pause(50);
        expect(await holds()).toBe(true);
      };
      try {
        await platform.start();
        await slack.control('message', { channel, user, text: `<@${app.botUserId}> ${WHEN}` });
        await until(async () => (await fromBot()).length === 1);
        const [asked] = await messages();
        const [answer] = await fromBot();
        expect(answer?.thread_ts).toBe(asked?.ts);
        expect(answer?.text).toContain('12 July 2024');
        await slack.control('message', { channel, user, text: 'and where was it held?', thread_ts: asked!.ts });
        await until(async () => (await fromBot()).length === 2);
        expect((await fromBot())[1]?.text).toContain('Guangzhou');
        await slack.control('message', { channel, user, text: "who's bringing the cake?", thread_ts: asked!.ts });
        await slack.control('command', { channel, user, command: '/agreement', text: 'with Shenzhen' });
        await slack.control('command', { channel, user, command: '/coop', text: 'what was signed in Chongqing?' });
        await slack.control('open-home', { user });
        await until(async () => (await slack.log()).includes('views.publish'));
        const action = answer!.blocks!.flatMap((b) => b.elements ?? []).find((e) => e.action_id === 'judge:helpful')!;
        await slack.control('interact', { channel, messageTs: answer!.ts, user, action });
        await until(async () => (await state.feedback()).length === 1);
        // Two answers in the thread, and nothing about the cake; what is private is not among the channel's messages.
        const inThread = (await fromBot()).filter((m) => m.thread_ts === asked!.ts && /source/i.test(m.text));
        expect(inThread).toHaveLength(2);
        // For a look at the page as a person sees it: KEEP_SLACK_MS=60000 keeps it open, and its address is printed.
        if (process.env.KEEP_SLACK_MS) {
          console.log(slack.url);
          await pause(Number(process.env.KEEP_SLACK_MS));
        }
      } finally {
        await platform.stop();
        slack.stop();
      }
    },
    300_000,
  );
});
