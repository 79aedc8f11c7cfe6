/** Buttons and menus, with a bot behind them whose answers have choices, suggestions and pages. */
import { PermissionFlagsBits } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Answer, Plenary } from '../../src/index.ts';
import { plenary } from '../plenary.ts';
import { type Bot, startBot } from './bench.ts';
import { controlsOf, type LoopbackDiscord, type Message, type Seen, textOf } from './loopback/index.ts';

const WHEN = 'when was the 24th Guangdong plenary?';
const WHERE = 'where was the 24th Guangdong plenary held?';
const DATE = '12 July 2024';
const ITEMS = Array.from({ length: 120 }, (_, i) => `item number ${i + 1} of a long list`);

const shaped = (blocks: Answer['blocks'], more: Partial<Answer> = {}): Answer => ({
  ...plenary.answer(WHEN).answer,
  blocks,
  facts: [],
  ...more,
});
/** Questions about the form of answers, which the knowledge may or may not bring about today. */
const SHAPES: Readonly<Record<string, Answer>> = {
  'few?': shaped(
    [
      { type: 'text', text: 'Which one?' },
      {
        type: 'options',
        options: [
          { label: 'The date', question: WHEN },
          { label: 'The place', question: WHERE },
        ],
      },
    ],
    { status: 'clarify' },
  ),
  'many?': shaped(
    [
      { type: 'text', text: 'Which one?' },
      {
        type: 'options',
        options: [
          ...ITEMS.slice(0, 29).map((label) => ({ label, question: WHEN })),
          { label: 'The place', question: WHERE },
        ],
      },
    ],
    { status: 'clarify' },
  ),
  'long?': shaped([{ type: 'list', items: ITEMS }], { facts: ['meeting/guangdong-24#held'] }),
  'next?': shaped([{ type: 'text', text: 'So.' }], { suggestions: [WHERE, WHEN] }),
};
const shaping: Plenary = {
  ...plenary,
  answer: (text, conversation) =>
    SHAPES[text] ? { answer: SHAPES[text], conversation, steps: [] } : plenary.answer(text, conversation),
  receive: async (store, message) => {
    const answer = SHAPES[message.text];
    return answer
      ? { kind: 'reply', answer, reply: { answer, conversation: undefined, steps: [] } }
      : plenary.receive(store, message);
  },
};

let bot: Bot;
let discord: LoopbackDiscord;
const ann = () => discord.person('Ann');
const reply = async (text: string): Promise<Message> => {
  const asked = ann().say(discord.channel, `@Plenary ${text}`);
  await expect.poll(() => discord.thread(asked).length, { timeout: 5000 }).toBe(1);
  await discord.quiet(100);
  return discord.thread(asked)[0]!;
};
const shown = async (seen: Seen): Promise<Message> => {
  await expect.poll(() => seen.message(), { timeout: 5000 }).toBeDefined();
  return seen.message()!;
};

beforeEach(async () => {
  bot = await startBot({ plenary: shaping });
  discord = bot.discord;
});
afterEach(() => bot.stop());

describe('choices', () => {
  it('up to five are buttons; the pick becomes the answer, and the buttons go', async () => {
    const asked = await reply('few?');
    expect(controlsOf(asked).map((c) => c.label)).toEqual(['The date', 'The place']);
    ann().press(asked, 'The place');
    await expect.poll(() => textOf(asked)).toContain('Guangzhou');
    expect(controlsOf(asked).map((c) => c.label)).not.toContain('The date');
    expect(discord.thread({ ...asked, id: asked.channel })).toHaveLength(1);
  });

  it('more are menus of 25', async () => {
    const asked = await reply('many?');
    expect(controlsOf(asked).map((c) => c.options?.length)).toEqual([25, 5]);
    ann().pick(asked, 'The place');
    await expect.poll(() => textOf(asked)).toContain('Guangzhou');
  });

  it('still work after a restart', async () => {
    const asked = await reply('few?');
    await bot.restart();
    ann().press(asked, 'The date');
    await expect.poll(() => textOf(asked)).toContain(DATE);
  });

  it('say so when they are too old', async () => {
    const asked = await reply('few?');
    const { id } = asked;
    bot.state.exchange = async () => undefined;
    const seen = ann().press(discord.world.messages.find((m) => m.id === id)!, 'The date');
    expect(textOf(await shown(seen))).toMatch(/too old/);
    expect(seen.message()?.onlyFor).toBe(ann().id);
    expect(textOf(asked)).toContain('Which one?');
  });

  it('say so too when another version wrote them', async () => {
    const asked = await reply('few?');
    asked.components = [{ type: 1, components: [{ type: 2, label: 'Old', custom_id: 'v0:something' }] }];
    expect(textOf(await shown(ann().press(asked, 'Old')))).toMatch(/too old/);
  });
});

