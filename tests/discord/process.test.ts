/** `npm start` as people run it: the process, its log, its end. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { PROJECT } from '../../adapters/files/read.ts';
import { type LoopbackDiscord, startDiscord, textOf } from './loopback/index.ts';

const STARTS_WITHIN = { timeout: 60_000, interval: 100 };
let discord: LoopbackDiscord;
let child: ChildProcess;
let log = '';
const folder = mkdtempSync(join(tmpdir(), 'plenary-'));

async function run(token?: string): Promise<void> {
  discord = await startDiscord();
  log = '';
  const { PATH, HOME } = process.env;
  const env = {
    PATH,
    HOME,
    DISCORD_TOKEN: token ?? discord.portal.token,
    DISCORD_API_URL: discord.url,
    PLENARY_DATA: folder,
  };
  child = spawn(process.execPath, ['--import', 'tsx', 'adapters/main.ts'], { cwd: PROJECT, env });
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (log += String(chunk)));
}
const ended = (): Promise<number | null> =>
  child.exitCode === null ? new Promise((resolve) => child.once('exit', resolve)) : Promise.resolve(child.exitCode);

afterEach(async () => {
  child.kill('SIGKILL');
  await discord.stop();
  rmSync(folder, { recursive: true, force: true });
});

it('connects, answers, and ends within five seconds of being told', async () => {
  await run();
  await expect.poll(() => log, STARTS_WITHIN).toContain('https://discord.com/oauth2/authorize');
  const asked = discord.person('Ann').say(discord.channel, '@Plenary when was the 24th Guangdong plenary?');
  await expect
    .poll(() => discord.thread(asked).map(textOf), STARTS_WITHIN)
    .toEqual([expect.stringContaining('12 July 2024')]);
  const began = Date.now();
  child.kill('SIGTERM');
  expect(await ended()).toBe(0);
  expect(Date.now() - began).toBeLessThan(5000);
}, 90_000);

it('stops on a bad token with what to do, and does not print it', async () => {
  await run('not-the-token-of-this-bot');
  expect(await ended()).toBe(1);
  expect(log).toContain('Discord refuses DISCORD_TOKEN');
  expect(log).not.toContain('not-the-token-of-this-bot');
}, 90_000);
