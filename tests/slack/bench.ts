/** Plenary's Slack part, running against the loopback Slack: for the contract suite and for Slack's own tests. */
import { setTimeout as pause } from 'node:timers/promises';
import { type Config, type Environment, readConfig } from '../../adapters/config.ts';
import { openWeb, type Web } from '../../adapters/shared/health.ts';
import { createLog } from '../../adapters/shared/log.ts';
import type { House, Platform } from '../../adapters/shared/platform.ts';
import { createSlackPlatform } from '../../adapters/slack/index.ts';
import { openMemoryState } from '../../adapters/state/memory.ts';
import type { Plenary, StateStore } from '../../src/index.ts';
import type { Bench, Driver, Seen } from '../contract/driver.ts';
import { plenary as real } from '../plenary.ts';
import { allTexts, asShown } from './loopback/judge.ts';
import {
  APP_TOKEN,
  BOT_ID,
  BOT_TOKEN,
  BOT_USER,
  choicesOf,
  LoopbackSlack,
  type Options,
  PERSON,
  type Posted,
  SECRET,
} from './loopback/slack.ts';

/** So many turns of the event loop without anything happening are quiet. */
const QUIET_TURNS = 14;

export const SOMEBODY = 'U0000002';

export interface BotOptions {
  readonly settings?: Partial<Config>;
  readonly http?: boolean;
  readonly slack?: Partial<Options>;
  readonly state?: StateStore;
  readonly now?: () => number;
  /** Another bot behind the platform, where the knowledge's own has no such answer. */
  readonly plenary?: Plenary;
  readonly start?: boolean;
}

export interface Bot {
  readonly slack: LoopbackSlack;
  readonly state: StateStore;
  platform(): Platform;
  house(): House;
  web(): Web | undefined;
  log(): Record<string, unknown>[];
  restart(more?: { crash?: boolean; meanwhile?: () => Promise<void> }): Promise<void>;
  /** Resolves when nothing has been under way for a moment. */
  settled(most?: number): Promise<void>;
  stop(): Promise<void>;
}

export function configure(settings: Partial<Config>, environment: Environment): Config {
  const read = readConfig({ SLACK_PING_TIMEOUT_MS: '300', QUESTIONS_PER_MINUTE: '1000', ...environment });
  if ('faults' in read) throw new Error(read.faults.join('\n'));
  return { ...read.config, ...settings };
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const slack = await new LoopbackSlack().open();
  const { port } = slack;
  await slack.close();
  return port;
}

export async function startBot(options: BotOptions = {}): Promise<Bot> {
  const port = options.http ? await freePort() : 0;
  const slack = await new LoopbackSlack({
    ...options.slack,
    ...(options.http ? { http: `http://127.0.0.1:${port}/slack/events` } : {}),
  }).open();
  const now = options.now ?? Date.now;
  const state = options.state ?? openMemoryState(now);
  const lines: string[] = [];
  const tokens = options.http ? { SLACK_SIGNING_SECRET: SECRET } : { SLACK_APP_TOKEN: APP_TOKEN };
  const config = configure(options.settings ?? {}, {
    SLACK_BOT_TOKEN: BOT_TOKEN,
    ...tokens,
    SLACK_API_URL: slack.apiUrl,
  });
  const log = createLog({
    level: 'debug',
    secrets: [BOT_TOKEN, APP_TOKEN, SECRET],
    text: config.LOG_TEXT,
    to: { write: (line: string) => void lines.push(line) },
  });

  /** One process's worth of the bot. A killed one never hears from its state again, as though it had ended there. */
  function live() {
    let dead = false;
    const mortal = new Proxy(state, {
      get: (target, key, self) => {
        const value: unknown = Reflect.get(target, key, self);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]) => (dead ? new Promise(() => {}) : (value.apply(target, args) as unknown));
      },
    });
    const house: House = { plenary: () => options.plenary ?? real, state: mortal, config, log, now };
    const platform = createSlackPlatform(house);
    let web: Web | undefined;
    return {
      house,
      platform,
      web: () => web,
      kill: () => {
        dead = true;
      },
      start: async () => {
        if (options.http) web = await openWeb(house, [platform], { host: '127.0.0.1', port });
        await platform.start();
      },
      stop: async () => {
        await platform.stop();
        await web?.close();
      },
    };
  }

  let life = live();
  if (options.start !== false) await life.start();
  return {
    slack,
    state,
    platform: () => life.platform,
    house: () => life.house,
    web: () => life.web(),
    log: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>),
    restart: async ({ crash = false, meanwhile } = {}) => {
      if (crash) {
        life.kill();
        slack.dropSocket();
        slack.goAway();
      }
      const ended = life.stop();
      await (crash ? pause(20) : ended);
      await meanwhile?.();
      if (crash) {
        await ended;
        await slack.comeBack();
      }
      life = live();
      await life.start();
    },
    settled: async (most = 10_000) => {
      const deadline = performance.now() + most;
      // Turns of the event loop and not milliseconds: on a busy machine both sides are slow.
      let quiet = 0;
      let seen = -1;
      while (performance.now() < deadline && quiet < QUIET_TURNS) {
        const busy =
          (await state.unfinished('slack')).length > 0 ||
          slack.deliveries.some((d) => d.acknowledgedAfter === undefined);
        quiet = busy || slack.calls.length !== seen || slack.serving > 0 ? 0 : quiet + 1;
        seen = slack.calls.length;
        await pause(6);
      }
    },
    stop: async () => {
      await slack.comeBack();
      await life.stop();
      await slack.close();
    },
  };
}

