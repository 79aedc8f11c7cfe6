/**
 * What a question over several subjects says: the kind of thing it asks for, the names, dates, kinds and numbers that
 * select among such things, which of these are denied, and what is to be done with those selected.
 */
import type { Catalogue, Profile } from '../../knowledge/askables.ts';
import type { Lexicon } from '../../knowledge/lexicon.ts';
import { type DateSpan, datesAgree } from '../../model/date.ts';
import type { Asks } from '../../model/fact.ts';
import type { EntityId } from '../../model/knowledge.ts';
import type { Mention } from '../../model/reading.ts';
import type { Constraint, Query, Relation } from '../candidate.ts';
import { isBehind } from '../query.ts';
import { anchorDates } from './rows.ts';

/** What a name does in such a question: names of one sort are compared with each other. */
export type Sort = 'party' | 'place' | 'side' | 'who' | 'topic' | 'document' | 'other';

/** A name and the things that it may denote. */
export interface Name {
  readonly from: number;
  readonly to: number;
  readonly ids: readonly EntityId[];
  readonly denied: boolean;
  readonly relation: Relation;
  readonly sort: Sort;
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface ClassName extends Span {
  readonly id: string;
  readonly denied: boolean;
  /** The first token of those it is joined with ("meetings and deals"), of which one suffices. */
  readonly run?: number;
}

export interface SetQuestion {
  readonly query: Query;
  readonly asks: Asks;
  /** The kind of thing that is asked for, where a noun names it. */
  readonly noun: ClassName | undefined;
  /** The other side of what was agreed is asked for: "with which provinces". */
  readonly partners: boolean;
  /** It stands in the plural, or a number stands with it. */
  readonly several: boolean;
  /** Names that select by themselves. */
  readonly names: readonly Name[];
  /** "A, B, C: which was signed there?": one of these is asked for. */
  readonly options: readonly Name[];
  /** Where "also" stands. */
  readonly also: number | undefined;
  /** Those for which it does not hold are asked for. */
  readonly others: boolean;
  /** Names of one sort that the question joins: "Fujian and Beijing"; at least two, or none. */
  readonly joined: readonly Name[];
  /** All of those joined have to hold, not one of them. */
  readonly together: boolean;
  /** "Before or after", "before the other": it asks which of two came first. */
  readonly ordering: boolean;
  /** The members of a group that is named: "of the six agreements". */
  readonly group: readonly EntityId[] | undefined;
  /** Any of the spans of each. */
  readonly dates: readonly { readonly spans: readonly DateSpan[]; readonly relation: Relation }[];
  readonly classes: readonly ClassName[];
  /** "More than 20": what the number counts stands behind it. */
  readonly bounds: readonly { readonly over: boolean; readonly number: number }[];
  /** Numbers that say how many there are to be. */
  readonly counts: readonly number[];
  readonly operators: ReadonlySet<string>;
  /** "And", "or", as stems. */
  readonly joins: ReadonlySet<string>;
  /** Words left to be explained by what is asked of the things; of those joined ("lead or chair") one suffices. */
  readonly words: readonly (readonly number[])[];
}

/** Sides are places, whichever of these asks for them. */
const PLACE = 'place';
const TOPIC = 'topic';
/** "Take place" is no place. */
const PHRASES: ReadonlySet<string> = new Set(['frame', 'concept']);
const SIDES_ASKED: ReadonlySet<string> = new Set(['who', 'where', 'which']);
/** "Which two", "six documents": up to this a number says how many there are. */
const MOST_COUNTED = 31;
/** Tokens between a denial and the kind of thing that it denies. */
const REACH = 3;
/** Operators that such a question can take up. */
const KNOWN: ReadonlySet<string> = new Set([
  ...['latest', 'earliest', 'most', 'fewest', 'largest', 'smallest', 'between'],
  ...[
    'same',
    'difference',
    'total',
    'average',
    'compare',
    'both',
    'all',
    'each',
    'only',
    'rank',
    'list',
    'above',
    'below',
  ],
  ...['negation', 'exclusion'],
]);

const covers = (outer: Span, inner: Span): boolean => outer.from <= inner.from && outer.to >= inner.to;
/** "More than" over "than", "most recent" over "the most". */
const overrides = (o: Span, m: Span): boolean =>
  (covers(o, m) && !covers(m, o)) || (o.from > m.from && o.from < m.to && o.to > m.to);
const isIn = (i: number, { from, to }: Span): boolean => i >= from && i < to;

function sortOf(id: EntityId, c: Constraint): Sort {
  if (c.side) return 'side';
  if (c.locative) return 'place';
  switch (id.split('/')[0]) {
    case 'place':
    case 'agreement':
    case 'meeting':
    case 'mechanism':
      return 'party';
    case 'person':
    case 'post':
    case 'organisation':
      return 'who';
    case 'topic':
      return 'topic';
    case 'document':
      return 'document';
    default:
      return 'other';
  }
}

/** Reads `query` as a question over several subjects; `undefined` where it holds what no such question takes up. */
export function readSet(
  query: Query,
  catalogue: Catalogue,
  lexicon: Lexicon,
  inside: boolean,
): SetQuestion | undefined {
  const { reading, constraints, content } = query;
  const { tokens, mentions } = reading;
  const context: readonly string[] = lexicon.language.contextual;
  const joins = lexicon.small.conjunctions;
  const doing = mentions.filter((m) => m.sense.type === 'operator');
  const isOperator = ({ sense }: Pick<Mention, 'sense'>, id: string): boolean =>
    sense.type === 'operator' && sense.id === id;
  const operators = new Set(
    doing.flatMap((m) =>
      m.sense.type === 'operator' && !isBound(m) && !doing.some((o) => overrides(o, m)) ? [m.sense.id] : [],
    ),
  );
  // "Before or after the plenary": one of the two binds the name, the other stands alone.
  const sides = constraints.flatMap((c) => (isSideways(c.relation) && c.mention.sense.type === 'entity' ? [c] : []));
  const eitherWay = reading.checks && sides.some((c) => operators.has(c.relation === 'before' ? 'after' : 'before'));
  // An operator that has nothing to bind, or that no such question takes up.
  const open = [...query.operators].flatMap(([i, o]) => (content.includes(i) ? [o] : []));
  if (open.some((o) => !KNOWN.has(o) && operators.has(o) && !(eitherWay && isSideways(o)))) return undefined;

  // "X minus Y" is a difference where both are of one sort.
  const subtracts = doing.filter(
    (m) => isOperator(m, 'difference') && mentions.some((o) => o.sense.type === 'exclusion' && covers(o, m)),
  );
  const start = mentions
    .filter((m) => m.sense.type === 'asks' && content.some((i) => i >= m.to))
    .sort((a, b) => a.from - b.from || b.to - a.to)[0];
  // Names: the longest, or those that stand inside them.
  // "The mechanisms in the paper": a plural that is the noun for a kind of thing names no one thing.
  const entities = constraints.filter((c) => c.mention.sense.type === 'entity' && !isKind(c.mention));
  const longest = (all: readonly Constraint[]): Constraint[] =>
    // "The panel" in "the panel paper": of names that overlap the last one holds the noun.
    all.filter((c) => !all.some((o) => overrides(o.mention, c.mention)));
  const hasParts = (c: Constraint): boolean =>
    !isDocument(c) && entities.some((o) => covers(c.mention, o.mention) && !covers(o.mention, c.mention));
  const outer = longest(entities);
  const spans = inside ? longest(entities.filter((c) => !(outer.includes(c) && hasParts(c)))) : outer;
  const names: Name[] = [];
  for (const c of spans) {
    const { sense, from, to } = c.mention;
    if (sense.type !== 'entity' || names.some((n) => n.from === from && n.to === to)) continue;
    if (query.contextual.has(from) && c.relation === 'is' && !c.side && !c.locative && sense.id !== 'place/mainland')
      continue;
    // "In the papers": in all of them.
    if (isDocument(c) && isPlural({ from: to - 1, to })) continue;
    const ids = spans.flatMap((o) =>
      o.mention.from === from && o.mention.to === to && o.mention.sense.type === 'entity' ? [o.mention.sense.id] : [],
    );
    const relation = c.relation === 'not' ? 'is' : c.relation;
    const former = names.some((n) => n.to < from && n.sort === sortOf(sense.id, c));
    const denied = c.relation === 'not' && !(former && subtracts.some((m) => m.to === from));
    // "Not on Hong Kong soil": with whom all is goes without saying, so it can only be where.
    const sort =
      denied && ids.some((id) => id.startsWith('place/') && context.includes(id)) ? 'place' : sortOf(sense.id, c);
    names.push({ from, to, ids, denied, relation, sort });
  }
  // "The panel paper of May 2024" names it twice over.
  const idOf = ({ mention: { sense } }: Constraint): string => (sense.type === 'entity' ? sense.id : '');
  const twice = entities.filter((o) =>
    spans.some((c) => idOf(c) === idOf(o) && o.mention.from < c.mention.from && o.mention.to > c.mention.from),
  );
  const options = choices();
  const named = (i: number): boolean => spans.some((c) => isIn(i, c.mention)) || twice.some((c) => isIn(i, c.mention));

  // A group by name, in place of the noun.
  const grouped = names.find(
    (n) =>
      start !== undefined &&
      !n.denied &&
      groupOf(n, catalogue).length > 1 &&
      content.every((i) => i < start.to || i >= n.from),
  );
  const group: ClassName | undefined = grouped && {
    from: grouped.from,
    to: grouped.to,
    id: grouped.ids[0]!.split('/')[0]!,
    denied: false,
  };

  // Numbers: bounds, and how many there are.
  const bounds: { over: boolean; number: number }[] = [];
  const counts: number[] = [];
  const used = new Set<number>();
  for (const c of constraints) {
    const { sense, from, to } = c.mention;
    if (
      sense.type !== 'number' ||
      named(from) ||
      constraints.some((o) => o.mention.sense.type === 'date' && isIn(from, o.mention))
    )
      continue;
    const bound = (['above', 'below'] as const).find((id) => doing.some((m) => isOperator(m, id) && m.to === from));
    for (let i = from; i < to; i++) used.add(i);
    if (bound) bounds.push({ over: bound === 'above', number: sense.number });
    // "One" stands for any.
    else if (sense.number <= MOST_COUNTED) counts.push(...(sense.number > 1 ? [sense.number] : []));
    else return undefined;
  }

  const dates: { spans: DateSpan[]; relation: Relation; to: number }[] = [];
  for (const { mention, relation } of [...constraints].sort((a, b) => a.mention.from - b.mention.from)) {
    if (mention.sense.type !== 'date' || named(mention.from) || isOfDocument(mention) || isOfAnchor(mention)) continue;
    const last = dates[dates.length - 1];
    const date = inYears(mention.sense.date);
    const near = last && last.relation === 'is' && relation === 'is' && mention.from - last.to <= 1;
    if (near) {
      last.spans.push(date);
      last.to = mention.to;
    } else dates.push({ spans: [date], relation, to: mention.to });
  }
  for (const c of constraints)
    if (c.mention.sense.type === 'date') for (let i = c.mention.from; i < c.mention.to; i++) used.add(i);
  /** "After the Shanghai session in April 2024": the day of what it is to be after. */
  function isOfAnchor({ sense, from }: Mention): boolean {
    return (
      sense.type === 'date' &&
      names.some(
        (n) =>
          isSideways(n.relation) &&
          n.to <= from &&
          from - n.to <= REACH &&
          n.ids.some((id) => anchorDates(id, catalogue).some((d) => datesAgree(sense.date, d))),
      )
    );
  }
  /** "The paper of May 2024", "the May 2024 paper": the date is the document's. */
  function isOfDocument(m: Mention): boolean {
    const { sense } = m;
    return names.some(
      (n) =>
        n.sort === 'document' &&
        ((n.to <= m.from && m.from - n.to <= 2) || n.from === m.to) &&
        sense.type === 'date' &&
        n.ids.some((id) => catalogue.profiles.get(id)?.dates.some((d) => datesAgree(sense.date, d))),
    );
  }
  if (constraints.some((c) => c.mention.sense.type === 'stranger')) return undefined;
  // Numbers of sessions are part of names, or the operator "first".
  if (
    constraints.some(
      (c) =>
        c.mention.sense.type === 'ordinal' &&
        !named(c.mention.from) &&
        !query.operators.has(c.mention.from) &&
        !used.has(c.mention.from),
    )
  )
    return undefined;

  // Kinds of things, and which of them are denied.
  const classes: ClassName[] = [];
  for (const m of mentions) {
    const { sense } = m;
    if (sense.type !== 'class' || named(m.from) || used.has(m.from) || isCut(m)) continue;
    const longer = mentions.some(
      (o) =>
        o.sense.type === 'class' && covers(o, m) && !covers(m, o) && !named(o.from) && !used.has(o.from) && !isCut(o),
    );
    if (longer || classes.some((c) => c.from === m.from && c.to === m.to && c.id === sense.id)) continue;
    classes.push({ from: m.from, to: m.to, id: sense.id, denied: false });
  }
  /** "The very first meeting" over "first meeting", "paper of May 2024" over "panel paper", "take place" over "place". */
  function isCut(m: Mention): boolean {
    const isPhrase = mentions.some(
      (o) => PHRASES.has(o.sense.type) && covers(o, m) && !covers(m, o) && (o.to === m.to || o.sense.type === 'frame'),
    );
    const isSplit = doing.some((o) => o.from < m.from && o.to > m.from && o.to < m.to);
    return isPhrase || isSplit || (named(m.to - 1) && !named(m.from));
  }
  classes.sort((a, b) => a.from - b.from);
  const denials = mentions.filter(
    (m) => m.sense.type === 'negation' || (m.sense.type === 'exclusion' && (!m.sense.behind || isBehind(m, reading))),
  );
  const denied = new Set<string>();
  let others = false;
  for (const d of denials) {
    if (denials.some((o) => covers(o, d) && (!covers(d, o) || isBefore(o, d)))) continue;
    if (subtracts.some((m) => covers(d, m) && names.some((n) => n.from === m.to && !n.denied))) continue;
    if (options.length > 0 && d.from >= start!.to && tokens.slice(start!.to, d.from).every((t) => t.free)) {
      others = true;
      for (const n of names.filter((o) => o.denied && o.from >= d.to && o.from <= d.to + REACH))
        names[names.indexOf(n)] = { ...n, denied: false };
      continue;
    }
    // "The areas, not the items, of the Fujian session": what is denied is of the kind that is asked for.
    const contrast = classes.findIndex((c) => c.from === d.to && classes.some((o) => o.to <= d.from && isLike(o, c)));
    if (contrast >= 0) {
      const [{ from, to }] = classes.splice(contrast, 1) as [ClassName];
      for (let i = from; i < to; i++) used.add(i);
      for (const n of names.filter((o) => o.denied && o.from >= to && o.from <= d.to + REACH))
        names[names.indexOf(n)] = { ...n, denied: false };
      continue;
    }
    if (d.sense.type === 'exclusion' && d.sense.behind) {
      const former = classes.findLast((c) => c.to === d.from);
      if (!former) return undefined;
      denied.add(`${former.from}`);
      continue;
    }
    if (names.some((n) => n.denied && n.from >= d.to && n.from <= d.to + REACH)) continue;
    const next = classes.find((c) => c.from >= d.to && c.from <= d.to + REACH);
    // "But missing from the mechanisms in the paper": of two documents the later one is denied.
    const ofDocument = names.some((n) => n.sort === 'document' && !n.denied && n.to <= d.from) && next && listed(next);
    if (ofDocument) {
      names[names.indexOf(ofDocument)] = { ...ofDocument, denied: true };
      continue;
    }
    if (next) {
      denied.add(`${next.from}`);
      continue;
    }
    // "that the article leaves out", "that the page does not": what is denied stands in front.
    const before = names.filter((n) => n.to <= d.from && !n.denied).pop();
    const last = before?.sort === 'document' && !content.some((i) => i >= d.to);
    // Of two documents one is denied however far off it stands: "does not show up at all in the article".
    const far = before?.sort === 'document' ? names.find((n) => n.from >= d.to && !n.denied) : undefined;
    const meant =
      far?.sort === 'document'
        ? far
        : before && (d.sense.type === 'exclusion' || last) && d.from - before.to <= 1
          ? before
          : undefined;
    if (!meant) return undefined;
    names[names.indexOf(meant)] = { ...meant, denied: true };
  }
  /** "The mechanisms in the May 2024 paper" */
  function listed(c: ClassName): Name | undefined {
    const next = names.find((n) => n.from >= c.to && !n.denied);
    return next?.sort === 'document' && content.every((i) => i < c.to || i >= next.from) ? next : undefined;
  }
  /** Of two at one place the one that denies what stands in front. */
  function isBefore(a: Mention, b: Mention): boolean {
    const behind = (m: Mention): boolean => m.sense.type === 'exclusion' && m.sense.behind === true;
    return behind(a) === behind(b) ? denials.indexOf(a) < denials.indexOf(b) : behind(a);
  }
  /** Two counts of one meeting: its areas and its items. */
  function isLike(a: ClassName, b: ClassName): boolean {
    return catalogue.kindOf(b.id) === TOPIC && catalogue.kindOf(a.id) === TOPIC;
  }
  const told = classes.map((c, k) => {
    const former = classes.slice(0, k).find((p) => p.to < c.from && denied.has(`${p.from}`));
    const between = tokens.slice(former?.to ?? 0, c.from);
    return { ...c, denied: denied.has(`${c.from}`) || (former !== undefined && areJoined(between)), run: runOf(k) };
  });
  /** Nothing stands between two but words that join them. */
  function areJoined(between: typeof tokens): boolean {
    return between.some((t) => joins.has(t.stem)) && between.every((t) => joins.has(t.stem) || t.free);
  }
  function runOf(k: number): number {
    const c = classes[k]!;
    const former = classes.findLastIndex((p, j) => j < k && p.to <= c.from);
    return former >= 0 && areJoined(tokens.slice(classes[former]!.to, c.from)) ? runOf(former) : c.from;
  }

  const sided = new Set(
    constraints.flatMap((c) => {
      if (!c.side) return [];
      const words = lexicon.small.sideWords;
      return [c.mention.to - 1, c.mention.to].filter((i) => words.has(tokens[i]?.stem ?? ''));
    }),
  );
  const openers = lexicon.small.openers;
  const counted = (c: ClassName): boolean => catalogue.kindOf(c.id) === 'term';
  const also = tokens.findIndex((t) => lexicon.language.besides.includes(t.text));
  const joinedOnes = joinedNames(names.filter((n) => !options.includes(n)));
  const alongside = lexicon.small.alongside;
  const isAlongside = (i: number): boolean => alongside.has(tokens[i]?.stem ?? '');
  /** "With whom", "with which provinces", "which partners". */
  const beside = mentions
    .filter(
      ({ sense, from, to }) =>
        // "All partners that …" asks as "which partners" does.
        ((sense.type === 'asks' && SIDES_ASKED.has(sense.asks)) || (isOperator({ sense }, 'all') && isAlongside(to))) &&
        [from - 1, from, to, behindNames(to)].some(isAlongside),
    )
    .sort((a, b) => a.from - b.from || b.to - a.to)[0];
  /** "Which Mainland partner" */
  function behindNames(at: number): number {
    let i = at;
    while (i < tokens.length && named(i)) i++;
    return i;
  }
  const noun =
    group ??
    otherSide() ??
    holders() ??
    told.find((c) => !c.denied && !counted(c) && c.from === start?.to) ??
    told.find((c) => isFronted(c)) ??
    told.find((c) => !c.denied && !counted(c) && isAsked(c)) ??
    doingNoun() ??
    told.find((c) => isOfJoined(c));
  function otherSide(): ClassName | undefined {
    if (!beside) return undefined;
    const first = told.find((c) => !c.denied && isPlace(c) && c.from >= beside.from && c.from <= beside.to);
    // "Provinces or cities": places of any kind.
    const last = first && told.findLast((c) => c.run === first.run && isPlace(c));
    if (first && last === first) return first;
    const end = behindNames(beside.to);
    const to = last?.to ?? (isAlongside(end) ? end + 1 : beside.to);
    return { from: beside.from, to, id: PLACE, denied: false };
  }
  function isPlace(c: ClassName): boolean {
    return catalogue.kindOf(c.id) === PLACE;
  }
  /** "Which deputy directors of the Office": those who hold a post that is named. */
  function holders(): ClassName | undefined {
    const post = names.find((n) => !n.denied && n.ids.some((id) => id.startsWith('post/')));
    if (!post || !start || reading.asks[0] !== 'what') return undefined;
    return content.every((i) => i < start.to || i >= post.from)
      ? { from: post.from, to: post.to, id: 'person', denied: false }
      : undefined;
  }
  /** "Which members": a word in the plural right behind the question word, for what things do. */
  function doingNoun(): ClassName | undefined {
    const at = content.find((i) => i >= (start?.to ?? 0) && (!named(i) || sided.has(i)) && !used.has(i));
    if (
      at === undefined ||
      !start ||
      tokens.slice(start.to, at).some((t) => openers.has(t.text)) ||
      !isPlural({ from: at, to: at + 1 }) ||
      query.operators.has(at)
    )
      return undefined;
    const between = content.filter((i) => i >= start.to && i < at);
    return between.every((i) => named(i) || used.has(i)) && !told.some((c) => isIn(at, c))
      ? { from: at, to: at + 1, id: '', denied: false }
      : undefined;
  }
  /** "Which came first, the Fujian or the Beijing session?" */
  function isOfJoined(c: ClassName): boolean {
    const near = (a: Span, b: Span): boolean => a.to <= b.from && tokens.slice(a.to, b.from).every((t) => t.free);
    return joinedOnes.some((n) => n.to === c.from || near(c, n)) && !c.denied;
  }
  /** "Of the four sessions, which one …", "all the 2023 meetings with their dates" */
  function isFronted(c: ClassName): boolean {
    if (!start || c.to > start.from || c.denied || counted(c) || !isPlural(c)) return false;
    return content.every((i) => i >= c.from || named(i) || used.has(i) || query.operators.has(i));
  }
  function isAsked(c: Span): boolean {
    if (start && c.from < start.to) return false;
    const between = content.filter((i) => i >= (start?.to ?? 0) && i < c.from);
    return between.every((i) => named(i) || used.has(i) || query.operators.has(i));
  }
  const several = noun !== undefined && (beside !== undefined || counts.length > 0 || isPlural(noun));
  function isPlural(c: Span): boolean {
    return tokens.slice(c.from, c.to).some((t) => t.text !== t.stem && /[^']s$|[^s]a$/.test(t.text));
  }

  const words = content.filter(
    (i) =>
      !named(i) &&
      !used.has(i) &&
      !query.operators.has(i) &&
      !sided.has(i) &&
      !told.some((c) => isIn(i, c)) &&
      !(noun && isIn(i, noun)) &&
      // "the period that the paper covers"
      !names.some((n) => n.sort === 'document' && n.to === i),
  );
  return {
    query,
    asks: beside ? 'what' : (reading.asks[0] ?? 'what'),
    noun,
    partners: beside !== undefined,
    several,
    names: names.filter(
      (n) =>
        !joinedOnes.some((j) => j.from === n.from) &&
        !options.some((o) => o.from === n.from) &&
        n !== grouped &&
        !isOwnList(n),
    ),
    options,
    also: also < 0 ? undefined : also,
    others,
    joined: joinedOnes,
    together:
      operators.has('both') ||
      operators.has('same') ||
      isAdded() ||
      joinedOnes.some((n, k) => k > 0 && tokens.slice(joinedOnes[k - 1]!.to, n.from).some((t) => openers.has(t.text))),
    ordering: eitherWay || (reading.checks && reading.asks.length === 0 && sides.length > 0),
    group: grouped ? groupOf(grouped, catalogue) : undefined,
    dates: dates.length > 1 && dates.every(isOwnDate) ? [] : dates,
    classes: told.filter((c) => !(noun && covers(noun, c)) && !counted(c) && !(sided.has(c.from) && !c.denied)),
    bounds,
    counts,
    operators,
    joins,
    words: alternatives(words),
  };

  /** "Shanghai in 2024 than Chongqing in 2023": each has its own date, and selects nothing beside it. */
  function isOwnDate({ spans, to }: (typeof dates)[number]): boolean {
    return joinedOnes.some(
      (n) =>
        n.to < to &&
        !joinedOnes.some((o) => o.from >= n.to && o.to < to) &&
        n.ids.some((id) => anchorDates(id, catalogue).some((d) => spans.some((s) => datesAgree(s, d)))),
    );
  }

  /** "The guests at A also attended B": no other word joins the two. */
  function isAdded(): boolean {
    const [one, two] = joinedOnes;
    const between = one && two ? tokens.slice(one.to, two.from) : [];
    return (
      also >= 0 &&
      between.includes(tokens[also]!) &&
      between.every((t, k) => one!.to + k === also || !joins.has(t.stem))
    );
  }
  function isKind({ from, to }: Mention): boolean {
    return mentions.some(
      (m) => m.sense.type === 'class' && m.to === to && isPlural(m) && tokens.slice(from, m.from).every((t) => t.free),
    );
  }
  /** Names in a row before the question, or behind it and a colon. */
  function choices(): readonly Name[] {
    if (!start) return [];
    const colon = tokens.findLastIndex((t) => t.text === ':');
    const isFree = (from: number, to: number): boolean =>
      content.every((i) => i < from || i >= to || names.some((n) => isIn(i, n)));
    const end = colon < start.from ? start.from : tokens.length;
    const row = names.filter((n) => (colon < start.from ? n.to <= colon : n.from > colon));
    const inRow = row.every(
      (n, k) =>
        k === 0 || tokens.slice(row[k - 1]!.to, n.from).every((t) => t.text === ',' || areJoined([t]) || !t.free),
    );
    return colon > 0 && row.length > 1 && inRow && isFree(colon < start.from ? 0 : colon, end) ? row : [];
  }
  /** "The paper's list of mechanisms": that it lists them is said by the document. */
  function isOwnList(n: Name): boolean {
    return groupOf(n, catalogue).length > 1 && names.some((d) => d.sort === 'document' && d.to === n.from);
  }
  function alternatives(all: readonly number[]): number[][] {
    const groups: number[][] = [];
    for (const i of all) {
      const last = groups[groups.length - 1];
      if (last && areJoined(tokens.slice(last[last.length - 1]! + 1, i))) last.push(i);
      else groups.push([i]);
    }
    return groups;
  }
  function isBound(m: Mention): boolean {
    const id: string | undefined = m.sense.type === 'operator' ? m.sense.id : undefined;
    return constraints.some(
      (c) => (c.relation as string) === id && c.mention.from >= m.to && c.mention.from <= m.to + 1,
    );
  }

  /** Names of one sort with "and", "or", "than" or a word of comparison between them. */
  function joinedNames(all: readonly Name[]): readonly Name[] {
    const plain = all.filter((n) => !n.denied && n.relation === 'is' && !n.ids.some((id) => context.includes(id)));
    const set: Name[] = [];
    for (const n of plain) {
      const last = set[set.length - 1] ?? plain.find((o) => o.to <= n.from && isJoined(o, n));
      if (!last || last === n || last.to > n.from || !isJoined(last, n)) continue;
      if (set.length === 0) set.push(last);
      set.push(n);
    }
    // "In Fujian and Beijing": the preposition is said once.
    const sort = set[0]?.sort;
    return set.map((n) => (sort === 'place' && n.sort === 'party' ? { ...n, sort } : n));
  }
  function isJoined(a: Name, b: Name): boolean {
    const between = tokens.slice(a.to, b.from);
    // "Out of Chongqing Fujian Beijing": places in a row.
    const inRow = between.length === 0 && a.ids[0]!.startsWith('place/') && b.ids[0]!.startsWith('place/');
    return (
      (a.sort === b.sort || (a.sort === 'place' && b.sort === 'party' && b.ids[0]!.startsWith('place/'))) &&
      (inRow ||
        subtracts.some((m) => m.from >= a.to && m.to <= b.from) ||
        between.some((t, k) => joins.has(t.stem) || t.text === ',' || query.operators.get(a.to + k) === 'compare')) &&
      (a.sort === 'document' || !mentions.some((m) => m.sense.type === 'asks' && m.from >= a.to && m.to <= b.from))
    );
  }
}

const isDocument = ({ mention: { sense } }: Constraint): boolean =>
  sense.type === 'entity' && sense.id.startsWith('document/');
const isSideways = (relation: string): boolean => relation === 'before' || relation === 'after';

/** What a named group is made up of, all of its own kind. */
const groupOf = (name: Name, catalogue: Catalogue): EntityId[] => [
  ...new Set(
    name.ids.flatMap((id) => {
      const group = catalogue.profiles.get(id);
      return group ? membersOf(group) : [];
    }),
  ),
];

/** The things of its own kind that a complete list says a group is made up of. */
export const membersOf = ({ id, entity }: Profile): EntityId[] => {
  const kind = id.split('/')[0]!;
  return entity.facts.flatMap((f) =>
    f.complete ? f.values.flatMap((v) => (v.type === 'entity' && v.id.startsWith(`${kind}/`) ? [v.id] : [])) : [],
  );
};

/** "The six agreements" beside each of the six: told once, and counted once. */
export function isMadeUpOf(group: Profile, found: ReadonlySet<EntityId>): boolean {
  const members = membersOf(group);
  return members.length > 1 && members.every((id) => found.has(id));
}

/** "2023-24" of anything but schools is two years. */
function inYears(date: DateSpan): DateSpan {
  if (date.grain !== 'school year') return date;
  return { ...date, grain: 'span', from: `${date.from.slice(0, 4)}-01-01`, to: `${date.to.slice(0, 4)}-12-31` };
}
