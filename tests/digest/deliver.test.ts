/** Exactly once, over a platform that refuses, loses answers, is late, and a process that ends at any step. */
import { afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest';
import { readConfig } from '../../adapters/config.ts';
import { type Board, createDeliveries, type Mark, NotPosted } from '../../adapters/digests/deliver.ts';
import { createLine } from '../../adapters/shared/line.ts';
import { createLog } from '../../adapters/shared/log.ts';
import type { House } from '../../adapters/shared/platform.ts';
import { openMemoryState } from '../../adapters/state/memory.ts';
import type { Delivery, DigestSetting, StateStore } from '../../src/index.ts';
import { plenary } from '../plenary.ts';

const at = (iso: string): number => Date.parse(iso);
/** Monday 7 July 2025, eight in Hong Kong; the first is due at nine. */
const SET = at('2025-07-07T00:00Z');
const DUE = at('2025-07-07T01:00Z');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const DOUBT = 60_000;
/** Long after it was looked for. */
const VERY_LATE = 40 * 60_000;

const SETTING: DigestSetting = {
  channel: 'test:C1',
  platform: 'test',
  schedule: { rhythm: { every: 'week', day: 1 }, time: '09:00', zone: 'Asia/Hong_Kong', holidays: 'post' },
  paused: false,
  curators: false,
  by: 'test:U1',
  at: SET,
  since: SET,
  told: { rotation: [] },
};

type Way =
  | 'takes it'
  | 'refuses'
  | 'says later'
  | 'loses the answer'
  | 'is away'
  | 'is late'
  | 'is very late'
  | 'never answers';

/** A platform on which a digest either stands or does not. */
function createWorld() {
  const messages: (Mark & { id: string; title: string })[] = [];
  const ways: Way[] = [];
  const calls = { post: 0, find: 0 };
  let landed = 0;
  const land = (mark: Mark, title: string): string => {
    const id = `m${++landed}`;
    messages.push({ ...mark, id, title });
    return id;
  };
  const board: Board = {
    platform: 'test',
    post: async (mark, { title }) => {
      calls.post++;
      switch (ways.shift() ?? 'takes it') {
        case 'takes it':
          return land(mark, title);
        case 'refuses':
          throw new NotPosted('not in the channel');
        case 'says later':
          throw new NotPosted('rate limited', 90_000);
        case 'loses the answer':
          land(mark, title);
          throw new Error('socket hang up');
        case 'is away':
          throw new Error('connection refused');
        case 'is late':
          setTimeout(() => land(mark, title), DOUBT / 2);
          throw new Error('no answer in time');
        case 'is very late':
          setTimeout(() => land(mark, title), VERY_LATE);
          throw new Error('no answer in time');
        case 'never answers':
          return new Promise<never>(() => {});
      }
    },
    find: async ({ channel, period }) => {
      calls.find++;
      return messages.filter((m) => m.channel === channel && m.period === period).map((m) => m.id);
    },
    remove: async (id) => {
      messages.splice(
        messages.findIndex((m) => m.id === id),
        1,
      );
    },
  };
  return { messages, ways, calls, board, periods: () => messages.map((m) => m.period) };
}

const read = readConfig({ DIGEST_DOUBT_MS: String(DOUBT) });
if ('faults' in read) throw new Error(read.faults.join());
const { config } = read;
let lines: string[] = [];
const stops: (() => Promise<void>)[] = [];

function run(state: StateStore, board: Board) {
  const log = createLog({ level: 'debug', to: { write: (line: string) => void lines.push(line) } });
  const house: House = { plenary: () => plenary, state, config, log, now: Date.now };
  const deliveries = createDeliveries(house, board, createLine());
  deliveries.start();
  stops.push(deliveries.stop);
  return deliveries;
}
const logged = (): string[] => lines.map((l) => (JSON.parse(l) as { msg: string }).msg);
const until = (time: number): Promise<unknown> => vi.advanceTimersByTimeAsync(time - Date.now());

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: SET });
  lines = [];
});
afterEach(async () => {
  for (const stop of stops.splice(0)) void stop();
  vi.useRealTimers();
});

