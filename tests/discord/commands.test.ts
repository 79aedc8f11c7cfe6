/** Slash commands, autocomplete, the message menu, and registering them. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { COMMANDS, COMPLETES } from '../../adapters/discord/commands.ts';
import { completeOption } from '../../adapters/discord/complete.ts';
import { upperFirst } from '../../adapters/shared/agreements.ts';
import { plenary } from '../plenary.ts';
import { type Bot, startBot } from './bench.ts';
import { controlsOf, type LoopbackDiscord, type Message, type Seen, startDiscord, textOf } from './loopback/index.ts';

const WHEN = 'when was the 24th Guangdong plenary?';
const DATE = '12 July 2024';

let bot: Bot;
let discord: LoopbackDiscord;
const ann = () => discord.person('Ann');
const messageOf = async (seen: Seen): Promise<Message> => {
  await expect.poll(() => seen.message(), { timeout: 5000 }).toBeDefined();
  return seen.message()!;
};
const run = (command: string, values: Record<string, string | number> = {}): Promise<Message> =>
  messageOf(ann().slash(discord.channel, command, values));
const type = async (command: string, option: string, typed: string) => {
  const seen = ann().type(discord.channel, command, option, typed);
  await expect.poll(() => seen.choices()).toBeDefined();
  return seen.choices()!;
};

describe('commands', () => {
  beforeEach(async () => {
    bot = await startBot();
    discord = bot.discord;
  });
  afterEach(() => bot.stop());

  it('/ask answers in private, in two steps, and follows up by person and channel', async () => {
    const asked = ann().slash(discord.channel, 'ask', { question: WHEN });
    const reply = await messageOf(asked);
    expect(asked.interaction.response?.type).toBe(5);
    expect(reply.onlyFor).toBe(ann().id);
    expect(textOf(reply)).toContain(DATE);
    expect(controlsOf(reply).map((c) => c.label)).toContain('Share in channel');
    expect(textOf(await run('ask', { question: 'and where was it held?' }))).toContain('Guangzhou');
  });

  it('the menu of a message asks what the message says', async () => {
    const written = discord.person('Bob').say(discord.channel, `Does anybody know, ${WHEN}`);
    const reply = await messageOf(ann().menu(discord.channel, 'Ask Plenary', written));
    expect(reply.onlyFor).toBe(ann().id);
    expect(textOf(reply)).toContain(DATE);
  });

  it('/agreement without options lists all, newest first, five a page, each with its source, and leafs', async () => {
    const reply = await run('agreement');
    const { rows, pages } = plenary.lookUp({});
    const titles = reply.embeds.map((e) => (e.title ?? e.description ?? '').replaceAll(/\\|\*\*/g, ''));
    expect(titles).toEqual(rows.map((r) => upperFirst(r.title)));
    for (const embed of reply.embeds) expect(embed.footer?.text).toMatch(/^Sources?: 00\d.* · As at \d+ \w+ \d{4}\.$/m);
    expect(pages).toBeGreaterThan(1);
    ann().press(reply, 'Next');
    await expect.poll(() => textOf(reply)).toContain(`Page 2 of ${pages}`);
    expect(textOf(reply).replaceAll('\\', '')).toContain(upperFirst(plenary.lookUp({ page: 2 }).rows[0]?.title ?? '–'));
    ann().press(reply, 'Previous');
    await expect.poll(() => textOf(reply)).toContain(`Page 1 of ${pages}`);
  });

  it('/agreement takes an id as well as free text, and a page', async () => {
    const byId = await run('agreement', { party: 'place/chongqing' });
    const byText = await run('agreement', { party: 'Chongqing' });
    for (const reply of [byId, byText]) expect(textOf(reply)).toContain('Chongqing');
    expect(textOf(await run('agreement', { page: 2 }))).toContain('Page 2 of');
  });

  it('/agreement says what was looked for by name, and offers what finds something where nothing does', async () => {
    const found = await run('agreement', { party: 'place/guangdong', area: 'topic/food-safety' });
    expect(found.content).toMatch(/^“with Guangdong Province on food safety”: \d+ agreements?/);
    const none = await run('agreement', { topic: 'xyzzy', party: 'place/guangdong' });
    expect(none.content).toContain('nothing matches all of that');
    const [menu] = controlsOf(none).filter((c) => c.options);
    ann().pick(none, menu!.options![0]!.label);
    await expect.poll(() => none.content).toMatch(/^“[^”]+”: \d+ agreements?/);
    expect(none.content).not.toContain('nothing matches');
  });

  it('"it" in /ask is what a look-up showed', async () => {
    await run('meeting', { name: 'meeting/guangdong-24' });
    expect(textOf(await run('ask', { question: 'where was it held?' }))).toContain('Guangzhou');
    await run('agreement', { topic: 'agreement/justice-arrangement' });
    expect(textOf(await run('ask', { question: 'when was it signed?' }))).toContain(DATE);
  });

  it('/meeting and /mechanism show a card by id or by name', async () => {
    for (const name of ['meeting/guangdong-24', '24th Guangdong']) {
      const reply = await run('meeting', { name });
      expect(reply.embeds[0]?.title).toContain('24th');
      expect(textOf(reply)).toMatch(/Sources?: 00\d/);
    }
    expect((await run('mechanism', { name: 'mechanism/guangdong' })).embeds[0]?.title).toContain('Guangdong');
    expect(textOf(await run('meeting', { name: 'zzzzqqqq' }))).toMatch(/No meeting of that name/);
    expect((await run('meeting', { name: 'the Guangdong one' })).content).toMatch(/comes nearest/);
  });

  it('/sources names each document', async () => {
    const text = textOf(await run('sources'));
    for (const { id } of plenary.sources()) expect(text).toContain(`${id} `);
  });

  it('works in a direct message', async () => {
    const reply = await messageOf(ann().slash(ann().direct(), 'ask', { question: WHEN }));
    expect(textOf(reply)).toContain(DATE);
  });

  it('completes each option: something before the first letter, the best first, an id as the value', async () => {
    for (const option of Object.keys(COMPLETES)) {
      const [command, name] = option.split(' ') as [string, string];
      const before = await type(command, name, '');
      expect(before.length, option).toBeGreaterThan(0);
      for (const { value } of before) expect(plenary.card(String(value)), String(value)).toBeDefined();
    }
    const [first] = await type('agreement', 'party', 'guangd');
    expect(first?.name.toLowerCase()).toContain('guangdong');
  });

  it('shows before the first letter what finds agreements, the most first', async () => {
    for (const [name, facet] of [
      ['party', 'party'],
      ['area', 'area'],
    ] as const) {
      const totals = (await type('agreement', name, '')).map((c) => plenary.lookUp({ [facet]: String(c.value) }).total);
      expect(totals[0]).toBeGreaterThan(1);
      expect(totals).toEqual([...totals].sort((a, b) => b - a));
      expect(totals.every((t) => t > 0)).toBe(true);
    }
    expect((await type('agreement', 'topic', '')).map((c) => c.value)).toContain('topic/food-safety');
  });

  it('says why a name matched', async () => {
    const choices = await type('agreement', 'party', 'CMAB');
    expect(choices.some((c) => /matches “/.test(c.name))).toBe(true);
  });

  it('answers an allowed server only, where servers are named', async () => {
    await bot.stop();
    bot = await startBot({ settings: { DISCORD_GUILDS: ['99999999'] } });
    discord = bot.discord;
    expect(textOf(await run('ask', { question: WHEN }))).toMatch(/not switched on here/);
    expect(await type('agreement', 'party', 'g')).toEqual([]);
    ann().say(discord.channel, `@Plenary ${WHEN}`);
    await discord.quiet();
    expect(discord.written(discord.channel).filter((m) => m.onlyFor === undefined)).toEqual([]);
  });
});

