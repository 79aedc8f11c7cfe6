/**
 * "And the 23rd?", "and Beijing?": the last question with one name, ordinal or date in the place of another of its kind.
 */
import { annotate } from '../knowledge/annotate.ts';
import type { Lexicon } from '../knowledge/lexicon.ts';
import type { Conversation } from '../model/conversation.ts';
import type { Mention, Reading } from '../model/reading.ts';

const NAMING = new Set(['entity', 'ordinal', 'date', 'stranger', 'number']);

function naming(mentions: readonly Mention[]): Mention[] {
  const all = mentions.filter((m) => NAMING.has(m.sense.type));
  return all.filter(
    (m) => !all.some((o) => o !== m && o.from <= m.from && o.to >= m.to && o.to - o.from > m.to - m.from),
  );
}

const kindOf = (m: Mention): string =>
  m.sense.type === 'entity'
    ? (m.sense.id.split('/')[0] ?? '')
    : m.sense.type === 'stranger'
      ? m.sense.kind.replace(/s$/, '')
      : m.sense.type;

/** Completed questions to try, the most literal first; none when this one stands by itself. */
export function completeFromConversation(reading: Reading, conversation: Conversation, lexicon: Lexicon): string[] {
  const own = naming(reading.mentions);
  if (own.length === 0 || reading.asks.some((a) => a !== 'what') || conversation.question === '') return [];
  const covered = new Set(own.flatMap((m) => Array.from({ length: m.to - m.from }, (_, i) => m.from + i)));
  const rest = reading.tokens.filter(
    (t, i) =>
      !t.free &&
      !covered.has(i) &&
      !reading.mentions.some((m) => ['asks', 'class'].includes(m.sense.type) && i >= m.from && i < m.to),
  );
  if (rest.length > 0) return [];
  const last = annotate(conversation.question, lexicon, true);
  const old = naming(last.mentions);
  const found: string[] = [];
  for (const mine of own) {
    const kinds = new Set(own.filter((m) => m.from === mine.from).map(kindOf));
    const match = old.find((m) => kinds.has(kindOf(m)));
    if (!match) continue;
    const said = (m: Mention, tokens: Reading['tokens'], text: string, base: number): string =>
      text.slice(tokens[m.from]!.start - base, tokens[m.to - 1]!.end - base);
    const base = reading.tokens[0]?.start ?? 0;
    const mineText = said(mine, reading.tokens, reading.text, base);
    const cut = (m: Mention): [number, number] => [last.tokens[m.from]!.start, last.tokens[m.to - 1]!.end];
    const [from, to] = cut(match);
    found.push(conversation.question.slice(0, from) + mineText + conversation.question.slice(to));
    // Another series has another number and date.
    if (mine.sense.type === 'entity') {
      const drop = old.filter((m) => m.sense.type === 'ordinal' || m.sense.type === 'date').map(cut);
      let text = '';
      let at = 0;
      for (const [a, b, put] of [...drop.map(([a, b]) => [a, b, ''] as const), [from, to, mineText] as const].sort(
        (x, y) => x[0] - y[0],
      )) {
        if (a < at) continue;
        text += conversation.question.slice(at, a) + put;
        at = b;
      }
      found.push(text + conversation.question.slice(at));
    }
  }
  return [...new Set(found)];
}
