/** What people write to set a digest up, and what they are told when it is not right. */
import { describe, expect, it, test } from 'vitest';
import { describeSchedule, momentInWords, readSchedule, type ScheduleDefaults } from '../../src/digest/schedule.ts';
import type { Schedule } from '../../src/model/digest.ts';
import { knowledge } from '../plenary.ts';

const wording = { knowledge, language: knowledge.languages.get('en')! };
const read = (text: string, more: Partial<ScheduleDefaults> = {}) =>
  readSchedule(text, { zone: 'Asia/Hong_Kong', ...more }, wording);
function set(text: string, current?: Schedule): Schedule {
  const found = read(text, { current });
  if ('fault' in found) throw new Error(found.fault.why);
  return found.schedule;
}
const inWords = (text: string): string => describeSchedule(set(text), wording);
const fault = (text: string): string => {
  const found = read(text);
  return 'fault' in found ? `${found.fault.why} (${found.fault.example})` : 'no fault';
};

test.each([
  ['daily', 'every day at 09:00 (Asia/Hong_Kong)'],
  ['daily 18:30', 'every day at 18:30 (Asia/Hong_Kong)'],
  ['weekdays 0745', 'every weekday at 07:45 (Asia/Hong_Kong)'],
  ['weekly mon 09:00', 'every Monday at 09:00 (Asia/Hong_Kong)'],
  ['weekly MON 9 Asia/Tokyo', 'every Monday at 09:00 (Asia/Tokyo)'],
  ['every Monday at 9 am', 'every Monday at 09:00 (Asia/Hong_Kong)'],
  ['sun 12:15pm', 'every Sunday at 12:15 (Asia/Hong_Kong)'],
  ['weekly fri 12am', 'every Friday at 00:00 (Asia/Hong_Kong)'],
  ['monthly 1 9', 'on date 1 of each month at 09:00 (Asia/Hong_Kong)'],
  ['monthly 15th 8.30', 'on date 15 of each month at 08:30 (Asia/Hong_Kong)'],
  ['on the 15th of each month at 9', 'on date 15 of each month at 09:00 (Asia/Hong_Kong)'],
  ['monthly 31', 'on the last day of each month at 09:00 (Asia/Hong_Kong)'],
  ['monthly last london', 'on the last day of each month at 09:00 (Europe/London)'],
  ['weekly tue 9 hong kong', 'every Tuesday at 09:00 (Asia/Hong_Kong)'],
  ['weekly tue 9 New York', 'every Tuesday at 09:00 (America/New_York)'],
  ['09:00 asia/hong_kong mon weekly', 'every Monday at 09:00 (Asia/Hong_Kong)'],
  ['daily skip holidays', 'every day at 09:00 (Asia/Hong_Kong), not on public holidays'],
  [
    'weekly mon holidays shift quiet 22:00-07:00',
    'every Monday at 09:00 (Asia/Hong_Kong), on the next working day where that is a public holiday, quiet from 22:00 to 07:00',
  ],
  ['daily quiet hours 10pm-7am', 'every day at 09:00 (Asia/Hong_Kong), quiet from 22:00 to 07:00'],
  ['weekly mon 9 Asia/Hong_\u200bKong', 'every Monday at 09:00 (Asia/Hong_Kong)'],
  ['weekly, mon, 9:00', 'every Monday at 09:00 (Asia/Hong_Kong)'],
])('%s → %s', (text, words) => expect(inWords(text)).toBe(words));

test.each([
  ['', 'Say how often: daily, weekdays, weekly with a day, or monthly with a date. (weekly)'],
  ['09:00', 'Say how often: daily, weekdays, weekly with a day, or monthly with a date. (weekly)'],
  ['weekly', 'Weekly needs a day. (weekly)'],
  ['weekly 09:00', 'Weekly needs a day. (weekly)'],
  ['weekly funday', "I don't know the word “funday” there. (weekly)"],
  ['monthly', 'Monthly needs a date from 1 to 31; 31 is the last day of each month. (monthly)'],
  ['monthly 09:00', 'Monthly needs a date from 1 to 31; 31 is the last day of each month. (monthly)'],
  ['monthly 32', '“32” is no date of a month. (monthly)'],
  ['monthly 0', '“0” is no date of a month. (monthly)'],
  ['monthly mon', 'A day of the week goes with weekly only. (weekly)'],
  ['daily mon', 'A day of the week goes with weekly only. (weekly)'],
  ['weekly mon last', 'A date goes with monthly only. (monthly)'],
  ['weekly mon 15th', 'A date goes with monthly only. (monthly)'],
  ['weekly mon 25:00', '“25:00” is no time of the day. (daily)'],
  ['weekly mon 09:60', '“09:60” is no time of the day. (daily)'],
  ['weekly mon 13pm', '“13pm” is no time of the day. (daily)'],
  ['weekly mon tue', 'One day of the week at a time. (weekly)'],
  ['daily weekly mon', 'One rhythm at a time. (weekly)'],
  ['daily 9 10', 'One time of the day at a time. (daily)'],
  ['daily Asia/Tokyo Asia/Seoul', 'I know no time zone “asia/tokyo asia/seoul”. (zone)'],
  ['daily Asia/Tokyo 9 Asia/Seoul', 'One time zone at a time. (zone)'],
  ['daily 9 +08:00', 'I know no time zone “+08:00”. (zone)'],
  ['daily 9 Mars/Olympus', 'I know no time zone “mars/olympus”. (zone)'],
  ['daily quiet', 'Quiet needs its hours, or off. (quiet)'],
  ['daily quiet 22-22', '“22-22” is no stretch of hours. (quiet)'],
  ['daily quiet 22-99', '“22-99” is no stretch of hours. (quiet)'],
])('“%s” is told: %s', (text, told) => expect(fault(text)).toBe(told));

describe('what is set already', () => {
  const current = set('weekly mon 10:00 Asia/Tokyo skip holidays quiet 22-7');

  it('stays where the line does not name it', () => {
    expect(set('holidays shift', current)).toEqual({ ...current, holidays: 'shift' });
    expect(set('08:00', current)).toEqual({ ...current, time: '08:00' });
    expect(set('monthly 3', current)).toEqual({ ...current, rhythm: { every: 'month', date: 3 } });
    const { quiet: _, ...loud } = current;
    expect(set('quiet off', current)).toEqual(loud);
  });

  it('does not make an empty line one', () => expect(read('  ', { current })).toHaveProperty('fault'));
});

test('a moment is told with its day, its local time and its zone', () => {
  const at = Date.UTC(2024, 6, 15, 1, 0);
  expect(momentInWords(at, 'Asia/Hong_Kong', wording)).toBe('Monday 15 July 2024 at 09:00 (Asia/Hong_Kong)');
  expect(momentInWords(at, 'America/New_York', wording)).toBe('Sunday 14 July 2024 at 21:00 (America/New_York)');
});
