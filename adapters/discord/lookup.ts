/** `/agreement`: a page of agreements → embeds. */
import type { APIEmbed } from 'discord.js';
import type { Lookup, LookupQuery, Plenary } from '../../src/index.ts';
import { describeAgreement, headOf, writeQuery } from '../shared/agreements.ts';
import { shorten } from '../shared/paging.ts';
import { lookRow, tryRow } from './controls.ts';
import { escapeText } from './escape.ts';
import { MOST, sizeOfEmbed } from './limits.ts';
import { type DiscordMessage, message } from './message.ts';
import { headed } from './pages.ts';

/** Longer values are cut with a sign; the agreement's own card has them whole. */
const MOST_VALUE = 400;
const SHORTEST_VALUE = 60;

/** A page of agreements, or what comes nearest and which queries find something: each its own embed, with its source. */
export function renderLookup(found: Lookup, query: LookupQuery, plenary: Plenary): DiscordMessage {
  const rows = found.rows.map((row): APIEmbed => {
    const { title, fields, small } = describeAgreement(row, plenary);
    return {
      ...headed(title),
      fields: fields.map((f) => ({
        name: f.name,
        value: shorten(escapeText(f.value), MOST_VALUE),
        inline: true,
      })),
      footer: { text: small.map((s) => shorten(s, MOST_VALUE)).join('\n') },
    };
  });
  // Five rows of full values do not fit together; the titles and the sources then stay whole.
  for (let most = MOST_VALUE; most > SHORTEST_VALUE && together(rows) > MOST.embedsTogether; most -= 20)
    for (const field of rows.flatMap((e) => e.fields ?? [])) field.value = shorten(field.value, most);
  const tries = tryRow(found.tries.map((to) => ({ query: to, label: writeQuery(to, plenary) })));
  return message(escapeText(headOf(found, query, plenary)), rows, [
    ...lookRow(query, found.page, found.pages),
    ...tries,
  ]);
}

const together = (embeds: readonly APIEmbed[]): number => embeds.reduce((sum, e) => sum + sizeOfEmbed(e), 0);
