/** What stands under an answer in small print: what qualifies it, where it stands, and as at when it holds. */
import type { Answer, Plenary, Source } from '../../src/index.ts';
import { asAt } from './as-at.ts';
import { WORDS } from './words.ts';

/** What of an answer the small print is about. */
export type Told = Pick<Answer, 'blocks' | 'sources'>;

/** Each note once; what was worked out is told in one line with all its reasons. */
export function notesOf({ blocks }: Told, plenary: Plenary): string[] {
  const notes = [...new Set(blocks.flatMap((b) => (b.type === 'note' ? [b.text] : [])))];
  const workedOut = plenary.wording('worked-out', { reason: '' });
  const reasons = notes.flatMap((n) => (n.startsWith(workedOut) ? [n.slice(workedOut.length)] : []));
  return [
    ...notes.filter((n) => !n.startsWith(workedOut)),
    ...(reasons.length > 0 ? [plenary.wording('worked-out', { reason: reasons.join('; ') })] : []),
  ];
}

/** `As at 20 May 2024.`, or nothing where a note says so already or no document has a date. */
export function asAtOf({ blocks, sources }: Told, plenary: Plenary): string {
  const date = asAt(sources, plenary.sources());
  const dated = blocks.some((b) => b.type === 'note' && b.text.startsWith(WORDS.asAt('')));
  return date !== undefined && !dated ? `${WORDS.asAt(date)}.` : '';
}

/** The line of sources, as under every answer: `Source: 004 para 1 (the press release on the 24th Guangdong plenary)`. */
export const sourceLineOf = (sources: readonly Source[], plenary: Plenary): string =>
  plenary.sourceLine({ ...NOTHING, sources });

const NOTHING: Omit<Answer, 'sources'> = {
  status: 'answered',
  language: 'en',
  blocks: [],
  facts: [],
  focus: [],
  named: [],
  suggestions: [],
};

/** Sources and date in one line: `Source: 004 para 1 (…) · As at 12 July 2024.` */
export const joinSmall = (parts: readonly string[]): string => parts.filter((p) => p !== '').join(' · ');

/** Whom to ask where the documents do not say; undefined where they do, or where nobody is named. */
export const askInstead = (answer: Pick<Answer, 'status'>, contact: string | undefined): string | undefined =>
  answer.status === 'unknown' && contact !== undefined ? WORDS.askInstead(contact) : undefined;
