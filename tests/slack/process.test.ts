/** The process as an administrator runs it: what it says, how it ends, and what a killed one leaves for the next. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PROJECT } from '../../adapters/files/read.ts';
import { plenary } from '../terminal/run.ts';
import { byPlenary, textOf } from './bench.ts';
import { APP_TOKEN, BOT_TOKEN, BOT_USER, LoopbackSlack } from './loopback/slack.ts';

const WHEN = 'when was the 24th Guangdong plenary?';

describe('npm run serve', () => {
  it('exits 2 with the list of what is missing where nothing is set', async () => {
    const { code, err } = await plenary(['serve'], { cwd: mkdtempSync(join(tmpdir(), 'plenary-')) });
    expect(code).toBe(2);
    for (const name of ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET', 'DISCORD_TOKEN'])
      expect(err).toContain(name);
  });

  it('exits 1 with every fault of the settings', async () => {
    const { code, err } = await plenary(['serve'], { environment: { SLACK_BOT_TOKEN: 'hunter2', PORT: 'x' } });
    expect(code).toBe(1);
    expect(err).toContain('PORT');
    expect(err).toContain('SLACK_BOT_TOKEN');
    expect(err).not.toContain('hunter2');
  });
});

it('npm run config prints the table', async () => {
  const { code, out } = await plenary(['config'], {
    environment: { SLACK_BOT_TOKEN: BOT_TOKEN, SLACK_APP_TOKEN: APP_TOKEN },
  });
  expect(code).toBe(0);
  expect(out).toContain('RETENTION_DAYS');
  expect(out).not.toContain(BOT_TOKEN);
});

describe('a running process', () => {
  let slack: LoopbackSlack;
  let folder: string;
  const children: ChildProcess[] = [];
  beforeEach(async () => {
    slack = await new LoopbackSlack().open();
    folder = mkdtempSync(join(tmpdir(), 'plenary-data-'));
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    await slack.close();
  });

  function run(environment: Record<string, string | undefined> = {}) {
    const child = spawn(
      process.execPath,
      ['--import', import.meta.resolve('tsx'), join(PROJECT, 'adapters', 'main.ts'), 'serve'],
      {
        cwd: folder,
        env: {
          PATH: process.env.PATH ?? '',
          SLACK_BOT_TOKEN: BOT_TOKEN,
          SLACK_APP_TOKEN: APP_TOKEN,
          SLACK_API_URL: slack.apiUrl,
          PLENARY_DATA: folder,
          ...environment,
        },
      },
    );
    children.push(child);
    let out = '';
    child.stdout.on('data', (data: Buffer) => {
      out += data.toString();
    });
    child.stderr.on('data', (data: Buffer) => {
      out += data.toString();
    });
    const ended = new Promise<number | null>((resolve) => child.on('exit', (code) => resolve(code)));
    return { child, ended, out: () => out };
  }
  const until = async (holds: () => boolean, most = 100_000): Promise<void> => {
    const deadline = performance.now() + most;
    while (!holds() && performance.now() < deadline) await pause(20);
    expect(holds()).toBe(true);
  };
  const answers = () => byPlenary(slack).filter((m) => textOf(m).includes('12 July 2024'));

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'says as whom it is connected, and at %s finishes what is in hand within five seconds',
    async (signal) => {
      const { child, ended, out } = run();
      await until(() => out().includes('"connected"') || out().includes('connected'));
      await until(() => slack.connected);
      expect(out()).toContain('plenary in Loopback');
      slack.fail('chat.postMessage', { retryAfter: 1 });
      slack.write('D1', WHEN);
      await until(() => slack.calls.some((c) => c.method === 'chat.postMessage'));
      const begun = performance.now();
      child.kill(signal);
      expect(await ended).toBe(0);
      expect(performance.now() - begun).toBeLessThan(5_000);
      expect(answers()).toHaveLength(1);
      expect(out()).not.toContain(BOT_TOKEN);
      expect(out()).not.toContain(WHEN);
    },
    180_000,
  );

  it.each([
    ['before the post', () => slack.fail('chat.postMessage', 'silence'), 'chat.postMessage', 0],
    ['after the post, before it is marked', () => slack.fail('chat.postMessage', 'landed', 1), 'chat.postMessage', 1],
  ])(
    'killed %s, answers once on return',
    async (_, break_, method, before) => {
      const first = run();
      await until(() => slack.connected);
      break_();
      slack.write('C1', `<@${BOT_USER}> ${WHEN}`);
      await until(() => slack.calls.some((c) => c.method === method));
      first.child.kill('SIGKILL');
      await first.ended;
      expect(answers()).toHaveLength(before);
      const { connections } = slack;
      run();
      await until(() => slack.connections > connections);
      slack.redeliver();
      await until(() => answers().length === 1);
      await pause(500);
      expect(answers()).toHaveLength(1);
    },
    240_000,
  );

  it('says at /healthz, in Socket Mode as well, what is connected and which knowledge is loaded', async () => {
    const { child, ended, out } = run({ PORT: '0' });
    await until(() => slack.connected && out().includes('connected'));
    const { port } = out()
      .split('\n')
      .flatMap((line) => (line.includes('"listening"') ? [JSON.parse(line) as { port: number }] : []))[0]!;
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      ok: true,
      platforms: { slack: 'connected' },
      knowledge: { version: expect.any(String) as string, facts: expect.any(Number) as number },
    });
    slack.goAway();
    await until(() => out().includes('not connected; trying again'));
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(503);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  }, 180_000);

  it('takes Socket Mode where both are set, and reads .env beside it', async () => {
    writeFileSync(join(folder, '.env'), `SLACK_SIGNING_SECRET=loopback-signing-secret\nSLACK_APP_TOKEN=${APP_TOKEN}\n`);
    const { out } = run({ SLACK_APP_TOKEN: undefined });
    await until(() => out().includes('Socket Mode'));
    await until(() => slack.connected);
  }, 180_000);

  it('exits 1 and says what to do where a token is not good', async () => {
    const { ended, out } = run({ SLACK_BOT_TOKEN: 'xoxb-not-good' });
    expect(await ended).toBe(1);
    expect(out()).toContain('SLACK_BOT_TOKEN');
  }, 180_000);
});
