/**
 * Questions over several subjects: which are selected, then what is done with them. One reading of the words as
 * conditions serves all: listed, counted, the first or last of them, what each says, what they have in common.
 */
import type { Askable, Catalogue, Profile } from '../../knowledge/askables.ts';
import type { Lexicon } from '../../knowledge/lexicon.ts';
import { datesAgree } from '../../model/date.ts';
import type { EntityId } from '../../model/knowledge.ts';
import type { Finding, Resolution } from '../../model/resolution.ts';
import { asTyped } from '../../text/typed.ts';
import type { Query } from '../candidate.ts';
import { overNumbers } from './numbers.ts';
import { membersOf, type Name, readSet, type SetQuestion } from './question.ts';
import { type Row, rowHolds, rowsOf } from './rows.ts';
import { indexes, type Selected, select, THINGS } from './select.ts';

/** What the documents have lists of. */
const LISTED = 'mechanism';
const AGREEMENT = 'agreement';
/** Done with numbers only. */
const NUMERIC: readonly string[] = [
  ...['most', 'fewest', 'largest', 'smallest', 'total', 'average', 'difference', 'compare', 'above', 'below'],
];
/** Without one of these, and without names joined, a question is about several only if its noun is. */
const OPERATORS: ReadonlySet<string> = new Set([
  ...['latest', 'earliest', 'most', 'fewest', 'largest', 'smallest', 'before', 'after', 'between', 'since', 'until'],
  ...['same', 'difference', 'total', 'average', 'compare', 'both', 'each', 'rank', 'above', 'below'],
]);

/** The answer to a question over several subjects, where it can be made for sure. */
export function overSeveral(query: Query, catalogue: Catalogue, lexicon: Lexicon): Resolution | undefined {
  const { reading } = query;
  if (reading.personal || query.content.length === 0) return undefined;
  const contextual = new Set(lexicon.language.contextual as EntityId[]);
  for (const inside of [false, true]) {
    const read = readSet(query, catalogue, lexicon, inside);
    // What a longer name binds is lost in its parts.
    if (inside && query.constraints.some((c) => c.mention.sense.type === 'entity' && c.relation !== 'is')) break;
    if (!read || !isOurs(read, catalogue)) continue;
    const list = notListed(read, catalogue) ?? noneOn(read, catalogue, contextual);
    if (list) return list;
    if (!isOfSeveral(read, catalogue)) continue;
    const sooner =
      oneOf(read, catalogue) ?? apart(read, catalogue, contextual) ?? alsoHeld(read, catalogue, contextual);
    if (sooner) return sooner;
    let declined: Resolution | undefined;
    for (const question of readings(asListed(read, catalogue))) {
      const found =
        inOrder(question, catalogue) ??
        listsApart(question, catalogue, contextual) ??
        overNumbers(question, catalogue) ??
        eachOf(question, catalogue) ??
        tellSelected(question, select(question, catalogue, contextual), catalogue) ??
        nothingOf(question, catalogue);
      if (found && found.status !== 'unknown') return found;
      declined ??= found;
    }
    if (declined) return declined;
  }
  return undefined;
}

/** Question words, each run of them once. */
function asking({ reading }: Query): number {
  const words = reading.mentions.filter((m) => m.sense.type === 'asks');
  return new Set(words.filter((m) => !words.some((o) => o.from < m.from && o.to >= m.from)).map((m) => m.from)).size;
}

/** "Any women at the plenary?" */
const isAny = ({ noun, query: { reading } }: SetQuestion): boolean =>
  reading.checks && reading.asks.length === 0 && noun?.from === 1;

function isOfSeveral(q: SetQuestion, catalogue: Catalogue): boolean {
  // A question whether something is so is about several where it compares, or asks for any of a kind.
  const { checks, asks } = q.query.reading;
  if (isAny(q) || q.ordering || q.options.length > 0) return true;
  if (checks && asks.length === 0 && q.joined.length < 2) return false;
  // "All agreements on education and with whom"
  const listed = q.several && q.noun !== undefined && THINGS.has(catalogue.kindOf(q.noun.id));
  if (q.asks === 'who' && !(q.joined.length > 1) && !listed) return false;
  if (q.joined.length > 1 || q.bounds.length > 0 || q.names.some((n) => n.denied || n.relation !== 'is')) return true;
  if (q.classes.some((c) => c.denied)) return true;
  return q.several || [...q.operators].some((o) => OPERATORS.has(o));
}

