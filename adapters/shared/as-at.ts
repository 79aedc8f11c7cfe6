/** As at when an answer holds: the newest date of the documents that it cites. */
import type { Source, SourceDocument } from '../../src/index.ts';

const IN_WORDS = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

/** `20 May 2024`, or undefined when none of the documents has a full date. */
export function asAt(sources: readonly Source[], documents: readonly SourceDocument[]): string | undefined {
  const cited = new Set(sources.map((s) => s.document));
  const dates = documents.flatMap((d) =>
    cited.has(d.id) && d.date && /^\d{4}-\d\d-\d\d$/.test(d.date) ? [d.date] : [],
  );
  const newest = dates.sort().at(-1);
  return newest && IN_WORDS.format(new Date(`${newest}T00:00:00Z`));
}
