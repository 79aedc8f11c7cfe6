/**
 * A text cut into tokens, each with the terms it may stand for, and the mentions in it. Facts are read the same way
 * when they are indexed, without repair, so that a question and a fact meet on equal terms.
 */
import type { Mention, Token } from '../model/reading.ts';
import { findDates } from '../text/dates.ts';
import { tokenise } from '../text/tokens.ts';
import type { Lexicon } from './lexicon.ts';
import { oncePerQuestion } from './once.ts';

export interface Annotated {
  readonly tokens: readonly Token[];
  readonly mentions: readonly Mention[];
}

const NAMING: ReadonlySet<string> = new Set(['entity', 'date', 'number', 'ordinal', 'stranger', 'class']);

/** Naming mentions that no longer one covers; a number inside a date is the date's. */
export const maximalMentions = oncePerQuestion((mentions: readonly Mention[]): readonly Mention[] => {
  const naming = mentions.filter((m) => NAMING.has(m.sense.type));
  return naming.filter(
    (m) =>
      !naming.some(
        (o) =>
          o !== m &&
          o.from <= m.from &&
          o.to >= m.to &&
          (o.to - o.from > m.to - m.from || (m.sense.type === 'number' && o.sense.type === 'date')),
      ),
  );
});

const KINDS: ReadonlySet<string> = new Set(['entity', 'date', 'number', 'ordinal']);

/** Where names, dates and numbers stand, each as its kind ("@meeting", "@date"): people ask alike whatever they name. */
export function kindsNamed(mentions: readonly Mention[]): { kind: string; from: number; to: number }[] {
  return maximalMentions(mentions)
    .filter(({ sense }) => KINDS.has(sense.type))
    .map(({ sense, from, to }) => ({
      kind: `@${sense.type === 'entity' ? sense.id.slice(0, sense.id.indexOf('/')) : sense.type}`,
      from,
      to,
    }));
}

/** A token that is still being read. */
type Draft = { -readonly [K in keyof Token]: Token[K] } & { terms: string[] };

function addTerm({ terms }: Draft, term: string): void {
  if (!terms.includes(term)) terms.push(term);
}

const NUMBER = /^\d[\d ,.]*$/;