async function opened(more: Partial<DigestSetting> = {}) {
  const state = openMemoryState(Date.now);
  await state.keepDigest({ ...SETTING, ...more });
  return { state, world: createWorld() };
}

describe('on time', () => {
  it('posts nothing before it is due, and each one once afterwards', async () => {
    const { state, world } = await opened();
    run(state, world.board);
    await until(DUE - 1);
    expect(world.messages).toEqual([]);
    await until(DUE + 1_000);
    expect(world.messages).toMatchObject([
      { channel: 'C1', period: '2025-07-07', due: DUE, title: 'This week in co-operation: 7–13 July 2025' },
    ]);
    await until(DUE + 7 * DAY + 1_000);
    expect(world.periods()).toEqual(['2025-07-07', '2025-07-14']);
    expect(world.calls).toEqual({ post: 2, find: 0 });
  });

  it('keeps what it told, so that the next one is another', async () => {
    const { state, world } = await opened();
    run(state, world.board);
    await until(DUE + 1_000);
    const { told, since } = (await state.digest('test:C1'))!;
    expect(since).toBe(DUE);
    expect(told).toMatchObject({ knowledge: plenary.version, period: '2025-07-07' });
    expect(told.rotation).toHaveLength(1);
    expect(Object.keys((await state.snapshot(plenary.version))!.facts).length).toBeGreaterThan(1_000);
    expect(await state.delivery('test:C1', '2025-07-07')).toMatchObject({
      stage: 'posted',
      message: 'm1',
      attempts: 1,
    });
  });

  it('is for its own platform only, and not for a channel that is paused', async () => {
    const { state, world } = await opened({ paused: true });
    await state.keepDigest({ ...SETTING, channel: 'other:C1', platform: 'other' });
    run(state, world.board);
    await until(DUE + DAY);
    expect(world.messages).toEqual([]);
  });

  it('hears at once of what is set up while it runs', async () => {
    const { state, world } = await opened();
    await state.dropDigest('test:C1');
    const deliveries = run(state, world.board);
    await until(SET + HOUR);
    await state.keepDigest({
      ...SETTING,
      schedule: { ...SETTING.schedule, rhythm: { every: 'day' }, time: '09:01' },
      since: Date.now(),
    });
    deliveries.wake();
    await until(SET + HOUR + 61_000);
    expect(world.periods()).toEqual(['2025-07-07']);
  });
});

describe('after a time of being down', () => {
  it('posts the one whose period is not over, and says in the log which it skips', async () => {
    const { state, world } = await opened();
    await until(DUE + 16 * DAY);
    run(state, world.board);
    await until(DUE + 16 * DAY + 1_000);
    expect(world.periods()).toEqual(['2025-07-21']);
    expect(logged().filter((m) => m.includes('skipped'))).toHaveLength(2);
    expect((await state.deliveries('test:C1')).map((d) => `${d.period} ${d.stage}`)).toEqual([
      '2025-07-07 skipped',
      '2025-07-14 skipped',
      '2025-07-21 posted',
    ]);
    await until(DUE + 17 * DAY);
    expect(world.calls.post).toBe(1);
  });

  it('does not replay what was missed while paused', async () => {
    const { state, world } = await opened({ paused: true });
    const deliveries = run(state, world.board);
    await until(DUE + 2 * DAY);
    await state.keepDigest({ ...SETTING, since: Date.now() });
    deliveries.wake();
    await until(DUE + 7 * DAY + 1_000);
    expect(world.periods()).toEqual(['2025-07-14']);
  });

  it('says it in few words when very many were missed', async () => {
    const { state, world } = await opened({ schedule: { ...SETTING.schedule, rhythm: { every: 'day' } } });
    await until(SET + 200 * DAY);
    run(state, world.board);
    await until(SET + 200 * DAY + 1_000);
    expect(world.messages).toHaveLength(1);
    expect(logged().filter((m) => m.includes('skipped')).length).toBeLessThan(40);
    expect((await state.deliveries('test:C1')).length).toBeLessThan(40);
  });
});