export const textOf = (message: Pick<Posted, 'blocks' | 'text'>): string =>
  asShown([...allTexts(message.blocks), message.text].join('\n'));
export const byPlenary = (slack: LoopbackSlack): Posted[] =>
  slack.messages.filter((m) => m.bot_id === BOT_ID && m.text !== '' && m.blocks.length > 0);

const seenOf = (m: Posted): Seen => ({
  id: `${m.channel} ${m.ts}`,
  text: textOf(m),
  thread: m.ephemeral
    ? undefined
    : m.channel.startsWith('D') && !m.thread_ts
      ? m.channel
      : `${m.channel} ${m.thread_ts ?? m.ts}`,
  private: m.ephemeral !== undefined,
  choices: choicesOf(m.blocks),
});

const CHANNEL = 'C1';
const DIRECT = 'D1';

export function slackDriver(http: boolean): Driver {
  return {
    name: http ? 'Slack over HTTP' : 'Slack in Socket Mode',
    open: async (settings = {}): Promise<Bench> => {
      const bot = await startBot({ settings, http });
      const { slack } = bot;
      return {
        mention: async (text, { thread, by = PERSON } = {}) => {
          const [channel, parent] = thread?.split(' ') ?? [CHANNEL];
          const ts = slack.write(channel!, `<@${BOT_USER}> ${text}`, { by, ...(parent ? { thread: parent } : {}) });
          return thread ?? `${CHANNEL} ${ts}`;
        },
        say: async (thread, text, { by = PERSON, toSomebody = false } = {}) => {
          const [channel, parent] = thread.split(' ');
          slack.write(channel!, toSomebody ? `<@${SOMEBODY}> ${text}` : text, {
            by,
            ...(parent ? { thread: parent } : {}),
          });
        },
        sayAsBot: async (who, text) => {
          const extra = who === 'itself' ? { bot_id: BOT_ID } : { bot_id: 'B0OTHER01', subtype: 'bot_message' };
          slack.write(CHANNEL, `<@${BOT_USER}> ${text}`, { by: who === 'itself' ? BOT_USER : 'U0OTHER01', extra });
        },
        direct: async (text) => {
          slack.write(DIRECT, text);
          return DIRECT;
        },
        ask: async (text) => slack.command('/coop', text),
        press: async (on, label, { by = PERSON } = {}) => {
          const message = slack.messages.find((m) => `${m.channel} ${m.ts}` === on.id);
          if (!message) throw new Error('that message is gone');
          slack.press(message, label, by);
        },
        redeliver: async () => slack.redeliver(),
        restart: (more) => bot.restart(more),
        refusePosts: (refuse) => {
          if (refuse) slack.fail('chat.postMessage', { status: 503 }, 1_000);
          else slack.mend();
        },
        settled: () => bot.settled(),
        seen: () => byPlenary(slack).map(seenOf),
        shown: () => asShown(allTexts(slack.latest).join('\n')),
        refused: () => slack.faults,
        stop: () => bot.stop(),
      };
    },
  };
}
