/** Slack and Discord in one process: each goes on without the other. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { textOf as inDiscord, type LoopbackDiscord, startDiscord } from './discord/loopback/index.ts';
import { dataFolder, type Running, runPlenary, STARTS_WITHIN } from './process.ts';
import { byPlenary, textOf as inSlack } from './slack/bench.ts';
import { APP_TOKEN, BOT_TOKEN, BOT_USER, LoopbackSlack } from './slack/loopback/slack.ts';

const WHEN = 'when was the 24th Guangdong plenary?';
const DATE = '12 July 2024';

let slack: LoopbackSlack;
let discord: LoopbackDiscord;
let folder: string;
const running: Running[] = [];

beforeEach(async () => {
  slack = await new LoopbackSlack().open();
  discord = await startDiscord();
  folder = dataFolder();
});
afterEach(async () => {
  for (const { child } of running.splice(0)) child.kill('SIGKILL');
  await slack.close();
  await discord.stop();
});

function run(settings: Record<string, string> = {}): Running {
  const started = runPlenary({
    SLACK_BOT_TOKEN: BOT_TOKEN,
    SLACK_APP_TOKEN: APP_TOKEN,
    SLACK_API_URL: slack.apiUrl,
    SLACK_PING_TIMEOUT_MS: '300',
    DISCORD_TOKEN: discord.portal.token,
    DISCORD_API_URL: discord.url,
    PLENARY_DATA: folder,
    PORT: '0',
    ...settings,
  });
  running.push(started);
  return started;
}

const connected = (r: Running) =>
  r
    .log()
    .filter((l) => l.msg === 'connected')
    .map((l) => l.platform)
    .sort();
const health = async (r: Running) => {
  const port = r.log().find((l) => l.msg === 'listening')?.port;
  const response = await fetch(`http://127.0.0.1:${Number(port)}/healthz`);
  const { platforms } = (await response.json()) as { platforms: Record<string, string> };
  return { status: response.status, platforms };
};
const inSlackSaid = () => byPlenary(slack).filter((m) => inSlack(m).includes(DATE));
/** Asks in Slack; resolves when it is answered there. */
async function askInSlack(): Promise<void> {
  const before = inSlackSaid().length;
  slack.write('C1', `<@${BOT_USER}> ${WHEN}`);
  await expect.poll(() => inSlackSaid().length, STARTS_WITHIN).toBe(before + 1);
}
async function askInDiscord(): Promise<void> {
  const asked = discord.person('Ann').say(discord.channel, `@Plenary ${WHEN}`);
  await expect.poll(() => discord.thread(asked).map(inDiscord), STARTS_WITHIN).toEqual([expect.stringContaining(DATE)]);
}

it('answers in both, and in one while the other is away or sends what breaks its client', async () => {
  const plenary = run();
  await expect.poll(() => connected(plenary), STARTS_WITHIN).toEqual(['discord', 'slack']);
  await Promise.all([askInSlack(), askInDiscord()]);
  expect(await health(plenary)).toEqual({ status: 200, platforms: { slack: 'connected', discord: 'connected' } });

  discord.down();
  await askInSlack();
  await expect.poll(async () => (await health(plenary)).platforms.discord, STARTS_WITHIN).toBe('not connected');
  discord.up();
  await expect.poll(async () => (await health(plenary)).platforms.discord, STARTS_WITHIN).toBe('connected');

  // A command without the fields that discord.js cannot do without.
  discord.gateway.tell('INTERACTION_CREATE', 0, () => ({ id: '1', type: 2, token: 'a' }));
  await expect.poll(() => plenary.out(), STARTS_WITHIN).toContain('a fault that nothing caught');
  await Promise.all([askInSlack(), askInDiscord()]);

  await slack.close();
  await askInDiscord();
  plenary.child.kill('SIGTERM');
  expect(await plenary.ended).toBe(0);
}, 240_000);

it('goes on in Slack when Discord refuses its token, and says what to do', async () => {
  const plenary = run({ DISCORD_TOKEN: 'not-the-token-of-this-bot' });
  await expect.poll(() => connected(plenary), STARTS_WITHIN).toEqual(['slack']);
  await expect
    .poll(() => plenary.log().find((l) => l.level === 'fatal'), STARTS_WITHIN)
    .toMatchObject({ platform: 'discord', why: expect.stringContaining('Discord refuses DISCORD_TOKEN') });
  await askInSlack();
  expect(await health(plenary)).toEqual({
    status: 503,
    platforms: { slack: 'connected', discord: 'not connected' },
  });
  plenary.child.kill('SIGTERM');
  expect(await plenary.ended).toBe(0);
}, 240_000);

it('goes on in Discord when Slack refuses its token, and ends when Discord takes its own away as well', async () => {
  const plenary = run({ SLACK_BOT_TOKEN: 'xoxb-not-the-token' });
  await expect.poll(() => connected(plenary), STARTS_WITHIN).toEqual(['discord']);
  await askInDiscord();
  discord.portal.token = 'another-token-altogether-01';
  discord.gateway.close(4004);
  expect(await plenary.ended).toBe(1);
  expect(plenary.log().filter((l) => l.level === 'fatal')).toMatchObject([
    { platform: 'slack', why: expect.stringContaining('SLACK_BOT_TOKEN') },
    { platform: 'discord', why: expect.stringContaining('DISCORD_TOKEN') },
  ]);
}, 240_000);
