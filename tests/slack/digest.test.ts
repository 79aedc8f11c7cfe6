/** `/coop digest` as people in Slack meet it: who may, what is said, what is posted. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadHolidays } from '../../adapters/digests/holidays.ts';
import { type Bot, startBot, textOf } from './bench.ts';
import { allTexts, asShown } from './loopback/judge.ts';
import { ADMIN, PERSON, type Posted } from './loopback/slack.ts';

vi.setConfig({ testTimeout: 120_000 });
let bot: Bot;
let now = Date.now();
// It takes a second, and more on a busy machine; a process pays for it once.
beforeAll(() => loadHolidays(2025));
beforeEach(async () => {
  now = Date.parse('2025-07-06T04:00Z');
  bot = await startBot({ now: () => now, settings: { PLENARY_ADMINS: ['slack:U0NAMED01'] } });
});
afterEach(async () => {
  expect(bot.slack.faults).toEqual([]);
  await bot.stop();
});

/** What the person alone is told. */
async function say(text: string, by = ADMIN, channel = 'C1'): Promise<string> {
  const before = bot.slack.messages.length;
  bot.slack.command('/coop', text, { by, channel });
  await expect.poll(() => bot.slack.messages.length, { timeout: 60_000 }).toBeGreaterThan(before);
  await bot.settled();
  const told = bot.slack.messages[before]!;
  expect(told.ephemeral).toBe(by);
  return asShown(allTexts(told.blocks).join('\n'));
}
const posted = (channel = 'C1'): Posted[] => bot.slack.messages.filter((m) => !m.ephemeral && m.channel === channel);
const setting = () => bot.state.digest('slack:C1');

describe('setting it up', () => {
  it('tells what is set and when the next is due', async () => {
    expect(await say('digest weekly mon 09:00')).toBe(
      'Done. A digest will be posted here every Monday at 09:00 (Asia/Hong_Kong). The next one is due on Monday 7 July 2025 at 09:00 (Asia/Hong_Kong). To see it beforehand: /coop digest preview',
    );
    expect(await setting()).toMatchObject({ by: `slack:${ADMIN}`, schedule: { rhythm: { every: 'week', day: 1 } } });
    expect(await say('digest')).toBe(
      'A digest is posted here every Monday at 09:00 (Asia/Hong_Kong). The next one is due on Monday 7 July 2025 at 09:00 (Asia/Hong_Kong).',
    );
  });
  it('takes a zone and more', async () => {
    expect(await say('digest monthly 31 8:30 Europe/London holidays shift quiet 22:00-07:00')).toContain(
      'on the last day of each month at 08:30 (Europe/London), on the next working day where that is a public holiday, quiet from 22:00 to 07:00',
    );
    expect(await say('digest holidays skip')).toContain('not on public holidays');
  });
  it('gives the right form by example where the line is not good', async () => {
    expect(await say('digest weekly')).toBe('Weekly needs a day. For example: /coop digest weekly mon 09:00');
    expect(await say('digest weekly mon 25:00')).toBe(
      '“25:00” is no time of the day. For example: /coop digest daily 09:00',
    );
    expect(await say('digest fortnightly <!channel>')).toContain('For example: /coop digest weekly mon 09:00');
    expect(await setting()).toBeUndefined();
  });
  it('is for channels that Plenary is in', async () => {
    expect(await say('digest daily', ADMIN, 'COUT1')).toBe(
      'Plenary is not in this channel. Invite it first, then set the digest up.',
    );
    expect(await say('digest daily', ADMIN, 'D1')).toBe('Digests are posted in channels. Set one up there.');
    expect(await say('digest daily', ADMIN, 'CEXT1')).toContain('not switched on in this channel');
    expect(await bot.state.digests()).toEqual([]);
  });
});

describe('who may', () => {
  it('change it: admins of the workspace and those in PLENARY_ADMINS; others are told so', async () => {
    const refusal =
      "The digest of this channel can be changed by the workspace's admins, and those whom PLENARY_ADMINS names, only. Anybody can look: /coop digest and /coop digest preview";
    for (const line of ['digest daily', 'digest pause', 'digest resume', 'digest off', 'digest curators on'])
      expect(await say(line, PERSON)).toBe(refusal);
    expect(await setting()).toBeUndefined();
    expect(await say('digest daily', 'U0NAMED01')).toContain('Done.');
    expect(bot.slack.calls.filter((c) => c.method === 'users.info' && c.args.user === 'U0NAMED01')).toEqual([]);
  });
  it('look: everybody', async () => {
    expect(await say('digest', PERSON)).toBe(
      'No digest is set up in this channel. To set one up: /coop digest weekly mon 09:00',
    );
    expect(await say('digest preview', PERSON)).toContain('Only you see this');
  });
  it('is nobody where Slack does not tell', async () => {
    bot.slack.fail('users.info', { error: 'missing_scope' });
    expect(await say('digest daily')).toContain('can be changed by');
  });
});