export function annotate(text: string, lexicon: Lexicon, repairing: boolean): Annotated {
  const { language, vocabulary } = lexicon;
  // A soft hyphen keeps the offsets and is dropped by the tokeniser.
  const raw = tokenise(text.replace(lexicon.prefixes, '$1\u00ad'));
  const tokens: Draft[] = [];
  const push = (word: string, start: number, end: number, typed?: string, more: readonly string[] = []): void => {
    const { stem, punctuation, unknown } = lexicon.word(word);
    const token: Draft = { text: word, start, end, stem, terms: [stem, ...more], free: punctuation, unknown };
    if (typed !== undefined) token.typed = typed;
    tokens.push(token);
  };
  for (const { text: typed, start, end } of raw) {
    const listed = Object.hasOwn(language.misspellings, typed) ? language.misspellings[typed] : undefined;
    if (listed !== undefined && repairing) {
      for (const word of listed.split(' ')) push(word, start, end, typed);
      continue;
    }
    if (
      !repairing ||
      !/^\p{L}+(?:'\p{L}+)?$/u.test(typed) ||
      vocabulary.has(typed) ||
      vocabulary.has(lexicon.spell(typed))
    ) {
      push(typed.replace(/(\d)[ ,](?=\d)/g, '$1'), start, end);
      continue;
    }
    // A common word was meant as typed.
    const common = language.dictionary.has(typed);
    const short = common ? undefined : vocabulary.shorthand(lexicon.spell(typed));
    if (short !== undefined) {
      push(short, start, end, typed);
      continue;
    }
    const repairs = common ? [] : vocabulary.repair(lexicon.spell(typed));
    const nearest = repairs[0];
    // One slip is likelier than a missing end, a missing space or a spelling by ear; two are not.
    const slip = common || (nearest !== undefined && nearest.edits <= 1);
    const whole = slip ? undefined : vocabulary.truncated(lexicon.spell(typed));
    const pieces = slip ? nearest && vocabulary.piecesOf(nearest.word) : vocabulary.segment(typed);
    const heard = slip ? undefined : vocabulary.soundsLike(lexicon.spell(typed), (w) => language.dictionary.has(w));
    if (whole !== undefined) push(whole, start, end, typed);
    else if (pieces) for (const piece of pieces) push(piece, start, end, typed);
    else if (heard !== undefined) push(heard, start, end, typed);
    else if (nearest)
      push(
        nearest.word,
        start,
        end,
        typed,
        repairs.slice(1).map((r) => lexicon.stem(r.word)),
      );
    else push(typed, start, end);
  }
  return senses(tokens, lexicon);
}

/** Adds what each span may denote. */
function senses(cut: readonly Draft[], lexicon: Lexicon): Annotated {
  const { language } = lexicon;
  // A comma inside a name is no part of it: "Secretary for Innovation, Technology and Industry".
  const spoken = cut.flatMap((t, i) => (t.text === ',' ? [] : [i]));
  const stems = spoken.map((i) => cut[i]!.stem);
  const mentions: Mention[] = [];
  const anyTyped = cut.some((t) => t.typed !== undefined);
  const repaired = (from: number, to: number): Mention['how'] =>
    anyTyped && cut.slice(from, to).some((t) => t.typed !== undefined) ? 'repaired' : 'exact';
  for (const [at, from] of spoken.entries()) {
    for (const { to: end, values } of lexicon.phrases.at(stems, at)) {
      const to = spoken[end - 1]! + 1;
      for (const sense of values) {
        if (sense.type === 'frame' && to - from === 1) {
          cut[from]!.free = true;
          continue;
        }
        mentions.push({ from, to, sense, how: repaired(from, to) });
        if (sense.type === 'concept') for (let i = from; i < to; i++) addTerm(cut[i]!, `~${sense.id}`);
        if (sense.type === 'frame' || sense.type === 'pronoun') for (let i = from; i < to; i++) cut[i]!.free = true;
      }
    }
  }
  for (let from = 0; from < cut.length; from++) {
    const text = cut[from]!.text;
    const ordinal = /^(\d+)(?:st|nd|rd|th)$/.exec(text);
    if (ordinal)
      mentions.push({ from, to: from + 1, sense: { type: 'ordinal', number: Number(ordinal[1]) }, how: 'exact' });
    else if (NUMBER.test(text)) {
      const percent = cut[from + 1]?.text === '%';
      mentions.push({
        from,
        to: from + (percent ? 2 : 1),
        sense: { type: 'number', number: Number(text.replace(/[ ,]/g, '')), percent },
        how: 'exact',
      });
    }
  }
  const isFree = (token: string): boolean => cut.find((t) => t.text === token)?.free === true;
  const ordinals = (token: string): number | undefined => {
    const m = /^(\d+)(?:st|nd|rd|th)$/.exec(token);
    return m ? Number(m[1]) : Object.hasOwn(language.ordinals, token) ? language.ordinals[token] : undefined;
  };
  for (const { from, to, date } of findDates(
    cut.map((t) => t.text),
    {
      month: (t) => (Object.hasOwn(language.months, t) ? language.months[t] : undefined),
      ordinal: ordinals,
      doubtful: isFree,
      joins: (t) => isFree(t) && t.length <= 3 && !Object.hasOwn(language.months, t),
      quarter: (t) => language.quarterWords.includes(t),
      ranges: language.dateRanges,
    },
  )) {
    for (let k = mentions.length - 1; k >= 0; k--)
      if (mentions[k]!.sense.type === 'operator' && mentions[k]!.from >= from && mentions[k]!.to <= to)
        mentions.splice(k, 1);
    mentions.push({ from, to, sense: { type: 'date', date }, how: repaired(from, to) });
  }
  return { tokens: cut, mentions };
}
