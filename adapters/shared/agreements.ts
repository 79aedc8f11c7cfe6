/** Agreements that were looked up, in words: what was asked for, how many there are, and what is told of each. */
import type { AgreementRow, Lookup, LookupQuery, Plenary } from '../../src/index.ts';
import { asAt } from './as-at.ts';
import { shorten } from './paging.ts';
import { joinSmall, sourceLineOf } from './small-print.ts';
import { WORDS } from './words.ts';

/** A query as people say it: `tourism with Guangdong on food safety in 2023`; what is an id is told by its name. */
export const writeQuery = ({ words, party, area, year }: LookupQuery, plenary: Plenary): string =>
  [
    words ?? '',
    party ? `with ${nameOf(party, plenary)}` : '',
    area ? `on ${nameOf(area, plenary)}` : '',
    year ? `in ${year}` : '',
  ]
    .filter((part) => part !== '')
    .join(' ');

const nameOf = (typed: string, plenary: Plenary): string => plenary.card(typed)?.title ?? typed;

const MOST_ECHO = 150;

/** A command is not shown to who typed it, so the head says what was looked for. */
export function headOf(found: Lookup, query: LookupQuery, plenary: Plenary): string {
  const asked = writeQuery(query, plenary);
  const echo = asked === '' ? '' : `“${shorten(asked, MOST_ECHO)}”: `;
  if (found.total === 0) return `${echo}${lowerFirst(WORDS.nothingFound, echo)}`;
  const count = `${found.total} ${found.total === 1 ? 'agreement' : 'agreements'}`;
  const order = asked === '' && found.total > 1 ? ', newest first' : '';
  const page = found.pages > 1 ? ` · ${WORDS.page(found.page, found.pages)}` : '';
  if (!found.nearest) return `${echo}${count}${order}${page}`;
  return `${echo}${lowerFirst(WORDS.nearest, echo)} (${count}${page})`;
}

export interface Described {
  readonly title: string;
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  /** Small print: why it matched, what is not on record, what was worked out, the sources and their date. */
  readonly small: readonly string[];
}

export function describeAgreement(row: AgreementRow, plenary: Plenary): Described {
  const all = [
    { name: 'Parties', value: row.parties },
    { name: 'Date', value: row.date },
    { name: 'Place', value: row.place },
    { name: 'Area', value: row.area },
    { name: 'Signed at', value: row.meeting },
  ];
  const missing = all
    .filter((f) => f.value === '')
    .map((f) => (f.name === 'Signed at' ? 'meeting' : f.name.toLowerCase()));
  const date = asAt(row.sources, plenary.sources());
  return {
    title: upperFirst(row.title),
    fields: all.filter((f) => f.value !== ''),
    small: [
      row.why.length > 0 ? `Matched: ${row.why.map((w) => nameOf(w, plenary)).join(', ')}` : '',
      missing.length > 0 ? WORDS.notOnRecord(missing) : '',
      ...row.notes,
      joinSmall([sourceLineOf(row.sources, plenary), date === undefined ? '' : `${WORDS.asAt(date)}.`]),
    ].filter((t) => t !== ''),
  };
}

export const upperFirst = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
const lowerFirst = (text: string, behind: string): string =>
  behind === '' ? text : text.slice(0, 1).toLowerCase() + text.slice(1);