/** It names something of ours, asks for a partner, or for a kind of thing that is dealt with here. */
const isOurs = (q: SetQuestion, catalogue: Catalogue): boolean =>
  q.partners ||
  q.names.length + q.joined.length > 0 ||
  [q.noun, ...q.classes].some(
    (c) => c !== undefined && (THINGS.has(catalogue.kindOf(c.id)) || catalogue.kindOf(c.id) === 'post'),
  );

/** "Which partner has a platform on the page but not in the paper": it is the platforms that documents list. */
function asListed(q: SetQuestion, catalogue: Catalogue): SetQuestion {
  const { noun } = q;
  const listed = q.classes.find((c) => !c.denied && catalogue.kindOf(c.id) === LISTED);
  const documents = [...q.names, ...q.joined].filter((n) => n.sort === 'document');
  if (!noun || !listed || catalogue.kindOf(noun.id) !== 'place' || documents.length < 2) return q;
  return {
    ...q,
    noun: { ...noun, id: listed.id },
    partners: false,
    names: q.names.filter((n) => n.from < noun.from || n.to > noun.to),
    classes: q.classes.filter((c) => c !== listed),
  };
}

/** "In Fujian" is where it was, else with whom; "between" binds what follows. */
function* readings(q: SetQuestion): Generator<SetQuestion> {
  const [first, second] = q.joined;
  if (q.operators.has('between') && q.joined.length === 2) {
    const relate = (n: Name, relation: Name['relation']): Name => ({ ...n, relation });
    yield { ...q, joined: [], names: [...q.names, relate(first!, 'after'), relate(second!, 'before')] };
    return;
  }
  yield q;
  const withWhom = (n: Name): Name => (n.sort === 'place' ? { ...n, sort: 'party' } : n);
  if ([...q.joined, ...q.names.filter((n) => n.denied)].some((n) => n.sort === 'place'))
    yield { ...q, joined: q.joined.map(withWhom), names: q.names.map(withWhom) };
}

/** "Was the Beijing session before or after the Fujian one?", "which came first, the meeting or the plenary?" */
function inOrder(q: SetQuestion, catalogue: Catalogue): Resolution | undefined {
  const first = q.operators.has('earliest') || q.operators.has('latest');
  if (!q.ordering && !(first && !q.query.reading.checks)) return undefined;
  const named = q.ordering || q.joined.length === 0 ? [...q.joined, ...q.names] : q.joined;
  const things = named.map((n) => (n.denied ? undefined : dated(n, q, catalogue)));
  const [a, b] = things;
  if (things.length !== 2 || !a || !b || a === b) return undefined;
  if (first && !q.ordering && (a.entity.kind !== b.entity.kind || !isOr(named, q))) return undefined;
  if (q.dates.some((d) => things.some((p) => !d.spans.some((s) => datesAgree(s, p!.date!))))) return undefined;
  return ordered(a, b);
}

/** "The pact on talent or the one on emergencies": the question leaves open which of the two. */
const isOr = ([a, b]: readonly Name[], { query, joins }: SetQuestion): boolean =>
  query.reading.tokens.slice(a!.to, b!.from).some((t) => joins.has(t.stem));

