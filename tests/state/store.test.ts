/** What every store of the state has to do; and what the file does besides. */
import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openFileState, STATE_FILE } from '../../adapters/state/file.ts';
import { openMemoryState } from '../../adapters/state/memory.ts';
import type { Claim, Delivery, DigestSetting, Exchange, Feedback, StateStore } from '../../src/index.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const conversation = { focus: ['meeting/a'], named: [], question: 'q', facts: ['f'] } as const;
const claim = (id: string, at: number, platform = 'slack'): Claim => ({ id, platform, at, task: { text: id } });
const exchange = (id: string, at: number): Exchange => ({
  id,
  at,
  thread: 't',
  person: 'slack:U1',
  question: 'q',
  status: 'answered',
  facts: ['f'],
  options: [],
  suggestions: [],
  version: 'v',
  private: false,
});
const feedback = (id: string, person: string, at: number, verdict: Feedback['verdict']): Feedback => ({
  exchange: id,
  person,
  at,
  verdict,
  question: 'q',
  status: 'answered',
  facts: ['f'],
  private: false,
});
const setting = (channel: string, knowledge?: string): DigestSetting => ({
  channel,
  platform: 'slack',
  schedule: {
    rhythm: { every: 'week', day: 1 },
    time: '09:00',
    zone: 'Asia/Hong_Kong',
    holidays: 'shift',
    quiet: { from: '22:00', to: '07:30' },
  },
  paused: false,
  curators: false,
  by: 'slack:U1',
  at: 5,
  since: 5,
  told: { rotation: [], ...(knowledge === undefined ? {} : { knowledge }) },
});
const delivery = (channel: string, period: string, due: number, stage: Delivery['stage'] = 'due'): Delivery => ({
  channel,
  platform: 'slack',
  period,
  stage,
  due,
  at: due,
  attempts: 0,
});
const newFolder = (): string => mkdtempSync(join(tmpdir(), 'plenary-state-'));

const stores: [string, (now: () => number) => Promise<StateStore>][] = [
  ['memory', async (now) => openMemoryState(now, { days: 90 })],
  ['file', (now) => openFileState(newFolder(), now, { days: 90 })],
];

