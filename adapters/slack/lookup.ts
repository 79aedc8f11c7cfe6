/** `/agreement [words] [with PARTY] [on AREA] [in YEAR]`: what was typed → a query, and a page of agreements → blocks. */
import type { AgreementRow, Lookup, LookupQuery, Plenary } from '../../src/index.ts';
import { asAt } from '../shared/as-at.ts';
import { shorten } from '../shared/paging.ts';
import { WORDS } from '../shared/words.ts';
import { actions, boldSections, button, context, divider, fieldBlocks, type SlackBlock, sections } from './blocks.ts';
import { fitText, type SlackMessage } from './render.ts';

/** `tourism with Guangdong on "food safety" in 2023` → words tourism, party Guangdong, area food safety, year 2023. */
export function readQuery(typed: string): LookupQuery {
  const parts: Record<'words' | 'with' | 'on', string[]> = { words: [], with: [], on: [] };
  let year: number | undefined;
  let part: keyof typeof parts = 'words';
  const pieces = typed.match(/"[^"]*"|“[^”]*”|\S+/g) ?? [];
  for (let i = 0; i < pieces.length; i++) {
    const piece = pieces[i]!;
    const lower = piece.toLowerCase();
    const next = pieces[i + 1] ?? '';
    if (lower === 'in' && /^\d{4}$/.test(next)) {
      year = Number(next);
      i++;
    } else if ((lower === 'with' || lower === 'on') && next !== '') part = lower;
    else parts[part].push(piece.replace(/^["“]|["”]$/g, ''));
  }
  const said = (words: readonly string[]): string => words.join(' ').trim();
  return {
    ...(said(parts.words) ? { words: said(parts.words) } : {}),
    ...(said(parts.with) ? { party: said(parts.with) } : {}),
    ...(said(parts.on) ? { area: said(parts.on) } : {}),
    ...(year === undefined ? {} : { year }),
  };
}

/** A button's value holds 2,000 characters at most; nobody types so long a query. */
const MOST_QUERY = 400;
export const queryValue = (query: LookupQuery): string => JSON.stringify(query);
export function readQueryValue(value: string): LookupQuery {
  return JSON.parse(value) as LookupQuery;
}

export const shortQuery = (typed: string): string => shorten(typed, MOST_QUERY);

/** A query as it is typed: `tourism with Guangdong on food safety in 2023`. */
export const writeQuery = ({ words, party, area, year }: LookupQuery): string =>
  [words ?? '', party ? `with ${party}` : '', area ? `on ${area}` : '', year ? `in ${year}` : '']
    .filter((part) => part !== '')
    .join(' ');

/** Longer values are cut with a sign; the agreement's own card has them whole. */
const MOST_VALUE = 400;
const MOST_ECHO = 150;

/** A page of agreements, or what comes nearest and which queries find something. */
export function renderLookup(found: Lookup, query: LookupQuery, plenary: Plenary): SlackMessage {
  const head = headOf(found, query);
  const blocks: SlackBlock[] = [...sections(head)];
  const lines = [head];
  found.rows.forEach((row, i) => {
    const { title, fields, small } = describe(row, plenary);
    blocks.push(
      ...(i === 0 ? [] : [divider]),
      ...boldSections(title),
      ...fieldBlocks(fields.map((f) => ({ name: f.name, value: shorten(f.value, MOST_VALUE) }))),
      ...context(small.map((s) => shorten(s, MOST_VALUE))),
    );
    lines.push(`${title} (${fields.map((f) => `${f.name}: ${f.value}`).join('; ')}). ${small.join(' ')}`);
  });
  const turn = (action: string, label: string, to: LookupQuery) => button(action, label, queryValue(to));
  blocks.push(
    ...actions([
      ...(found.page > 1 ? [turn('look:previous', WORDS.previous, { ...query, page: found.page - 1 })] : []),
      ...(found.page < found.pages ? [turn('look:next', WORDS.next, { ...query, page: found.page + 1 })] : []),
    ]),
    ...(found.tries.length > 0 ? sections(WORDS.tries) : []),
    ...actions(found.tries.map((to, i) => turn(`look:try${i}`, writeQuery(to), to))),
  );
  if (found.tries.length > 0)
    lines.push(`${WORDS.tries} ${found.tries.map((to) => `/agreement ${writeQuery(to)}`).join(' · ')}`);
  return { text: fitText(lines.join('\n')), blocks };
}

interface Described {
  readonly title: string;
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  readonly small: readonly string[];
}

function describe(row: AgreementRow, plenary: Plenary): Described {
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
  const source = plenary.sourceLine({ ...NOTHING, sources: row.sources });
  return {
    title: `${row.title.slice(0, 1).toUpperCase()}${row.title.slice(1)}`,
    fields: all.filter((f) => f.value !== ''),
    small: [
      row.why.length > 0 ? `Matched: ${row.why.join(', ')}` : '',
      missing.length > 0 ? WORDS.notGiven(missing) : '',
      ...row.notes,
      [source, date === undefined ? '' : `${WORDS.asAt(date)}.`].filter((t) => t !== '').join(' · '),
    ].filter((t) => t !== ''),
  };
}

const NOTHING = {
  status: 'answered',
  language: 'en',
  blocks: [],
  facts: [],
  focus: [],
  named: [],
  suggestions: [],
} as const;

/** A command is not shown to who typed it, so the head says what was looked for. */
function headOf(found: Lookup, query: LookupQuery): string {
  const asked = writeQuery(query);
  const echo = asked === '' ? '' : `“${shorten(asked, MOST_ECHO)}”: `;
  if (found.total === 0) return `${echo}${lowerFirst(WORDS.nothingFound, echo)}`;
  const count = `${found.total} ${found.total === 1 ? 'agreement' : 'agreements'}`;
  const order = asked === '' && found.total > 1 ? ', newest first' : '';
  const page = found.pages > 1 ? ` · ${WORDS.page(found.page, found.pages)}` : '';
  if (!found.nearest) return `${echo}${count}${order}${page}`;
  return `${echo}${lowerFirst(WORDS.nearest, echo)} (${count}${page})`;
}

const lowerFirst = (text: string, behind: string): string =>
  behind === '' ? text : `${text.slice(0, 1).toLowerCase()}${text.slice(1)}`;
