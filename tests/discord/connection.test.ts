/** Staying up: each way in which Discord lets go ends in one reply, one sentence or one line of the log. */
import { Events, PermissionFlagsBits } from 'discord.js';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { readConfig } from '../../adapters/config.ts';
import { BAD_TOKEN, createClient, NO_CONTENT, PERMISSIONS, watchConnection } from '../../adapters/discord/connect.ts';
import { checked } from '../../adapters/discord/deliver.ts';
import { message } from '../../adapters/discord/message.ts';
import { createLog } from '../../adapters/shared/log.ts';
import { type Bot, startBot } from './bench.ts';
import { type LoopbackDiscord, type Message, startDiscord, textOf } from './loopback/index.ts';

const WHEN = '@Plenary when was the 24th Guangdong plenary?';
const DATE = '12 July 2024';

let bot: Bot | undefined;
let discord: LoopbackDiscord;
const start = async (options: Parameters<typeof startBot>[0] = {}): Promise<Bot> => {
  bot = await startBot(options);
  discord = bot.discord;
  return bot;
};
afterEach(async () => {
  await bot?.stop();
  bot = undefined;
});
const said = (needle: string): Record<string, unknown> | undefined =>
  bot?.log.find((line) => JSON.stringify(line).includes(needle));
const ask = (text = WHEN): Message => discord.person('Ann').say(discord.channel, text);
/** The replies in the thread on a message, once there is one. */
const answered = async (message: Message, ms = 10_000): Promise<Message[]> => {
  await vi.waitFor(() => expect(discord.thread(message).map(textOf)).toEqual([expect.stringContaining(DATE)]), {
    timeout: ms,
    interval: 50,
  });
  await discord.quiet();
  return discord.thread(message);
};

describe('the start', () => {
  it('stops with what to do when the token is bad', async () => {
    const other = await startDiscord();
    await start({ discord: other, start: false, settings: { DISCORD_TOKEN: 'a-token-that-nobody-knows' } });
    await expect(bot!.platform().start()).rejects.toThrow(BAD_TOKEN);
    expect(bot!.logText()).not.toContain('a-token-that-nobody-knows');
  });

  it('works without the message content intent, and says what is missing', async () => {
    await start({ discord: await startDiscord({ messageContent: false }) });
    expect(said(NO_CONTENT)).toBeDefined();
    const message = ask();
    await answered(message);
    discord.person('Ann').say(discord.threadOn(message), 'and where was it held?');
    const slash = discord
      .person('Ann')
      .slash(discord.channel, 'ask', { question: 'when was the 24th Guangdong plenary?' });
    await vi.waitFor(() => expect(textOf(slash.message()!)).toContain(DATE));
    expect(discord.thread(message)).toHaveLength(1);
  });

  it('asks for the least intents and permissions, and prints the invitation', async () => {
    await start();
    // Guilds, guild messages, direct messages, message content: as numbers, so that a new one has to be argued for.
    expect(discord.gateway.intents()).toBe((1 << 0) | (1 << 9) | (1 << 12) | (1 << 15));
    const link = new URL(String(said('oauth2')?.link));
    expect(link.origin).toBe('https://discord.com');
    expect(link.searchParams.get('scope')).toBe('bot applications.commands');
    const asked = BigInt(link.searchParams.get('permissions') ?? 0);
    expect(asked).toBe(PERMISSIONS.reduce((sum, p) => sum | p, 0n));
    expect(asked & PermissionFlagsBits.Administrator).toBe(0n);
  });

  it('waits for a Discord that is away', async () => {
    const away = await startDiscord();
    away.down();
    await start({ discord: away, start: false });
    const starting = bot!.platform().start();
    await vi.waitFor(() => expect(said('cannot be reached')).toBeDefined(), { timeout: 5000 });
    away.up();
    await expect(starting).resolves.toEqual({ as: expect.any(String) });
    await answered(ask());
  });

  it('can be told to end while it waits', async () => {
    const away = await startDiscord();
    away.down();
    await start({ discord: away, start: false });
    const starting = bot!.platform().start();
    starting.catch(() => {});
    await vi.waitFor(() => expect(said('cannot be reached')).toBeDefined(), { timeout: 5000 });
    await bot!.platform().stop();
    await expect(starting).rejects.toThrow();
  });
});