describe('a platform that', () => {
  const cases: [Way[], { posts: number; finds: number; within: number }][] = [
    [['refuses'], { posts: 2, finds: 0, within: 2 * 60_000 }],
    [['refuses', 'refuses', 'refuses'], { posts: 4, finds: 0, within: HOUR }],
    [['says later'], { posts: 2, finds: 0, within: 2 * 60_000 }],
    [['loses the answer'], { posts: 1, finds: 1, within: 2 * 60_000 }],
    [['is away'], { posts: 2, finds: 1, within: 3 * 60_000 }],
    [['is away', 'loses the answer'], { posts: 2, finds: 2, within: 4 * 60_000 }],
    [['is late'], { posts: 1, finds: 1, within: 2 * 60_000 }],
    [['is late', 'refuses'], { posts: 1, finds: 1, within: 2 * 60_000 }],
  ];
  test.each(cases)('%j has it once', async (ways, { posts, finds, within }) => {
    const { state, world } = await opened();
    world.ways.push(...ways);
    run(state, world.board);
    await until(DUE + within);
    expect(world.periods()).toEqual(['2025-07-07']);
    await until(DUE + 2 * HOUR);
    expect(world.periods()).toEqual(['2025-07-07']);
    expect(world.calls.post).toBe(posts);
    if (!ways.includes('is away')) expect(world.calls.find).toBe(finds);
    expect((await state.digest('test:C1'))?.told.period).toBe('2025-07-07');
  });

  it('has it long after it was posted again, has one taken back, also after a restart', async () => {
    for (const restarts of [false, true]) {
      const { state, world } = await opened();
      world.ways.push('is very late');
      await until(Math.max(Date.now(), DUE));
      const begun = Date.now();
      const deliveries = run(state, world.board);
      await until(begun + 3 * DOUBT);
      expect(world.periods()).toHaveLength(1);
      if (restarts) {
        await deliveries.stop();
        await until(begun + VERY_LATE + 1_000);
        expect(world.periods()).toHaveLength(2);
        run(state, world.board);
      }
      await until(begun + 3 * VERY_LATE);
      expect(world.periods()).toEqual(['2025-07-07']);
      expect(await state.delivery('test:C1', '2025-07-07')).toMatchObject({ stage: 'posted', message: 'm1' });
      expect(logged()).toContain('a digest arrived after it was posted again; one is taken back');
    }
  });

  it('refuses for good gets it no more once its period is over, and the next one in its turn', async () => {
    const { state, world } = await opened();
    world.ways.push(...Array<Way>(400).fill('refuses'));
    run(state, world.board);
    await until(DUE + 7 * DAY - 1);
    // Tried again less and less often, to the hour.
    expect(world.calls.post).toBeLessThan(180);
    world.ways.length = 0;
    await until(DUE + 7 * DAY + HOUR + 60_000);
    expect(world.periods()).toEqual(['2025-07-14']);
  });

  it('cannot be looked at leaves it in doubt, and it is not posted again', async () => {
    const { state, world } = await opened();
    world.ways.push('loses the answer');
    const find = vi.spyOn(world.board, 'find').mockRejectedValue(new Error('away'));
    run(state, world.board);
    await until(DUE + HOUR);
    expect(world.calls.post).toBe(1);
    find.mockRestore();
    await until(DUE + HOUR + 2 * 60_000);
    expect(world.calls.post).toBe(1);
    expect(await state.delivery('test:C1', '2025-07-07')).toMatchObject({ stage: 'posted', message: 'm1' });
  });
});