it('leafs through a long list, of which nothing is lost', async () => {
  const asked = await reply('long?');
  const pages = Number(/Page 1 of (\d+)/.exec(textOf(asked))?.[1]);
  expect(pages).toBeGreaterThan(1);
  let all = textOf(asked);
  for (let page = 2; page <= pages; page++) {
    ann().press(asked, 'Next');
    await expect.poll(() => textOf(asked)).toContain(`Page ${page} of ${pages}`);
    all += textOf(asked);
  }
  for (const item of ITEMS) expect(all).toContain(item);
  expect(() => ann().press(asked, 'Next')).toThrow('cannot be pressed');
});

describe('what to ask next', () => {
  it('in a thread, is asked there for all, with the question above its answer', async () => {
    const asked = await reply('next?');
    const seen = ann().pick(asked, WHERE);
    await expect.poll(() => seen.followUps().length, { timeout: 5000 }).toBe(1);
    const [answer] = seen.followUps();
    expect(answer).toMatchObject({ channel: asked.channel, content: `“${WHERE}”` });
    expect(answer?.onlyFor).toBeUndefined();
    expect(textOf(answer!)).toContain('Guangzhou');
    expect(textOf(asked)).toContain('So.');
  });

  it('under a private answer, only that person sees', async () => {
    const command = ann().slash(discord.channel, 'ask', { question: WHEN });
    const asked = await shown(command);
    const next = controlsOf(asked).find((c) => c.options)?.options?.[0]?.label ?? '';
    const seen = ann().pick(asked, next);
    const answer = await shown(seen);
    expect(answer.onlyFor).toBe(ann().id);
    expect(answer.content).toBe(`“${next}”`);
    expect(controlsOf(answer).map((c) => c.label)).toContain('Share in channel');
    expect(discord.written(discord.channel)).toEqual([]);
  });

  it('of an answer that was shared, is asked by the one who picks and changes nothing for who shared it', async () => {
    const asked = await shown(ann().slash(discord.channel, 'ask', { question: WHEN }));
    ann().press(asked, 'Share in channel');
    await expect.poll(() => discord.written(discord.channel).length, { timeout: 5000 }).toBe(1);
    const [shared] = discord.written(discord.channel) as [Message];
    const next = controlsOf(shared).find((c) => c.options)?.options?.[0]?.label ?? '';
    const seen = discord.person('Bob').pick(shared, next);
    expect((await shown(seen)).onlyFor).toBe(discord.person('Bob').id);
    const threads = await Promise.all(
      [ann(), discord.person('Bob')].map((p) => bot.state.conversation(`discord:${discord.channel.id}:${p.id}`)),
    );
    expect(threads.map((t) => t?.question)).toEqual([WHEN, next]);
    expect(discord.written(discord.channel)).toHaveLength(1);
  });

  it('says so when it is asked too often, and disturbs nobody else', async () => {
    await bot.stop();
    bot = await startBot({ plenary: shaping, settings: { QUESTIONS_PER_MINUTE: 1 } });
    discord = bot.discord;
    const asked = await reply('next?');
    const seen = ann().pick(asked, WHERE);
    await expect
      .poll(() => seen.followUps().map(textOf), { timeout: 5000 })
      .toEqual([expect.stringContaining('again in')]);
    expect(seen.followUps()[0]?.onlyFor).toBe(ann().id);
  });
});

