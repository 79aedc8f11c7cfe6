/** `/agreement`: a page of agreements → embeds. */
import type { APIEmbed } from 'discord.js';
import type { Lookup, LookupQuery, Plenary } from '../../src/index.ts';
import { type Described, describeAgreement, headOf, writeQuery } from '../shared/agreements.ts';
import { shorten } from '../shared/paging.ts';
import { lookRow, tryRow } from './controls.ts';
import { escapeText } from './escape.ts';
import { MOST, sizeOfEmbed } from './limits.ts';
import { type DiscordMessage, message } from './message.ts';
import { headed } from './pages.ts';

/** Longer values are cut with a sign; the agreement's own card has them whole. */
const MOST_VALUE = 400;
/** Five rows of full values may not fit together: then all are cut shorter, down to this, and the titles last. */
const SHORTEST_VALUE = 60;
const MOST_TITLE = 600;

/** A page of agreements, or what comes nearest and which queries find something: each its own embed, with its source. */
export function renderLookup(found: Lookup, query: LookupQuery, plenary: Plenary): DiscordMessage {
  const described = found.rows.map((row) => describeAgreement(row, plenary));
  let most = MOST_VALUE;
  let rows = described.map((d) => embedOf(d, most));
  while (together(rows) > MOST.embedsTogether && most > SHORTEST_VALUE) {
    most -= 20;
    rows = described.map((d) => embedOf(d, most));
  }
  const tries = tryRow(found.tries.map((to) => ({ query: to, label: writeQuery(to, plenary) })));
  return message(escapeText(headOf(found, query, plenary)), rows, [
    ...lookRow(query, found.page, found.pages),
    ...tries,
  ]);
}

const embedOf = ({ title, fields, small }: Described, most: number): APIEmbed => ({
  ...headed(shorten(title, most === SHORTEST_VALUE ? MOST.title / 2 : MOST_TITLE)),
  fields: fields.map(({ name, value }) => ({ name, value: shorten(escapeText(value), most), inline: true })),
  footer: { text: small.map((s) => shorten(s, most)).join('\n') },
});

const together = (embeds: readonly APIEmbed[]): number => embeds.reduce((sum, e) => sum + sizeOfEmbed(e), 0);