/** "How long between the two plenaries?", "how long after the meeting was the plenary?" */
function apart(q: SetQuestion, catalogue: Catalogue, contextual: ReadonlySet<EntityId>): Resolution | undefined {
  const beside = q.names.some((n) => n.relation === 'before' || n.relation === 'after');
  if (q.asks !== 'long' || q.query.reading.checks || !(q.operators.has('between') || beside)) return undefined;
  const named = [...q.joined, ...q.names];
  const things =
    named.length > 1
      ? named.map((n) => dated(n, q, catalogue))
      : (select(q, catalogue, contextual) ?? []).map((s) => s.item);
  const [a, b] = things;
  const found = things.length === 2 && a && b ? ordered(a, b) : undefined;
  if (found?.status !== 'answered' || [a, b].some((p) => p!.date!.grain !== 'day')) return found;
  const days = Math.abs(Date.parse(a!.date!.from) - Date.parse(b!.date!.from)) / DAY;
  return { ...found, form: 'apart', number: days };
}
const DAY = 24 * 60 * 60 * 1000;

/** "Is Hubei in the PPRD?": who is in it is told in full, and this is not among them. */
function notListed(q: SetQuestion, catalogue: Catalogue): Resolution | undefined {
  const { checks, asks } = q.query.reading;
  if (!checks || asks.length > 0 || q.names.length !== 2 || q.joined.length > 0) return undefined;
  if (q.dates.length + q.bounds.length + q.classes.length > 0 || q.names.some((n) => n.denied)) return undefined;
  const [one, whole] = q.names as [Name, Name];
  const words = q.noun ? [...q.words, indexes(q.noun)] : q.words;
  const kinds = new Set(one.ids.map((id) => id.split('/')[0]));
  // Of several lists the words have to tell which is meant.
  const lists = whole.ids.flatMap((id) => {
    const profile = catalogue.profiles.get(id);
    return (profile?.askables ?? []).flatMap((askable) => {
      const isAsked = (i: number): boolean => q.query.reading.tokens[i]!.terms.some((t) => askable.cues.has(t));
      const isList = !askable.inverse && askable.facts.some((f) => f.complete);
      const alike = [...askable.valueEntities].some((v) => kinds.has(v.split('/')[0]));
      return isList && alike && words.every((group) => group.some(isAsked)) ? [told(askable, profile!)] : [];
    });
  });
  const [actual] = lists;
  if (lists.length !== 1 || !actual) return undefined;
  const { valueEntities } = actual.askable;
  const isIn = (id: EntityId): boolean => {
    const group = catalogue.profiles.get(id);
    const parts = group ? membersOf(group) : [];
    return (
      [...valueEntities].some((v) => v === id || catalogue.within(id).has(v)) ||
      (parts.length > 0 && parts.every((p) => valueEntities.has(p)))
    );
  };
  if (one.ids.some(isIn)) return undefined;
  return { status: 'corrected', claims: [{ presumed: spoken(one, q), actual }], findings: [] };
}

/** "Did the Chongqing session bring an agreement on tourism?": what those signed there cover is told in full. */
function noneOn(q: SetQuestion, catalogue: Catalogue, contextual: ReadonlySet<EntityId>): Resolution | undefined {
  const { checks, asks } = q.query.reading;
  const signed = [q.noun, ...q.classes].find((c) => c && !c.denied && catalogue.kindOf(c.id) === AGREEMENT);
  const topics = q.names.filter((n) => n.sort === 'topic');
  const [topic] = topics;
  const names = q.names.filter((n) => n !== topic);
  if (!checks || asks.length > 0 || !signed || !topic || topics.length > 1 || names.length === 0) return undefined;
  if (q.joined.length + q.dates.length + q.bounds.length > 0 || q.names.some((n) => n.denied)) return undefined;
  // "Produce", "lead to": said of the meeting.
  const around = names.flatMap((n) => n.ids.flatMap((id) => catalogue.subjects.get(`@${id}`) ?? []));
  const isSaid = (i: number): boolean =>
    around.some((id) =>
      [...catalogue.profiles.get(id)!.cues.values()].some((cues) =>
        q.query.reading.tokens[i]!.terms.some((t) => cues.has(t)),
      ),
    );
  const words = q.words.filter((group) => !group.every(isSaid));
  const rest = { ...q, noun: signed, several: true, names, words, classes: q.classes.filter((c) => c !== signed) };
  const items = (select(rest, catalogue, contextual) ?? []).map((s) => s.item);
  const isOn = (v: EntityId): boolean =>
    topic.ids.some((id) => v === id || catalogue.within(id).has(v) || catalogue.within(v).has(id));
  if (items.some((p) => p.askables.some((a) => [...a.valueEntities].some(isOn)))) return undefined;
  const areas = items.flatMap((p) =>
    p.askables.flatMap((a) =>
      !a.inverse && a.role.id === 'area' && a.facts.some((f) => f.complete) ? [told(a, p)] : [],
    ),
  );
  const claims = areas.map((actual) => ({ presumed: spoken(topic, q), actual }));
  return claims.length > 0 ? { status: 'corrected', claims, findings: [] } : undefined;
}
const spoken = ({ from, to }: Name, { query: { reading } }: SetQuestion): string => asTyped(reading, from, to);

