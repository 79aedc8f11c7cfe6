/**
 * When a digest is due. Pure: the time, what was done before and the holidays come in as arguments.
 *
 * @example
 * // Monday 15 July 2024, a minute past nine in Hong Kong; set up on the Friday before
 * whatIsDue(schedule, { since: friday }, monday, new Set()); // { missed: [], now: { from: '2024-07-15', to: '2024-07-21', … } }
 */
// croner: the cron arithmetic, with time zones and their summer times; pure when it is given where to begin.
import { Cron } from 'croner';
// temporal-polyfill: local days and times of a zone, as JavaScript itself will have them.
import { Temporal } from 'temporal-polyfill';
import type { Holidays, Period, Schedule } from '../model/digest.ts';

export interface Due {
  /** Periods that were not posted and never will be, oldest first, each with why. */
  readonly missed: readonly { readonly period: Period; readonly why: 'over' | 'holiday' }[];
  /** The period to be posted now. */
  readonly now?: Period;
  /** When the next one is to be posted, when none is now. Undefined when there is none within sight. */
  readonly next?: { readonly period: Period; readonly at: number };
}

/** So many periods ahead are looked at for one that no holiday takes away. */
const LOOK_AHEAD = 400;

export interface Before {
  /** Milliseconds: when it was set up or resumed, or when the last one that is done with was due. Nothing before it is. */
  readonly since: number;
  /** The first day of the last one that was posted; a new rhythm brings no second one on that day. */
  readonly last?: string;
}

/**
 * What became due after what was before. A period whose end has passed is missed; one that is not over is due now,
 * however late.
 */
export function whatIsDue(schedule: Schedule, { since, last = '' }: Before, now: number, holidays: Holidays): Due {
  const missed: { period: Period; why: 'over' | 'holiday' }[] = [];
  let due = nextNominal(schedule, since);
  for (let ahead = 0; due !== undefined && ahead < LOOK_AHEAD; ) {
    const period = periodFrom(schedule, due);
    due = period.ends;
    if (period.from <= last) continue;
    const at = postingTime(schedule, period, Math.max(now, period.due), holidays);
    if (period.due > now) ahead++;
    if (at !== undefined && at <= now) return { missed, now: period };
    if (at !== undefined) return { missed, next: { period, at } };
    // What is left out in the future is not missed yet.
    if (period.due <= now)
      missed.push({
        period,
        why: postingTime(schedule, period, period.due, holidays) === undefined ? 'holiday' : 'over',
      });
  }
  return { missed };
}

/** The days from the date on: a day, a week or a month of them; for a preview. */
export function periodOn(date: string, length: 'day' | 'week' | 'month', zone: string): Period {
  const first = Temporal.PlainDate.from(date);
  const next = first.add({ [`${length}s`]: 1 });
  return {
    from: first.toString(),
    to: next.subtract({ days: 1 }).toString(),
    due: first.toZonedDateTime(zone).epochMilliseconds,
    ends: next.toZonedDateTime(zone).epochMilliseconds,
  };
}

/** The local date of an instant. */
export const dateIn = (zone: string, at: number): string => zoned(zone, at).toPlainDate().toString();

/** The rhythm as cron lines; where there are two, the earlier one counts. */
function cronLines({ rhythm, time }: Schedule): string[] {
  const [hour, minute] = time.split(':').map(Number);
  const at = `${minute} ${hour}`;
  switch (rhythm.every) {
    case 'day':
      return [`${at} * * *`];
    case 'weekday':
      return [`${at} * * 1-5`];
    case 'week':
      return [`${at} * * ${rhythm.day % 7}`];
    case 'month':
      if (rhythm.date > 30) return [`${at} L * *`];
      // A short February has its last day in place of the 29th and the 30th.
      return rhythm.date > 28 ? [`${at} ${rhythm.date} * *`, `${at} L 2 *`] : [`${at} ${rhythm.date} * *`];
  }
}

/** When the rhythm falls due next after an instant, holidays and quiet hours aside. */
function nextNominal(schedule: Schedule, after: number): number | undefined {
  const runs = cronLines(schedule).flatMap((line) => {
    const run = new Cron(line, { timezone: schedule.zone }).nextRun(new Date(after));
    return run ? [run.getTime()] : [];
  });
  return runs.length > 0 ? Math.min(...runs) : undefined;
}

function periodFrom(schedule: Schedule, due: number): Period {
  const ends = nextNominal(schedule, due);
  if (ends === undefined) throw new Error(`no digest is ever due after ${new Date(due).toISOString()}`);
  const last = zoned(schedule.zone, ends).toPlainDate().subtract({ days: 1 });
  return { from: dateIn(schedule.zone, due), to: last.toString(), due, ends };
}

/** The first instant from `earliest` on at which a period may be posted; undefined when there is none before it ends. */
function postingTime(schedule: Schedule, period: Period, earliest: number, holidays: Holidays): number | undefined {
  const moved = afterHoliday(schedule, period, holidays);
  if (moved === undefined) return undefined;
  const at = afterQuiet(schedule, Math.max(moved, earliest));
  return at < period.ends ? at : undefined;
}

/** When it is due once holidays are heeded: at the same local time of the next day that is a working day. */
function afterHoliday({ holidays: rule, zone }: Schedule, { due }: Period, holidays: Holidays): number | undefined {
  const isHoliday = (at: Temporal.ZonedDateTime): boolean => holidays.has(at.toPlainDate().toString());
  let at = zoned(zone, due);
  if (rule === 'post' || !isHoliday(at)) return due;
  if (rule === 'skip') return undefined;
  do at = at.add({ days: 1 });
  while (isHoliday(at) || at.dayOfWeek > FRIDAY);
  return at.epochMilliseconds;
}
const FRIDAY = 5;

/** The same instant, or the end of the quiet hours that it falls into. */
function afterQuiet({ quiet, zone }: Schedule, at: number): number {
  if (!quiet) return at;
  const local = zoned(zone, at);
  const time = local.toPlainTime().toString().slice(0, 5);
  const overMidnight = quiet.from > quiet.to;
  const isQuiet = overMidnight ? time >= quiet.from || time < quiet.to : time >= quiet.from && time < quiet.to;
  if (!isQuiet) return at;
  const day = overMidnight && time >= quiet.from ? local.toPlainDate().add({ days: 1 }) : local.toPlainDate();
  return day.toZonedDateTime({ timeZone: zone, plainTime: quiet.to }).epochMilliseconds;
}

const zoned = (zone: string, at: number): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
