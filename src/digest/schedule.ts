/** What people write to set a digest up, and a schedule in words: `weekly mon 09:00 Asia/Hong_Kong`. */
import { say, type Wording } from '../answer/words.ts';
import type { OnHoliday, Rhythm, Schedule } from '../model/digest.ts';

/** What was written is not a schedule: `why` says what is amiss, `example` the form that shows it right. */
export interface FormFault {
  readonly why: string;
  readonly example: FormExample;
}
export type FormExample = 'daily' | 'weekly' | 'monthly' | 'zone' | 'holidays' | 'quiet';

/** Monday first, as ISO counts. */
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const USUAL_TIME = '09:00';
const LAST_DATE = 31;

export interface ScheduleDefaults {
  /** IANA time zone where none is said. */
  readonly zone: string;
  /** What is set now: a line that names no rhythm changes the rest of it. */
  readonly current?: Schedule | undefined;
}

/**
 * Reads a line such as `weekly mon 09:00`, `monthly 31 at 8:30 Europe/London`, `daily 9am skip holidays quiet
 * 22:00-07:00`, in any order of its parts; where no time is said, 09:00.
 */
export function readSchedule(
  text: string,
  { zone: usualZone, current }: ScheduleDefaults,
  wording: Wording,
): { readonly schedule: Schedule } | { readonly fault: FormFault } {
  const { schedule: words } = wording.language;
  const means = (token: string, ...ids: string[]): string | undefined => ids.find((id) => words[id]?.includes(token));
  const wrong = (key: string, example: FormExample, places: Readonly<Record<string, string>> = {}) => ({
    fault: { why: say(wording, `digest-form-${key}`, places), example },
  });

  let every: Rhythm['every'] | undefined;
  let day: number | undefined;
  let date: number | undefined;
  let time: string | undefined;
  let holidays: OnHoliday | undefined;
  let quiet: Schedule['quiet'] | 'off' | undefined;
  let quietSaid = false;
  /** Runs of words that are none of ours: `hong kong` may be a zone. */
  const strange: string[][] = [];
  let inRun = false;

  const tokens = text
    // What is copied from a message may have invisible marks in it.
    .replaceAll(/[\u200b-\u200d\u2060\ufeff]/g, '')
    .toLowerCase()
    .split(/[\s,;]+/)
    .filter((t) => t !== '');
  // "9 am" is one time.
  const joined = tokens.flatMap((token, i) => {
    if (i > 0 && means(token, 'am', 'pm') && /^\d/.test(tokens[i - 1]!)) return [];
    const half = tokens[i + 1];
    return half !== undefined && means(half, 'am', 'pm') && /^\d/.test(token) ? [token + half] : [token];
  });
  for (const token of joined) {
    const wasInRun = inRun;
    inRun = false;
    const rhythm = means(token, 'daily', 'weekdays', 'weekly', 'monthly');
    const weekday = means(token, ...WEEKDAYS);
    const onHoliday = means(token, 'skip', 'shift', 'post') as OnHoliday | undefined;
    if (rhythm) {
      const said = ({ daily: 'day', weekdays: 'weekday', weekly: 'week', monthly: 'month' } as const)[rhythm];
      if (every && every !== said) return wrong('two-rhythms', 'weekly');
      every = said;
    } else if (weekday) {
      const said = WEEKDAYS.indexOf(weekday as (typeof WEEKDAYS)[number]) + 1;
      if (day !== undefined && day !== said) return wrong('two-days', 'weekly');
      day = said;
    } else if (onHoliday) holidays = onHoliday;
    else if (means(token, 'holidays')) continue;
    else if (means(token, 'quiet')) quietSaid = true;
    else if (quietSaid && means(token, 'off')) quiet = 'off';
    else if (means(token, 'last')) date = LAST_DATE;
    else if (means(token, 'filler')) continue;
    else if (/^[^-–]+[-–][^-–]+$/.test(token) && /^\d/.test(token)) {
      const [from, to] = token.split(/[-–]/).map((t) => readTime(t, words));
      if (!from || !to || from === to) return wrong('quiet', 'quiet', { word: token });
      quiet = { from, to };
      quietSaid = true;
    } else if (/^\d/.test(token)) {
      const bare = dateOf(token, words);
      // "15th" is a date wherever it stands.
      if (bare !== undefined && !/^\d+$/.test(token)) {
        every ??= 'month';
        if (every !== 'month') return wrong('date-unused', 'monthly');
      }
      if (every === 'month' && date === undefined && bare !== undefined) {
        if (bare < 1 || bare > LAST_DATE) return wrong('date', 'monthly', { word: token });
        date = bare;
        continue;
      }
      const read = readTime(token, words);
      if (!read) return wrong('time', 'daily', { word: token });
      if (time && time !== read) return wrong('two-times', 'daily');
      time = read;
    } else {
      inRun = true;
      if (wasInRun) strange.at(-1)!.push(token);
      else strange.push([token]);
    }
  }

  let zone: string | undefined;
  for (const run of strange) {
    const found = zoneOf(run.join('_')) ?? (run.length === 1 ? undefined : zoneOf(run.join('/')));
    if (!found) {
      const word = run.join(' ');
      return /^[+-]|\//.test(word) ? wrong('zone', 'zone', { word }) : wrong('word', 'weekly', { word });
    }
    if (zone && zone !== found) return wrong('two-zones', 'zone');
    zone = found;
  }
  if (quietSaid && quiet === undefined) return wrong('quiet-missing', 'quiet');

  const rhythm = rhythmOf();
  if ('fault' in rhythm) return rhythm;
  const kept = quiet === 'off' ? undefined : (quiet ?? current?.quiet);
  return {
    schedule: {
      rhythm: rhythm.rhythm,
      time: time ?? current?.time ?? USUAL_TIME,
      zone: zone ?? current?.zone ?? usualZone,
      holidays: holidays ?? current?.holidays ?? 'post',
      ...(kept ? { quiet: kept } : {}),
    },
  };

  function rhythmOf(): { readonly rhythm: Rhythm } | { readonly fault: FormFault } {
    // A day alone says it: "mon 09:00" is weekly.
    const said = every ?? (day !== undefined ? 'week' : undefined);
    if (said !== 'week' && day !== undefined) return wrong('day-unused', 'weekly');
    if (said !== 'month' && date !== undefined) return wrong('date-unused', 'monthly');
    switch (said) {
      case undefined:
        return current && joined.length > 0 ? { rhythm: current.rhythm } : wrong('rhythm', 'weekly');
      case 'week':
        return day === undefined ? wrong('day-missing', 'weekly') : { rhythm: { every: 'week', day } };
      case 'month':
        return date === undefined ? wrong('date-missing', 'monthly') : { rhythm: { every: 'month', date } };
      default:
        return { rhythm: { every: said } };
    }
  }
}