describe('share', () => {
  const askPrivately = async (): Promise<Message> => {
    const seen = ann().slash(discord.channel, 'ask', { question: WHEN });
    await expect.poll(() => seen.message(), { timeout: 5000 }).toBeDefined();
    return seen.message()!;
  };

  it('shows the answer and who shared it, and cannot be pressed again', async () => {
    const asked = await askPrivately();
    ann().press(asked, 'Share in channel');
    await expect
      .poll(() => discord.written(discord.channel).map(textOf))
      .toEqual([expect.stringMatching(/Shared by Ann[\s\S]*12 July 2024/)]);
    await expect.poll(() => controlsOf(asked).map((c) => c.label)).not.toContain('Share in channel');
    expect(textOf(asked)).toContain(DATE);
  });

  it('is not offered where there is nothing or nobody to share with', async () => {
    const nothing = await shown(ann().slash(discord.channel, 'ask', { question: 'bananas' }));
    expect(controlsOf(nothing).map((c) => c.label)).not.toContain('Share in channel');
    const alone = await shown(ann().slash(ann().direct(), 'ask', { question: WHEN }));
    expect(controlsOf(alone).map((c) => c.label)).toContain('Helpful');
    expect(controlsOf(alone).map((c) => c.label)).not.toContain('Share in channel');
  });

  it('keeps who shared it and the question on every page, and is offered once', async () => {
    const seen = ann().slash(discord.channel, 'ask', { question: 'long?' });
    const asked = await shown(seen);
    ann().press(asked, 'Next');
    await expect.poll(() => textOf(asked)).toMatch(/“long\?”[\s\S]*Page 2 of/);
    ann().press(asked, 'Share in channel');
    await expect.poll(() => discord.written(discord.channel).length, { timeout: 5000 }).toBe(1);
    const [shared] = discord.written(discord.channel) as [Message];
    ann().press(shared, 'Next');
    await expect.poll(() => textOf(shared)).toMatch(/Shared by Ann[\s\S]*Page 2 of/);
    await expect.poll(() => controlsOf(asked).map((c) => c.label)).not.toContain('Share in channel');
    ann().press(asked, 'Next');
    await expect.poll(() => textOf(asked)).toContain('Page 2 of');
    expect(controlsOf(asked).map((c) => c.label)).not.toContain('Share in channel');
  });

  it('is refused to somebody who may not write there', async () => {
    const asked = await askPrivately();
    discord.world.members.may = PermissionFlagsBits.ViewChannel;
    const seen = ann().press(asked, 'Share in channel');
    await expect.poll(() => seen.followUps().map(textOf)).toEqual([expect.stringContaining('may not write')]);
    expect(discord.written(discord.channel)).toEqual([]);
  });
});

it('tells why in private: how it was read, the facts and their places, the knowledge', async () => {
  const asked = await reply(WHEN);
  const seen = discord.person('Bob').press(asked, 'Why this answer?');
  const text = textOf(await shown(seen));
  expect(seen.message()?.onlyFor).toBe(discord.person('Bob').id);
  expect(text).toContain('meeting/guangdong-24');
  expect(text).toMatch(/00\d /);
  expect(text).toContain(plenary.version);
});

it('keeps what people think, one verdict each, changeable', async () => {
  const asked = await reply(WHEN);
  for (const [who, label] of [
    ['Ann', 'Helpful'],
    ['Bob', 'Not helpful'],
    ['Ann', 'This fact is wrong'],
  ] as const)
    await shown(discord.person(who).press(asked, label));
  await discord.quiet(100);
  const kept = await bot.state.feedback();
  expect(kept.map((f) => f.verdict).sort()).toEqual(['unhelpful', 'wrong']);
  expect(kept[0]).toMatchObject({
    question: WHEN,
    status: 'answered',
    person: expect.stringMatching(/^~[0-9a-f]{12}$/),
  });
  expect(kept[0]?.facts.length).toBeGreaterThan(0);
});