describe('autocomplete', () => {
  it('gives at most 25 choices of at most 100 characters, whatever is typed', () => {
    for (const option of Object.keys(COMPLETES))
      for (const typed of ['', 'a', 'co', 'memorandum of understanding between the', 'x'.repeat(200), '廣東', '"*_`']) {
        const choices = completeOption(plenary, option, typed);
        expect(choices.length).toBeLessThanOrEqual(25);
        for (const { name, value } of choices) {
          expect(name.length).toBeLessThanOrEqual(100);
          expect(name.length).toBeGreaterThan(0);
          expect(value.length).toBeLessThanOrEqual(100);
        }
      }
  });
});

describe('registering', () => {
  const puts = (): number => discord.rest.calls.filter((c) => c.method === 'PUT').length;

  it('happens on the first start and not again while nothing changed', async () => {
    bot = await startBot();
    discord = bot.discord;
    expect(puts()).toBe(1);
    await bot.restart();
    expect(puts()).toBe(1);
    // Somebody else's command, or an older description, is replaced.
    const there = discord.rest.commands.get('everywhere')!;
    discord.rest.commands.set('everywhere', [{ ...there[0]!, description: 'older' }, ...there.slice(1)]);
    await bot.restart();
    expect(puts()).toBe(2);
    await bot.stop();
  });

  it('happens at once in one server, when that is set', async () => {
    discord = await startDiscord();
    bot = await startBot({ discord, settings: { DISCORD_GUILD_ID: discord.guild } });
    expect([...discord.rest.commands.keys()]).toEqual([discord.guild]);
    await bot.stop();
  });

  it('is not needed for the rest: refused, it is a line in the log', async () => {
    discord = await startDiscord();
    discord.rest.fail(/^PUT .*commands$/, { status: 403, code: 50001, message: 'Missing Access' });
    bot = await startBot({ discord });
    expect(bot.logText()).toContain('the slash commands could not be registered');
    expect(bot.platform().connected()).toBe(true);
    await bot.stop();
  });

  it('carries Chinese names and descriptions for the picker', () => {
    for (const command of COMMANDS) {
      expect(command.name_localizations, command.name).toMatchObject({
        'zh-TW': expect.any(String),
        'zh-CN': expect.any(String),
      });
      for (const option of 'options' in command ? (command.options ?? []) : [])
        expect(option.description_localizations, option.name).toMatchObject({
          'zh-TW': expect.any(String),
          'zh-CN': expect.any(String),
        });
    }
  });
});
