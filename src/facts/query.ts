/** From a reading to a query: which tokens carry meaning, what they denote, and how they relate to the subject. */

import { maximalMentions } from '../knowledge/annotate.ts';
import { type Catalogue, countedBehind } from '../knowledge/askables.ts';
import type { Lexicon } from '../knowledge/lexicon.ts';
import type { Standing } from '../knowledge/traces.ts';
import type { EntityId } from '../model/knowledge.ts';
import type { Mention, Reading } from '../model/reading.ts';
import { isPunctuation } from '../text/tokens.ts';
import { OURS } from './anchor.ts';
import { type Constraint, isStrict, type Query, type Relation, type Unit } from './candidate.ts';

/** Operators that bind the date, number or name behind them. */
const RELATIONS: Readonly<Record<string, Relation>> = {
  before: 'before',
  after: 'after',
  since: 'since',
  until: 'until',
  over: 'over',
  under: 'under',
};
/** How many tokens may stand between "not", "before", "more than" and what they bind. */
const REACH = 3;
const ASKING_NOUN: ReadonlySet<string> = new Set(['what', 'which', 'how many', 'whose']);
const NEAR = 1;
/** "Which two schemes": up to this a number may be what the asker expects, not a claim. */
const SMALL = 12;
const UNKNOWN_WEIGHT = 6;
/** What another word for the same counts for. */
const SYNONYM = 0.45;

