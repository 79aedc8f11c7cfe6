/**
 * Follow-ups put into words that stand by themselves: the last question with another name, date or number in the place of
 * one of its kind ("and Beijing?", "and the 23rd?"), with a sibling of what it named ("and for transport?"), or with
 * other words in the place of a part of it ("what about teachers?").
 */
import { annotate, maximalMentions } from '../knowledge/annotate.ts';
import type { Catalogue } from '../knowledge/askables.ts';
import type { Lexicon } from '../knowledge/lexicon.ts';
import type { Turn } from '../model/conversation.ts';
import type { EntityId } from '../model/knowledge.ts';
import type { Mention, Reading } from '../model/reading.ts';
import { isPunctuation } from '../text/tokens.ts';

const NAMING = new Set(['entity', 'ordinal', 'date', 'stranger', 'number']);
/** Words that say how the follow-up relates to the last question, not what it is about. */
const RELATING = new Set(['same', 'other', 'compare', 'over', 'total', 'both', 'only']);
/** A follow-up that changes one part is this short. */
const FEW = 6;

/** A piece of the text to be replaced. */
type Change = readonly [from: number, to: number, put: string];

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

function apply(text: string, changes: readonly Change[]): string {
  let done = '';
  let at = 0;
  for (const [from, to, put] of [...changes].sort((x, y) => x[0] - y[0])) {
    if (from < at) continue;
    done += text.slice(at, from) + put;
    at = to;
  }
  return done + text.slice(at);
}

/** What was typed over a span of tokens. */
function typed(reading: Reading, from: number, to: number): string {
  const base = reading.tokens[0]?.start ?? 0;
  return reading.text.slice(reading.tokens[from]!.start - base, reading.tokens[to - 1]!.end - base);
}

/** The words beyond names that a follow-up has; none when it only changes names. */
function wordsBeside(
  reading: Reading,
  own: readonly Mention[],
  aside: readonly string[] = ['asks', 'class'],
): number[] {
  const within = (i: number, kinds: readonly string[]): boolean =>
    reading.mentions.some(
      ({ sense, from, to }) =>
        i >= from && i < to && (kinds.includes(sense.type) || (sense.type === 'operator' && RELATING.has(sense.id))),
    );
  return reading.tokens.flatMap((t, i) =>
    t.free || isPunctuation(t.text) || own.some((m) => i >= m.from && i < m.to) || within(i, aside) ? [] : [i],
  );
}

/** Completed questions to try, the most literal first; none when this one stands by itself. */
export function completeFromConversation(reading: Reading, turn: Turn, lexicon: Lexicon): string[] {
  const own = naming(reading.mentions);
  const { question } = turn;
  if (own.length === 0 || reading.asks.some((a) => a !== 'what') || question === '') return [];
  if (wordsBeside(reading, own).length > 0) return [];
  const last = annotate(question, lexicon, true);
  // "The first one" is no number of its own.
  const pronouns = last.mentions.filter((m) => m.sense.type === 'pronoun');
  const old = naming(last.mentions).filter((m) => !pronouns.some((p) => p.from <= m.from && p.to >= m.to));
  const cut = (m: Mention): [number, number] => [last.tokens[m.from]!.start, last.tokens[m.to - 1]!.end];
  const found: string[] = [];
  const all: Change[] = [];
  const singly: string[] = [];
  for (const mine of own) {
    const kinds = new Set(own.filter((m) => m.from === mine.from).map(kindOf));
    const match = old.find((m) => kinds.has(kindOf(m)));
    if (!match) continue;
    const put = typed(reading, mine.from, mine.to);
    const [from, to] = cut(match);
    all.push([from, to, put]);
    singly.push(apply(question, [[from, to, put]]));
    // Another series has another number and date.
    if (mine.sense.type === 'entity')
      singly.push(
        apply(question, [
          ...old
            .filter((m) => m.sense.type === 'ordinal' || m.sense.type === 'date')
            .map((m): Change => [...cut(m), '']),
          [from, to, put],
        ]),
      );
  }
  if (new Set(own.map((m) => m.from)).size > 1 && all.length > 1) found.push(apply(question, all));
  return [...new Set([...found, ...singly])];
}

/** Two entities of one kind of which the second has the follow-up's words in its name. */
export interface Sibling {
  readonly old: EntityId;
  readonly other: EntityId;
  /** The last question with the one in the place of the other, where it named it. */
  readonly text: string | undefined;
}