/** "Which members of A also have B?": the second holds by something else than the first. */
function alsoHeld(q: SetQuestion, catalogue: Catalogue, contextual: ReadonlySet<EntityId>): Resolution | undefined {
  const at = q.also;
  if (at === undefined || !q.noun || q.noun.from > at || q.joined.length > 0) return undefined;
  const part = (isOf: (i: number) => boolean): SetQuestion => ({
    ...q,
    names: q.names.filter((n) => isOf(n.from)),
    classes: q.classes.filter((c) => isOf(c.from)),
    words: q.words.filter((group) => group.every(isOf)),
  });
  const later = part((i) => i > at);
  const former = part((i) => i < at);
  if (former.names.length === 0 || later.names.length + later.classes.length === 0) return undefined;
  const first = select(former, catalogue, contextual) ?? [];
  const subjects = new Set(first.flatMap((s) => s.rows.map((r) => r.subject)));
  const both = first.flatMap(({ item }): Selected[] => {
    const rows = rowsOf(item, catalogue).filter(
      (r) => !subjects.has(r.subject) && rowHolds({ ...later, question: later }, r, catalogue),
    );
    // What it is a fact of says it best.
    const row = rows.find((r) => later.classes.every((c) => r.subject.classes.has(c.id))) ?? rows[0];
    return row ? [{ item, rows: [row] }] : [];
  });
  return both.length > 0 ? tellValues(both) : undefined;
}

/** "A, B, C: which was (not) signed there?" */
function oneOf(q: SetQuestion, catalogue: Catalogue): Resolution | undefined {
  if (q.options.length === 0 || (q.asks !== 'what' && q.asks !== 'who')) return undefined;
  if (q.names.length + q.dates.length === 0 || q.names.some((n) => n.denied)) return undefined;
  const conditions = { question: q, names: q.names, classes: q.classes };
  const held = q.options.map((o): Selected | undefined => {
    const rows = o.ids.flatMap((id) => {
      const item = catalogue.profiles.get(id);
      return item ? rowsOf(item, catalogue).filter((r) => rowHolds(conditions, r, catalogue)) : [];
    });
    return rows[0] && { item: rows[0].item, rows: rows.slice(0, 1) };
  });
  const those = held.flatMap((s) => s ?? []);
  const lacking = q.options.flatMap((o, k) => (held[k] ? [] : [o.ids[0]!]));
  if (those.length === 0 || lacking.length === 0) return undefined;
  const { fact } = those[0]!.rows[0]!;
  const answer = tellValues(those);
  return q.others ? { ...answer, values: lacking.map((id) => ({ id, fact })) } : answer;
}

/** Two things, the one that came first in front; `undefined` where their dates do not tell. */
function ordered(a: Profile, b: Profile): Resolution | undefined {
  if (!a.date || !b.date) return undefined;
  const pair = a.date.to < b.date.from ? [a, b] : b.date.to < a.date.from ? [b, a] : undefined;
  return pair && { status: 'answered', form: 'order', findings: pair.map((p) => told(dateOf(p), p)) };
}

