/** An answer as Discord's message: the answer first, then fields or a list, the sources in the footer, buttons under it. */
import type { Answer, Plenary } from '../../src/index.ts';
import { partText } from '../shared/paging.ts';
import { asAtOf, askInstead, joinSmall } from '../shared/small-print.ts';
import { WORDS } from '../shared/words.ts';
import { aboutRow, choiceRows, pageRow, suggestionRow } from './controls.ts';
import { escapeText } from './escape.ts';
import { MOST } from './limits.ts';
import { type DiscordMessage, message, type Row } from './message.ts';
import { renderPages } from './pages.ts';

export interface AnswerOptions {
  /** The exchange that the buttons belong to; without it there are none. */
  readonly exchange?: string;
  /** From 1. */
  readonly page?: number;
  /** With a button that shows a private answer to the channel, where it tells something. */
  readonly share?: boolean;
  /** Whom to ask where the documents do not say. */
  readonly contact?: string | undefined;
  /** Markdown above the answer: the question, where it stands in no message, and who shared it. */
  readonly lead?: string;
  /** Embeds are not allowed there: everything as text. */
  readonly asText?: boolean;
}

export function renderAnswer(answer: Answer, plenary: Plenary, options: AnswerOptions = {}): DiscordMessage {
  const told = withContact(answer, options.contact);
  const lead = options.lead ?? '';
  const texts = isTalk(told) || options.asText ? textPages(told, plenary, lead) : undefined;
  const embeds = texts ? [] : renderPages({ ...told, ...(told.completed ? { small: told.completed } : {}) }, plenary);
  const pages = texts?.length ?? embeds.length;
  const page = Math.min(Math.max(1, options.page ?? 1), pages);
  const rows =
    options.exchange === undefined ? [] : rowsUnder(told, options.exchange, page, pages, options.share ?? false);
  return texts ? message(texts[page - 1]!, [], rows) : message(lead, [embeds[page - 1]!], rows);
}

function rowsUnder(answer: Answer, exchange: string, page: number, pages: number, share: boolean): Row[] {
  const choices = answer.blocks.flatMap((b) => (b.type === 'options' ? b.options : []));
  const told = answer.facts.length > 0;
  return [
    ...choiceRows(exchange, choices),
    ...pageRow(exchange, page, pages),
    ...(choices.length === 0 ? suggestionRow(exchange, answer.suggestions) : []),
    ...(told || answer.status === 'unknown' ? [aboutRow(exchange, { share: share && told, told })] : []),
  ];
}

/** A greeting, thanks, "that is outside what I know": a sentence, not a card. */
const isTalk = (answer: Answer): boolean =>
  answer.sources.length === 0 && answer.blocks.every((b) => b.type === 'text');

/** Room that "Page 1 of 9" takes. */
const PAGE_LINE = 20;

function textPages(answer: Answer, plenary: Plenary, lead: string): string[] {
  const above = lead ? `${lead}\n` : '';
  const pages = partText(
    escapeText(joinSmall([plenary.plain(answer), asAtOf(answer, plenary)])).trim() || '–',
    MOST.content - PAGE_LINE - above.length,
  );
  return pages.map((text, i) => `${above}${text}${pages.length > 1 ? `\n-# ${WORDS.page(i + 1, pages.length)}` : ''}`);
}

function withContact(answer: Answer, contact: string | undefined): Answer {
  const text = askInstead(answer, contact);
  return text === undefined ? answer : { ...answer, blocks: [...answer.blocks, { type: 'text', text }] };
}