/**
 * "And for transport?" after a Secretary for Health, "the traditional ones" after the four emerging centres, "and
 * Beijing?" after the session with Shanghai: another of the same kind, told apart by these words, and no more than one.
 */
export function siblings(
  reading: Reading,
  turn: Turn,
  catalogue: Catalogue,
  lexicon: Lexicon,
  nameOf: (id: EntityId) => string,
): Sibling[] {
  if (reading.asks.some((a) => a !== 'what') && !carried(reading)) return [];
  const words = wordsBeside(reading, [], ['asks']);
  if (words.length === 0 || words.length > FEW || words.some((i) => reading.tokens[i]!.unknown)) return [];
  const last = annotate(turn.question, lexicon, true);
  const named = maximalMentions(last.mentions).flatMap((m) =>
    m.sense.type === 'entity' ? [{ m, id: m.sense.id }] : [],
  );
  const contextual = (id: EntityId): boolean => lexicon.language.contextual.includes(id);
  const olds = [...new Set([...named.map((n) => n.id), ...turn.focus, ...turn.named])].filter((id) => !contextual(id));
  const found: Sibling[] = [];
  for (const old of olds) {
    const mine = catalogue.profiles.get(old);
    const title = new Set(catalogue.titles.get(old));
    // How such a thing is asked about tells no two of them apart: "set up", "opened".
    const isCue = (i: number): boolean =>
      reading.tokens[i]!.terms.some((t) => [...(mine?.cues.values() ?? [])].some((cues) => cues.has(t)));
    if (!mine || words.every(isCue)) continue;
    const places = (id: EntityId): EntityId[] =>
      [...(catalogue.profiles.get(id)?.identity ?? [])].filter((p) => p.startsWith('place/') && !contextual(p));
    const others = [...catalogue.profiles.values()].filter(
      (p) =>
        p.entity.kind === mine.entity.kind &&
        p.id !== old &&
        p.askables.length > 0 &&
        (catalogue.titles.get(p.id) ?? []).some((t) => title.has(t)) &&
        words.every((i) => {
          const byName = reading.mentions.some(
            (m) =>
              m.from <= i &&
              m.to > i &&
              m.sense.type === 'entity' &&
              m.sense.id.startsWith('place/') &&
              places(p.id).includes(m.sense.id),
          );
          return byName || p.names.has(reading.tokens[i]!.stem);
        }) &&
        // What they share does not tell them apart.
        words.some((i) => !reading.tokens[i]!.terms.some((t) => title.has(t))),
    );
    // Of posts alike the one that somebody is told to hold.
    const held = others.filter((p) =>
      p.askables.some((a) => a.inverse && mine.askables.some((m) => m.inverse && m.role === a.role)),
    );
    const exact = others.filter((p) => {
      const own = new Set(catalogue.titles.get(p.id));
      return words.every((i) => own.has(reading.tokens[i]!.stem));
    });
    const other = [others, exact, held].find((list) => list.length === 1)?.[0];
    if (!other) continue;
    const said = named.find((n) => n.id === old)?.m;
    found.push({
      old,
      other: other.id,
      text:
        said &&
        apply(turn.question, [[last.tokens[said.from]!.start, last.tokens[said.to - 1]!.end, nameOf(other.id)]]),
    });
  }
  return found;
}

/** "…, when?": the same words again ask for the same. */
const carried = (reading: Reading): boolean => reading.asks.length === 1;

/** "What about teachers?": the last question with these words in the place of one of its parts, each in turn. */
export function exchanged(reading: Reading, turn: Turn, lexicon: Lexicon): string[] {
  if (reading.asks.some((a) => a !== 'what') || turn.question === '') return [];
  const words = wordsBeside(reading, []);
  if (words.length === 0 || words.length > 2 || words.some((i) => reading.tokens[i]!.unknown)) return [];
  const put = typed(reading, words[0]!, words[words.length - 1]! + 1);
  const { tokens, mentions } = annotate(turn.question, lexicon, true);
  const spans = maximalMentions(mentions).filter((m) => m.sense.type === 'entity');
  const asks = mentions.filter((m) => m.sense.type === 'asks');
  const parts = tokens.flatMap((t, i): [number, number][] =>
    t.free || isPunctuation(t.text) || asks.some((m) => i >= m.from && i < m.to)
      ? []
      : spans.some((m) => i > m.from && i < m.to)
        ? []
        : [[i, Math.max(i + 1, ...spans.filter((m) => m.from === i).map((m) => m.to))]],
  );
  return parts.slice(0, FEW).map(([a, b]) => apply(turn.question, [[tokens[a]!.start, tokens[b - 1]!.end, put]]));
}