/** What the conversation is about (`focus`) changes nothing in how the words are read. */
export function prepare(reading: Reading, catalogue: Catalogue, lexicon: Lexicon): Query {
  const { tokens, mentions } = reading;
  const top = maximalMentions(mentions);
  const locatives = lexicon.small.locatives;
  const soil = lexicon.small.locativesBehind;
  const sides = lexicon.small.sideWords;
  const consumed = new Set<number>();
  const operators = new Map<number, string>();
  const relation = new Map<Mention, Relation>();

  const bind = (from: number, to: number, kind: Relation, wants: (m: Mention) => boolean): boolean => {
    const reach = kind === 'not' ? REACH : NEAR;
    const bound = top
      .filter((m) => m.from >= to && m.from <= to + reach && wants(m))
      .sort((a, b) => a.from - b.from || b.to - a.to);
    const first = bound[0];
    if (!first) return false;
    for (const m of top) if (m.from === first.from && m.to === first.to) relation.set(m, kind);
    for (let i = from; i < to; i++) consumed.add(i);
    return true;
  };
  for (const m of mentions) {
    const { sense } = m;
    if (sense.type === 'asks') for (let i = m.from; i < m.to; i++) consumed.add(i);
    if (sense.type === 'operator') {
      const kind = RELATIONS[sense.id];
      const numeric = kind === 'over' || kind === 'under';
      const wants = (o: Mention): boolean =>
        numeric
          ? o.sense.type === 'number'
          : o.sense.type === 'date' || (o.sense.type === 'entity' && (kind === 'before' || kind === 'after'));
      if (!(kind && bind(m.from, m.to, kind, wants)))
        for (let i = m.from; i < m.to; i++) if (!operators.has(i)) operators.set(i, sense.id);
    }
    if (sense.type === 'negation' || sense.type === 'exclusion') {
      // "The memoranda not included": what is left out stands in front.
      const behind = mentions.some((o) => o.from <= m.from && o.to >= m.to && isBehind(o, reading));
      const named = (o: Mention): boolean => o.sense.type !== 'class' && o.sense.type !== 'number' && !behind;
      if (!bind(m.from, m.to, 'not', named))
        for (let i = m.from; i < m.to; i++) if (!operators.has(i)) operators.set(i, sense.type);
    }
  }

  // "In the Beijing session" the place names the session.
  const names = (m: Mention): boolean =>
    mentions.some((o) => o.from === m.to && o.sense.type === 'class' && OURS.has(catalogue.kindOf(o.sense.id)));
  const constraints: Constraint[] = [];
  for (const m of mentions) {
    const { sense } = m;
    const isTop = top.includes(m);
    const onSoil = soil.has(tokens[m.to]?.stem ?? '');
    if (
      (sense.type === 'entity' && (isTop || !/^(person|post)\//.test(sense.id))) ||
      (isTop && ['class', 'stranger', 'date', 'number', 'ordinal'].includes(sense.type))
    ) {
      const place = sense.type === 'entity' && sense.id.startsWith('place/');
      const before = tokens[m.from - 1]?.stem ?? '';
      // "The Fujian side", whether or not the side is part of the name.
      const after = sides.has(tokens[m.to - 1]?.stem ?? '') ? tokens[m.to - 1]!.stem : (tokens[m.to]?.stem ?? '');
      constraints.push({
        mention: m,
        relation: relation.get(m) ?? 'is',
        locative: place && isTop && ((locatives.has(before) && !sides.has(after) && !names(m)) || onSoil),
        side: place && isTop && sides.has(after),
        counted: m.sense.type === 'number' ? countedBehind(tokens, m.to) : [],
      });
      if (place && onSoil) consumed.add(m.to);
    }
  }
  // "in Guangdong" is the place, not its government.
  const located = constraints.filter((c) => c.locative || c.side);
  const kept = constraints.filter(
    (c) =>
      (c.locative ||
        c.side ||
        !located.some((l) => l.mention.from <= c.mention.from && l.mention.to >= c.mention.to)) &&
      !isOtherDate(c, constraints, catalogue),
  );
  const contextual = new Set<number>();
  const wholes = new Map<number, readonly number[]>();
  const isContext = (m: Mention): boolean =>
    m.sense.type === 'entity' && lexicon.language.contextual.includes(m.sense.id);
  for (const m of top)
    if ((m.sense.type === 'entity' && m.to - m.from > 1) || m.sense.type === 'stranger') {
      const span = Array.from({ length: m.to - m.from }, (_, k) => m.from + k);
      for (const i of span) if (!wholes.has(i)) wholes.set(i, span);
    }
  for (const c of kept)
    if (
      c.mention.sense.type === 'entity' &&
      lexicon.language.contextual.includes(c.mention.sense.id) &&
      !c.side &&
      c.relation === 'is' &&
      top.includes(c.mention)
    )
      for (let i = c.mention.from; i < c.mention.to; i++)
        if (!top.some((m) => m.sense.type === 'entity' && !isContext(m) && m.from <= i && m.to > i)) contextual.add(i);

  const askedFor = askedNoun(reading);
  const content = tokens.flatMap((t, i) =>
    (t.free && i !== askedFor) || consumed.has(i) || isPunctuation(t.text) ? [] : [i],
  );
  // Said alone, even what everything is about is what is asked about.
  const bare = isBareName(content, top);
  if (bare) contextual.clear();
  const asked = askedClass(reading, top, lexicon.small.openers);
  const how = counted(
    reading,
    content.filter((i) => !operators.has(i)),
  );
  // Where it is said decides which facts count, not which of them is meant.
  const said = top.filter(
    (m) =>
      documentsOf(m, catalogue).length > 0 && !(how !== undefined && m.from <= how && m.to > how) && !isAsked(m, asked),
  );
  const sources = new Set(said.flatMap((m) => content.filter((i) => i >= m.from && i < m.to)));
  const sourced = content.some((i) => !sources.has(i) && !contextual.has(i));
  if (!sourced) sources.clear();
  const documents = new Set(sourced ? said.flatMap((m) => documentsOf(m, catalogue)) : []);
  const weights = tokens.map((t, i) =>
    contextual.has(i) ? 1.5 : t.unknown ? UNKNOWN_WEIGHT : catalogue.weight(t.stem),
  );
  const bound = tokens.map((_, i) => kept.flatMap((c, k) => (i >= c.mention.from && i < c.mention.to ? [k] : [])));
  // A noun inside a name counts as well: "the Guangdong plenary" is a plenary.
  const nouns = mentions.filter((m) => m.sense.type === 'class');
  const classes = nouns
    .filter((m) => !nouns.some((o) => o.from <= m.from && o.to >= m.to && o.to - o.from > m.to - m.from))
    .sort((a, b) => a.from - b.from)
    .flatMap((m) => (m.sense.type === 'class' ? [m.sense.id] : []));
  return {
    reading,
    content,
    units: cutUnits(
      content,
      kept,
      bound,
      top.filter((m) => m.sense.type !== 'class' || sources.has(m.from)),
      weights,
      contextual,
      sources,
      catalogue,
    ),
    operators,
    constraints: kept,
    standing: kept.map((c) => standingOf(c, asked, catalogue)),
    bound,
    alternatives: coordinated(
      kept.filter((c) => top.includes(c.mention)),
      tokens,
      lexicon,
      isContext,
    ),
    traces: tokens.map((t) =>
      t.terms.flatMap((term) => {
        const trace = catalogue.trace(term);
        return trace ? [{ trace, part: term.startsWith('~') ? SYNONYM : 1 }] : [];
      }),
    ),
    weights,
    contextual,
    context: new Set(bare ? [] : (lexicon.language.contextual as EntityId[])),
    documents,
    exactHour: mentions.some((m) => m.sense.type === 'asks' && m.sense.asks === 'which hour'),
    exactDay: mentions.some((m) => m.sense.type === 'asks' && m.sense.asks === 'which day'),
    wholes,
    bare,
    askedClass: asked,
    headClass: classes.find((c) => c !== asked) ?? asked ?? classes[0],
    classes,
    counted: how,
    optional: tokens.flatMap((t, i) => (t.free && !consumed.has(i) && t.text.length >= 3 ? [i] : [])),
    focus: [],
  };
}

/** "June 23" is that day where something was on it, else June 2023. */
function isOtherDate({ mention }: Constraint, all: readonly Constraint[], catalogue: Catalogue): boolean {
  const { sense, from, to } = mention;
  if (sense.type !== 'date') return false;
  const other = all.find((o) => o.mention !== mention && o.mention.from === from && o.mention.to === to)?.mention.sense;
  if (other?.type !== 'date') return false;
  const day = sense.date.grain === 'day' ? sense.date : other.date;
  return catalogue.hasDay(day) !== (sense.date === day);
}

/** "The memoranda not included": it leaves out what stands in front, unless a name follows at once. */
export const isBehind = ({ sense, to }: Mention, { mentions, tokens }: Reading): boolean =>
  sense.type === 'exclusion' &&
  sense.behind === true &&
  !mentions.some(
    (o) =>
      NAMING.has(o.sense.type) &&
      (o.from === to || (o.from === to + 1 && tokens[to]!.free && !isPunctuation(tokens[to]!.text))),
  );
const NAMING: ReadonlySet<string> = new Set(['class', 'entity']);

/** Names that are merely said, and nouns: most of what a question has. */
function standingOf(
  { mention: { sense }, relation, locative, side }: Constraint,
  asked: string | undefined,
  catalogue: Catalogue,
): Standing | undefined {
  if (sense.type === 'class')
    return sense.id === asked && catalogue.kindOf(sense.id) === 'document'
      ? undefined
      : catalogue.standing(`:${sense.id}`);
  const plain = sense.type === 'entity' && relation === 'is' && !locative && !side;
  return plain && !sense.id.startsWith('document/') ? catalogue.standing(`@${sense.id}`) : undefined;
}

/** The documents that a mention says something stands in: a document by name or kind, its day, or who speaks in it. */
function documentsOf({ sense }: Mention, catalogue: Catalogue): string[] {
  if (sense.type === 'entity')
    return sense.id.startsWith('document/') ? [sense.id.slice('document/'.length)] : catalogue.documentsBy(sense.id);
  if (sense.type === 'date') return sense.date.grain === 'day' ? catalogue.documentsOf(sense.date) : [];
  return sense.type === 'class' ? catalogue.documentsUnder(sense.id) : [];
}

const isAsked = (m: Mention, asked: string | undefined): boolean =>
  asked !== undefined && m.sense.type === 'class' && m.sense.id === asked;

/** Names, dates and numbers as wholes, every other word by itself; of names that overlap the longest. */
function cutUnits(
  content: readonly number[],
  constraints: readonly Constraint[],
  bound: readonly (readonly number[])[],
  top: readonly Mention[],
  weights: readonly number[],
  contextual: ReadonlySet<number>,
  sources: ReadonlySet<number>,
  catalogue: Catalogue,
): Unit[] {
  const length = (m: Mention): number => (contextual.has(m.from) ? 0 : m.to - m.from);
  const spans = [...top].sort((a, b) => length(b) - length(a) || a.from - b.from);
  const taken = new Set<number>();
  const units: Unit[] = [];
  const add = (unit: Pick<Unit, 'tokens' | 'constraints' | 'weight' | 'source'>): void => {
    const over = bound[unit.tokens[0]!]!;
    units.push({
      ...unit,
      loose: over.filter((k) => !isStrict(constraints[k]!)),
      strict: unit.constraints.some((k) => isStrict(constraints[k]!)),
      small: over.some((k) => isSmallNumber(constraints[k]!)),
      venue: over.some((k) => constraints[k]!.locative),
    });
  };
  for (const { from, to } of spans) {
    const tokens = content.filter((i) => i >= from && i < to);
    if (tokens.length === 0 || tokens.some((i) => taken.has(i))) continue;
    const own = constraints.flatMap((c, k) => (c.mention.from === from && c.mention.to === to ? [k] : []));
    if (own.length === 0) continue;
    for (const i of tokens) taken.add(i);
    const words = Math.max(...tokens.map((i) => weights[i]!));
    const named = own.flatMap((k) => {
      const { sense } = constraints[k]!.mention;
      return sense.type === 'entity' ? [catalogue.weightOf(sense.id)] : [];
    });
    const source = tokens.some((i) => sources.has(i));
    const plain = tokens.some((i) => contextual.has(i)) || named.length === 0;
    add({ tokens, constraints: own, weight: plain ? words : Math.min(...named), source });
  }
  for (const i of content) if (!taken.has(i)) add({ tokens: [i], constraints: [], weight: weights[i]!, source: false });
  return units.sort((a, b) => a.tokens[0]! - b.tokens[0]!);
}

const isSmallNumber = ({ mention: { sense } }: Constraint): boolean => sense.type === 'number' && sense.number <= SMALL;

/** "Which meeting", "what agreements", "list the schemes": the first class behind the question word, names between aside. */
function askedClass(
  { tokens, mentions }: Reading,
  top: readonly Mention[],
  verbs: ReadonlySet<string>,
): string | undefined {
  const start = mentions.filter((m) => m.sense.type === 'asks').sort((a, b) => a.from - b.from || b.to - a.to)[0];
  const from = start?.to ?? 0;
  const REACHED = 3;
  const classes = top.filter((m) => m.sense.type === 'class' && m.from >= from).sort((a, b) => a.from - b.from);
  const first = classes[0];
  // "What does the plan …" asks for something about it, not which it is.
  if (first?.sense.type !== 'class' || (start && tokens.slice(from, first.from).some((t) => verbs.has(t.text))))
    return undefined;
  const between = tokens
    .slice(from, first.from)
    .filter((t, i) => !t.free && !top.some((m) => m.sense.type !== 'class' && from + i >= m.from && from + i < m.to));
  return between.length < REACHED &&
    (start?.sense.type !== 'asks' || ['what', 'which', 'how many', 'whose'].includes(start.sense.asks))
    ? first.sense.id
    : undefined;
}

/** Nothing is said but one name. */
function isBareName(content: readonly number[], top: readonly Mention[]): boolean {
  return (
    content.length > 0 && top.some((m) => m.sense.type === 'entity' && content.every((i) => i >= m.from && i < m.to))
  );
}

/** The noun right behind "which", "what is the", "how many": it asks, so it is not free even where it stands in any question. */
function askedNoun({ tokens, mentions }: Reading): number | undefined {
  const start = mentions
    .filter((m) => m.sense.type === 'asks' && ASKING_NOUN.has(m.sense.asks))
    .sort((a, b) => a.from - b.from || b.to - a.to)[0];
  if (!start) return undefined;
  for (let i = start.to; i < Math.min(tokens.length, start.to + REACH); i++) {
    if (!tokens[i]!.free) return undefined;
    const isNoun = ({ sense, from, to }: Mention): boolean =>
      from <= i && to > i && (sense.type === 'class' || (sense.type === 'concept' && to - from === 1));
    if (mentions.some(isNoun)) return i;
  }
  return undefined;
}

/** What "how many" counts: the first word behind it that carries meaning. */
function counted({ mentions }: Reading, content: readonly number[]): number | undefined {
  const start = mentions
    .filter((m) => m.sense.type === 'asks' && (m.sense.asks === 'how many' || m.sense.asks === 'how much'))
    .sort((a, b) => b.to - a.to)[0];
  return start && content.find((i) => i >= start.to);
}

/** Runs of names of one kind joined by commas and conjunctions. */
function coordinated(
  constraints: readonly Constraint[],
  tokens: Reading['tokens'],
  lexicon: Lexicon,
  isContext: (m: Mention) => boolean,
): Constraint[][] {
  const joins = lexicon.small.conjunctions;
  const kindOf = (c: Constraint): string =>
    c.mention.sense.type === 'entity' ? c.mention.sense.id.split('/')[0]! : c.mention.sense.type;
  const sets: Constraint[][] = [];
  const sorted = constraints.filter((c) => !isContext(c.mention)).sort((a, b) => a.mention.from - b.mention.from);
  for (const c of sorted) {
    const set = sets.find((s) =>
      s.some((o) => {
        const between = tokens.slice(o.mention.to, c.mention.from);
        return (
          o.mention.to <= c.mention.from &&
          between.length <= 3 &&
          between.some((t) => joins.has(t.stem) || t.text === ',') &&
          between.every((t) => joins.has(t.stem) || t.text === ',' || t.free) &&
          kindOf(o) === kindOf(c)
        );
      }),
    );
    if (set) set.push(c);
    else sets.push([c]);
  }
  return sets.filter((s) => new Set(s.map((c) => c.mention.from)).size > 1);
}
