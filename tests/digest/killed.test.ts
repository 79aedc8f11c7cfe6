/**
 * The bot as a process of its own, ended by SIGKILL at each step of posting a digest and started again: the platform's
 * own log has each digest once. Each channel has a step of its own at which the process ends.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { PROJECT } from '../../adapters/files/read.ts';
import { openFileState } from '../../adapters/state/file.ts';
import type { DigestSetting } from '../../src/index.ts';
import { startDiscord } from '../discord/loopback/index.ts';
import { APP_TOKEN, BOT_TOKEN, LoopbackSlack } from '../slack/loopback/slack.ts';

/** Where the process ends: at its own steps, or while the platform has the call in hand. */
const STEPS = [
  'posting before',
  'posting after',
  'on its way',
  'landed, the answer lost',
  'posted before',
  'posted after',
];
const DOUBT_MS = 2_000;
/** A call that was on its way when the process ended lands only then. */
const LATE_MS = 1_000;
const HOUR = 3_600_000;
const STARTS = 120_000;

const folders: string[] = [];
let child: ChildProcess | undefined;
let log = '';
afterEach(() => {
  child?.kill('SIGKILL');
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});
const kill = (): void => void child?.kill('SIGKILL');

/** Due since an hour, in each channel: it was down when they were. */
async function setUp(channels: readonly string[], platform: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'plenary-digests-'));
  folders.push(folder);
  const now = Date.now();
  const time = new Date(now - HOUR).toISOString().slice(11, 16);
  const state = await openFileState(folder);
  for (const channel of channels) {
    const setting: DigestSetting = {
      channel: `${platform}:${channel}`,
      platform,
      schedule: { rhythm: { every: 'day' }, time, zone: 'UTC', holidays: 'post' },
      paused: false,
      curators: false,
      by: `${platform}:U1`,
      at: now - 2 * HOUR,
      since: now - 2 * HOUR,
      told: { rotation: [] },
    };
    await state.keepDigest(setting);
  }
  await state.close();
  return folder;
}

function run(
  folder: string,
  diesAt: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<number | null> {
  const { PATH = '', HOME = '' } = process.env;
  child = spawn(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), join(PROJECT, 'tests', 'digest', 'killable.ts')],
    {
      cwd: PROJECT,
      env: {
        PATH,
        HOME,
        PLENARY_DATA: folder,
        DIGEST_DOUBT_MS: String(DOUBT_MS),
        DIES_AT: diesAt.join(','),
        DIED: join(folder, 'died'),
        ...environment,
      },
    },
  );
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      log += chunk.toString();
    });
  const started = child;
  return new Promise((resolve) => started.once('exit', resolve));
}

/** Starts it anew each time it was ended, until all digests are posted. @returns how often it was started. */
async function runToTheEnd(start: () => Promise<number | null>, isDone: () => boolean): Promise<number> {
  for (let starts = 1; ; starts++) {
    const ended = start();
    const done = (async () => {
      const deadline = Date.now() + STARTS;
      while (!isDone() && Date.now() < deadline) await pause(50);
      return 'done';
    })();
    if ((await Promise.race([ended, done])) === 'done') {
      // What might come twice would come now.
      await pause(2 * DOUBT_MS);
      child?.kill('SIGTERM');
      await ended;
      return starts;
    }
  }
}

async function stagesIn(folder: string): Promise<string[]> {
  const state = await openFileState(folder);
  const stages = (await state.deliveries()).map((d) => d.stage);
  await state.close();
  return stages;
}
const allPosted = (folder: string, channels: number): boolean => {
  const file = join(folder, 'state.json');
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return (text.match(/"stage":"posted"/g) ?? []).length === channels;
};
const ownSteps = (platform: string, channels: readonly string[]): string[] =>
  STEPS.flatMap((step, i) => (/ (before|after)$/.test(step) ? [`${platform}:${channels[i]} ${step}`] : []));

it('Slack has each digest once', async () => {
  const channels = STEPS.map((_, i) => `C${i + 1}`);
  const slack = await new LoopbackSlack().open();
  slack.setClock(Date.now());
  const met = new Set<string>();
  slack.interfere = ({ method, args }) => {
    const step = STEPS[channels.indexOf(String(args.channel))] ?? '';
    if (method !== 'chat.postMessage' || met.has(step)) return undefined;
    if (step === 'on its way' || step.startsWith('landed')) {
      met.add(step);
      kill();
      return step === 'on its way' ? { late: LATE_MS } : 'landed';
    }
    return undefined;
  };
  const folder = await setUp(channels, 'slack');
  try {
    const starts = await runToTheEnd(
      () =>
        run(folder, ownSteps('slack', channels), {
          SLACK_BOT_TOKEN: BOT_TOKEN,
          SLACK_APP_TOKEN: APP_TOKEN,
          SLACK_API_URL: slack.apiUrl,
        }),
      () => allPosted(folder, channels.length),
    );
    expect(slack.messages.map((m) => m.channel).sort(), log).toEqual(channels);
    expect(await stagesIn(folder)).toEqual(channels.map(() => 'posted'));
    expect(met.size).toBe(2);
    expect(readFileSync(join(folder, 'died'), 'utf8').trim().split('\n').sort()).toEqual(
      ownSteps('slack', channels).sort(),
    );
    expect(starts).toBeGreaterThan(2);
    expect(slack.faults).toEqual([]);
  } finally {
    await slack.close();
  }
}, 300_000);

it('Discord has each digest once, by looking alone', async () => {
  const discord = await startDiscord();
  // Without its help: a nonce is remembered for minutes only, and a process may be away for hours.
  discord.rest.nonces.keptFor = 0;
  const channels = STEPS.map((step) => discord.newChannel(step.replaceAll(/\W+/g, '-')).id);
  let met = 0;
  const end = (): void => {
    met++;
    kill();
  };
  const post = (step: string): RegExp => new RegExp(`^POST /channels/${channels[STEPS.indexOf(step)]}/messages$`);
  discord.rest.fail(post('on its way'), { late: LATE_MS }, 1, end);
  discord.rest.fail(post('landed, the answer lost'), 'landed', 1, end);
  const folder = await setUp(channels, 'discord');
  try {
    const starts = await runToTheEnd(
      () =>
        run(folder, ownSteps('discord', channels), {
          DISCORD_TOKEN: discord.portal.token,
          DISCORD_API_URL: discord.url,
        }),
      () => allPosted(folder, channels.length),
    );
    const posted = discord.world.messages.filter((m) => m.author.id === discord.bot.id).map((m) => m.channel);
    expect(posted.sort(), log).toEqual([...channels].sort());
    expect(await stagesIn(folder)).toEqual(channels.map(() => 'posted'));
    expect(met).toBe(2);
    expect(readFileSync(join(folder, 'died'), 'utf8').trim().split('\n').sort()).toEqual(
      ownSteps('discord', channels).sort(),
    );
    expect(starts).toBeGreaterThan(2);
  } finally {
    await discord.stop();
  }
}, 300_000);