/** What was typed, without its marks and without the words that carry on. */
function bareWords(reading: Reading, { language }: Lexicon): string {
  const words = reading.tokens.flatMap((t) => (isPunctuation(t.text) ? [] : [t.text])).join(' ');
  const carried = language.carriesOn.find((phrase) => words.startsWith(`${phrase} `));
  return carried === undefined ? words : words.slice(carried.length + 1);
}

/** "On what?": the words that it stands for, where the language has such. */
export function spelledOut(reading: Reading, lexicon: Lexicon): string | undefined {
  const { slots } = lexicon.language;
  return [bareWords(reading, lexicon), spokenOf(reading)].map((words) => slots[words]).find((s) => s !== undefined);
}

const spokenOf = ({ tokens }: Reading): string =>
  tokens.flatMap((t) => (isPunctuation(t.text) ? [] : [t.text])).join(' ');

/** "By whom?" after "when was the group founded": the last question with this in the place of what it asked. */
export function askedAnew(reading: Reading, turn: Turn, lexicon: Lexicon): string | undefined {
  const { tokens, mentions } = annotate(turn.question, lexicon, true);
  const asking = askingOf(mentions);
  // "In which city …", "which hospital …": all of it asks.
  const noun = mentions.find(
    (m) => m.sense.type === 'class' && m.from === asking?.to && NOUN_ASKING.has(asksOf(asking)),
  );
  const before = asking !== undefined && tokens[asking.from - 1]?.free === true ? 1 : 0;
  const from = asking === undefined ? 0 : asking.from - before;
  const to = noun?.to ?? asking?.to ?? 0;
  if (!tokens.some((t, i) => !t.free && !isPunctuation(t.text) && (i < from || i >= to))) return undefined;
  const put = bareWords(reading, lexicon);
  return asking ? apply(turn.question, [[tokens[from]!.start, tokens[to - 1]!.end, put]]) : `${put} ${turn.question}`;
}

/** Question words whose noun belongs to them. */
const NOUN_ASKING: ReadonlySet<string> = new Set(['what', 'which', 'whose']);
const asksOf = ({ sense }: Mention): string => (sense.type === 'asks' ? sense.asks : '');

/** "And the 23rd?" after "on which day …": what the last question asked, of this. */
export function askedOf(reading: Reading, turn: Turn, lexicon: Lexicon): string[] {
  const { tokens, mentions } = annotate(turn.question, lexicon, true);
  const asking = askingOf(mentions);
  if (!asking) return [];
  // "Signed on which day?": all of it asks where it names nothing.
  const all = naming(mentions).length === 0 ? [turn.question] : [];
  return [turn.question.slice(tokens[asking.from]!.start, tokens[asking.to - 1]!.end), ...all].map((asked) =>
    withSubject(asked, bareWords(reading, lexicon)),
  );
}

/** "Which did she head?" after "which meetings …": with the noun that was asked for. */
export function withNoun(reading: Reading, turn: Turn, lexicon: Lexicon): string | undefined {
  const asking = askingOf(reading.mentions);
  if (asking === undefined || asksOf(asking) !== 'which') return undefined;
  if (reading.mentions.some((m) => m.sense.type === 'class' && m.from <= asking.to && m.to > asking.to))
    return undefined;
  const { tokens, mentions } = annotate(turn.question, lexicon, true);
  const last = askingOf(mentions);
  const noun = mentions.find((m) => m.sense.type === 'class' && last !== undefined && m.from >= last.to);
  if (!noun) return undefined;
  const put = `${typed(reading, asking.from, asking.to)} ${turn.question.slice(tokens[noun.from]!.start, tokens[noun.to - 1]!.end)}`;
  const base = reading.tokens[0]?.start ?? 0;
  return apply(reading.text, [
    [reading.tokens[asking.from]!.start - base, reading.tokens[asking.to - 1]!.end - base, put],
  ]);
}

/** The first phrase that asks, the longest there. */
const askingOf = (mentions: readonly Mention[]): Mention | undefined =>
  mentions.filter((m) => m.sense.type === 'asks').sort((a, b) => a.from - b.from || b.to - a.to)[0];

/** The question with the name of what it is about. */
export const withSubject = (text: string, name: string): string => `${text.replace(/[\s?.!]+$/u, '')}: ${name}?`;
