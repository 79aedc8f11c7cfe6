/** Messages: where the reply stands, what is left alone, edits. What every platform does is in the contract suite. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Bot, startBot } from './bench.ts';
import { type LoopbackDiscord, type Message, startDiscord, textOf } from './loopback/index.ts';

const WHEN = '@Plenary when was the 24th Guangdong plenary?';
const DATE = '12 July 2024';

let bot: Bot;
let discord: LoopbackDiscord;
const ann = () => discord.person('Ann');
const ask = (text = WHEN): Message => ann().say(discord.channel, text);
const replies = async (on: Message, count = 1): Promise<Message[]> => {
  await expect.poll(() => discord.thread(on).length, { timeout: 5000 }).toBe(count);
  return discord.thread(on);
};

beforeEach(async () => {
  bot = await startBot();
  discord = bot.discord;
});
afterEach(() => bot.stop());

it('opens a thread named after the question, and writes nothing in the channel', async () => {
  const asked = ask();
  await replies(asked);
  expect(discord.threadOn(asked).name).toBe('when was the 24th Guangdong plenary?');
  expect(discord.written(discord.channel)).toEqual([]);
});

it('names a thread within 100 characters, whatever was asked', async () => {
  const asked = ask(`@Plenary ${'very '.repeat(60)} long question about the 24th Guangdong plenary`);
  await replies(asked);
  expect(discord.threadOn(asked).name.length).toBeLessThanOrEqual(100);
});

it('mentions nobody, ever', async () => {
  const asked = ask(`${WHEN} @everyone @here <@${discord.person('Bob').id}>`);
  await replies(asked);
  const posts = discord.rest.calls.filter((c) => c.method === 'POST' && c.path.endsWith('/messages'));
  expect(posts.length).toBeGreaterThan(0);
  for (const { body } of posts) expect(body).toMatchObject({ allowed_mentions: { parse: [] } });
});

it('replies in a direct message to what was asked there', async () => {
  const asked = ann().say(ann().direct(), 'when was the 24th Guangdong plenary?');
  await expect.poll(() => discord.written(ann().direct()).map((m) => m.replyTo)).toEqual([asked.id]);
  ann().say(ann().direct(), 'and where was it held?');
  await expect.poll(() => discord.written(ann().direct()).map(textOf)[1]).toContain('Guangzhou');
});

it('answers in a thread that people opened when it is named there', async () => {
  const start = discord.person('Bob').say(discord.channel, 'lunch?');
  const thread = discord.world.addChannel({ id: start.id, type: 11, name: 'lunch', parent: discord.channel.id });
  discord.gateway.tell('THREAD_CREATE', 1, () => discord.world.channelPayload(thread));
  ann().say(thread, 'when was the 24th Guangdong plenary?');
  const named = ann().say(thread, WHEN);
  await expect.poll(() => discord.written(thread).map((m) => m.replyTo)).toEqual([named.id]);
});

it('answers when the role of its name is mentioned', async () => {
  const asked = ann().say(discord.channel, `<@&${discord.world.botRole}> when was the 24th Guangdong plenary?`);
  expect(textOf((await replies(asked))[0]!)).toContain(DATE);
  expect(discord.threadOn(asked).name).toBe('when was the 24th Guangdong plenary?');
});

it('reads over emoji and calls people by their names', async () => {
  const asked = ask(`@Plenary <:hk:123456> when was the 24th Guangdong plenary? <@${discord.person('Bob').id}>`);
  await replies(asked);
  expect(discord.threadOn(asked).name).toBe('when was the 24th Guangdong plenary? @Bob');
});

it('keeps to the channels it was given, with their threads', async () => {
  await bot.stop();
  discord = await startDiscord();
  const other = discord.newChannel('other');
  bot = await startBot({ discord, settings: { DISCORD_CHANNELS: [discord.channel.id] } });
  const elsewhere = ann().say(other, WHEN);
  const asked = ask();
  await replies(asked);
  ann().say(discord.threadOn(asked), 'and where was it held?');
  await replies(asked, 2);
  expect(discord.world.channels.has(elsewhere.id)).toBe(false);
  expect(discord.written(other)).toEqual([]);
});

it('uses the thread that somebody opened on the question just before', async () => {
  discord.rest.fail(/^POST .*\/threads$/, { status: 400, code: 160004, done: true });
  const asked = ask();
  expect(textOf((await replies(asked))[0]!)).toContain(DATE);
  expect(discord.written(discord.channel)).toEqual([]);
});

it('is silent in a thread when somebody else is replied to', async () => {
  const asked = ask();
  await replies(asked);
  const thread = discord.threadOn(asked);
  const other = discord.person('Bob').say(thread, 'nice');
  ann().say(thread, 'where was it held?', other);
  await discord.quiet();
  expect(discord.thread(asked)).toHaveLength(1);
});

it('takes a reply to one of its answers as spoken to it', async () => {
  const asked = ask();
  const [answer] = await replies(asked);
  ann().say(discord.threadOn(asked), 'where was it held?', answer);
  expect(textOf((await replies(asked, 2))[1]!)).toContain('Guangzhou');
});

it('takes no notice of joins, pins and openings of threads', async () => {
  for (const kind of [6, 7, 18, 21]) {
    const message = discord.world.addMessage({
      channel: discord.channel.id,
      author: ann().user,
      content: WHEN.replace('@Plenary', `<@${discord.bot.id}>`),
      type: kind,
    });
    discord.rest.tellMessage('MESSAGE_CREATE', message);
  }
  await discord.quiet();
  expect(discord.rest.calls.filter((c) => c.path.startsWith('/channels'))).toEqual([]);
});

describe('an edited question', () => {
  it('within a minute, edits the reply', async () => {
    const asked = ask();
    const [reply] = await replies(asked);
    ann().edit(asked, '@Plenary where was the 24th Guangdong plenary held?');
    await expect.poll(() => textOf(reply!), { timeout: 5000 }).toContain('Guangzhou');
    expect(discord.thread(asked)).toHaveLength(1);
  });

  it('is found again after a restart', async () => {
    const asked = ask();
    const [reply] = await replies(asked);
    await bot.restart();
    ann().edit(asked, '@Plenary where was the 24th Guangdong plenary held?');
    await expect.poll(() => textOf(reply!), { timeout: 5000 }).toContain('Guangzhou');
  });

  it('that names Plenary only now is answered', async () => {
    const asked = ask(WHEN.replace('@Plenary ', ''));
    await discord.quiet();
    expect(discord.world.channels.has(asked.id)).toBe(false);
    ann().edit(asked, WHEN);
    expect((await replies(asked)).map(textOf)).toEqual([expect.stringContaining(DATE)]);
  });

  it('later than a minute, is left alone', async () => {
    const asked = ask();
    const [reply] = await replies(asked);
    const before = textOf(reply!);
    discord.skip(61_000);
    ann().edit(asked, '@Plenary where was the 24th Guangdong plenary held?');
    await discord.quiet();
    expect(textOf(reply!)).toBe(before);
    expect(reply?.writes).toBe(1);
  });

  it('is not what Discord tells when links are unfolded or a thread is opened', async () => {
    const asked = ask();
    const [reply] = await replies(asked);
    discord.rest.tellMessage('MESSAGE_UPDATE', asked);
    await discord.quiet();
    expect(reply?.writes).toBe(1);
    expect(discord.thread(asked)).toHaveLength(1);
  });
});
