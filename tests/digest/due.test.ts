/** When a digest is due: zones, summer time, ends of months, holidays, quiet hours, and what was missed. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { loadHolidays } from '../../adapters/digests/holidays.ts';
import { type Before, dateIn, periodOn, whatIsDue } from '../../src/digest/due.ts';
import type { Schedule } from '../../src/model/digest.ts';

const NONE: ReadonlySet<string> = new Set();
const at = (iso: string): number => Date.parse(iso);
const schedule = (more: Partial<Schedule> = {}): Schedule => ({
  rhythm: { every: 'week', day: 1 },
  time: '09:00',
  zone: 'Asia/Hong_Kong',
  holidays: 'post',
  ...more,
});
/** When the next ones are posted, as they follow one another. */
function posts(s: Schedule, from: string, count: number, holidays = NONE): string[] {
  const found: string[] = [];
  let since = at(from);
  while (found.length < count) {
    const { next } = whatIsDue(s, { since }, since, holidays);
    if (!next) break;
    found.push(new Date(next.at).toISOString().replace(/:00\.000Z$/, 'Z'));
    since = Math.max(next.at, next.period.due);
  }
  return found;
}
const due = (s: Schedule, before: Before | string, now: string, holidays = NONE) => {
  const found = whatIsDue(s, typeof before === 'string' ? { since: at(before) } : before, at(now), holidays);
  return {
    now: found.now && `${found.now.from}..${found.now.to}`,
    next: found.next && new Date(found.next.at).toISOString(),
    missed: found.missed.map((m) => `${m.period.from} ${m.why}`),
  };
};

describe('rhythms', () => {
  test.each<[string, Partial<Schedule>, string, string[]]>([
    ['daily', { rhythm: { every: 'day' } }, '2024-07-12T04:00Z', ['2024-07-13T01:00Z', '2024-07-14T01:00Z']],
    ['weekdays', { rhythm: { every: 'weekday' } }, '2024-07-12T04:00Z', ['2024-07-15T01:00Z', '2024-07-16T01:00Z']],
    ['weekly', {}, '2024-07-12T04:00Z', ['2024-07-15T01:00Z', '2024-07-22T01:00Z']],
    ['Sundays', { rhythm: { every: 'week', day: 7 } }, '2024-07-12T04:00Z', ['2024-07-14T01:00Z', '2024-07-21T01:00Z']],
    [
      'monthly on the 30th, in short months the last day',
      { rhythm: { every: 'month', date: 30 } },
      '2024-01-31T00:00Z',
      ['2024-02-29T01:00Z', '2024-03-30T01:00Z', '2024-04-30T01:00Z'],
    ],
    [
      'monthly on the 29th, in February of other years the 28th',
      { rhythm: { every: 'month', date: 29 } },
      '2025-01-30T00:00Z',
      ['2025-02-28T01:00Z', '2025-03-29T01:00Z'],
    ],
    [
      'monthly on the last day',
      { rhythm: { every: 'month', date: 31 } },
      '2024-03-31T04:00Z',
      ['2024-04-30T01:00Z', '2024-05-31T01:00Z', '2024-06-30T01:00Z'],
    ],
  ])('%s', (_, more, from, expected) => expect(posts(schedule(more), from, expected.length)).toEqual(expected));
});

describe('summer time', () => {
  test('keeps the local time', () => {
    const weekly = schedule({ zone: 'Europe/London' });
    expect(posts(weekly, '2024-03-20T00:00Z', 3)).toEqual([
      '2024-03-25T09:00Z',
      '2024-04-01T08:00Z',
      '2024-04-08T08:00Z',
    ]);
  });
  test('a time that does not exist is the first moment after the gap', () => {
    const daily = schedule({ rhythm: { every: 'day' }, time: '02:30', zone: 'America/New_York' });
    expect(posts(daily, '2024-03-09T12:00Z', 2)).toEqual(['2024-03-10T07:00Z', '2024-03-11T06:30Z']);
  });
  test('a time that comes twice is its first one, and only that', () => {
    const daily = schedule({ rhythm: { every: 'day' }, time: '01:30', zone: 'America/New_York' });
    expect(posts(daily, '2024-11-02T12:00Z', 2)).toEqual(['2024-11-03T05:30Z', '2024-11-04T06:30Z']);
  });
  test('a day that begins at one in the morning', () => {
    const daily = schedule({ rhythm: { every: 'day' }, time: '00:00', zone: 'Asia/Beirut' });
    expect(posts(daily, '2024-03-29T23:00Z', 3)).toEqual([
      '2024-03-30T22:00Z',
      '2024-03-31T21:00Z',
      '2024-04-01T21:00Z',
    ]);
  });
  test('half an hour of it', () => {
    const daily = schedule({ rhythm: { every: 'day' }, time: '02:15', zone: 'Australia/Lord_Howe' });
    expect(posts(daily, '2024-10-05T00:00Z', 2)).toEqual(['2024-10-05T15:30Z', '2024-10-06T15:15Z']);
  });
});