describe.each(stores)('state in %s', (_, open) => {
  it('keeps a conversation for a day', async () => {
    let now = DAY;
    const state = await open(() => now);
    expect(await state.conversation('t')).toBeUndefined();
    await state.remember('t', conversation);
    now += DAY;
    expect(await state.conversation('t')).toEqual(conversation);
    now += 1;
    expect(await state.conversation('t')).toBeUndefined();
    await state.close();
  });

  it('gives a claim once, until it is done and after', async () => {
    const state = await open(() => 5);
    expect(await state.claim(claim('a', 5))).toBe('new');
    expect(await state.claim(claim('a', 5))).toBe('claimed');
    expect(await state.claim(claim('b', 4))).toBe('new');
    expect(await state.claim(claim('c', 5, 'discord'))).toBe('new');
    expect((await state.unfinished('slack')).map((c) => c.id)).toEqual(['b', 'a']);
    await state.done('a');
    expect(await state.claim(claim('a', 5))).toBe('done');
    expect((await state.unfinished('slack')).map((c) => c.task)).toEqual([{ text: 'b' }]);
    await state.close();
  });

  it('gives one of many claims at once', async () => {
    const state = await open(() => 5);
    const met = await Promise.all(Array.from({ length: 50 }, () => state.claim(claim('a', 5))));
    expect(met.filter((m) => m === 'new')).toHaveLength(1);
    await state.close();
  });

  it('keeps exchanges, and the last verdict of each person', async () => {
    const state = await open(() => 5);
    await state.keepExchange(exchange('e', 1));
    await state.keepExchange({ ...exchange('e', 1), reply: 'C1 1.1' });
    expect((await state.exchange('e'))?.reply).toBe('C1 1.1');
    await state.keepFeedback(feedback('e', 'p', 1, 'helpful'));
    await state.keepFeedback(feedback('e', 'p', 2, 'wrong'));
    await state.keepFeedback(feedback('e', 'q', 3, 'helpful'));
    expect((await state.feedback()).map((f) => [f.person, f.verdict])).toEqual([
      ['p', 'wrong'],
      ['q', 'helpful'],
    ]);
    await state.close();
  });

  it('keeps one digest a channel, and each delivery by channel and period', async () => {
    const state = await open(() => 5);
    expect(await state.digests()).toEqual([]);
    await state.keepDigest(setting('slack:C1'));
    await state.keepDigest({ ...setting('slack:C1'), paused: true });
    await state.keepDigest(setting('slack:C2'));
    expect((await state.digest('slack:C1'))?.paused).toBe(true);
    await state.keepDelivery(delivery('slack:C1', '2024-07-15', 9));
    await state.keepDelivery(delivery('slack:C1', '2024-07-08', 2));
    await state.keepDelivery(
      { ...delivery('slack:C1', '2024-07-15', 9, 'posted'), message: '1.2' },
      setting('slack:C1'),
    );
    await state.keepDelivery(delivery('slack:C2', '2024-07-15', 9));
    expect((await state.digest('slack:C1'))?.paused).toBe(false);
    expect((await state.delivery('slack:C1', '2024-07-15'))?.message).toBe('1.2');
    expect((await state.deliveries('slack:C1')).map((d) => [d.period, d.stage])).toEqual([
      ['2024-07-08', 'due'],
      ['2024-07-15', 'posted'],
    ]);
    expect(await state.deliveries()).toHaveLength(3);
    await state.dropDigest('slack:C1');
    expect(await state.digest('slack:C1')).toBeUndefined();
    expect((await state.digests()).map((d) => d.channel)).toEqual(['slack:C2']);
    expect(await state.delivery('slack:C1', '2024-07-15')).toBeDefined();
    await state.close();
  });

  it('forgets no setting for a new one, and says what to do', async () => {
    const state = await open(() => 5);
    await Promise.all(Array.from({ length: 500 }, (_, i) => state.keepDigest(setting(`slack:C${i}`))));
    await expect(state.keepDigest(setting('slack:C500'))).rejects.toThrow(/500 digests already; turn one off/);
    await state.keepDigest({ ...setting('slack:C0'), paused: true });
    expect(await state.digests()).toHaveLength(500);
    await state.close();
  });

  it('keeps a snapshot of the knowledge while a channel needs it', async () => {
    let now = DAY;
    const state = await open(() => now);
    for (const version of ['told', 'tells', 'over'])
      await state.keepSnapshot({ version, at: now, facts: { 'meeting/a#date': 'h' } });
    await state.keepDigest(setting('slack:C1', 'told'));
    const posting = { ...delivery('slack:C1', 'p', DAY, 'posting'), tells: { rotation: [], knowledge: 'tells' } };
    await state.keepDelivery(posting);
    expect(await state.snapshot('over')).toBeDefined();
    now += DAY + 1;
    await state.remember('t', conversation);
    expect(await state.snapshot('over')).toBeUndefined();
    expect((await state.snapshot('told'))?.facts).toEqual({ 'meeting/a#date': 'h' });
    expect(await state.snapshot('tells')).toBeDefined();
    now += 2 * 60_000;
    await state.keepDelivery({ ...posting, stage: 'posted' });
    now += 2 * 60_000;
    await state.remember('t', conversation);
    expect(await state.snapshot('tells')).toBeUndefined();
    await state.close();
  });

  it('takes any id for what it is', async () => {
    const state = await open(() => 5);
    for (const id of ['__proto__', 'constructor', 'toString', '']) {
      expect(await state.exchange(id)).toBeUndefined();
      expect(await state.conversation(id)).toBeUndefined();
      expect(await state.claim(claim(id, 5))).toBe('new');
      await state.done(id);
      expect(await state.claim(claim(id, 5))).toBe('done');
      await state.keepExchange(exchange(id, 5));
      expect((await state.exchange(id))?.id).toBe(id);
    }
    await state.close();
  });

  it('forgets what is too old, and the oldest of what are too many', async () => {
    let now = 0;
    const state = await open(() => now);
    await state.keepExchange(exchange('old', 0));
    await state.claim(claim('x', 0));
    await state.done('x');
    now = 90 * DAY + 1;
    await state.keepExchange(exchange('new', now));
    expect(await state.exchange('old')).toBeUndefined();
    expect(await state.claim(claim('x', now))).toBe('new');
    await Promise.all(Array.from({ length: 2_100 }, (_, i) => state.keepExchange(exchange(`e${i}`, now))));
    now += HOUR;
    await state.keepExchange(exchange('last', now));
    expect(await state.exchange('e0')).toBeUndefined();
    expect(await state.exchange('last')).toBeDefined();
    expect(await state.exchange('e2099')).toBeDefined();
    await state.close();
  });
});

describe('state in a file', () => {
  it('is there again after a restart, and was when the promise resolved', async () => {
    const folder = newFolder();
    const first = await openFileState(join(folder, 'deeper', 'still'));
    await first.claim(claim('a', Date.now()));
    await first.done('a');
    await first.claim(claim('b', Date.now()));
    // Not closed, as after kill -9.
    const second = await openFileState(join(folder, 'deeper', 'still'));
    expect(await second.claim(claim('a', Date.now()))).toBe('done');
    expect(await second.claim(claim('b', Date.now()))).toBe('claimed');
    await Promise.all([first.close(), second.close()]);
  });

  it('keeps the bounds and the order over a restart', async () => {
    const folder = newFolder();
    const first = await openFileState(folder);
    await Promise.all(Array.from({ length: 20 }, (_, i) => first.keepExchange(exchange(`e${i}`, Date.now()))));
    await first.close();
    const second = await openFileState(folder);
    expect(await second.exchange('e0')).toBeDefined();
    await second.close();
  });

  it('can be read by its own user only, and leaves no temporary file', async () => {
    const folder = newFolder();
    const state = await openFileState(folder);
    await Promise.all(Array.from({ length: 30 }, (_, i) => state.remember(`t${i}`, conversation)));
    await state.close();
    expect(readdirSync(folder)).toEqual([STATE_FILE]);
    if (process.platform !== 'win32') expect(statSync(join(folder, STATE_FILE)).mode & 0o077).toBe(0);
  });

  it.each([
    ['damaged', '{"version": 1, "conv'],
    ['version 7', '{"version": 7}'],
    ['no state at all', '[]'],
  ])('refuses a file that is %s, says what to do, and leaves it as it is', async (_, text) => {
    const folder = newFolder();
    writeFileSync(join(folder, STATE_FILE), text);
    await expect(openFileState(folder)).rejects.toThrow(/left as it is: mend it, or move it away/);
    expect(readFileSync(join(folder, STATE_FILE), 'utf8')).toBe(text);
  });
});
