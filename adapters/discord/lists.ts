/** What is looked up rather than asked: agreements, an entity at a glance, the documents, and why an answer is so. */
import type { APIEmbed } from 'discord.js';
import type { Block, Card, Lookup, LookupQuery, Plenary, Source, Trace } from '../../src/index.ts';
import { intoPages, shorten } from '../shared/paging.ts';
import { explainInBlocks } from '../shared/why.ts';
import { WORDS } from '../shared/words.ts';
import { lookRow } from './controls.ts';
import { escapeText } from './escape.ts';
import { MOST, sizeOfEmbed } from './limits.ts';
import { type DiscordMessage, message } from './message.ts';
import { headed, renderPages, sourcesWithin } from './pages.ts';

/** What the sources of a listed agreement may take. */
const SOURCES_OF_ROW = 300;
const SHORTEST_VALUE = 60;

/** A page of agreements: each its own embed, so that each carries its source. */
export function renderLookup(found: Lookup, query: LookupQuery, plenary: Plenary): DiscordMessage {
  const rows = found.rows.map((r): APIEmbed => {
    const parts: [string, string][] = [
      ['Parties', r.parties],
      ['Date', r.date],
      ['Place', r.place],
      ['Area', r.area],
      ['Signed at', r.meeting],
      ['Why it matched', r.why.map((w) => nameOf(w, plenary)).join(', ')],
    ];
    const footer = sourcesWithin(SOURCES_OF_ROW, r.sources, plenary);
    return {
      ...headed(r.title),
      fields: parts.flatMap(([name, value]) =>
        value ? [{ name, value: shorten(escapeText(value), MOST.fieldValue), inline: true }] : [],
      ),
      ...(footer ? { footer: { text: footer } } : {}),
    };
  });
  // Five rows of full values do not fit together; the titles and the sources then stay whole.
  for (let most: number = MOST.fieldValue; most > SHORTEST_VALUE && together(rows) > MOST.embedsTogether; most -= 20)
    for (const field of rows.flatMap((e) => e.fields ?? [])) field.value = shorten(field.value, most);
  return message(headOf(found), rows, lookRow(query, found.page, found.pages));
}

const together = (embeds: readonly APIEmbed[]): number => embeds.reduce((sum, e) => sum + sizeOfEmbed(e), 0);

/** Filters may be ids of the autocomplete; people read names. */
const nameOf = (word: string, plenary: Plenary): string => plenary.card(word)?.title ?? word;

function headOf(found: Lookup): string {
  if (found.total === 0) return WORDS.nothingFound;
  const count = `${found.total} ${found.total === 1 ? 'agreement' : 'agreements'}`;
  const page = found.pages > 1 ? `. ${WORDS.page(found.page, found.pages)}` : '';
  return found.nearest ? `${WORDS.nearest}\n${count}${page}.` : `${count}${page}.`;
}

/** An entity at a glance. */
export function renderCard(card: Card, plenary: Plenary): DiscordMessage[] {
  const blocks: Block[] = [
    ...(card.fields.length > 0 ? [{ type: 'fields' as const, fields: card.fields }] : []),
    ...(card.lines.length > 0 ? [{ type: 'list' as const, items: card.lines }] : []),
  ];
  return inMessages(renderPages({ blocks, sources: card.sources, title: card.title }, plenary));
}

/** The documents: what each is, who issued it and when, and how far it can be trusted. */
export function renderSources(plenary: Plenary): DiscordMessage[] {
  const { facts, documents, upTo } = plenary.overview();
  const blocks: Block[] = [
    { type: 'text', text: `${facts} facts from ${documents} documents; the newest is dated ${upTo}.` },
    ...plenary.sources().map(
      (d): Block => ({
        type: 'list',
        items: [
          `${d.id}: ${d.title}. ${d.issuer}, ${d.date ?? 'no date'}${d.undated ? ` (${d.undated})` : ''}. ${d.trust.level}: ${d.trust.why}${d.address ? ` ${d.address}` : ''}`,
        ],
      }),
    ),
  ];
  return inMessages(renderPages({ blocks, sources: [], title: 'Sources' }, plenary));
}

export function renderWhy(trace: Trace, plenary: Plenary): DiscordMessage[] {
  const sources: readonly Source[] = [];
  return inMessages(renderPages({ blocks: explainInBlocks(trace, plenary), sources, title: WORDS.why }, plenary));
}

/** All pages, in as many messages as they need. */
const inMessages = (embeds: readonly APIEmbed[]): DiscordMessage[] =>
  intoPages(embeds, sizeOfEmbed, MOST.embedsTogether, MOST.embeds).map((own) => message('', own));