/** "The difference between the page's list and the paper's": what stands in one of them only. */
function listsApart(q: SetQuestion, catalogue: Catalogue, contextual: ReadonlySet<EntityId>): Resolution | undefined {
  const [a, b] = q.joined;
  if (q.joined.length !== 2 || !a || !b || a.sort !== 'document' || !q.operators.has('difference')) return undefined;
  const noun = q.noun ?? { from: 0, to: 0, id: LISTED, denied: false };
  const without = (own: Name, other: Name): readonly Selected[] =>
    select({ ...q, noun, joined: [], names: [...q.names, own, { ...other, denied: true }] }, catalogue, contextual) ??
    [];
  const only = [...without(a, b), ...without(b, a)];
  return only.length > 0 ? { status: 'answered', form: 'list', findings: only.map((s) => evidence(s, q)) } : undefined;
}

/** "The agreements with Sichuan and with Hubei": of one that is named there are none, so nothing can be told of both. */
function nothingOf(q: SetQuestion, catalogue: Catalogue): Resolution | undefined {
  const kinds = [q.noun, ...q.classes].flatMap((c) => (c && !c.denied ? [catalogue.kindOf(c.id)] : []));
  // All that one document lists stands in the other as well.
  const [list] = q.names.filter((n) => n.sort === 'document' && !n.denied);
  const other = q.names.some((n) => n.sort === 'document' && n.denied);
  if (list && other && kinds.includes(LISTED) && q.words.length === 0)
    return { status: 'unknown', missing: [], subject: catalogue.profiles.get(list.ids[0]!)!, near: [] };
  if (!kinds.includes('agreement')) return undefined;
  const lacking = q.joined.flatMap((n) =>
    n.ids.every((id) =>
      (catalogue.subjects.get(`@${id}`) ?? []).every((s) => catalogue.profiles.get(s)!.entity.kind !== 'agreement'),
    )
      ? n.ids.flatMap((id) => catalogue.profiles.get(id) ?? [])
      : [],
  )[0];
  return lacking && { status: 'unknown', missing: [], subject: lacking, near: [] };
}

/** The one thing with a date that a name denotes: itself, the only meeting with that partner, the only one on a topic. */
function dated(name: Name, q: SetQuestion, catalogue: Catalogue): Profile | undefined {
  const kinds = q.noun ? [q.noun, ...q.classes] : q.classes;
  const found = new Set(
    name.ids.flatMap((id) =>
      (catalogue.subjects.get(`@${id}`) ?? []).flatMap((s) => {
        const p = catalogue.profiles.get(s)!;
        const isMeant =
          p.id === id
            ? !/^(place|mechanism|topic)\//.test(id)
            : name.sort === 'topic'
              ? p.related.get(id)?.has('area') && kinds.some((c) => p.classes.has(c.id))
              : (kinds.length > 0 ? kinds.some((c) => p.classes.has(c.id)) : p.entity.kind === 'meeting') &&
                p.identity.has(id);
        return isMeant && p.date && !p.date.yearless ? [p] : [];
      }),
    ),
  );
  const [only] = found;
  return found.size === 1 ? only : undefined;
}

const told = (askable: Askable, profile: Profile): Finding => ({ askable, profile, facts: askable.facts });

/** Who, when or where, for each of the things that are named. */
function eachOf(q: SetQuestion, catalogue: Catalogue): Resolution | undefined {
  if (q.joined.length < 2 || q.asks === 'what' || q.asks === 'number' || q.together) return undefined;
  const classes = q.noun ? [...q.classes, q.noun] : q.classes;
  const subjects = q.joined.flatMap((n) =>
    n.ids.flatMap((id) =>
      (catalogue.subjects.get(`@${id}`) ?? []).flatMap((s) => {
        const p = catalogue.profiles.get(s)!;
        return THINGS.has(p.entity.kind) && p.identity.has(id) ? [{ name: n, item: p }] : [];
      }),
    ),
  );
  const byRole = new Map<string, { names: Set<Name>; findings: Map<Askable, Row[]> }>();
  for (const { name, item } of subjects)
    for (const row of rowsOf(item, catalogue)) {
      const { askable } = row;
      if (askable.inverse || askable.role.answers[0] !== q.asks) continue;
      if (!rowHolds({ question: q, names: [...q.names, name], classes }, row, catalogue)) continue;
      const of = byRole.get(askable.role.id) ?? { names: new Set(), findings: new Map() };
      of.names.add(name);
      of.findings.set(askable, [...(of.findings.get(askable) ?? []), row]);
      byRole.set(askable.role.id, of);
    }
  const whole = [...byRole.values()].filter((r) => r.names.size === q.joined.length);
  if (whole.length !== 1) return undefined;
  const findings = [...whole[0]!.findings].map(
    ([askable, rows]): Finding => ({
      askable,
      profile: rows[0]!.subject,
      facts: [...new Set(rows.map((r) => r.fact))],
    }),
  );
  return { status: 'answered', form: 'each', findings };
}