describe('the gateway', () => {
  it('resumes after a cut and answers once what was said meanwhile', async () => {
    await start();
    discord.gateway.cut();
    const message = ask();
    await answered(message);
    expect(discord.gateway.seen.resumes).toBe(1);
    expect(discord.gateway.seen.identifies).toBe(1);
  });

  it('does not answer again what is replayed', async () => {
    await start();
    const message = ask();
    await answered(message);
    discord.gateway.again('MESSAGE_CREATE');
    discord.rest.tellMessage('MESSAGE_CREATE', message);
    await discord.quiet();
    expect(discord.thread(message)).toHaveLength(1);
  });

  it('follows a request to reconnect (op 7)', async () => {
    await start();
    discord.gateway.askToReconnect();
    await vi.waitFor(() => expect(discord.gateway.seen.resumes).toBe(1), { timeout: 10_000 });
    await answered(ask());
  });

  it('begins anew when the session is invalid (op 9)', async () => {
    await start();
    discord.gateway.invalidate(false);
    await vi.waitFor(() => expect(discord.gateway.seen.identifies).toBe(2), { timeout: 15_000 });
    await answered(ask());
  }, 30_000);

  it('drops a zombie connection, one without heartbeats, and resumes', async () => {
    const zombie = await startDiscord();
    zombie.gateway.faults.heartbeat = 400;
    await start({ discord: zombie });
    zombie.gateway.faults.deaf = true;
    await vi.waitFor(() => expect(zombie.gateway.seen.resumes).toBeGreaterThan(0), { timeout: 10_000 });
    zombie.gateway.faults.deaf = false;
    await answered(ask());
  }, 30_000);

  it('comes back when Discord was away altogether', async () => {
    await start();
    discord.down();
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(bot!.platform().connected()).toBe(false);
    discord.up();
    await vi.waitFor(() => expect(bot!.platform().connected()).toBe(true), { timeout: 20_000 });
    await answered(ask());
  }, 40_000);

  it('is lost for good with a token that is taken away, and says what to do', async () => {
    await start();
    discord.portal.token = 'another-token-altogether-01';
    discord.gateway.close(4004);
    await expect(bot!.platform().lost).resolves.toBe(BAD_TOKEN);
    expect(bot!.platform().connected()).toBe(false);
  });
});

describe('the REST side', () => {
  it('waits as told by a rate limit of a route, and does not hold other channels up', async () => {
    await start();
    const other = discord.newChannel('other');
    const limited = ask();
    discord.rest.fail(new RegExp(`^POST /channels/${limited.channel}/`), { retryAfter: 2 });
    const free = discord.person('Bob').say(other, WHEN);
    await answered(free, 1500);
    expect(discord.thread(limited)).toHaveLength(0);
    await answered(limited);
    expect(said('Discord asks to wait')).toBeDefined();
  });

  it('waits as told by a global rate limit', async () => {
    await start();
    discord.rest.fail(/^POST \/channels/, { retryAfter: 1, global: true });
    const began = Date.now();
    await answered(ask());
    expect(Date.now() - began).toBeGreaterThan(900);
  });

  it('posts once though Discord failed after it had posted', async () => {
    await start();
    discord.rest.fail(/^POST \/channels\/\d+\/messages$/, { status: 502, done: true }, 2);
    const message = ask();
    await answered(message);
    expect(discord.thread(message)).toHaveLength(1);
  });

  it('answers later what could not be posted, and says why in the log', async () => {
    await start();
    discord.rest.fail(/^POST \/channels\/\d+\/messages$/, { status: 500 }, Number.POSITIVE_INFINITY);
    const message = ask();
    await vi.waitFor(() => expect(said('not answered yet')).toBeDefined(), { timeout: 10_000 });
    discord.rest.heal();
    discord.gateway.cut();
    await answered(message);
  });

  it('tries again by itself what could not be posted', async () => {
    await start();
    discord.rest.fail(/^POST \/channels\/\d+\/messages$/, { status: 500 }, 4);
    const message = ask();
    await answered(message, 20_000);
    expect(said('not answered yet')).toBeDefined();
  }, 30_000);

  it('finds after a crash the reply that landed, also when Discord has forgotten its nonce', async () => {
    await start();
    discord.rest.fail(/^POST \/channels\/\d+\/messages$/, 'landed');
    const message = ask();
    await vi.waitFor(() => expect(discord.rest.failed.now).toBe(1), { timeout: 10_000 });
    await bot!.restart({ crash: true, meanwhile: async () => discord.skip(5 * 60_000) });
    await bot!.settled();
    expect(discord.thread(message).map(textOf)).toEqual([expect.stringContaining(DATE)]);
    expect(await bot!.state.unfinished('discord')).toEqual([]);
  }, 30_000);

  it('lets a question rest that was deleted before it was answered', async () => {
    await start();
    discord.rest.fail(/^POST .*\/threads$/, { status: 404, code: 10008, message: 'Unknown Message' });
    ask();
    await vi.waitFor(() => expect(said('the message is gone')).toBeDefined(), { timeout: 10_000 });
    await bot!.settled();
    expect(discord.written(discord.channel)).toEqual([]);
    expect(await bot!.state.unfinished('discord')).toEqual([]);
  });

  it('lets a question rest whose channel is gone on return', async () => {
    await start();
    discord.rest.fail(/^POST \/channels/, { status: 500 }, Number.POSITIVE_INFINITY);
    const message = ask();
    await vi.waitFor(() => expect(discord.rest.failed.now).toBeGreaterThan(0), { timeout: 10_000 });
    await bot!.restart({
      crash: true,
      meanwhile: async () => {
        discord.rest.heal();
        message.deleted = true;
      },
    });
    await bot!.settled();
    expect(await bot!.state.unfinished('discord')).toEqual([]);
  }, 30_000);

  it.each(['destroy', 'silence'] as const)(
    'survives a call that ends in %s',
    async (fault) => {
      await start();
      discord.rest.fail(/^POST \/channels\/\d+\/messages$/, fault);
      const message = ask();
      await answered(message, 25_000);
    },
    40_000,
  );
});

