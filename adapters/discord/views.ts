/** What is shown rather than asked: an entity at a glance, the documents, and why an answer is so. */
import type { APIEmbed } from 'discord.js';
import type { Block, Card, Plenary, Trace } from '../../src/index.ts';
import { upperFirst } from '../shared/agreements.ts';
import { intoPages } from '../shared/paging.ts';
import { describeKnowledge, describeSource } from '../shared/sources.ts';
import { explainInBlocks } from '../shared/why.ts';
import { WORDS } from '../shared/words.ts';
import { escapeText } from './escape.ts';
import { MOST, sizeOfEmbed } from './limits.ts';
import { type DiscordMessage, message } from './message.ts';
import { renderPages } from './pages.ts';

/** An entity at a glance; `lead` is a plain sentence above it. */
export function renderCard(card: Card, plenary: Plenary, lead = ''): DiscordMessage[] {
  const blocks: Block[] = [
    ...(card.fields.length > 0 ? [{ type: 'fields' as const, fields: card.fields }] : []),
    ...(card.lines.length > 0 ? [{ type: 'list' as const, items: card.lines }] : []),
  ];
  return inMessages(renderPages({ blocks, sources: card.sources, title: upperFirst(card.title) }, plenary), lead);
}

/** The documents: what each is, who issued it and when, and how far it can be trusted. */
export function renderSources(plenary: Plenary): DiscordMessage[] {
  const documents = plenary.sources().map((d) => describeSource(d, plenary));
  const blocks: Block[] = [
    { type: 'text', text: describeKnowledge(plenary) },
    { type: 'fields', fields: documents.map(({ title, about }) => ({ name: title, value: about })) },
  ];
  return inMessages(renderPages({ blocks, sources: [], title: WORDS.sources }, plenary));
}

export function renderWhy(trace: Trace, plenary: Plenary): DiscordMessage[] {
  return inMessages(renderPages({ blocks: explainInBlocks(trace, plenary), sources: [], title: WORDS.why }, plenary));
}

/** All pages, in as many messages as they need. */
const inMessages = (embeds: readonly APIEmbed[], lead = ''): DiscordMessage[] =>
  intoPages(embeds, sizeOfEmbed, MOST.embedsTogether, MOST.embeds).map((own, i) =>
    message(i === 0 ? escapeText(lead) : '', own),
  );