/** What is done with those that are selected. */
function tellSelected(
  q: SetQuestion,
  selected: readonly Selected[] | undefined,
  catalogue: Catalogue,
): Resolution | undefined {
  const first = selected?.[0];
  if (!selected || !first || q.asks === 'why' || q.asks === 'how' || q.asks === 'long') return undefined;
  const { operators } = q;
  if (NUMERIC.some((o) => operators.has(o))) return undefined;
  const { kind } = first.item.entity;
  const filters = (noun: string): boolean => noun === kind || (noun === 'post' && kind === 'person');
  const filtered = q.classes.some((c) => c.denied || filters(catalogue.kindOf(c.id)));
  // "All the mayors": who they are.
  if (kind === 'post' && q.several && operators.has('all') && q.asks === 'what') {
    const held = selected.flatMap(({ item }) => {
      const holder =
        item.askables.find((a) => a.role.id === 'post' && a.inverse) ??
        item.askables.find((a) => [...a.valueEntities].some((v) => v.startsWith('person/')));
      return holder ? [told(holder, item)] : [];
    });
    return held.length === selected.length ? { status: 'answered', form: 'list', findings: held } : undefined;
  }
  /** Some of those that there are said to be. */
  const part = selected.length < (q.group?.length ?? 0) || q.counts.some((n) => n > selected.length);
  const plain = q.joined.length === 0 && !filtered && !part && !isAny(q) && !q.names.some((n) => n.denied);
  const end: 0 | -1 | undefined = operators.has('latest') ? -1 : operators.has('earliest') ? 0 : undefined;
  const isOpen = plain && q.names.length + q.dates.length + q.bounds.length === 0;
  // "When did it last meet?" is said of one of them.
  if (isOpen && (end === undefined || q.query.reading.mentions.some((m) => m.sense.type === 'pronoun')))
    return undefined;
  /** What was signed at a meeting is counted where the meeting's documents are, what a document lists in its list. */
  const isPlainOf = ({ item }: Selected): boolean => plain && [AGREEMENT, LISTED].includes(item.entity.kind);
  if (!THINGS.has(kind)) {
    const subjects = new Set(selected.flatMap((s) => s.rows.map((r) => r.subject)));
    // What one thing says is told as it says it.
    if (plain && (subjects.size < 2 || kind === 'topic' || kind === 'post')) return undefined;
    // How many there are is told where they are; only what is left without some of them has to be counted.
    if (q.asks === 'number')
      return q.names.some((n) => n.denied) && new Set(selected.map((s) => s.rows[0]!.fact.role)).size === 1
        ? { ...tellValues(selected), form: 'count', number: selected.length }
        : undefined;
    if (q.asks !== 'what' && q.asks !== 'who') return undefined;
    return tellValues(selected);
  }
  const findings = selected.map((s) => evidence(s, q));
  if (end !== undefined) {
    if (q.joined.length === 2 && selected.length === 2) return ordered(first.item, selected[1]!.item);
    return extreme(selected, end);
  }
  // A group counts for more than one.
  if (
    q.asks === 'number' &&
    (!q.several ||
      asking(q.query) > 1 ||
      isPlainOf(first) ||
      selected.some((s) => s.item.askables.some((a) => a.role.id === 'number')))
  )
    return undefined;
  if (q.asks === 'number') return { status: 'answered', form: 'count', findings, number: findings.length };
  if (plain && selected.length < 2) return undefined;
  if (q.asks === 'what' || (q.asks === 'who' && q.several)) return { status: 'answered', form: 'list', findings };
  // "All the meetings with their dates"
  const each = selected.flatMap(({ item }) => {
    const own = item.askables.find((a) => a.plain.has(q.asks) && a.role.answers[0] === q.asks && !a.inverse);
    return own ? [told(own, item)] : [];
  });
  return q.several && each.length === selected.length
    ? { status: 'answered', form: 'list', findings: each }
    : undefined;
}

