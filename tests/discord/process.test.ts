/** `npm start` as people run it: the process, its log, its end, and what a killed one leaves for the next. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { dataFolder, type Running, runPlenary, STARTS_WITHIN } from '../process.ts';
import { type Fault, type LoopbackDiscord, type Message, startDiscord, textOf } from './loopback/index.ts';

const WHEN = '@Plenary when was the 24th Guangdong plenary?';
const DATE = expect.stringContaining('12 July 2024') as string;
const INVITATION = 'https://discord.com/oauth2/authorize';

let discord: LoopbackDiscord;
let folder: string;
const running: Running[] = [];
beforeEach(async () => {
  discord = await startDiscord();
  folder = dataFolder();
});
afterEach(async () => {
  for (const { child } of running.splice(0)) child.kill('SIGKILL');
  await discord.stop();
});

function run(token = discord.portal.token): Running {
  const started = runPlenary({ DISCORD_TOKEN: token, DISCORD_API_URL: discord.url, PLENARY_DATA: folder });
  running.push(started);
  return started;
}
const answers = (on: Message) => expect.poll(() => discord.thread(on).map(textOf), STARTS_WITHIN);

it('connects, answers, and ends within five seconds of being told', async () => {
  const plenary = run();
  await expect.poll(plenary.out, STARTS_WITHIN).toContain(INVITATION);
  const asked = discord.person('Ann').say(discord.channel, WHEN);
  await answers(asked).toEqual([DATE]);
  const began = Date.now();
  plenary.child.kill('SIGTERM');
  expect(await plenary.ended).toBe(0);
  expect(Date.now() - began).toBeLessThan(5000);
}, 240_000);

it('stops on a bad token with what to do, and does not print it', async () => {
  const plenary = run('not-the-token-of-this-bot');
  expect(await plenary.ended).toBe(1);
  expect(plenary.out()).toContain('Discord refuses DISCORD_TOKEN');
  expect(plenary.out()).not.toContain('not-the-token-of-this-bot');
}, 240_000);

it.each<[string, Fault, number]>([
  ['before the post', 'silence', 0],
  ['after the post, before it is marked', 'landed', 1],
])(
  'killed %s, answers once on return, and its buttons work',
  async (_, fault, before) => {
    const first = run();
    await expect.poll(first.out, STARTS_WITHIN).toContain(INVITATION);
    discord.rest.fail(/^POST \/channels\/\d+\/messages$/, fault);
    const asked = discord.person('Ann').say(discord.channel, WHEN);
    await expect.poll(() => discord.rest.failed.now, STARTS_WITHIN).toBe(1);
    first.child.kill('SIGKILL');
    await first.ended;
    expect(discord.thread(asked)).toHaveLength(before);

    const second = run();
    await expect.poll(second.out, STARTS_WITHIN).toContain(INVITATION);
    await answers(asked).toEqual([DATE]);
    discord.gateway.again('MESSAGE_CREATE');
    discord.rest.tellMessage('MESSAGE_CREATE', asked);
    const pressed = discord.person('Ann').press(discord.thread(asked)[0]!, 'Why this answer?');
    await expect.poll(() => pressed.message() && textOf(pressed.message()!), STARTS_WITHIN).toContain('guangdong-24');
    await discord.quiet(500);
    expect(discord.thread(asked).map(textOf)).toEqual([DATE]);
  },
  240_000,
);
