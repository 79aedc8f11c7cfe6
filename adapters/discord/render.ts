/** Answers, look-ups, cards and sources as Discord's messages: embeds, buttons and select menus within its limits. */
import {
  type APIActionRowComponent,
  type APIButtonComponent,
  type APIComponentInMessageActionRow,
  type APIEmbed,
  type APIEmbedField,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import type { Answer, Block, Card, Lookup, Option, Plenary, Source, SourceDocument } from '../../src/index.ts';
import { intoPages, partText, shorten } from '../shared/paging.ts';
import { escape } from './escape.ts';
import { MOST, sizeOfEmbed } from './limits.ts';

/** What is sent or edited. Nobody is ever mentioned by it. */
export interface DiscordMessage {
  readonly content: string;
  readonly embeds: APIEmbed[];
  readonly components: Row[];
  readonly allowedMentions: { readonly parse: []; readonly repliedUser: false };
}
type Row = APIActionRowComponent<APIComponentInMessageActionRow>;

/** Characters of the description on one page: about a screen; far below the 4096 that Discord would take. */
const PAGE = 1800;
const FIELDS_ON_PAGE = 12;
/** Choices up to which buttons are clearer than a menu: one row. */
const MOST_BUTTONS = MOST.buttonsInRow;

/** A line of the description, or a field. Lines of one group stand together; groups are parted by an empty line. */
type Piece =
  | { readonly type: 'line'; readonly text: string; readonly group: number }
  | { readonly type: 'field'; readonly field: APIEmbedField };

type ToPieces<T extends Block['type']> = (block: Extract<Block, { type: T }>, group: number) => Piece[];

const lines = (text: string, group: number): Piece[] => partText(text, PAGE).map((part) => ({ type: 'line', text: part, group }));

/** A block that a new kind of answer brings and that is missing here is a compile error. */
const PIECES = {
  text: (block, group) => lines(escape(block.text), group),
  list: (block, group) => block.items.flatMap((item) => lines(`• ${escape(item)}`, group)),
  fields: (block, group) =>
    block.fields.flatMap(({ name, value }): Piece[] => {
      const field = { name: escape(name) || '–', value: escape(value) || '–', inline: value.length <= 40 };
      const fits = field.name.length <= MOST.fieldName && field.value.length <= MOST.fieldValue;
      return fits ? [{ type: 'field', field }] : lines(`**${field.name}**: ${field.value}`, group);
    }),
  // Choices are buttons; those whose names do not fit one are written out as well.
  options: (block, group) => (namesFit(block.options) ? [] : block.options.flatMap((o, i) => lines(`${i + 1}\\. ${escape(o.label)}`, group))),
  // What qualifies the answer stands in the footer.
  note: () => [],
} satisfies { readonly [T in Block['type']]: ToPieces<T> };

const piecesOf = <T extends Block['type']>(block: Extract<Block, { type: T }>, group: number): Piece[] =>
  (PIECES[block.type as T] as unknown as ToPieces<T>)(block, group);

const namesFit = (options: readonly Option[]): boolean =>
  options.every((o) => o.label.length <= (options.length <= MOST_BUTTONS ? MOST.buttonLabel : MOST.selectLabel));

/** Embeds for the pages of some blocks; the footer stands on each. */
function pagesOf(pieces: readonly Piece[], footer: string, title?: string): APIEmbed[] {
  const size = (p: Piece): number => (p.type === 'line' ? p.text.length + 2 : p.field.name.length + p.field.value.length);
  const heads = intoPages(
    pieces.filter((p) => p.type === 'line'),
    size,
    PAGE,
  );
  const fields = intoPages(
    pieces.filter((p) => p.type === 'field'),
    size,
    PAGE,
    FIELDS_ON_PAGE,
  );
  // The last lines and the first fields share a page: 1800 + 1800 + 2048 stay below 6000.
  const pages = Math.max(1, heads.length + fields.length - (heads.length > 0 && fields.length > 0 ? 1 : 0));
  const firstFields = Math.max(0, heads.length - 1);
  return Array.from({ length: pages }, (_, i) => {
    const description = joinLines(heads[i] ?? []);
    const own = (fields[i - firstFields] ?? []).map((p) => p.field);
    const foot = [...(pages > 1 ? [`Page ${i + 1} of ${pages}`] : []), ...(footer ? [footer] : [])].join('\n');
    return {
      ...(title ? { title: shorten(escape(title), MOST.title) } : {}),
      ...(description ? { description } : {}),
      ...(own.length > 0 ? { fields: own } : {}),
      ...(foot ? { footer: { text: foot } } : {}),
    };
  });
}

const joinLines = (found: readonly { readonly text: string; readonly group: number }[]): string =>
  found.map((l, i) => (i === 0 ? l.text : `${l.group === found[i - 1]!.group ? '\n' : '\n\n'}${l.text}`)).join('');

/** Room for "Page 1 of 9" above the footer. */
const PAGE_LINE = 20;
/** Room that the notes may take; longer ones are shortened there and stand in full behind "Why this answer?". */
const MOST_NOTES = 700;

/** Notes, then the sources; where the titles do not fit, the documents and places alone. No Markdown works in a footer. */
function footerOf(notes: readonly string[], sourceLine: string, sources: readonly Source[]): string {
  const above = shorten(notes.join('\n'), MOST_NOTES);
  const room = MOST.footer - PAGE_LINE - above.length - 1;
  return [above, sourceLine.length <= room ? sourceLine : placesOnly(sources, room)].filter((l) => l !== '').join('\n');
}

function placesOnly(sources: readonly Source[], room: number): string {
  const documents = [...new Set(sources.map((s) => s.document))];
  const all = documents.map((id) => `${id} ${sources.flatMap((s) => (s.document === id ? [s.at] : [])).join(', ')}`);
  return shorten(`Sources: ${all.join('; ')}`, room);
}

/** The newest date of the documents cited: facts are as at it. */
export function asAt(sources: readonly Source[], documents: readonly SourceDocument[]): string | undefined {
  const dates = sources.flatMap((s) => documents.find((d) => d.id === s.document)?.date ?? []).filter((d) => /^\d{4}/.test(d));
  return dates.sort().at(-1);
}

export interface AnswerOptions {
  /** Under which the question is kept; its buttons carry it. Without it there are none. */
  readonly key?: string;
  /** From 1. */
  readonly page?: number;
  /** Buttons that go with it. */
  readonly share?: boolean;
  /** Above the answer, as written by Plenary itself: who shared it. */
  readonly lead?: string;
}

export function renderAnswer(answer: Answer, plenary: Plenary, options: AnswerOptions = {}): DiscordMessage {
  const { key, share = false, lead = '' } = options;
  const notes = answer.blocks.flatMap((b) => (b.type === 'note' ? [b.text] : []));
  const at = asAt(answer.sources, plenary.sources());
  if (at !== undefined && !notes.some((n) => n.startsWith('As at'))) notes.push(`As at ${at}.`);
  const footer = footerOf(notes, plenary.sourceLine(answer), answer.sources);
  const completed: Piece[] = answer.completed ? lines(`-# ${escape(answer.completed)}`, -1) : [];
  const pieces = [...answer.blocks.flatMap((block, group) => piecesOf(block, group)), ...completed];
  const choices = answer.blocks.flatMap((b) => (b.type === 'options' ? b.options : []));
  const embeds = pagesOf(pieces, footer);
  const page = Math.min(Math.max(1, options.page ?? 1), embeds.length);
  const components =
    key === undefined
      ? []
      : [
          ...choiceRows(key, choices),
          ...pagingRow('page', key, page, embeds.length),
          ...(choices.length === 0 ? suggestionRow(key, answer.suggestions) : []),
          ...(answer.facts.length > 0 || answer.status === 'unknown' ? [aboutRow(key, share)] : []),
        ];
  return message(lead, [embeds[page - 1]!], components);
}

/** A page of agreements: each its own embed, so that each carries its source. */
export function renderLookup(found: Lookup, plenary: Plenary, key?: string): DiscordMessage {
  const head = headOfLookup(found);
  const embeds = found.rows.map((r): APIEmbed => {
    const fields = [
      ['Parties', r.parties],
      ['Date', r.date],
      ['Place', r.place],
      ['Area', r.area],
      ['Signed at', r.meeting],
      ['Why it matched', r.why.join(', ')],
    ].flatMap(([name, value]) => (value ? [{ name: name!, value: shorten(escape(value), FIELD_OF_ROW), inline: true }] : []));
    const line = plenary.sourceLine(sourcesOnly(r.sources));
    const footer = line.length <= FIELD_OF_ROW ? line : placesOnly(r.sources, FIELD_OF_ROW);
    return { title: shorten(escape(r.title), MOST.title), ...(fields.length > 0 ? { fields } : {}), ...(footer ? { footer: { text: footer } } : {}) };
  });
  return message(shorten(escape(head), MOST.content), fitTogether(embeds), key === undefined ? [] : pagingRow('look', key, found.page, found.pages));
}

/** What a value of a listed agreement may take, so that five of them stay below 6000 characters in the usual case. */
const FIELD_OF_ROW = 300;

function headOfLookup(found: Lookup): string {
  if (found.total === 0) return 'No agreement was found. Try fewer words, or /agreement alone for all of them.';
  const pages = found.pages > 1 ? `, page ${found.page} of ${found.pages}` : '';
  const count = `${found.total} ${found.total === 1 ? 'agreement' : 'agreements'}${pages}`;
  return found.nearest ? `Nothing matches all of that. The nearest (${count}); try fewer words:` : `${count}:`;
}

/** Shortens the longest values until all embeds together fit; five rows of six full fields do not. */
function fitTogether(embeds: APIEmbed[]): APIEmbed[] {
  for (let most = FIELD_OF_ROW; most > 60 && embeds.reduce((sum, e) => sum + sizeOfEmbed(e), 0) > MOST.embedsTogether; most -= 40)
    for (const field of embeds.flatMap((e) => e.fields ?? [])) field.value = shorten(field.value, most);
  return embeds;
}

/** The part of an answer that a line of sources is made from. */
const sourcesOnly = (sources: readonly Source[]): Answer => ({
  status: 'answered',
  language: 'en',
  blocks: [],
  sources,
  facts: [],
  focus: [],
  named: [],
  suggestions: [],
});

/** An entity at a glance. */
export function renderCard(card: Card, plenary: Plenary): DiscordMessage {
  const blocks: Block[] = [
    ...(card.fields.length > 0 ? [{ type: 'fields' as const, fields: card.fields }] : []),
    ...(card.lines.length > 0 ? [{ type: 'list' as const, items: card.lines }] : []),
  ];
  return renderBlocks(blocks, card.sources, plenary, card.title);
}

/** Blocks with a title over them, all pages at once while they fit into one message. */
export function renderBlocks(blocks: readonly Block[], sources: readonly Source[], plenary: Plenary, title: string): DiscordMessage {
  const at = asAt(sources, plenary.sources());
  const notes = [...blocks.flatMap((b) => (b.type === 'note' ? [b.text] : [])), ...(at === undefined ? [] : [`As at ${at}.`])];
  const footer = footerOf(notes, plenary.sourceLine(sourcesOnly(sources)), sources);
  const embeds = pagesOf(
    blocks.flatMap((block, group) => piecesOf(block, group)),
    footer,
    title,
  );
  const fitting = embeds.findIndex((_, i) => embeds.slice(0, i + 1).reduce((sum, e) => sum + sizeOfEmbed(e), 0) > MOST.embedsTogether);
  return message('', fitting === -1 ? embeds : embeds.slice(0, fitting), []);
}

/** One plain sentence, or several: greetings, refusals. `text` is Plenary's own and is escaped all the same. */
export const renderText = (text: string): DiscordMessage => message(partText(escape(text), MOST.content)[0]!, [], []);

const message = (content: string, embeds: APIEmbed[], components: Row[]): DiscordMessage => ({
  content,
  embeds,
  components,
  allowedMentions: { parse: [], repliedUser: false },
});

const button = (custom_id: string, label: string, more: Partial<Pick<APIButtonComponent, 'disabled'>> & { style?: ButtonStyle.Primary } = {}) => ({
  type: ComponentType.Button as const,
  style: more.style ?? (ButtonStyle.Secondary as const),
  label: shorten(label, MOST.buttonLabel),
  custom_id,
  ...(more.disabled === undefined ? {} : { disabled: more.disabled }),
});
const row = (components: APIComponentInMessageActionRow[]): Row => ({ type: ComponentType.ActionRow, components });

/** One button for each choice, or a menu of 25 where they are more than a row holds; up to three menus. */
function choiceRows(key: string, choices: readonly Option[]): Row[] {
  if (choices.length === 0) return [];
  const numbered = !namesFit(choices);
  const label = (o: Option, i: number): string => (numbered ? `${i + 1}. ${o.label}` : o.label);
  if (choices.length <= MOST_BUTTONS) return [row(choices.map((o, i) => button(`pick:${key}:${i}`, label(o, i), { style: ButtonStyle.Primary })))];
  const menus = intoPages(
    choices.map((o, i) => ({ label: shorten(label(o, i), MOST.selectLabel), value: String(i) })),
    () => 1,
    MOST.selectOptions,
  );
  return menus.slice(0, 3).map((options, i) =>
    row([
      {
        type: ComponentType.StringSelect,
        custom_id: `pick:${key}:menu${i}`,
        placeholder: menus.length > 1 ? `Choose one (${i + 1} of ${menus.length})` : 'Choose one',
        options,
      },
    ]),
  );
}

export function pagingRow(verb: 'page' | 'look', key: string, page: number, pages: number): Row[] {
  if (pages < 2) return [];
  return [row([button(`${verb}:${key}:${page - 1}`, 'Previous', { disabled: page <= 1 }), button(`${verb}:${key}:${page + 1}`, 'Next', { disabled: page >= pages })])];
}

const MOST_SUGGESTIONS = 3;
const suggestionRow = (key: string, suggestions: readonly string[]): Row[] =>
  suggestions.length === 0 ? [] : [row(suggestions.slice(0, MOST_SUGGESTIONS).map((s, i) => button(`suggest:${key}:${i}`, s)))];

const aboutRow = (key: string, share: boolean): Row =>
  row([
    ...(share ? [button(`share:${key}`, 'Share in channel', { style: ButtonStyle.Primary })] : []),
    button(`why:${key}`, 'Why this answer?'),
    button(`helpful:${key}`, 'Helpful'),
    button(`unhelpful:${key}`, 'Not helpful'),
    button(`wrong:${key}`, 'This fact is wrong'),
  ]);
