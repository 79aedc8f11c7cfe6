/** An answer → Block Kit: the answer first, then fields or list, one line of small print, and the buttons. */
import type { Answer, Block, Option, Plenary } from '../../src/index.ts';
import { intoPages, shorten } from '../shared/paging.ts';
import { asAtOf, askInstead, joinSmall, notesOf } from '../shared/small-print.ts';
import { WORDS } from '../shared/words.ts';
import {
  actions,
  button,
  context,
  fieldBlocks,
  listBlocks,
  menu,
  type SlackBlock,
  sections,
  shortenEscaped,
} from './blocks.ts';
import { escapeEntities } from './escape.ts';
import { MOST, sizeOfTexts } from './limits.ts';

export interface SlackMessage {
  /** The whole plain answer: notifications, screen readers, and what one copies. */
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
}

export interface Around {
  /** Of the exchange; the buttons carry it. Without it there are none. */
  readonly exchange?: string;
  /** From 1. */
  readonly page?: number;
  /** It is private and may be shared. */
  readonly share?: boolean;
  /** A line above: the question of a pressed suggestion, or who shared it. */
  readonly lead?: string;
  /** Whom to ask when the documents do not say. */
  readonly contact?: string | undefined;
}

/** Room for the lead, small print, choices, paging, suggestions and buttons beside a page's content. */
const CONTENT_BLOCKS = 30;
const CONTENT_SIZE = 8_000;
/** Up to here each choice is a button; more of them are a menu. */
const MOST_CHOICE_BUTTONS = 5;
const MOST_SUGGESTIONS = 3;
/** Small print never crowds the answer out; what does not fit stands behind "Why this answer?". */
const MOST_SMALL_PRINT = 1_200;
const MOST_LEAD = 500;
/** The labels of all choices together; with more choices each is shorter, and the full names stand in the message. */
const MOST_LABELS = 3_000;
const SHORTEST_LABEL = 12;

/** A neutral block as Slack's; choices become buttons and notes small print, both further down. */
export function renderBlock(block: Block): SlackBlock[] {
  switch (block.type) {
    case 'text':
      return sections(block.text);
    case 'fields':
      return fieldBlocks(block.fields);
    case 'list':
      return listBlocks(block.items);
    case 'options':
    case 'note':
      return [];
    default:
      return block satisfies never;
  }
}

/** Blocks in pages that each leave room for what stands around them. */
export const pagesOf = (blocks: readonly SlackBlock[]): SlackBlock[][] =>
  intoPages(blocks, (b) => sizeOfTexts({ blocks: [b] }), CONTENT_SIZE, CONTENT_BLOCKS);

export function renderAnswer(answer: Answer, plenary: Plenary, around: Around = {}): SlackMessage {
  const { exchange, share = false, lead, contact } = around;
  const helpless = askInstead(answer, contact);
  const choices = answer.blocks.flatMap((b) => (b.type === 'options' ? b.options : []));
  const width = Math.max(
    SHORTEST_LABEL,
    Math.min(MOST.buttonText, Math.floor(MOST_LABELS / Math.max(1, choices.length))),
  );
  const numbered = choices.some((c) => c.label.length > width);
  const content = [
    ...answer.blocks.flatMap(renderBlock),
    // Names too long for a button stand in the message, with the number that the button carries.
    ...(numbered ? listBlocks(choices.map((c, i) => `${i + 1}. ${c.label}`)) : []),
    ...(helpless ? sections(helpless) : []),
  ];
  const pages = pagesOf(content);
  const page = Math.min(Math.max(1, around.page ?? 1), Math.max(1, pages.length));
  const blocks = [
    ...(lead ? context([shortenEscaped(lead, MOST_LEAD)]) : []),
    ...(pages[page - 1] ?? []),
    ...smallPrint(answer, plenary, pages.length > 1 ? WORDS.page(page, pages.length) : ''),
    ...(exchange === undefined
      ? []
      : [
          ...choiceBlocks(exchange, choices, width),
          ...pagingBlocks(exchange, page, pages.length),
          ...lastRow(exchange, answer, { share, choosing: choices.length > 0 }),
        ]),
  ];
  const whole = [lead ?? '', plainWithDate(answer, plenary), helpless ?? ''].filter((t) => t !== '').join('\n');
  return { text: fitText(whole), blocks };
}

