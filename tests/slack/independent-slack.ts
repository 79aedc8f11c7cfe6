/** A Slack written by others, started from its own folder; skipped with a reason where it cannot run. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const BINARY = join(
  dirname(fileURLToPath(import.meta.url)),
  'independent',
  'node_modules',
  'local-slack-linux-x64',
  'bin',
  'local-slack',
);

/** Why the test is skipped; undefined where it can run. */
export function whySkipped(): string | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return `local-slack-linux-x64 runs on Linux x64 only, and this is ${process.platform} ${process.arch}`;
  if (!existsSync(BINARY))
    return 'local-slack-linux-x64 is not installed: npm install --prefix tests/slack/independent';
  return undefined;
}

export interface IndependentSlack {
  readonly url: string;
  control(path: string, body: Readonly<Record<string, unknown>>): Promise<void>;
  messages(channel: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  log(): Promise<string>;
  stop(): void;
}

export const WORKSPACE = {
  workspace: { name: 'Secretariat', domain: 'secretariat', teamId: 'T01TEST' },
  app: {
    appId: 'A01APP',
    botUserId: 'U0BOT',
    botName: 'plenary',
    botToken: 'xoxb-independent-1',
    appToken: 'xapp-independent-1',
    signingSecret: 'independent-secret',
    mode: 'socket',
    requestUrl: 'http://127.0.0.1:1/slack/events',
  },
  users: [
    { id: 'U01MAY', name: 'may', real_name: 'May Lau' },
    { id: 'U02KEN', name: 'ken', real_name: 'Ken Wong' },
  ],
  channels: [{ id: 'C01GEN', name: 'general', members: ['U01MAY', 'U02KEN', 'U0BOT'] }],
} as const;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export async function startIndependentSlack(): Promise<IndependentSlack> {
  const folder = mkdtempSync(join(tmpdir(), 'independent-slack-'));
  const config = join(folder, 'config.json');
  writeFileSync(config, JSON.stringify(WORKSPACE));
  const port = await freePort();
  const child: ChildProcess = spawn(BINARY, ['--config', config, '--port', String(port), '--base-host', '127.0.0.1'], {
    stdio: 'ignore',
  });
  const url = `http://127.0.0.1:${port}`;
  for (let i = 0; ; i++) {
    if (
      await fetch(`${url}/_control/state`).then(
        (r) => r.ok,
        () => false,
      )
    )
      break;
    if (i > 100) throw new Error('local-slack did not start');
    await pause(100);
  }
  return {
    url,
    control: async (path, body) => {
      const answer = await fetch(`${url}/_control/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    },
    messages: async (channel) =>
      (
        (await (await fetch(`${url}/_control/messages/${channel}`)).json()) as {
          messages: Readonly<Record<string, unknown>>[];
        }
      ).messages,
    log: async () => (await fetch(`${url}/_control/log`)).text(),
    stop: () => {
      child.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