it('a preview is what would be posted, seen by one person, and changes nothing', async () => {
  await say('digest weekly mon 09:00');
  const before = await setting();
  const seen = await say('digest preview');
  expect(seen).toContain('This week in co-operation: 7–13 July 2025');
  expect(seen).toContain('1 year ago: The 24th Plenary');
  expect(posted()).toEqual([]);
  expect(await setting()).toEqual(before);
});

it('pause, resume, off', async () => {
  await say('digest weekly mon 09:00');
  expect(await say('digest pause')).toContain('/coop digest resume');
  expect(await say('digest')).toContain('It is paused');
  now = Date.parse('2025-07-07T04:00Z');
  expect(await say('digest resume')).toBe(
    'Resumed. The next digest is due on Monday 14 July 2025 at 09:00 (Asia/Hong_Kong); what was due in between is not made up for.',
  );
  expect(await say('digest off')).toContain('Off: no digest is posted here any more.');
  expect(await say('digest pause')).toContain('No digest is set up');
  expect(posted()).toEqual([]);
});

describe('when it is due', () => {
  const untilPosted = async (count: number): Promise<void> => {
    await expect.poll(() => posted().length, { timeout: 60_000 }).toBe(count);
  };

  it('is posted once, in the channel, with its period in its metadata, and fits Slack', async () => {
    await say('digest weekly mon 09:00');
    now = Date.parse('2025-07-07T01:00:10Z');
    await bot.restart();
    await untilPosted(1);
    const [digest] = posted();
    expect(digest?.metadata).toEqual({
      event_type: 'plenary_digest',
      event_payload: { period: '2025-07-07', due: Date.parse('2025-07-07T01:00Z') },
    });
    expect(digest?.thread_ts).toBeUndefined();
    const text = textOf(digest!);
    expect(text).toContain('This week in co-operation: 7–13 July 2025');
    expect(text).toContain('(004 para 1, Signing Ceremony; the date is worked out, not printed)');
    expect(text).toContain('Sources: ');
    await bot.restart();
    await pause(200);
    await bot.settled();
    expect(posted()).toHaveLength(1);
    expect(await say('digest')).toContain('The last one was posted on Monday 7 July 2025');
  });

  it('is taken back where it arrives after it was posted again', async () => {
    await say('digest weekly mon 09:00');
    now = Date.parse('2025-07-07T01:00:10Z');
    bot.slack.setClock(now);
    await bot.restart();
    await untilPosted(1);
    const [first] = posted();
    // Slack has it before it is kept that Slack has it.
    const kept = () => bot.state.delivery('slack:C1', '2025-07-07');
    await expect.poll(async () => (await kept())?.stage, { timeout: 60_000 }).toBe('posted');
    await bot.state.keepDelivery({ ...(await kept())!, doubtful: true });
    bot.slack.messages.push({ ...first!, ts: `${Number(first!.ts.split('.')[0]) + 90}.000001` });
    expect(posted()).toHaveLength(2);
    await bot.restart();
    await untilPosted(1);
    await bot.settled();
    expect(posted().map((m) => m.ts)).toEqual([first!.ts]);
  });

  it("in the curators' channel shows what was asked in vain, of private questions only how many", async () => {
    const ask = (id: string, question: string, isPrivate: boolean, meaning = id) =>
      bot.state.keepExchange({
        id,
        at: now,
        thread: 'slack:C2:1',
        person: `slack:${PERSON}`,
        question,
        status: 'unknown',
        unmet: meaning,
        facts: [],
        options: [],
        suggestions: [],
        version: 'v',
        private: isPrivate,
      });
    await say('digest daily 09:00');
    now += 60_000;
    await ask('1', 'who is the mayor of Nanjing?', false, 'mayor');
    await ask('2', "Nanjing's mayor please", true, 'mayor');
    await ask('3', 'what is the secret budget?', true);
    expect(await say('digest curators on')).toContain('asked in vain');
    expect(await say('digest')).toContain('It also shows what was asked in vain');
    const seen = await say('digest preview');
    expect(seen).toContain('“who is the mayor of Nanjing?” (2 times)');
    expect(seen).toContain('In private, so without their words: once');
    expect(seen).not.toMatch(/secret budget|mayor please/);
    expect(await say('digest curators off')).toContain('shows no questions any more');
    expect(await say('digest preview')).not.toContain('In private');
  });
});
