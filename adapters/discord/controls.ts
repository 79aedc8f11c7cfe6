/**
 * Buttons and menus. What each does stands in its id, so that it works after a restart: `verb:exchange:detail`, for
 * example `pick:discord:1263:2`.
 */
import { type APIComponentInMessageActionRow, ButtonStyle, ComponentType } from 'discord.js';
import type { LookupQuery, Option } from '../../src/index.ts';
import { intoPages, shorten } from '../shared/paging.ts';
import { WORDS } from '../shared/words.ts';
import { MOST } from './limits.ts';
import type { Row } from './message.ts';
import { MOST_MENUS, namesFit } from './pages.ts';

export const VERBS = ['pick', 'suggest', 'page', 'look', 'share', 'why', 'helpful', 'unhelpful', 'wrong'] as const;
export type Verb = (typeof VERBS)[number];

export interface Control {
  readonly verb: Verb;
  /** Of the exchange; empty for a look-up. */
  readonly exchange: string;
  /** Number of a choice or page; for a look-up, page and query. */
  readonly detail: string;
}

/** `pick:discord:1263:2` → verb, exchange and detail; undefined for what no version of Plenary wrote. */
export function readControl(id: string): Control | undefined {
  const match = /^(\w+):(discord:\w+)?(?::?([\s\S]*))$/.exec(id);
  const verb = VERBS.find((v) => v === match?.[1]);
  return verb && { verb, exchange: match?.[2] ?? '', detail: match?.[3] ?? '' };
}

const row = (components: APIComponentInMessageActionRow[]): Row => ({ type: ComponentType.ActionRow, components });

const button = (
  custom_id: string,
  label: string,
  style: ButtonStyle.Primary | ButtonStyle.Secondary = ButtonStyle.Secondary,
  disabled = false,
): APIComponentInMessageActionRow => ({
  type: ComponentType.Button,
  style,
  label: shorten(label.trim() || '–', MOST.buttonLabel),
  custom_id,
  ...(disabled ? { disabled } : {}),
});

const menu = (
  custom_id: string,
  placeholder: string,
  options: readonly { readonly label: string; readonly value: string }[],
): APIComponentInMessageActionRow => ({
  type: ComponentType.StringSelect,
  custom_id,
  placeholder,
  options: options.map(({ label, value }) => ({ label: shorten(label.trim() || '–', MOST.selectLabel), value })),
});

/** One button for each choice, or menus of 25 where there are more than a row holds. */
export function choiceRows(exchange: string, choices: readonly Option[]): Row[] {
  if (choices.length === 0) return [];
  const fit = namesFit(choices);
  const label = (o: Option, i: number): string => (fit ? o.label : `${i + 1}. ${o.label}`);
  if (choices.length <= MOST.buttonsInRow)
    return [row(choices.map((o, i) => button(`pick:${exchange}:${i}`, label(o, i), ButtonStyle.Primary)))];
  const entries = choices.map((o, i) => ({ label: label(o, i), value: String(i) }));
  const menus = intoPages(entries, () => 1, MOST.selectOptions).slice(0, MOST_MENUS);
  return menus.map((options, i) => {
    const placeholder = menus.length > 1 ? `${WORDS.choose} (${i + 1} of ${menus.length})` : WORDS.choose;
    return row([menu(`pick:${exchange}:menu${i}`, placeholder, options)]);
  });
}

const leafRow = (id: (page: number) => string, page: number, pages: number): Row[] =>
  pages < 2
    ? []
    : [
        row([
          button(id(page - 1), WORDS.previous, ButtonStyle.Secondary, page <= 1),
          button(id(page + 1), WORDS.next, ButtonStyle.Secondary, page >= pages),
        ]),
      ];

export const pageRow = (exchange: string, page: number, pages: number): Row[] =>
  leafRow((to) => `page:${exchange}:${to}`, page, pages);

/** The query travels in the button. Where it is too long for that there is no button, and `page:` leafs. */
export function lookRow(query: LookupQuery, page: number, pages: number): Row[] {
  const id = (to: number): string => `look:${to}|${writeQuery(query)}`;
  return id(pages + 1).length > MOST.customId ? [] : leafRow(id, page, pages);
}

const writeQuery = ({ words = '', party = '', area = '', year }: LookupQuery): string =>
  [words, party, area, year ?? ''].map((part) => String(part).replaceAll('|', ' ')).join('|');

/** `2|hospital|place/guangdong||2024` → the query, with its page. */
export function readQuery(detail: string): LookupQuery {
  const [page, words, party, area, year] = detail.split('|');
  return {
    page: Number(page) || 1,
    ...(words ? { words } : {}),
    ...(party ? { party } : {}),
    ...(area ? { area } : {}),
    ...(year ? { year: Number(year) } : {}),
  };
}

/** Queries that find something, where nothing did; those too long for a menu can be typed. */
export function tryRow(tries: readonly { readonly query: LookupQuery; readonly label: string }[]): Row[] {
  const entries = tries
    .map(({ query, label }) => ({ label, value: `1|${writeQuery(query)}` }))
    .filter(({ value }, i, all) => value.length <= MOST.selectValue && all.findIndex((e) => e.value === value) === i);
  return entries.length === 0 ? [] : [row([menu('look:menu', WORDS.tryInstead, entries)])];
}

const MOST_SUGGESTIONS = 3;
/** What to ask next is a menu, so that it does not outweigh the answer. */
export const suggestionRow = (exchange: string, suggestions: readonly string[]): Row[] =>
  suggestions.length === 0
    ? []
    : [
        row([
          menu(
            `suggest:${exchange}:menu`,
            WORDS.askNext,
            suggestions.slice(0, MOST_SUGGESTIONS).map((label, i) => ({ label, value: String(i) })),
          ),
        ]),
      ];

/** One row under the answer: sharing, why, and verdicts; only what was told can be wrong. */
export const aboutRow = (exchange: string, { share, told }: { share: boolean; told: boolean }): Row =>
  row([
    ...(share ? [button(`share:${exchange}`, WORDS.share, ButtonStyle.Primary)] : []),
    ...(['why', 'helpful', 'unhelpful', ...(told ? (['wrong'] as const) : [])] as const).map((verb) =>
      button(`${verb}:${exchange}`, WORDS[verb]),
    ),
  ]);