describe('periods', () => {
  test('run to the day before the next one', () => {
    const of = (rhythm: Schedule['rhythm'], now: string): string | undefined =>
      due(schedule({ rhythm }), new Date(at(now) - 60_000).toISOString(), now).now;
    expect(of({ every: 'week', day: 1 }, '2024-07-15T01:00Z')).toBe('2024-07-15..2024-07-21');
    expect(of({ every: 'day' }, '2024-07-15T01:00Z')).toBe('2024-07-15..2024-07-15');
    // A Friday's digest also covers the weekend.
    expect(of({ every: 'weekday' }, '2024-07-19T01:00Z')).toBe('2024-07-19..2024-07-21');
    expect(of({ every: 'month', date: 31 }, '2024-02-29T01:00Z')).toBe('2024-02-29..2024-03-30');
  });
  test('of a preview begin on the day asked for', () => {
    const days = (length: 'day' | 'week' | 'month', date = '2024-07-15') => {
      const { from, to } = periodOn(date, length, 'Asia/Hong_Kong');
      return `${from}..${to}`;
    };
    expect(days('day')).toBe('2024-07-15..2024-07-15');
    expect(days('week')).toBe('2024-07-15..2024-07-21');
    expect(days('month')).toBe('2024-07-15..2024-08-14');
    expect(days('month', '2024-01-31')).toBe('2024-01-31..2024-02-28');
  });
});

describe('public holidays', async () => {
  const holidays = await loadHolidays(2024);

  test('skip', () => {
    // 1 April 2024 was Easter Monday, 1 July the establishment day.
    const weekly = schedule({ holidays: 'skip' });
    expect(posts(weekly, '2024-03-26T00:00Z', 2, holidays)).toEqual(['2024-04-08T01:00Z', '2024-04-15T01:00Z']);
    expect(due(weekly, '2024-06-28T00:00Z', '2024-07-01T01:00Z', holidays)).toEqual({
      now: undefined,
      next: '2024-07-08T01:00:00.000Z',
      missed: ['2024-07-01 holiday'],
    });
  });
  test('shift, over further holidays and the weekend', () => {
    const fridays = schedule({ rhythm: { every: 'week', day: 5 }, holidays: 'shift' });
    // Good Friday, the day after, Sunday, Easter Monday: Tuesday.
    expect(posts(fridays, '2024-03-26T00:00Z', 2, holidays)).toEqual(['2024-04-02T01:00Z', '2024-04-05T01:00Z']);
    expect(due(fridays, '2024-03-28T00:00Z', '2024-04-02T01:00Z', holidays).now).toBe('2024-03-29..2024-04-04');
  });
  test('shift never reaches the next one', () => {
    const daily = schedule({ rhythm: { every: 'day' }, holidays: 'shift' });
    expect(posts(daily, '2024-06-30T04:00Z', 1, holidays)).toEqual(['2024-07-02T01:00Z']);
  });
  test('otherwise change nothing', () =>
    expect(posts(schedule(), '2024-06-28T00:00Z', 1, holidays)).toEqual(['2024-07-01T01:00Z']));

  test.each([
    [2024, '01-01 02-10 02-12 02-13 03-29 03-30 04-01 04-04 05-01 05-15 06-10 07-01 09-18 10-01 10-11 12-25 12-26'],
    [2025, '01-01 01-29 01-30 01-31 04-04 04-18 04-19 04-21 05-01 05-05 05-31 07-01 10-01 10-07 10-29 12-25 12-26'],
    [2026, '01-01 02-17 02-18 02-19 04-03 04-04 04-06 04-07 05-01 05-25 06-19 07-01 09-26 10-01 10-19 12-25 12-26'],
  ])('are those that the Government gazetted for %i', async (year, gazetted) => {
    const found = [...(await loadHolidays(year))].filter((d) => d.startsWith(String(year))).map((d) => d.slice(5));
    expect(found.sort()).toEqual(gazetted.split(' '));
  });
});

describe('quiet hours', () => {
  const night = { from: '22:00', to: '07:00' };
  test('what is due in them waits for their end', () => {
    expect(posts(schedule({ time: '06:00', quiet: night }), '2024-07-12T04:00Z', 1)).toEqual(['2024-07-14T23:00Z']);
    expect(posts(schedule({ time: '23:00', quiet: night }), '2024-07-12T04:00Z', 1)).toEqual(['2024-07-15T23:00Z']);
    expect(posts(schedule({ time: '13:00', quiet: { from: '12:30', to: '14:00' } }), '2024-07-12T04:00Z', 1)).toEqual([
      '2024-07-15T06:00Z',
    ]);
  });
  test('what was missed and comes late does, too', () => {
    // Back at three in the night of Wednesday.
    const back = due(schedule({ quiet: night }), '2024-07-12T04:00Z', '2024-07-16T19:00Z');
    expect(back).toEqual({ now: undefined, next: '2024-07-16T23:00:00.000Z', missed: [] });
  });
  test('the bounds: the first minute is quiet, the last is not', () => {
    expect(posts(schedule({ time: '22:00', quiet: night }), '2024-07-12T04:00Z', 1)).toEqual(['2024-07-15T23:00Z']);
    expect(posts(schedule({ time: '21:59', quiet: night }), '2024-07-12T04:00Z', 1)).toEqual(['2024-07-15T13:59Z']);
    expect(posts(schedule({ time: '07:00', quiet: night }), '2024-07-12T04:00Z', 1)).toEqual(['2024-07-14T23:00Z']);
  });
});

