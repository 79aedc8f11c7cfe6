/** `/digest` as people in Discord meet it: who may, what is said, what is posted. */
import { PermissionFlagsBits } from 'discord.js';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { NotPosted } from '../../adapters/digests/deliver.ts';
import { loadHolidays } from '../../adapters/digests/holidays.ts';
import { createDiscordBoard, renderDigest } from '../../adapters/discord/digest.ts';
import { checkMessage } from '../../adapters/discord/limits.ts';
import { periodOn } from '../../src/index.ts';
import { plenary } from '../plenary.ts';
import { type Bot, startBot } from './bench.ts';
import { type Message, textOf } from './loopback/index.ts';
import { ENOUGH } from './loopback/world.ts';

vi.setConfig({ testTimeout: 120_000 });
let bot: Bot;
let now = 0;
// It takes a second, and more on a busy machine; a process pays for it once.
beforeAll(() => loadHolidays(new Date().getUTCFullYear()));
beforeEach(async () => {
  now = Date.now();
  bot = await startBot({ now: () => now });
  bot.discord.world.members.may = ENOUGH | PermissionFlagsBits.ManageChannels;
});
afterEach(async () => {
  expect(bot.discord.rest.calls.filter((c) => c.status === 400)).toEqual([]);
  await bot.stop();
});

const digestOn = (date: string) =>
  plenary.digests.compose({ period: periodOn(date, 'week', 'Asia/Hong_Kong'), told: [] }).digest;
const posted = (): Message[] => bot.discord.written(bot.discord.channel);
const setting = () => bot.state.digest(`discord:${bot.discord.channel.id}`);
/** What the person alone is told, all of it. */
async function say(
  part: string,
  values: Record<string, string | number | boolean> = {},
  name = 'Ann',
): Promise<string> {
  const seen = bot.discord.person(name).slash(bot.discord.channel, `digest ${part}`, values);
  await expect.poll(() => seen.message(), { timeout: 60_000 }).toBeDefined();
  await bot.discord.quiet(150);
  const told = [seen.message()!, ...seen.followUps()];
  for (const message of told) expect(message.onlyFor).toBe(bot.discord.person(name).id);
  return told.map(textOf).join('\n').replaceAll('\\', '');
}

it('is set up with options, shown, changed, paused, resumed and turned off', async () => {
  expect(await say('show')).toContain('No digest is set up in this channel. To set one up: /digest set rhythm: weekly');
  expect(await say('set', { rhythm: 'weekly', day: 'mon', time: '09:00' })).toMatch(
    /^Done\. A digest will be posted here every Monday at 09:00 \(Asia\/Hong_Kong\)\. The next one is due on Monday /,
  );
  expect(await setting()).toMatchObject({
    schedule: { rhythm: { every: 'week', day: 1 }, time: '09:00' },
    paused: false,
  });
  expect(
    await say('set', {
      rhythm: 'monthly',
      date: 31,
      time: '8:30',
      zone: 'Europe/London',
      holidays: 'shift',
      quiet: '22-7',
    }),
  ).toContain(
    'on the last day of each month at 08:30 (Europe/London), on the next working day where that is a public holiday, quiet from 22:00 to 07:00',
  );
  expect(await say('set', { quiet: 'off' })).not.toContain('quiet from');
  expect(await say('pause')).toContain('/digest resume');
  expect(await say('resume')).toContain('what was due in between is not made up for');
  expect(await say('curators', { on: true })).toContain('asked in vain');
  expect(await setting()).toMatchObject({ curators: true });
  expect(await say('off')).toContain('Off:');
  expect(await setting()).toBeUndefined();
});

it('gives the right form by example where the options are not good', async () => {
  expect(await say('set')).toContain('For example: /digest set rhythm: weekly day: Monday time: 09:00');
  expect(await say('set', { rhythm: 'weekly' })).toContain('Weekly needs a day.');
  expect(await say('set', { rhythm: 'weekly', day: 'mon', date: 3 })).toContain('A date goes with monthly only.');
  expect(await say('set', { rhythm: 'daily', time: 'noonish' })).toContain('noonish');
  expect(await say('set', { rhythm: 'daily', zone: 'Mars/Olympus' })).toContain('I know no time zone “mars/olympus”');
  expect(await setting()).toBeUndefined();
});

describe('who may', () => {
  it('change it: members with Manage Channels; others are told so, and may look', async () => {
    bot.discord.world.members.may = ENOUGH;
    for (const part of ['pause', 'resume', 'off'])
      expect(await say(part)).toContain('can be changed by members with the permission Manage Channels');
    expect(await say('set', { rhythm: 'daily' })).toContain('can be changed by members with');
    expect(await say('curators', { on: true })).toContain('can be changed by members with');
    expect(await setting()).toBeUndefined();
    expect(await say('preview')).toContain('Only you see this');
  });
  it('is nothing that Plenary may not do itself', async () => {
    bot.discord.world.allowed.permissions &= ~PermissionFlagsBits.ReadMessageHistory;
    expect(await say('set', { rhythm: 'daily' })).toContain(
      'Plenary needs these permissions here for a digest: Read Message History.',
    );
  });
});

