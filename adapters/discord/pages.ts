/** Neutral blocks → embeds, in as many pages as they need; what qualifies them and the sources in the footer. */
import type { APIEmbed, APIEmbedField } from 'discord.js';
import type { Block, Option, Plenary, Source } from '../../src/index.ts';
import { intoPages, partText, shorten } from '../shared/paging.ts';
import { asAtOf, joinSmall, notesOf, sourceLineOf } from '../shared/small-print.ts';
import { WORDS } from '../shared/words.ts';
import { escapeText } from './escape.ts';
import { MOST } from './limits.ts';

/** Characters of the description on one page: about a screen; far below the 4096 that Discord would take. */
const PAGE = 1800;
const FIELDS_ON_PAGE = 12;
/** Values up to this stand side by side. */
const SHORT_VALUE = 40;

/** A line of the description, or a field. Lines of one group stand together; groups are parted by an empty line. */
type Piece = Line | { readonly type: 'field'; readonly field: APIEmbedField };
interface Line {
  readonly type: 'line';
  readonly text: string;
  readonly group: number;
}
type ToPieces<T extends Block['type']> = (block: Extract<Block, { type: T }>, group: number) => Piece[];

const lines = (markdown: string, group: number): Line[] =>
  partText(markdown, PAGE).map((text) => ({ type: 'line', text, group }));

/** A block that a new kind of answer brings and that is missing here is a compile error. */
const PIECES = {
  text: (block, group) => lines(escapeText(block.text), group),
  list: (block, group) => block.items.flatMap((item) => lines(`• ${escapeText(item)}`, group)),
  fields: (block, group) =>
    block.fields.flatMap(({ name, value }): Piece[] => {
      const field = {
        name: escapeText(name) || '–',
        value: escapeText(value) || '–',
        inline: value.length <= SHORT_VALUE,
      };
      const fits = field.name.length <= MOST.fieldName && field.value.length <= MOST.fieldValue;
      return fits ? [{ type: 'field', field }] : lines(`**${field.name}**: ${field.value}`, group);
    }),
  // Choices are buttons or a menu; names that do not fit there are written out as well.
  options: (block, group) =>
    namesFit(block.options) ? [] : block.options.flatMap((o, i) => lines(`${i + 1}\\. ${escapeText(o.label)}`, group)),
  // In the footer, where they fit.
  note: () => [],
} satisfies { readonly [T in Block['type']]: ToPieces<T> };

const piecesOf = <T extends Block['type']>(block: Extract<Block, { type: T }>, group: number): Piece[] =>
  (PIECES[block.type as T] as unknown as ToPieces<T>)(block, group);

/** Menus that fit beside the other rows; the choices beyond are written out, and people can type them. */
export const MOST_MENUS = 3;

/** Whether each choice can be told by its button, or its entry in a menu, alone. */
export const namesFit = (options: readonly Option[]): boolean =>
  options.length <= MOST_MENUS * MOST.selectOptions &&
  options.every((o) => o.label.length <= (options.length <= MOST.buttonsInRow ? MOST.buttonLabel : MOST.selectLabel));

export interface Content {
  readonly blocks: readonly Block[];
  readonly sources: readonly Source[];
  readonly title?: string;
  /** Small print under the answer: the question as it was understood. */
  readonly small?: string;
}

/** At least one embed; the footer with notes, sources and the date stands on each. */
export function renderPages({ blocks, sources, title, small }: Content, plenary: Plenary): APIEmbed[] {
  const notes = notesOf({ blocks, sources }, plenary);
  const notesFit = notes.join('\n').length <= MOST_NOTES;
  const pieces = [
    ...blocks.flatMap((block, group) => piecesOf(block, group)),
    ...(notesFit ? [] : notes.flatMap((n) => lines(`-# ${escapeText(n)}`, blocks.length))),
    ...(small ? lines(`-# ${escapeText(small)}`, blocks.length) : []),
  ];
  const at = asAtOf({ blocks, sources }, plenary);
  return fill(pieces, footerOf(notesFit ? notes : [], at, sources, plenary), title);
}

function fill(pieces: readonly Piece[], footer: string, title: string | undefined): APIEmbed[] {
  const heads = intoPages(
    pieces.filter((p) => p.type === 'line'),
    (l) => l.text.length + 2,
    PAGE,
  );
  const fields = intoPages(
    pieces.filter((p) => p.type === 'field'),
    ({ field }) => field.name.length + field.value.length,
    PAGE,
    FIELDS_ON_PAGE,
  );
  // The last lines and the first fields share a page: 1800 + 1800 + 2048 stay below 6000.
  const shared = heads.length > 0 && fields.length > 0 ? 1 : 0;
  const pages = Math.max(1, heads.length + fields.length - shared);
  return Array.from({ length: pages }, (_, i) => {
    const own = (fields[i - heads.length + shared] ?? []).map((p) => p.field);
    const description = joinLines(heads[i] ?? []).trim() || (own.length === 0 ? '–' : '');
    const foot = [...(pages > 1 ? [WORDS.page(i + 1, pages)] : []), ...(footer ? [footer] : [])].join('\n');
    return {
      ...headed(title, description),
      ...(own.length > 0 ? { fields: own } : {}),
      ...(foot ? { footer: { text: foot } } : {}),
    };
  });
}

/** A title that is too long for one, as official names of agreements are, stands whole above the text. */
export function headed(title: string | undefined, description = ''): Pick<APIEmbed, 'title' | 'description'> {
  const head = escapeText(title ?? '');
  if (head.length > MOST.title) return { description: `**${head}**${description ? `\n\n${description}` : ''}` };
  return { ...(head ? { title: head } : {}), ...(description ? { description } : {}) };
}

const joinLines = (found: readonly Line[]): string =>
  found.map((l, i) => (i === 0 ? l.text : `${l.group === found[i - 1]!.group ? '\n' : '\n\n'}${l.text}`)).join('');

/** Room for "Page 1 of 9" above the footer. */
const PAGE_LINE = 20;
/** Notes up to this stand in the footer, longer ones as small print under the answer. */
const MOST_NOTES = 700;

/** Notes, then the sources and their date. No Markdown works in a footer, so nothing is escaped. */
function footerOf(notes: readonly string[], at: string, sources: readonly Source[], plenary: Plenary): string {
  const above = notes.join('\n');
  const room = MOST.footer - PAGE_LINE - above.length - at.length - 4;
  return [above, joinSmall([sourcesWithin(room, sources, plenary), at])].filter((l) => l !== '').join('\n');
}

/** The sources with their titles, or where that is too long, the documents and places alone. */
function sourcesWithin(room: number, sources: readonly Source[], plenary: Plenary): string {
  const titled = sourceLineOf(sources, plenary);
  if (titled.length <= room) return titled;
  const documents = [...new Set(sources.map((s) => s.document))];
  const places = documents.map((id) => `${id} ${sources.flatMap((s) => (s.document === id ? [s.at] : [])).join(', ')}`);
  return shorten(`${WORDS.sources}: ${places.join('; ')}`, room);
}
