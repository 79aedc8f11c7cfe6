/** `plenary digest preview`: the digest of a period as text. */
import { dateIn, type Plenary, periodOn } from '../../src/index.ts';

export interface PreviewOptions {
  /** The first day, ISO; today where none is given. */
  readonly date?: string;
  readonly period: 'day' | 'week' | 'month';
}

/** @param now milliseconds; what "today" is in the zone follows from it. */
export function previewDigest(
  plenary: Plenary,
  { date, period: length }: PreviewOptions,
  zone: string,
  now: number,
): { readonly text: string } | { readonly fault: string } {
  const first = date ?? dateIn(zone, now);
  if (!isDate(first)) return { fault: `“${first}” is no date; write it as 2024-07-15` };
  const { digest } = plenary.digests.compose({ period: periodOn(first, length, zone), told: [] });
  return { text: plenary.digests.plain(digest) };
}

const isDate = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, text.length) === text;