describe('what was missed', () => {
  it('is due while its period is not over', () => {
    expect(due(schedule(), '2024-07-12T04:00Z', '2024-07-22T00:59Z')).toEqual({
      now: '2024-07-15..2024-07-21',
      next: undefined,
      missed: [],
    });
  });
  it('is passed over afterwards, and only the latest is due', () => {
    expect(due(schedule(), '2024-07-12T04:00Z', '2024-08-01T00:00Z')).toEqual({
      now: '2024-07-29..2024-08-04',
      next: undefined,
      missed: ['2024-07-15 over', '2024-07-22 over'],
    });
  });
  it('is nothing before it was set up or resumed', () => {
    expect(due(schedule(), '2024-07-15T01:00:30Z', '2024-07-15T02:00Z').now).toBeUndefined();
    expect(due(schedule(), '2024-07-15T01:00:00Z', '2024-07-15T02:00Z').now).toBeUndefined();
    expect(due(schedule(), '2024-07-15T00:59:59Z', '2024-07-15T02:00Z').now).toBe('2024-07-15..2024-07-21');
  });
  it('is no second one on the same day when the rhythm is changed', () => {
    const later = schedule({ time: '10:00' });
    const changed = { since: at('2024-07-15T01:30Z'), last: '2024-07-15' };
    expect(due(later, changed, '2024-07-15T03:00Z')).toEqual({
      now: undefined,
      next: '2024-07-22T02:00:00.000Z',
      missed: [],
    });
  });
  it('stays so when the clock goes back', () => {
    const done = { since: at('2024-07-15T01:00Z'), last: '2024-07-15' };
    expect(due(schedule(), done, '2024-07-14T00:00Z').now).toBeUndefined();
  });
});

test('however often and whenever it is looked, each period is posted or passed over once, in order', () => {
  const rhythms: fc.Arbitrary<Schedule['rhythm']> = fc.oneof(
    fc.constant({ every: 'day' as const }),
    fc.constant({ every: 'weekday' as const }),
    fc.record({ every: fc.constant('week' as const), day: fc.integer({ min: 1, max: 7 }) }),
    fc.record({ every: fc.constant('month' as const), date: fc.integer({ min: 1, max: 31 }) }),
  );
  const time = fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
    .map((t) => t.map((n) => String(n).padStart(2, '0')).join(':'));
  const zones = fc.constantFrom(
    'Asia/Hong_Kong',
    'America/New_York',
    'Europe/London',
    'Australia/Lord_Howe',
    'Pacific/Apia',
  );
  const HOUR = 3_600_000;
  fc.assert(
    fc.property(
      fc.record({
        rhythm: rhythms,
        time,
        zone: zones,
        holidays: fc.constantFrom<Schedule['holidays']>('post', 'skip', 'shift'),
      }),
      fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 5, maxLength: 25 }),
      fc.uniqueArray(fc.integer({ min: 1, max: 366 }), { maxLength: 30 }),
      (s, waits, off) => {
        const start = Date.UTC(2024, 0, 1);
        const holidays = new Set(off.map((d) => new Date(start + d * 24 * HOUR).toISOString().slice(0, 10)));
        let before: Before = { since: start };
        let now = start;
        const done: string[] = [];
        for (const wait of waits) {
          now += wait * HOUR;
          const found = whatIsDue(s, before, now, holidays);
          for (const { period } of found.missed) done.push(period.from);
          const settled = found.now ?? found.missed.at(-1)?.period;
          if (found.now) {
            done.push(found.now.from);
            // Never early, never when it is over, at the local time that was asked for unless that did not exist.
            expect(found.now.due).toBeLessThanOrEqual(now);
            expect(found.now.ends).toBeGreaterThan(now);
          }
          if (settled) before = { since: settled.due, ...(found.now ? { last: found.now.from } : {}) };
          expect(whatIsDue(s, before, now, holidays).now).toBeUndefined();
        }
        // All periods there were, one after the other: none is there twice, none is left out.
        expect([...new Set(done)]).toEqual(done);
        expect([...done].sort()).toEqual(done);
        const all: string[] = [];
        for (let since = start; ; ) {
          const one = whatIsDue({ ...s, holidays: 'post' }, { since }, since, NONE).next!;
          if (one.period.due > now || one.period.from > (done.at(-1) ?? '')) break;
          all.push(one.period.from);
          since = one.period.due;
        }
        expect(done).toEqual(all);
      },
    ),
    { numRuns: 60 },
  );
});

test('the local date of an instant', () => {
  expect(dateIn('Asia/Hong_Kong', at('2024-07-14T16:00Z'))).toBe('2024-07-15');
  expect(dateIn('America/New_York', at('2024-07-15T03:59Z'))).toBe('2024-07-14');
});