type Words = Readonly<Record<string, readonly string[]>>;

/** `9`, `09:00`, `9.30`, `0900`, `9am`, `12:15pm` → `HH:MM`. */
function readTime(token: string, words: Words): string | undefined {
  const m = /^(\d{1,2})(?:[:.]?(\d{2}))?(\D*)$/.exec(token);
  if (!m) return undefined;
  const [, h = '', minutes = '00', half = ''] = m;
  let hour = Number(h);
  if (half !== '') {
    const pm = words.pm?.includes(half);
    if ((!pm && !words.am?.includes(half)) || hour < 1 || hour > 12) return undefined;
    hour = (hour % 12) + (pm ? 12 : 0);
  }
  if (hour > 23 || Number(minutes) > 59) return undefined;
  return `${String(hour).padStart(2, '0')}:${minutes}`;
}

/** `15`, `15th` → 15. */
function dateOf(token: string, words: Words): number | undefined {
  const m = /^(\d{1,2})(\D*)$/.exec(token);
  return m && !/[:.]/.test(m[2]!) && (m[2] === '' || words.ordinal?.includes(m[2]!)) ? Number(m[1]) : undefined;
}

/** `asia/hong_kong`, `hong_kong`, `london` → the zone as IANA writes it, when there is exactly one. */
function zoneOf(typed: string): string | undefined {
  const named = Intl.supportedValuesOf('timeZone').filter((zone) => zone.toLowerCase().endsWith(`/${typed}`));
  if (named.length === 1 && !typed.includes('/')) return named[0];
  // Offsets such as +08:00 know nothing of summer time; a name is wanted.
  if (!/^[a-z]/.test(typed)) return undefined;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: typed }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

/** `every Monday at 09:00 (Asia/Hong_Kong), not on public holidays, quiet from 22:00 to 07:00`. */
export function describeSchedule({ rhythm, time, zone, holidays, quiet }: Schedule, wording: Wording): string {
  const when = say(wording, `digest-every-${rhythm.every}${isLast(rhythm) ? '-last' : ''}`, {
    day: rhythm.every === 'week' ? dayInWords(rhythm.day, wording) : '',
    date: rhythm.every === 'month' ? String(rhythm.date) : '',
    time,
    zone,
  });
  return [
    when,
    ...(holidays === 'post' ? [] : [say(wording, `digest-holidays-${holidays}`)]),
    ...(quiet ? [say(wording, 'digest-quiet', quiet)] : []),
  ].join(', ');
}

const isLast = (rhythm: Rhythm): boolean => rhythm.every === 'month' && rhythm.date === LAST_DATE;

/** 1 January 2024 was a Monday. */
const dayInWords = (day: number, { language }: Wording): string =>
  new Intl.DateTimeFormat(language.locale, { weekday: 'long', timeZone: 'UTC' }).format(Date.UTC(2024, 0, day));

/** `Monday 15 July 2024 at 09:00 (Asia/Hong_Kong)` */
export function momentInWords(at: number, zone: string, wording: Wording): string {
  const { locale } = wording.language;
  const part = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone: zone }).format(at);
  return say(wording, 'digest-moment', {
    // Apart from the date: whether a comma follows it differs from one release of Node to the next.
    day: part({ weekday: 'long' }),
    date: part({ dateStyle: 'long' }),
    time: part({ timeStyle: 'short', hourCycle: 'h23' }),
    zone,
  });
}
