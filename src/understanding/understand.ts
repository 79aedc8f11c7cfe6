/** Question → understanding: tokens and mentions, cut into the clauses that each ask something. */
import { type Annotated, annotate } from '../knowledge/annotate.ts';
import type { Lexicon } from '../knowledge/lexicon.ts';
import type { Asks } from '../model/fact.ts';
import type { Mention, Reading, Token, Understanding } from '../model/reading.ts';
import { isPunctuation } from '../text/tokens.ts';

/** From this many words a message is read as a story with a question in it (ENGINE: about forty). */
const LONG = 40;
/** No question needs more; what follows is not read. */
const MOST_CHARACTERS = 4000;
const ASKS: Readonly<Record<string, Asks>> = {
  who: 'who',
  whose: 'who',
  when: 'when',
  'since when': 'when',
  'until when': 'when',
  'which hour': 'when',
  'which day': 'when',
  where: 'where',
  what: 'what',
  which: 'what',
  why: 'why',
  how: 'how',
  'how many': 'number',
  'how much': 'number',
  'how often': 'number',
  'how long': 'long',
};

/** Words between "what" and the phrase that says what is asked: "is the exact". */
const BETWEEN = 4;
/** A run of clauses is a question only from this many words. */
const FEWEST_WORDS = 3;
const MOST_WORDS = 60;
const MOST_RUNS = 10;

