/** What Slack does on a bad day, and that Plenary answers once all the same. Both modes, the real Bolt. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFileState } from '../../adapters/state/file.ts';
import { openMemoryState } from '../../adapters/state/memory.ts';
import { type Bot, type BotOptions, byPlenary, startBot, textOf } from './bench.ts';
import { APP_TOKEN, BOT_TOKEN, BOT_USER, type Delivery, SECRET } from './loopback/slack.ts';
import { scripted } from './scripted.ts';

const WHEN = 'when was the 24th Guangdong plenary?';
const NAMED = `<@${BOT_USER}>`;
const until = async (holds: () => boolean, most = 8_000): Promise<void> => {
  const deadline = performance.now() + most;
  while (!holds() && performance.now() < deadline) await pause(20);
  expect(holds()).toBe(true);
};

let bot: Bot;
const loose: unknown[] = [];
const note = (error: unknown): void => void loose.push(error);
const open = async (options: BotOptions = {}): Promise<Bot> => {
  bot = await startBot(options);
  return bot;
};
beforeEach(() => {
  loose.length = 0;
  process.on('unhandledRejection', note);
});
afterEach(async () => {
  await bot.stop();
  await pause(20);
  process.off('unhandledRejection', note);
  expect(loose).toEqual([]);
  expect(bot.slack.faults).toEqual([]);
});
const replies = () => byPlenary(bot.slack);
const answers = () => replies().filter((r) => textOf(r).includes('12 July 2024'));

describe.each([
  ['Socket Mode', false],
  ['HTTP', true],
])('%s', (_, http) => {
  it('acknowledges at once, whatever comes after', async () => {
    const { slack } = await open({ http });
    slack.fail('chat.postMessage', { status: 500 }, 2);
    slack.fail('response_url', { retryAfter: 1 });
    slack.write('C1', `${NAMED} ${WHEN}`);
    slack.command('/coop', WHEN);
    await bot.settled();
    for (const d of slack.deliveries) expect(d.acknowledgedAfter, d.kind).toBeLessThan(1_000);
    expect(answers()).toHaveLength(2);
  });

  it('claims before it acknowledges, acknowledges before it answers, and marks it as done last', async () => {
    const order: string[] = [];
    const inner = openMemoryState();
    const { slack } = await open({
      http,
      state: {
        ...inner,
        claim: async (claim) => {
          await pause(30);
          order.push(
            `claim ${slack.deliveries.some((d: Delivery) => d.acknowledgedAfter !== undefined) ? 'late' : 'first'}`,
          );
          return inner.claim(claim);
        },
        done: async (id) => {
          order.push(`done after ${slack.calls.filter((c) => c.method === 'chat.postMessage').length} post`);
          return inner.done(id);
        },
      },
    });
    slack.write('D1', WHEN);
    await bot.settled();
    expect(order).toEqual(['claim first', 'done after 1 post']);
  });

  it('posts once though the answer of Slack is lost', async () => {
    const { slack } = await open({ http });
    slack.fail('chat.postMessage', 'landed');
    slack.write('C1', `${NAMED} ${WHEN}`);
    await bot.settled();
    expect(answers()).toHaveLength(1);
    slack.fail('chat.postMessage', { status: 502, landed: true });
    slack.write('D1', WHEN);
    await bot.settled();
    expect(answers()).toHaveLength(2);
  });

  it('finds on return a reply that a crash left unmarked, and posts no second', async () => {
    const { slack, state } = await open({ http });
    const inner = state.done;
    Object.assign(state, { done: () => new Promise(() => {}) });
    slack.write('C1', `${NAMED} ${WHEN}`);
    await until(() => answers().length === 1);
    expect(await state.unfinished('slack')).toHaveLength(1);
    await bot.restart({ crash: true, meanwhile: async () => void Object.assign(state, { done: inner }) });
    await bot.settled();
    expect(answers()).toHaveLength(1);
    expect(await state.unfinished('slack')).toEqual([]);
  });

  it('leaves alone what is older than ten minutes', async () => {
    let now = Date.now();
    const { slack, state } = await open({ http, now: () => now });
    slack.fail('chat.postMessage', { status: 503 }, 1_000);
    slack.write('C1', `${NAMED} ${WHEN}`);
    await pause(200);
    now += 11 * 60_000;
    await bot.restart({ crash: true, meanwhile: async () => slack.mend() });
    await bot.settled();
    expect(answers()).toEqual([]);
    expect(await state.unfinished('slack')).toEqual([]);
    expect(bot.log().some((l) => String(l.msg).includes('too old'))).toBe(true);
  });

  it('waits as long as a rate limit says without holding up another channel', async () => {
    const { slack } = await open({ http });
    slack.fail('chat.postMessage', { retryAfter: 1 });
    slack.write('C1', `${NAMED} ${WHEN}`);
    await until(() => slack.calls.some((c) => c.method === 'chat.postMessage'));
    slack.write('C2', `${NAMED} ${WHEN}`);
    await until(() => answers().length === 1, 900);
    expect(answers()[0]?.channel).toBe('C2');
    await bot.settled();
    expect(answers()).toHaveLength(2);
    const posts = slack.calls.filter((c) => c.method === 'chat.postMessage' && c.args.channel === 'C1');
    expect(posts[1]!.at - posts[0]!.at).toBeGreaterThan(950);
  });

  it('tells the person in one sentence when Slack refuses, and logs it with its id', async () => {
    const { slack } = await open({ http });
    slack.fail('chat.postMessage', { error: 'restricted_action' });
    const ts = slack.write('C1', `${NAMED} ${WHEN}`);
    await bot.settled();
    expect(replies()).toHaveLength(1);
    expect(replies()[0]?.ephemeral).toBeDefined();
    expect(textOf(replies()[0]!)).toContain('could not answer');
    expect(bot.log().find((l) => l.level === 'error')).toMatchObject({ id: `slack:C1:${ts}` });
    slack.write('C1', `${NAMED} ${WHEN}`);
    await bot.settled();
    expect(answers()).toHaveLength(1);
  });

  it.each(['/coop', '/agreement', 'Ask Plenary about this', 'Share in channel'])(
    'sends again a private reply that did not arrive: %s',
    async (what) => {
      const { slack, state } = await open({ http });
      const text = 'food safety with Guangdong';
      if (what === 'Share in channel') {
        slack.command('/coop', WHEN);
        await bot.settled();
      }
      const before = slack.messages.length;
      slack.fail('response_url', { status: 503 }, 2);
      if (what === 'Share in channel') slack.press(replies()[0]!, what);
      else if (what.startsWith('/')) slack.command(what, what === '/coop' ? WHEN : text);
      else slack.shortcut('ask_plenary', 'C1', { channel: 'C1', ts: '1.1', text: WHEN, blocks: [], edited: false });
      await until(() => slack.messages.length > before);
      await bot.settled();
      expect(slack.messages.length).toBe(before + 1);
      expect(textOf(slack.messages.at(-1)!)).toMatch(/12 July 2024/);
      expect(await state.unfinished('slack')).toEqual([]);
      expect(bot.log().filter((l) => l.msg === 'a private reply was lost')).toHaveLength(2);
    },
  );

  it('sends a private reply when Slack takes connections again', async () => {
    const { slack } = await open({ http });
    slack.fail('response_url', { retryAfter: 1 });
    slack.command('/coop', WHEN);
    await until(() => slack.calls.some((c) => c.method === 'response_url'));
    slack.goAway('refusing');
    await until(() => bot.log().some((l) => l.msg === 'a private reply was lost' && l.arrived === 'no'));
    await slack.comeBack();
    await until(() => answers().length === 1, 12_000);
    await bot.settled();
    expect(replies()).toHaveLength(1);
  });

  it('sends again after a restart a private reply that did not arrive', async () => {
    const { slack } = await open({ http });
    slack.fail('response_url', { retryAfter: 60 });
    slack.command('/coop', WHEN);
    await until(() => slack.calls.some((c) => c.method === 'response_url'));
    await bot.restart();
    await until(() => answers().length === 1);
    await bot.settled();
    expect(answers()).toHaveLength(1);
  });

  it('sends no private reply twice that may have arrived, and says so instead', async () => {
    const { slack, state } = await open({ http });
    slack.fail('response_url', 'landed');
    slack.command('/coop', WHEN);
    await until(() => replies().length === 2);
    await bot.settled();
    expect(answers()).toHaveLength(1);
    expect(textOf(replies()[1]!)).toContain('may not have reached you');
    expect(replies()[1]!.ephemeral).toBeDefined();
    expect(await state.unfinished('slack')).toEqual([]);
  });

  it('outlives a fault of its own', async () => {
    const { slack } = await open({ http, plenary: scripted });
    slack.write('C1', `${NAMED} break`);
    slack.command('/coop', 'break');
    await bot.settled();
    expect(replies().filter((r) => textOf(r).includes('could not answer'))).toHaveLength(2);
    slack.write('C1', `${NAMED} ${WHEN}`);
    await bot.settled();
    expect(answers()).toHaveLength(1);
  });

  it.each(['chat.update', 'views.open', 'views.publish', 'conversations.info', 'chat.postEphemeral'])(
    'outlives a refused %s',
    async (method) => {
      const { slack } = await open({ http });
      slack.fail(method, { error: 'internal_error' }, 3);
      const ts = slack.write('C1', `${NAMED} ${WHEN}`);
      slack.openHome();
      await bot.settled();
      slack.press(replies()[0]!, 'Why this answer?');
      slack.edit('C1', ts, `${NAMED} where was the 24th Guangdong plenary held?`);
      await bot.settled();
      slack.mend();
      slack.write('D1', WHEN);
      await bot.settled();
      expect(answers().some((a) => a.channel === 'D1')).toBe(true);
    },
  );

  it('keeps people, tokens and secrets out of the log', async () => {
    const { slack } = await open({ http });
    slack.fail('chat.postMessage', { status: 500 }, 1);
    slack.write('C1', `${NAMED} ${WHEN} zanzibar`);
    slack.write('C1', `${NAMED} ${WHEN}`);
    slack.command('/coop', `${WHEN} zanzibar`);
    await bot.settled();
    const log = JSON.stringify(bot.log());
    expect(log).toContain('answered');
    for (const hidden of [BOT_TOKEN, APP_TOKEN, SECRET, 'zanzibar', WHEN]) expect(log).not.toContain(hidden);
    await bot.stop();
    await open({ http, settings: { LOG_TEXT: true } });
    bot.slack.write('C1', `${NAMED} ${WHEN}`);
    await bot.settled();
    expect(JSON.stringify(bot.log())).toContain(WHEN);
  });

  it('finishes what is in hand when told to stop, within five seconds, and takes nothing new', async () => {
    const { slack } = await open({ http });
    slack.fail('chat.postMessage', { retryAfter: 1 });
    slack.write('C1', `${NAMED} ${WHEN}`);
    await until(() => slack.calls.some((c) => c.method === 'chat.postMessage'));
    const begun = performance.now();
    await bot.platform().stop();
    expect(performance.now() - begun).toBeLessThan(5_000);
    expect(answers()).toHaveLength(1);
  });

  it('leaves within five seconds when what is in hand cannot be finished, and finishes it on return', async () => {
    const { slack } = await open({ http });
    slack.fail('chat.postMessage', { retryAfter: 60 });
    slack.write('C1', `${NAMED} ${WHEN}`);
    await until(() => slack.calls.some((c) => c.method === 'chat.postMessage'));
    const begun = performance.now();
    await bot.restart();
    expect(performance.now() - begun).toBeLessThan(5_500);
    await bot.settled();
    expect(answers()).toHaveLength(1);
  }, 15_000);

  it('answers once over a state in a file, across a restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'plenary-'));
    const state = await openFileState(folder);
    const { slack } = await open({ http, state });
    slack.write('C1', `${NAMED} ${WHEN}`);
    await bot.settled();
    await bot.stop();
    await state.close();
    const before = slack.deliveries.find((d) => (d.payload.event as { type: string }).type === 'app_mention')!;
    await open({ http, state: await openFileState(folder) });
    bot.slack.event(before.payload.event as Record<string, unknown>, 'C1', { event_id: before.payload.event_id });
    await bot.settled();
    expect(answers()).toEqual([]);
  });
});

describe('Socket Mode', () => {
  it.each([
    ['a lost socket', (b: Bot) => b.slack.dropSocket()],
    ['a warning', (b: Bot) => b.slack.sayDisconnect('warning')],
    ['a refresh', (b: Bot) => b.slack.sayDisconnect('refresh_requested')],
  ])('comes back by itself after %s and answers what is redelivered', async (_, lose) => {
    const { slack } = await open();
    lose(bot);
    await until(() => !slack.connected || slack.connections > 1);
    slack.write('C1', `${NAMED} ${WHEN}`);
    await until(() => slack.connections > 1);
    await bot.settled();
    expect(answers()).toHaveLength(1);
    expect(bot.platform().connected()).toBe(true);
  });

  it.each(['cutting', 'refusing', 'silent'] as const)(
    'comes back after Slack was away (%s), says meanwhile that it is not connected, and answers once what comes again',
    async (how) => {
      const { slack } = await open();
      slack.write('C1', `${NAMED} ${WHEN}`);
      await bot.settled();
      slack.goAway(how);
      await until(() => !bot.platform().connected());
      slack.write('C1', `${NAMED} ${WHEN}`);
      slack.redeliver(1);
      await pause(1_500);
      expect(answers()).toHaveLength(1);
      await slack.comeBack();
      await until(() => bot.platform().connected(), 12_000);
      await bot.settled();
      expect(answers()).toHaveLength(2);
      expect(slack.openSockets).toBe(1);
    },
    30_000,
  );

  it('gives up a socket that is opened and not greeted, and is heard by the next one alone', async () => {
    const { slack } = await open({ settings: { SLACK_PING_TIMEOUT_MS: 200 } });
    slack.greets = false;
    slack.dropSocket();
    await until(() => slack.connections >= 4);
    expect(bot.platform().connected()).toBe(false);
    slack.greets = true;
    await until(() => bot.platform().connected());
    slack.write('C1', `${NAMED} ${WHEN}`);
    await bot.settled();
    expect(answers()).toHaveLength(1);
    expect(slack.openSockets).toBe(1);
  });

  it('says that it is lost for good, and what to do, when its token is taken away while it runs', async () => {
    const { slack } = await open();
    slack.fail('apps.connections.open', { error: 'invalid_auth' });
    slack.dropSocket();
    expect(await bot.platform().lost).toContain('SLACK_APP_TOKEN');
    expect(bot.platform().connected()).toBe(false);
  });

  it('waits as long as Slack says before it asks again where to connect', async () => {
    const { slack } = await open({ start: false });
    slack.fail('apps.connections.open', { retryAfter: 1 });
    await bot.platform().start();
    const [first, second] = slack.calls.filter((c) => c.method === 'apps.connections.open');
    expect(second!.at - first!.at).toBeGreaterThan(950);
  });

  it('answers what it had acknowledged when Slack went away before it could post', async () => {
    const { slack } = await open();
    slack.fail('chat.postMessage', 'destroy', 2);
    slack.write('C1', `${NAMED} ${WHEN}`);
    await until(() => slack.calls.some((c) => c.method === 'chat.postMessage'));
    slack.goAway();
    await pause(1_000);
    slack.comeBack();
    await until(() => answers().length === 1, 20_000);
    await bot.settled();
    expect(answers()).toHaveLength(1);
  }, 30_000);

  it('answers once when the acknowledgement is lost and the event comes three times more', async () => {
    const { slack } = await open({ slack: { redeliverAfter: 150 } });
    slack.deaf = true;
    slack.write('D1', WHEN);
    await pause(800);
    slack.deaf = false;
    slack.redeliver();
    await bot.settled();
    expect(answers()).toHaveLength(1);
  });

  it('waits at the start while Slack has a bad moment, whatever it calls it', async () => {
    const { slack } = await open({ start: false });
    slack.fail('auth.test', { error: 'internal_error' });
    slack.fail('auth.test', { error: 'ratelimited' });
    slack.fail('auth.test', 'destroy');
    slack.fail('apps.connections.open', { error: 'internal_error' });
    await bot.platform().start();
    expect(bot.platform().connected()).toBe(true);
  });

  it('waits at the start while Slack is away, and stops meanwhile when told to', async () => {
    const { slack } = await open({ start: false });
    slack.fail('apps.connections.open', { status: 503 }, 2);
    await bot.platform().start();
    expect(bot.platform().connected()).toBe(true);
    await bot.stop();
    await open({ start: false });
    bot.slack.fail('apps.connections.open', { status: 503 }, 100);
    const started = bot
      .platform()
      .start()
      .catch((error: unknown) => error);
    await pause(200);
    await bot.platform().stop();
    expect(await started).toBeInstanceOf(Error);
  });

  it.each([
    ['auth.test', 'SLACK_BOT_TOKEN'],
    ['apps.connections.open', 'SLACK_APP_TOKEN'],
  ])('says what to do when %s refuses the token', async (method, name) => {
    await open({ start: false });
    bot.slack.fail(method, { error: 'invalid_auth' });
    await expect(bot.platform().start()).rejects.toThrow(name);
  });
});

describe('HTTP', () => {
  const event = (text: string): string =>
    JSON.stringify({
      type: 'event_callback',
      event_id: 'Ev1',
      event: { type: 'message', channel_type: 'im', channel: 'D1', user: 'U1', ts: '1.1', text },
    });

  it('refuses a bad signature, a stale timestamp, a body that is too big or malformed', async () => {
    const { slack } = await open({ http: true });
    expect(await slack.postSigned(event(WHEN), { secret: 'another-secret' })).toBe(401);
    expect(await slack.postSigned(event(WHEN), { age: 6 * 60 })).toBe(401);
    expect(await slack.postSigned('{"type": "event_callback", ')).toBe(400);
    expect(await slack.postSigned(event(WHEN), { type: 'text/plain' })).toBeLessThan(500);
    const url = `http://127.0.0.1:${bot.web()!.port}`;
    expect((await fetch(`${url}/slack/events`)).status).toBe(405);
    expect((await fetch(`${url}/elsewhere`)).status).toBe(404);
    expect(await slack.postSigned(event('x'.repeat(1_100_000)))).toBe(413);
    expect(slack.calls.filter((c) => c.method.startsWith('chat.')).length).toBeLessThanOrEqual(1);
  });

  it('answers the verification of its address', async () => {
    const { slack } = await open({ http: true });
    expect(await slack.postSigned(JSON.stringify({ type: 'url_verification', challenge: 'c' }))).toBe(200);
  });

  it('says at /healthz what is connected and which knowledge is loaded', async () => {
    await open({ http: true });
    const answer = await fetch(`http://127.0.0.1:${bot.web()!.port}/healthz`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      ok: true,
      platforms: { slack: 'connected' },
      knowledge: { version: expect.any(String) as string },
    });
    await bot.platform().stop();
    const after = await fetch(`http://127.0.0.1:${bot.web()!.port}/healthz`);
    expect(after.status).toBe(503);
  });
});