it('is posted once when it is due, and fits Discord', async () => {
  await say('set', { rhythm: 'weekly', day: 'mon', time: '09:00' });
  const due = Date.parse('2030-07-08T01:00Z');
  const before = (await setting())!;
  await bot.state.keepDigest({ ...before, since: due - 1 });
  now = due + 5_000;
  await bot.restart();
  await expect.poll(() => posted().length, { timeout: 60_000 }).toBe(1);
  const [digest] = posted();
  expect(textOf(digest!)).toContain('This week in co-operation: 8–14 July 2030');
  expect(textOf(digest!)).toContain('6 years ago: The 24th Plenary');
  expect(digest!.embeds[0]).toMatchObject({ title: 'This week in co-operation: 8–14 July 2030' });
  expect((digest!.body as { enforce_nonce?: boolean; nonce?: string }).enforce_nonce).toBe(true);
  await bot.restart();
  await bot.discord.quiet(300);
  expect(posted()).toHaveLength(1);
});

describe('the board', () => {
  const due = Date.parse('2025-07-07T01:00Z');
  const digest = digestOn('2025-07-07');
  const mark = () => ({ channel: bot.discord.channel.id, period: '2025-07-07', due });
  async function board() {
    const { Client } = await import('discord.js');
    const client = new Client({ intents: [1], rest: { api: bot.discord.url, retries: 0, timeout: 2_000 } });
    const ready = new Promise<void>((resolve) => client.once('clientReady', () => resolve()));
    await client.login(bot.discord.portal.token);
    await ready;
    const house = { plenary: () => plenary } as Parameters<typeof createDiscordBoard>[0];
    return { client, board: createDiscordBoard(house, () => client as InstanceType<typeof Client<true>>) };
  }

  it('posts with a nonce, so that the same digest is one message, and finds it among many', async () => {
    const { client, board: own } = await board();
    const before = Date.now() - 60_000;
    expect(await own.find(mark(), before)).toEqual([]);
    const where = await own.post(mark(), digest);
    expect(await own.post(mark(), digest)).toBe(where);
    for (let i = 0; i < 230; i++)
      bot.discord.world.addMessage({ channel: bot.discord.channel.id, author: bot.discord.bot, content: `${i}` });
    expect(await own.find(mark(), before)).toEqual([where]);
    expect(await own.find({ ...mark(), due: due + 60_000, period: '2025-07-08' }, before)).toEqual([]);
    // Taken back; a second time does no harm.
    await own.remove(where);
    await own.remove(where);
    expect(await own.find(mark(), before)).toEqual([]);
    await client.destroy();
  });

  it('says whether nothing was posted for sure', async () => {
    const { client, board: own } = await board();
    const post = /^POST \/channels\/\d+\/messages$/;
    bot.discord.rest.fail(post, { status: 403, code: 50013, message: 'Missing Permissions' });
    await expect(own.post(mark(), digest)).rejects.toThrow(NotPosted);
    bot.discord.rest.fail(post, { status: 500 });
    await expect(own.post(mark(), digest)).rejects.not.toThrow(NotPosted);
    bot.discord.rest.fail(post, 'destroy');
    await expect(own.post(mark(), digest)).rejects.not.toThrow(NotPosted);
    await expect(own.post({ ...mark(), channel: '123456789012345678' }, digest)).rejects.toThrow(NotPosted);
    await client.destroy();
  });

  it('posts plain text where embeds are not shown, and finds that too', async () => {
    bot.discord.world.allowed.permissions &= ~PermissionFlagsBits.EmbedLinks;
    await bot.restart();
    const { client, board: own } = await board();
    const where = await own.post(mark(), digest);
    expect(posted().at(-1)).toMatchObject({ embeds: [], content: expect.stringContaining(`<t:${due / 1000}:D>`) });
    expect(await own.find(mark(), Date.now() - 60_000)).toEqual([where]);
    await client.destroy();
  });
});

it('any digest fits one message, however its lines are written', () => {
  for (let month = 1; month <= 12; month++) {
    const digest = digestOn(`2025-${String(month).padStart(2, '0')}-01`);
    expect(checkMessage(renderDigest(digest, plenary, 0))).toEqual([]);
    expect(checkMessage(renderDigest(digest, plenary, 0, true))).toEqual([]);
  }
  const long = {
    ...digestOn('2025-07-07'),
    parts: Array.from({ length: 6 }, (_, i) => ({
      about: 'news' as const,
      heading: `Part ${i}`,
      blocks: [{ type: 'list' as const, items: Array.from({ length: 6 }, () => `${'*a_b* '.repeat(50)}(002 para 1)`) }],
    })),
  };
  expect(checkMessage(renderDigest(long, plenary, 0))).toEqual([]);
});
