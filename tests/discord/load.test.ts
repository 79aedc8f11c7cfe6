/** Two hundred of each at once, and a connection that drops in the middle. */
import { afterEach, expect, it } from 'vitest';
import { type Bot, startBot } from './bench.ts';
import { type Seen, textOf } from './loopback/index.ts';

const MANY = 200;
/** Within this Discord wants the first response. */
const FIRST_ANSWER_MS = 3000;
const WHEN = '@Plenary when was the 24th Guangdong plenary?';
const DATE = '12 July 2024';

let bot: Bot | undefined;
afterEach(async () => {
  await bot?.stop();
  bot = undefined;
});

it('answers 200 mentions and 200 autocomplete requests at once, each once, none late, and resumes in the middle', async () => {
  bot = await startBot({ settings: { QUESTIONS_PER_MINUTE: 10_000 } });
  const { discord } = bot;
  const asked = Array.from({ length: MANY }, (_, i) =>
    discord.person(`P${i % 40}`).say(discord.newChannel(`c${i}`), WHEN),
  );
  const typed: Seen[] = Array.from({ length: MANY }, (_, i) =>
    discord.person(`P${i % 40}`).type(discord.channel, 'agreement', 'party', 'guangdong'.slice(0, 1 + (i % 9))),
  );
  const command = discord
    .person('Ann')
    .slash(discord.channel, 'ask', { question: 'when was the 24th Guangdong plenary?' });
  const isHalfway = (): boolean => asked.filter((m) => discord.thread(m).length > 0).length >= 40;
  await expect.poll(isHalfway, { timeout: 60_000, interval: 20 }).toBe(true);
  discord.gateway.cut();
  const meanwhile = Array.from({ length: 10 }, (_, i) => discord.person(`Q${i}`).say(discord.channel, WHEN));

  const all = [...asked, ...meanwhile];
  await expect
    .poll(() => all.filter((m) => discord.thread(m).length > 0).length, { timeout: 90_000, interval: 100 })
    .toBe(all.length);
  await discord.quiet();
  for (const message of all) expect(discord.thread(message).map(textOf)).toEqual([expect.stringContaining(DATE)]);
  for (const { interaction, choices } of typed) {
    expect(choices()?.length).toBeGreaterThan(0);
    expect(interaction.firstAnswer).toBeLessThan(FIRST_ANSWER_MS);
  }
  expect(command.interaction.firstAnswer).toBeLessThan(FIRST_ANSWER_MS);
  expect(textOf(command.message()!)).toContain(DATE);
  expect(discord.gateway.seen.resumes).toBe(1);
  expect(discord.rest.calls.filter((c) => c.status >= 400)).toEqual([]);
}, 180_000);

it('keeps the order within a thread', async () => {
  bot = await startBot({ settings: { QUESTIONS_PER_MINUTE: 10_000 } });
  const { discord } = bot;
  const ann = discord.person('Ann');
  const first = ann.say(discord.channel, WHEN);
  await expect.poll(() => discord.thread(first).length).toBe(1);
  const thread = discord.threadOn(first);
  const asked = Array.from({ length: 20 }, (_, i) =>
    ann.say(thread, `@Plenary ${i % 2 ? 'where was it held?' : 'who co-chaired it?'}`),
  );
  await expect.poll(() => discord.thread(first).length, { timeout: 20_000 }).toBe(21);
  expect(
    discord
      .thread(first)
      .slice(1)
      .map((m) => m.replyTo),
  ).toEqual(asked.map((m) => m.id));
}, 60_000);
