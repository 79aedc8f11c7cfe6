/** `/agreement [words] [with PARTY] [on AREA] [in YEAR]`: what was typed → a query, and a page of agreements → blocks. */
import type { Lookup, LookupQuery, Plenary } from '../../src/index.ts';
import { describeAgreement, headOf, writeQuery } from '../shared/agreements.ts';
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

/** Longer values are cut with a sign; the agreement's own card has them whole. */
const MOST_VALUE = 400;

/** A page of agreements, or what comes nearest and which queries find something. */
export function renderLookup(found: Lookup, query: LookupQuery, plenary: Plenary): SlackMessage {
  const head = headOf(found, query, plenary);
  const blocks: SlackBlock[] = [...sections(head)];
  const lines = [head];
  found.rows.forEach((row, i) => {
    const { title, fields, small } = describeAgreement(row, plenary);
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
    ...actions(found.tries.map((to, i) => turn(`look:try${i}`, writeQuery(to, plenary), to))),
  );
  if (found.tries.length > 0)
    lines.push(`${WORDS.tries} ${found.tries.map((to) => `/agreement ${writeQuery(to, plenary)}`).join(' · ')}`);
  return { text: fitText(lines.join('\n')), blocks };
}
