/** The form of everything that Plenary sends to Discord. */
import type { APIActionRowComponent, APIComponentInMessageActionRow, APIEmbed } from 'discord.js';
import { partText } from '../shared/paging.ts';
import { escapeText } from './escape.ts';
import { MOST } from './limits.ts';

export type Row = APIActionRowComponent<APIComponentInMessageActionRow>;

/** What is sent or edited. Nobody is ever mentioned by it. */
export interface DiscordMessage {
  readonly content: string;
  readonly embeds: APIEmbed[];
  readonly components: Row[];
  readonly allowedMentions: { readonly parse: []; readonly repliedUser: false };
}

/** `content` is Markdown already, or escaped. */
export const message = (content: string, embeds: APIEmbed[] = [], components: Row[] = []): DiscordMessage => ({
  content,
  embeds,
  components,
  allowedMentions: { parse: [], repliedUser: false },
});

/** Plain sentences. */
export const renderText = (text: string): DiscordMessage => message(partText(escapeText(text), MOST.content)[0]!);