/** Addresses in front, links and platform mentions ask nothing; blanked so that offsets stay. */
const blank = (text: string): string =>
  text
    .slice(0, MOST_CHARACTERS)
    .replace(/<[@#!][^>\s]{1,60}>|(?<![\p{L}\d])@[\p{L}\d_-]+|https?:\/\/\S+/gu, (m) => ' '.repeat(m.length));

export function understand(text: string, lexicon: Lexicon): Understanding {
  const annotated = annotate(blank(text), lexicon, true);
  const { tokens, mentions } = annotated;
  const words = tokens.filter((t) => !isPunctuation(t.text));
  const long = words.length >= LONG;
  const sentences = cutSentences(tokens).map(([from, to]) => ({
    whole: read(text, annotated, from, to, lexicon),
    parts: cutClauses(annotated, from, to, lexicon).map(([a, b]) => read(text, annotated, a, b, lexicon)),
    runs: long ? cutRuns(annotated, from, to, lexicon).map(([a, b]) => read(text, annotated, a, b, lexicon)) : [],
  }));
  const talk = smalltalk(tokens, mentions);
  return {
    language: lexicon.language.id,
    sentences,
    ...(talk === undefined ? {} : { smalltalk: talk }),
    long,
  };
}

/** A message that is nothing but a greeting, thanks or a call for help. */
function smalltalk(tokens: readonly Token[], mentions: readonly Mention[]): string | undefined {
  const talk = mentions.filter((m) => m.sense.type === 'smalltalk').sort((a, b) => b.to - b.from - (a.to - a.from));
  const covered = new Set<number>();
  for (const m of talk) for (let i = m.from; i < m.to; i++) covered.add(i);
  const rest = tokens.some((t, i) => !t.free && !covered.has(i));
  const first = talk[0]?.sense;
  return !rest && first?.type === 'smalltalk' ? first.id : undefined;
}

/** An asking phrase or noun, not a bare question word, which would begin a clause of its own. */
const isPhrase = (m: Mention, own: readonly Token[]): boolean =>
  m.sense.type === 'asks' &&
  !Object.hasOwn(
    ASKS,
    own
      .slice(m.from, m.to)
      .map((t) => t.text)
      .join(' '),
  );

const ENDS = /^[?.!;\n]$/;
const speaks = (tokens: readonly Token[], from: number, to: number): boolean =>
  tokens.slice(from, to).some((t) => !isPunctuation(t.text));

function cutSentences(tokens: readonly Token[]): [number, number][] {
  const cuts: [number, number][] = [];
  let start = 0;
  for (let i = 0; i <= tokens.length; i++) {
    if (i < tokens.length && !ENDS.test(tokens[i]!.text)) continue;
    const end = Math.min(i + 1, tokens.length);
    if (speaks(tokens, start, end)) cuts.push([start, end]);
    start = end;
  }
  return cuts;
}

/** What asks, and "each", "both": by themselves these name nothing. */
const SAYS_NOTHING: ReadonlySet<string> = new Set(['asks', 'operator']);
const span = ({ from, to }: Mention): number[] => Array.from({ length: to - from }, (_, k) => from + k);

/** Where a new question begins inside a sentence: at a second question word behind a conjunction or a comma. */
function cutClauses({ tokens, mentions }: Annotated, from: number, to: number, lexicon: Lexicon): [number, number][] {
  const asksAt = new Set(mentions.filter((m) => m.sense.type === 'asks').map((m) => m.from));
  const conjunctions = lexicon.small.conjunctions;
  const joined = (i: number): boolean => conjunctions.has(tokens[i - 1]?.stem ?? '') || tokens[i - 1]?.text === ',';
  const asking = new Set(mentions.flatMap((m) => (SAYS_NOTHING.has(m.sense.type) ? span(m) : [])));
  const content = (a: number, b: number): boolean =>
    tokens
      .slice(a, b)
      .some((t, i) => !t.free && !asking.has(a + i) && !conjunctions.has(t.stem) && !isPunctuation(t.text));
  const bare = new Set(mentions.flatMap((m) => (m.sense.type === 'asks' && !isPhrase(m, tokens) ? [m.from] : [])));
  const cuts: [number, number][] = [];
  let start = from;
  for (let i = from + 1; i < to; i++) {
    if (!asksAt.has(i)) continue;
    // "…, in which city", "… and since when": one small word may stand before a bare question word.
    const at = joined(i) ? i : bare.has(i) && tokens[i - 1]!.free && joined(i - 1) ? i - 1 : undefined;
    // "Special guests at the 23rd, who": the only question word asks for what stands before it.
    const another = at === i && [...asksAt].some((a) => a >= start && a < i);
    if (at !== undefined && content(start, at) && (another || content(i, to))) {
      cuts.push([start, at]);
      start = at;
    }
  }
  cuts.push([start, to]);
  return cuts.filter(([a, b]) => speaks(tokens, a, b));
}

/** Runs of clauses that begin with a question, the longest first: what stands before and behind may be talk. */
function cutRuns({ tokens, mentions }: Annotated, from: number, to: number, lexicon: Lexicon): [number, number][] {
  const bounds = tokens.slice(from, to).flatMap((t, i) => (BREAKS.test(t.text) ? [from + i + 1] : []));
  const asking = mentions.filter((m) => m.sense.type === 'asks').map((m) => m.from);
  const openers = lexicon.small.openers;
  const starts = new Set(
    [from, ...bounds, ...asking].filter(
      (i) => i >= from && i < to && (asking.some((a) => a >= i) || openers.has(tokens[i]?.text ?? '')),
    ),
  );
  const runs: [number, number][] = [];
  for (const a of starts)
    for (const b of [...bounds.map((x) => x - 1), to])
      if (b - a >= FEWEST_WORDS && b - a <= MOST_WORDS && b - a < to - from && asking.some((x) => x >= a && x < b))
        runs.push([a, b]);
  return runs.sort((x, y) => y[1] - y[0] - (x[1] - x[0]) || x[0] - y[0]).slice(0, MOST_RUNS);
}

const BREAKS = /^[:,]$/;

/** Words before "wants to know". */
const LONGEST_PRELUDE = 8;
/** "Our education desk wants to know …": who asks is no part of the question. */
function preludeOf(own: readonly Token[], asking: readonly Mention[], { small }: Lexicon): number {
  for (let from = 1; from <= LONGEST_PRELUDE && !asking.some((m) => m.from < from); from++)
    for (const words of small.preludes) {
      const to = from + words.length;
      if (to < own.length && words.every((w, k) => own[from + k]?.text === w)) return to;
    }
  return 0;
}

function read(text: string, { tokens, mentions }: Annotated, from: number, to: number, lexicon: Lexicon): Reading {
  const own = tokens.slice(from, to);
  const inside = mentions
    .filter((m) => m.from >= from && m.to <= to)
    .map((m) => ({ ...m, from: m.from - from, to: m.to - from }));
  const words = inside.filter((m) => m.sense.type === 'asks').sort((a, b) => a.from - b.from || b.to - a.to);
  const conjunctions = lexicon.small.conjunctions;
  const prelude = preludeOf(own, words, lexicon);
  const asks: Asks[] = [];
  let end = -1;
  let mainEnd = -1;
  for (const m of words) {
    if (m.from < end || m.sense.type !== 'asks') continue;
    // "What is the number of …", "what was the date of …": the phrase behind says what is asked.
    const inner = asks.length === 1 && asks[0] === 'what' && isPhrase(m, own);
    if (
      inner &&
      own.slice(mainEnd, m.from).length <= BETWEEN &&
      own.slice(mainEnd, m.from).every((t) => t.free && !isPunctuation(t.text))
    )
      asks.pop();
    const beside = own.slice(mainEnd, m.from).every((t) => conjunctions.has(t.stem) || isPunctuation(t.text));
    const before =
      !isPhrase(m, own) && own[m.from - 1]?.free && !conjunctions.has(own[m.from - 1]!.stem) ? m.from - 2 : m.from - 1;
    const joined = conjunctions.has(own[before]?.stem ?? '') || own[before]?.text === ',';
    // Behind other words it introduces a relative clause ("the scheme which …") unless something joins it.
    if (mainEnd < 0 || beside || joined || asks.length === 0) {
      const kind = ASKS[m.sense.asks];
      if (kind && !asks.includes(kind)) asks.push(kind);
      mainEnd = m.to;
    }
    end = m.to;
  }
  const firstWord = own.findIndex((t) => !isPunctuation(t.text) && !lexicon.language.fillers.includes(t.text));
  const openers = lexicon.small.openers;
  const opens = openers.has(own[firstWord]?.text ?? '') && (words[0] === undefined || words[0].from > firstWord + 1);
  const spoken = own
    .filter((t) => !isPunctuation(t.text))
    .map((t) => t.text)
    .join(' ');
  const tag = lexicon.language.tags.filter((t) => spoken.endsWith(` ${t}`)).sort((a, b) => b.length - a.length)[0];
  const tagged = tag !== undefined;
  const tail = own
    .flatMap((t, i) => (isPunctuation(t.text) ? [] : [i]))
    .slice(tag === undefined ? own.length : -tag.split(' ').length);
  return {
    text: text.slice(own[0]?.start ?? 0, own[own.length - 1]?.end ?? 0),
    language: lexicon.language.id,
    tokens: own.map((t, i) => (i < prelude || tail.includes(i) ? { ...t, free: true } : t)),
    mentions: inside.filter((m) => m.from >= prelude && !tail.includes(m.from)),
    asks: opens ? [] : asks,
    checks: tagged || opens,
    personal: own.some(
      (t, i) =>
        lexicon.language.personal.includes(t.text) &&
        !inside.some((m) => m.sense.type === 'frame' && m.to - m.from > 1 && m.from <= i && m.to > i),
    ),
    repairs: own.flatMap((t) =>
      t.typed !== undefined && t.typed !== t.text ? [{ typed: t.typed, read: t.text }] : [],
    ),
  };
}