/** Notes, sources and "as at" in one block, a line each. */
function smallPrint(answer: Answer, plenary: Plenary, page: string): SlackBlock[] {
  const lines = [
    page,
    ...notesOf(answer, plenary),
    joinSmall([plenary.sourceLine(answer), asAtOf(answer, plenary)]),
  ].filter((l) => l !== '');
  return context(lines.map((line) => shortenEscaped(line, MOST_SMALL_PRINT)));
}

const plainWithDate = (answer: Answer, plenary: Plenary): string =>
  joinSmall([plenary.plain(answer), asAtOf(answer, plenary)]);

/** Slack cuts longer texts in silence; so they say themselves that they go on in the blocks. */
export const fitText = (text: string): string => {
  const escaped = escapeEntities(text);
  return escaped.length <= MOST.text
    ? escaped
    : `${escapeEntities(shorten(text, Math.floor(MOST.text / 5) - 100))}\n${WORDS.goesOn}`;
};

/** A sentence or two of Plenary's own, without buttons. */
export const renderText = (text: string): SlackMessage => ({ text: fitText(text), blocks: sections(text) });

/** What a button or an entry of a menu carries: which choice, of which exchange. */
export const choiceValue = (index: number, exchange: string): string => `${index} ${exchange}`;
export function readChoice(value: string): { readonly index: number; readonly exchange: string } {
  const [index = '', ...rest] = value.split(' ');
  return { index: Number(index), exchange: rest.join(' ') };
}

function choiceBlocks(exchange: string, choices: readonly Option[], width: number): SlackBlock[] {
  const numbered = choices.some((c) => c.label.length > width);
  const label = (c: Option, i: number): string => (numbered ? `${i + 1}. ${c.label}` : c.label);
  if (choices.length <= MOST_CHOICE_BUTTONS)
    return actions(choices.map((c, i) => button(`pick:${i}`, label(c, i), choiceValue(i, exchange))));
  const entries = choices.map((c, i) => ({
    label: shorten(label(c, i), width),
    value: choiceValue(i, exchange),
  }));
  const menus = intoPages(entries, () => 1, MOST.selectOptions);
  return menus.flatMap((options, i) => actions([menu(`pick:menu${i}`, WORDS.choose, options)]));
}

function pagingBlocks(exchange: string, page: number, pages: number): SlackBlock[] {
  return actions([
    ...(page > 1 ? [button('page:previous', WORDS.previous, choiceValue(page - 1, exchange))] : []),
    ...(page < pages ? [button('page:next', WORDS.next, choiceValue(page + 1, exchange))] : []),
  ]);
}

/** One row under the answer: sharing, what to ask next (a menu, so that it does not outweigh the answer), and verdicts. */
function lastRow(
  exchange: string,
  answer: Answer,
  { share, choosing }: { share: boolean; choosing: boolean },
): SlackBlock[] {
  const next = choosing ? [] : answer.suggestions.slice(0, MOST_SUGGESTIONS);
  const told = answer.facts.length > 0;
  return actions([
    ...(share ? [button('share', WORDS.share, exchange, 'primary')] : []),
    ...(next.length > 0
      ? [
          menu(
            'suggest',
            WORDS.askNext,
            next.map((label, i) => ({ label, value: choiceValue(i, exchange) })),
          ),
        ]
      : []),
    ...(told || answer.status === 'unknown'
      ? [
          button('why', WORDS.why, exchange),
          button('judge:helpful', WORDS.helpful, exchange),
          button('judge:unhelpful', WORDS.unhelpful, exchange),
        ]
      : []),
    ...(told ? [button('judge:wrong', WORDS.wrong, exchange)] : []),
  ]);
}
