/** Slack's blocks, made from plain words: what goes in is escaped, and divided where it is too long for one block. */
import type { types } from '@slack/bolt';
import { intoPages, partText, shorten } from '../shared/paging.ts';
import { escapeText } from './escape.ts';
import { MOST } from './limits.ts';

export type SlackBlock =
  | types.SectionBlock
  | types.ContextBlock
  | types.ActionsBlock
  | types.HeaderBlock
  | types.DividerBlock;
export type SlackButton = types.Button;

/** The name of a field; escaping makes it five times as long at most. */
const MOST_NAME = 200;

/** Escaped text in parts that each fit `most`; escaping can make a text five times as long. */
export function escapedParts(text: string, most: number, mark: (escaped: string) => string = (t) => t): string[] {
  let width = most;
  for (;;) {
    const parts = partText(text, width).map((part) => mark(escapeText(part)));
    if (parts.every((part) => part.length <= most) || width < 10) return parts.filter((part) => part !== '');
    width = Math.floor(width / 2);
  }
}

/** Text that takes at most so many characters once it is escaped; `…` says that it goes on. */
export function shortenEscaped(text: string, most: number): string {
  let width = most;
  while (escapeText(shorten(text, width)).length > most) width = Math.floor(width * 0.8);
  return shorten(text, width);
}

/** `verbatim`: Slack must not look for links and names of its own accord. */
const mrkdwn = (text: string): types.MrkdwnElement => ({ type: 'mrkdwn', text, verbatim: true });
/** Labels are not parsed by Slack; should that ever change, nothing in them begins like a mention. */
const plain = (text: string, most: number): types.PlainTextElement => ({
  type: 'plain_text',
  text: shorten(text.replace(/<(?=[@!#\w])/g, '<\u200b'), most),
  emoji: false,
});

export const sections = (text: string): SlackBlock[] =>
  escapedParts(text, MOST.sectionText).map((part) => ({ type: 'section', text: mrkdwn(part) }));

export const boldSections = (text: string): SlackBlock[] =>
  escapedParts(text, MOST.sectionText, (t) => `*${t}*`).map((part) => ({ type: 'section', text: mrkdwn(part) }));

export const header = (text: string): SlackBlock => ({ type: 'header', text: plain(text, MOST.header) });
export const divider: SlackBlock = { type: 'divider' };

/** Small print, line by line. Elements stand side by side, so that all lines that fit are one element. */
export function context(lines: readonly string[]): SlackBlock[] {
  const elements = joinLines(
    lines.flatMap((line) => escapedParts(line, MOST.contextText)),
    MOST.contextText,
  ).map(mrkdwn);
  const blocks: SlackBlock[] = [];
  for (let i = 0; i < elements.length; i += MOST.contextElements)
    blocks.push({ type: 'context', elements: elements.slice(i, i + MOST.contextElements) });
  return blocks;
}

/** Lines in as few texts of at most `most` characters as hold them. */
const joinLines = (lines: readonly string[], most: number): string[] =>
  intoPages(lines, (line) => line.length + 1, most).map((page) => page.join('\n'));

/** Each name over its value, two side by side; a value too long for a field is a section of its own. */
export function fieldBlocks(fields: readonly { readonly name: string; readonly value: string }[]): SlackBlock[] {
  const blocks: SlackBlock[] = [];
  let shown: types.MrkdwnElement[] = [];
  const flush = (): void => {
    if (shown.length > 0) blocks.push({ type: 'section', fields: shown });
    shown = [];
  };
  for (const { name, value } of fields) {
    const text = `*${escapeText(shorten(name, MOST_NAME))}*\n${value === '' ? '–' : escapeText(value)}`;
    if (text.length > MOST.fieldText) {
      flush();
      blocks.push(...boldSections(name), ...sections(value));
      continue;
    }
    if (shown.length === MOST.fields) flush();
    shown.push(mrkdwn(text));
  }
  flush();
  return blocks;
}

/** Lines with a dot before each, as many to a section as fit. */
export function listBlocks(items: readonly string[]): SlackBlock[] {
  const lines = items.flatMap((item) =>
    escapedParts(item, MOST.sectionText - 2).map((part, i) => (i === 0 ? `• ${part}` : part)),
  );
  return joinLines(lines, MOST.sectionText).map((text) => ({ type: 'section', text: mrkdwn(text) }));
}

export const button = (action: string, label: string, value: string, style?: 'primary'): SlackButton => ({
  type: 'button',
  action_id: action,
  text: plain(label, MOST.buttonText),
  value,
  ...(style ? { style } : {}),
});

export const actions = (elements: types.ActionsBlock['elements']): SlackBlock[] =>
  elements.length === 0 ? [] : [{ type: 'actions', elements }];

export const menu = (
  action: string,
  placeholder: string,
  options: readonly { readonly label: string; readonly value: string }[],
): types.StaticSelect => ({
  type: 'static_select',
  action_id: action,
  placeholder: plain(placeholder, MOST.placeholder),
  options: options.map(({ label, value }) => ({ text: plain(label, MOST.optionText), value })),
});