/** The first or the last of them, and beside it those of which the documents leave out when they were. */
function extreme(selected: readonly Selected[], end: 0 | -1): Resolution | undefined {
  const dated = selected.filter(({ item }) => item.date && !item.date.yearless);
  const at = dated.at(end)?.item;
  if (!at || dated.length < 2) return undefined;
  const open = selected.filter((s) => !dated.includes(s));
  const beside = open.flatMap(({ item }) => {
    const leftOut = item.askables.find((a) => a.unsaid && a.provides.has('when'));
    return leftOut ? [told(leftOut, item)] : [];
  });
  if (beside.length < open.length || beside.length > MOST_UNDATED) return undefined;
  return { status: 'answered', form: 'facts', findings: [told(dateOf(at), at), ...beside] };
}
/** With more of them nothing is first or last. */
const MOST_UNDATED = 2;

/** The fact by which a thing is selected, where it says more than when and where. */
function evidence({ item, rows }: Selected, q: SetQuestion): Finding {
  const row = rows[0]!;
  const plain = plainest(item);
  if (item.entity.kind === 'agreement') return { askable: plain, profile: item, facts: plain.facts };
  if (row.askable.inverse) return { askable: row.askable, profile: item, facts: [row.fact] };
  const cued = q.words.flat().some((i) => q.query.reading.tokens[i]!.terms.some((t) => row.askable.cues.has(t)));
  // "Who were the deputy directors at the meetings": who was there, not when it was.
  const isWho = q.asks === 'who' && row.askable.role.answers[0] === 'who';
  const own = cued || isWho || row.fact.role === 'listed' ? row.askable : plain;
  return { askable: own, profile: item, facts: own.facts };
}

/** The values first, then where each stands. */
function tellValues(selected: readonly Selected[]): Extract<Resolution, { status: 'answered' }> {
  const findings = new Map<string, { askable: Askable; profile: Profile; facts: Set<Finding['facts'][number]> }>();
  for (const { rows } of selected)
    for (const { subject, fact } of rows) {
      const askable = subject.askables.find((a) => !a.inverse && a.facts.includes(fact))!;
      const of = findings.get(`${subject.id} ${askable.id}`) ?? { askable, profile: subject, facts: new Set() };
      of.facts.add(fact);
      findings.set(`${subject.id} ${askable.id}`, of);
    }
  return {
    status: 'answered',
    form: 'values',
    values: selected.map(({ item, rows }) => ({ id: item.id, fact: rows[0]!.fact })),
    findings: [...findings.values()].map((f) => ({ ...f, facts: [...f.facts] })),
  };
}

/** What says when it was, else what is plainest. */
const dateOf = (p: Profile): Askable =>
  p.askables.find((a) => !a.inverse && a.role.identifies && a.role.answers[0] === 'when') ??
  p.askables.find((a) => !a.inverse && a.role.answers[0] === 'when' && a.values.some((v) => v.type === 'date')) ??
  plainest(p);

const PLAIN: readonly string[] = ['held', 'area', 'signed', 'launched', 'established', 'listed', 'post'];
export function plainest(p: Profile): Askable {
  for (const role of PLAIN) {
    const own = p.askables.find((a) => a.role.id === role && !a.inverse);
    if (own) return own;
  }
  return p.askables[0]!;
}
