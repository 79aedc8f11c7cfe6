/** Plenary's Discord part, running against the loopback Discord: for the contract suite and for Discord's own tests. */
import { type Config, readConfig } from '../../adapters/config.ts';
import { createDiscordPlatform } from '../../adapters/discord/index.ts';
import { createLog, type Log } from '../../adapters/shared/log.ts';
import type { House, Platform } from '../../adapters/shared/platform.ts';
import { openMemoryState } from '../../adapters/state/memory.ts';
import type { Plenary, StateStore } from '../../src/index.ts';
import type { Bench, Driver, Seen } from '../contract/driver.ts';
import { plenary } from '../plenary.ts';
import {
  type Channel,
  controlsOf,
  type LoopbackDiscord,
  type Message,
  startDiscord,
  textOf,
} from './loopback/index.ts';

export interface Bot {
  readonly discord: LoopbackDiscord;
  readonly platform: () => Platform;
  readonly state: StateStore;
  /** Lines of the log, parsed. */
  readonly log: readonly Record<string, unknown>[];
  /** The log as text. */
  logText(): string;
  /** Ends the bot and starts it anew over the same state; after a crash the old one does nothing more. */
  restart(more?: { crash?: boolean; meanwhile?: () => Promise<void> }): Promise<void>;
  /** Resolves when all that came in is dealt with, or what is left cannot be for now. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

export interface BotOptions {
  readonly settings?: Partial<Config>;
  readonly discord?: LoopbackDiscord;
  readonly state?: StateStore;
  readonly now?: () => number;
  readonly start?: boolean;
  /** Another bot behind the platform, where the knowledge's own has no such answer. */
  readonly plenary?: Plenary;
}

/** How long an answer may take on a busy machine. */
const LEFT_MS = 5_000;

/** Starts the bot on a new loopback Discord, or on the one given. */
export async function startBot(options: BotOptions = {}): Promise<Bot> {
  const discord = options.discord ?? (await startDiscord());
  const now = options.now ?? Date.now;
  const state = options.state ?? openMemoryState(now);
  const lines: string[] = [];
  const log = createLog({ level: 'debug', to: { write: (line: string) => void lines.push(line) } });
  let life = createLife(discord, state, log, now, options);
  if (options.start !== false) await life.platform.start();
  return {
    discord,
    state,
    platform: () => life.platform,
    get log() {
      return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    },
    logText: () => lines.join(''),
    restart: async ({ crash = false, meanwhile } = {}) => {
      if (crash) life.kill();
      const ended = life.platform.stop();
      if (crash) discord.portal.token = `${discord.portal.token.slice(0, 20)}${String(Math.random()).slice(2)}`;
      if (crash) discord.gateway.cut();
      if (!crash) await ended;
      await meanwhile?.();
      life = createLife(discord, state, log, now, options);
      await life.platform.start();
    },
    settled: async () => {
      const deadline = Date.now() + LEFT_MS;
      do await discord.quiet();
      while ((await state.unfinished('discord')).length > 0 && Date.now() < deadline);
    },
    stop: async () => {
      await life.platform.stop();
      await discord.stop();
    },
  };
}

/** One process's worth of the bot. A killed one never hears from its state again, as though it had ended there. */
function createLife(
  discord: LoopbackDiscord,
  state: StateStore,
  log: Log,
  now: () => number,
  { settings, plenary: other = plenary }: BotOptions,
) {
  const read = readConfig({ DISCORD_TOKEN: discord.portal.token, DISCORD_API_URL: discord.url });
  if ('faults' in read) throw new Error(read.faults.join('\n'));
  const killed = { is: false };
  const mortal = new Proxy(state, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return async (...given: unknown[]): Promise<unknown> => {
        const result: unknown = await (value as (...g: unknown[]) => unknown).apply(
          target,
          killed.is ? await new Promise<never>(() => {}) : given,
        );
        return killed.is ? new Promise<never>(() => {}) : result;
      };
    },
  });
  const house: House = { plenary: () => other, state: mortal, config: { ...read.config, ...settings }, log, now };
  return {
    platform: createDiscordPlatform(house),
    kill: (): void => {
      killed.is = true;
    },
  };
}

export const discordDriver: Driver = {
  name: 'Discord',
  open: async (settings) => {
    const bot = await startBot(settings ? { settings } : {});
    return createBench(bot);
  },
};

function createBench(bot: Bot): Bench {
  const { discord } = bot;
  const person = (name = 'Ann') => discord.person(name);
  let last: Message | undefined;
  const channelOf = (thread: string): Channel => {
    const found = discord.world.channels.get(thread);
    if (!found) throw new Error(`Plenary opened no thread ${thread}`);
    return found;
  };
  const byPress = (m: Message): boolean =>
    [...discord.rest.interactions.values()].some((i) => i.token === m.token && i.kind === 'component');
  const see = (m: Message): Seen => ({
    id: m.id,
    text: textOf(m),
    thread: m.onlyFor === undefined ? m.channel : undefined,
    private: m.onlyFor !== undefined,
    choices: controlsOf(m).flatMap((c) => c.options?.map((o) => o.label) ?? c.label ?? []),
  });
  const own = (): Message[] =>
    discord.world.messages.filter(
      (m) => m.author.id === discord.bot.id && !m.deleted && !(m.flags & 128) && m.type !== 21,
    );

  return {
    mention: async (text, more = {}) => {
      last = person(more.by).say(more.thread ? channelOf(more.thread) : discord.channel, `@Plenary ${text}`);
      return more.thread ?? last.id;
    },
    say: async (thread, text, more = {}) => {
      const other = person('Somebody');
      last = person(more.by).say(channelOf(thread), more.toSomebody ? `<@${other.id}> ${text}` : text);
    },
    sayAsBot: async (who, text) => {
      if (who === 'other') last = discord.person('Robot', true).say(discord.channel, `@Plenary ${text}`);
      else {
        last = discord.world.addMessage({
          channel: discord.channel.id,
          author: discord.bot,
          content: `<@${discord.bot.id}> ${text}`,
        });
        discord.rest.tellMessage('MESSAGE_CREATE', last);
        last.deleted = true;
      }
    },
    direct: async (text) => {
      const channel = person().direct();
      last = person().say(channel, text);
      return channel.id;
    },
    ask: async (text) => void person().slash(discord.channel, 'ask', { question: text }),
    press: async (on, label, more = {}) => {
      const message = discord.world.messages.find((m) => m.id === on.id)!;
      const inMenu = controlsOf(message).some((c) => c.options?.some((o) => o.label === label));
      if (inMenu) person(more.by).pick(message, label);
      else person(more.by).press(message, label);
    },
    redeliver: async () => {
      if (last) discord.rest.tellMessage('MESSAGE_CREATE', last);
    },
    restart: bot.restart,
    refusePosts: (refuse) => {
      if (refuse) discord.rest.fail(/^POST \/channels/, { status: 500 }, Number.POSITIVE_INFINITY);
      else discord.rest.heal();
    },
    settled: bot.settled,
    seen: () =>
      own()
        .filter((m) => !(m.onlyFor !== undefined && byPress(m)))
        .map(see),
    shown: () => {
      const shown = own().findLast((m) => m.onlyFor !== undefined && byPress(m));
      return shown ? textOf(shown) : '';
    },
    refused: () =>
      discord.rest.calls.filter((c) => c.status === 400).map((c) => `${c.method} ${c.path}: ${JSON.stringify(c.body)}`),
    stop: bot.stop,
  };
}