/** A process that ends at its nth step, before it or after it had its effect: then nothing of it runs any more. */
function mortal(state: StateStore, board: Board, dies: { at: number; when: 'before' | 'after' }) {
  const life = { steps: 0, dead: false, died: '' };
  const forever = new Promise<never>(() => {});
  const guard = <T extends object>(thing: T, name: string): T =>
    new Proxy(thing, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key);
        if (typeof value !== 'function') return value;
        return async (...args: unknown[]): Promise<unknown> => {
          if (life.dead) return forever;
          const mine = ++life.steps;
          const die = (): Promise<never> => {
            Object.assign(life, { dead: true, died: `${dies.when} ${name}.${String(key)}` });
            return forever;
          };
          if (mine === dies.at && dies.when === 'before') return die();
          const result: unknown = await value.apply(target, args);
          if (life.dead) return forever;
          return mine === dies.at ? die() : result;
        };
      },
    });
  return { life, state: guard(state, 'state'), board: guard(board, 'board') };
}

const BEGUN: Delivery = {
  channel: 'test:C1',
  platform: 'test',
  period: '2025-07-07',
  stage: 'posting',
  due: DUE,
  at: DUE,
  attempts: 1,
};

describe('a process that ends', () => {
  const ends: { at: number; when: 'before' | 'after' }[] = Array.from({ length: 26 }, (_, i) => i + 1).flatMap((n) => [
    { at: n, when: 'before' as const },
    { at: n, when: 'after' as const },
  ]);
  const died = new Set<string>();

  test.each(ends)('$when its step $at, neither loses nor doubles it', async (end) => {
    const { state, world } = await opened();
    await until(DUE + 1_000);
    const first = mortal(state, world.board, end);
    run(first.state, first.board);
    await until(DUE + 30_000);
    died.add(first.life.died);
    run(state, world.board);
    await until(DUE + 10 * 60_000);
    expect(world.periods()).toEqual(['2025-07-07']);
    expect((await state.digest('test:C1'))?.told.period).toBe('2025-07-07');
    expect(await state.delivery('test:C1', '2025-07-07')).toMatchObject({ stage: 'posted' });
  });

  test('was seen to end at each of the steps that matter', () => {
    for (const step of ['state.keepSnapshot', 'state.keepDelivery', 'board.post'])
      for (const when of ['before', 'after']) expect([...died]).toContain(`${when} ${step}`);
  });

  test.each<[Way, number]>([
    ['never answers', 1],
    ['is late', 1],
    ['is away', 1],
  ])('while the platform %s, has it once', async (way) => {
    const { state, world } = await opened();
    world.ways.push(way);
    await until(DUE + 1_000);
    const first = mortal(state, world.board, { at: 1_000, when: 'before' });
    run(first.state, first.board);
    await until(DUE + 5_000);
    first.life.dead = true;
    run(state, world.board);
    await until(DUE + 10 * 60_000);
    expect(world.periods()).toEqual(['2025-07-07']);
  });

  it('in the middle of it and comes back when the period is over, posts the next one only', async () => {
    const { state, world } = await opened();
    await state.keepDelivery({ ...BEGUN, tells: { rotation: ['worth-knowing x'], period: '2025-07-07' } });
    await until(DUE + 8 * DAY);
    run(state, world.board);
    await until(DUE + 8 * DAY + 60_000);
    expect(world.periods()).toEqual(['2025-07-14']);
    expect(await state.delivery('test:C1', '2025-07-07')).toMatchObject({ stage: 'skipped' });
  });

  it('in the middle of it and was turned off meanwhile, posts nothing', async () => {
    const { state, world } = await opened();
    await state.keepDelivery(BEGUN);
    await state.dropDigest('test:C1');
    await until(DUE + HOUR);
    run(state, world.board);
    await until(DUE + 2 * HOUR);
    expect(world.messages).toEqual([]);
    expect(await state.delivery('test:C1', '2025-07-07')).toMatchObject({ stage: 'skipped' });
  });
});