describe('permissions', () => {
  const without = (permission: bigint): void => {
    discord.world.allowed.permissions &= ~permission;
  };
  /** The server tells the bot its permissions anew with the channel's guild. */
  const startWithout = async (permission: bigint): Promise<void> => {
    const poor = await startDiscord();
    poor.world.allowed.permissions &= ~permission;
    await start({ discord: poor });
  };

  it('replies in the channel where it may open no thread', async () => {
    await startWithout(PermissionFlagsBits.CreatePublicThreads);
    const message = ask();
    await vi.waitFor(() => expect(discord.written(discord.channel)).toHaveLength(1), { timeout: 5000 });
    expect(discord.written(discord.channel)[0]).toMatchObject({ replyTo: message.id });
    discord.person('Ann').say(discord.channel, '@Plenary and where was it held?');
    await vi.waitFor(() => expect(discord.written(discord.channel).map(textOf)[1]).toContain('Guangzhou'));
  });

  it('replies in the channel when a thread is refused though it seemed allowed', async () => {
    await start();
    without(PermissionFlagsBits.CreatePublicThreads);
    ask();
    await vi.waitFor(() => expect(discord.written(discord.channel).map(textOf)[0]).toContain(DATE), { timeout: 5000 });
    expect(said('no thread could be opened')).toBeDefined();
  });

  it('replies in the channel when it may not write in the thread that it opened', async () => {
    await start();
    discord.rest.fail(/^POST \/channels\/\d+\/messages$/, { status: 403, code: 50013, message: 'Missing Permissions' });
    ask();
    await vi.waitFor(() => expect(discord.written(discord.channel).map(textOf)[0]).toContain(DATE), { timeout: 5000 });
    expect(said('no reply could be posted in the thread')).toBeDefined();
  });

  it('writes plain text where it may not embed', async () => {
    await startWithout(PermissionFlagsBits.EmbedLinks);
    const [reply] = await answered(ask());
    expect(reply?.embeds).toEqual([]);
    expect(reply?.content).toContain(DATE);
    expect(reply?.content).toMatch(/Source/);
  });

  it('leaves a line in the log where it may not post, and goes on', async () => {
    await start();
    without(
      PermissionFlagsBits.SendMessages |
        PermissionFlagsBits.CreatePublicThreads |
        PermissionFlagsBits.SendMessagesInThreads,
    );
    ask();
    await vi.waitFor(() =>
      expect(bot!.log.find((l) => l.level === 'error')).toMatchObject({
        code: 50013,
        why: expect.stringContaining('lacks a permission'),
      }),
    );
    discord.world.allowed.permissions |=
      PermissionFlagsBits.SendMessages |
      PermissionFlagsBits.CreatePublicThreads |
      PermissionFlagsBits.SendMessagesInThreads;
    await answered(ask());
  });
});

