/** Hong Kong's public holidays as plain dates, for as many years as are asked for. */
import type { Holidays, Schedule } from '../../src/index.ts';

const known = new Map<number, readonly string[]>();

/**
 * The public holidays of a year and of those beside it, lunar ones and substituted days included. The library takes
 * a third of a second and some 40 MB, so that it is loaded only where a digest heeds holidays.
 */
export async function loadHolidays(year: number): Promise<Holidays> {
  const years = [year - 1, year, year + 1];
  if (years.some((y) => !known.has(y))) {
    // date-holidays: the holidays of most places by rule, tested and corrected by many for ten years.
    const { default: Library } = await import('date-holidays');
    const hongKong = new Library('HK');
    for (const y of years)
      known.set(y, [
        ...new Set(
          hongKong
            .getHolidays(y)
            .filter((h) => h.type === 'public')
            .map((h) => h.date.slice(0, ISO_DATE)),
        ),
      ]);
  }
  return new Set(years.flatMap((y) => known.get(y)!));
}

/** The holidays that a schedule heeds around a time in milliseconds; none are loaded where it heeds none. */
export const holidaysFor = async ({ holidays }: Schedule, at: number): Promise<Holidays> =>
  holidays === 'post' ? new Set() : loadHolidays(new Date(at).getUTCFullYear());

const ISO_DATE = '2024-07-01'.length;