describe('interactions', () => {
  const slash = () =>
    discord.person('Ann').slash(discord.channel, 'ask', { question: 'when was the 24th Guangdong plenary?' });

  it.each([
    ['is unknown to Discord', { status: 404, code: 10062, message: 'Unknown interaction' }, '10062'],
    [
      'was answered already',
      { status: 400, code: 40060, message: 'Interaction has already been acknowledged.' },
      '40060',
    ],
  ])('logs one that %s, and goes on', async (_, fault, code) => {
    await start();
    discord.rest.fail(/^POST \/interactions/, fault);
    slash();
    await vi.waitFor(() => expect(said(code)).toMatchObject({ level: 'error' }));
    const next = slash();
    await vi.waitFor(() => expect(textOf(next.message()!)).toContain(DATE));
  });

  it('logs an autocomplete that came too late, and goes on', async () => {
    await start();
    discord.rest.fail(/^POST \/interactions/, { status: 404, code: 10062, message: 'Unknown interaction' });
    discord.person('Ann').type(discord.channel, 'agreement', 'party', 'g');
    await vi.waitFor(() => expect(said('10062')).toMatchObject({ level: 'error' }), { timeout: 10_000 });
    const next = discord.person('Ann').type(discord.channel, 'agreement', 'party', 'g');
    await vi.waitFor(() => expect(next.choices()?.length).toBeGreaterThan(0), { timeout: 10_000 });
  });

  it('says one sentence when a press cannot be answered', async () => {
    await start();
    const message = ask();
    const [reply] = await answered(message);
    discord.rest.fail(/^PATCH \/webhooks/, { status: 400, code: 50035, message: 'Invalid Form Body' });
    const pressed = discord.person('Ann').press(reply!, 'Why this answer?');
    await vi.waitFor(() => expect(textOf(pressed.message()!)).toMatch(/went wrong on my side/), { timeout: 10_000 });
    expect(said('could not answer a press')).toMatchObject({ code: 50035 });
  });

  it('says one sentence when the answer is refused', async () => {
    await start();
    discord.rest.fail(/^PATCH \/webhooks/, { status: 400, code: 50035, message: 'Invalid Form Body' });
    const asked = slash();
    await vi.waitFor(() => expect(textOf(asked.message()!)).toMatch(/went wrong on my side/));
  });

  it('finishes after a crash what a person waits for', async () => {
    await start();
    discord.rest.fail(/^PATCH \/webhooks/, { status: 500 }, Number.POSITIVE_INFINITY);
    const asked = slash();
    await vi.waitFor(() => expect(said('not answered yet')).toBeDefined(), { timeout: 10_000 });
    await bot!.restart({ crash: true, meanwhile: async () => discord.rest.heal() });
    await vi.waitFor(() => expect(textOf(asked.message()!)).toContain(DATE), { timeout: 5000 });
  });
});

describe('what the client tells of its troubles', () => {
  it.each([
    [Events.Error, new Error('a trouble')],
    [Events.ShardError, new Error('a trouble')],
    [Events.Warn, 'a trouble'],
  ] as const)('%s is a line in the log and never the end', (event, told) => {
    const lines: string[] = [];
    const read = readConfig({});
    if ('faults' in read) throw new Error(read.faults.join());
    const client = createClient(read.config, true);
    watchConnection(client, createLog({ to: { write: (line: string) => void lines.push(line) } }));
    client.emit(event as string, told, 0);
    expect(lines.join()).toContain('a trouble');
  });
});

it('sends no body that Discord would refuse: it says so instead, and the log says which limit', () => {
  const lines: string[] = [];
  const log = createLog({ to: { write: (line: string) => void lines.push(line) } });
  const good = message('x'.repeat(2000));
  expect(checked(good, log, 'discord:1')).toBe(good);
  expect(checked(message('x'.repeat(2001)), log, 'discord:1').content).toMatch(/went wrong on my side/);
  expect(lines.join()).toContain('content has 2001 characters');
});

it('finishes what is in hand when it is told to end, within five seconds', async () => {
  await start();
  discord.rest.fail(/^POST \/channels\/\d+\/messages$/, { retryAfter: 1 });
  const message = ask();
  await vi.waitFor(() => expect(discord.rest.calls.some((c) => c.status === 429)).toBe(true));
  const began = Date.now();
  await bot!.platform().stop();
  expect(Date.now() - began).toBeLessThan(5000);
  expect(discord.thread(message)).toHaveLength(1);
});

it('writes neither the token nor what people wrote to the log', async () => {
  await start();
  const message = ask('@Plenary when was the 24th Guangdong plenary, my dear Watson?');
  await vi.waitFor(() => expect(discord.thread(message)).toHaveLength(1), { timeout: 10_000 });
  expect(bot!.logText()).not.toContain(discord.portal.token);
  expect(bot!.logText()).not.toContain('Watson');
});
