/**
 * Facts as rows of a table: each names a subject, a value and what stands with it. A thing is selected by a row of its
 * own, or by one in which it is the value, on which all that the question says of it holds.
 */

import type { Askable, Catalogue, Profile } from '../../knowledge/askables.ts';
import { type DateSpan, datesAgree } from '../../model/date.ts';
import type { Fact, Value } from '../../model/fact.ts';
import type { EntityId } from '../../model/knowledge.ts';
import type { Relation } from '../candidate.ts';
import { holdsDate } from '../hold.ts';
import type { ClassName, Name, SetQuestion, Sort } from './question.ts';

export interface Row {
  readonly askable: Askable;
  readonly fact: Fact;
  /** The subject of the fact. */
  readonly subject: Profile;
  /** The thing that is looked at: the subject, or a value of the fact. */
  readonly item: Profile;
}

/** Roles of a subject that may be said of any other fact of it: when, where, with whom, of which series. */
const CONTEXT: ReadonlySet<string> = new Set([
  'held',
  'place',
  'mechanism',
  'ordinal',
  'partner',
  'parties',
  'signed',
  'meeting',
  'area',
  'listed',
]);

/** What can be selected by rows at all: single facts of a role with a meaning of its own, that say something. */
const isRow = (a: Askable): boolean => a.role.of !== 'any' && a.facts.some((f) => f.state !== 'unsaid');

/** Once for each profile: a profile is of one catalogue, and neither ever changes. */
const rowsKnown = new WeakMap<Profile, readonly Row[]>();
const contextKnown = new WeakMap<Profile, ReadonlySet<EntityId>>();

/** The rows of a thing. */
export function rowsOf(item: Profile, catalogue: Catalogue): readonly Row[] {
  const known = rowsKnown.get(item);
  if (known) return known;
  const rows = item.askables.flatMap((askable) =>
    isRow(askable)
      ? askable.facts.flatMap((fact) => {
          const subject = catalogue.profiles.get(fact.subject);
          return subject && fact.state !== 'unsaid' ? [{ askable, fact, subject, item }] : [];
        })
      : [],
  );
  rowsKnown.set(item, rows);
  return rows;
}

const entityIds = (values: readonly Value[]): EntityId[] => values.flatMap((v) => (v.type === 'entity' ? [v.id] : []));
/** Entities of the fact beside its subject. */
const cells = ({ fact }: Row): EntityId[] => [
  ...entityIds(fact.values),
  ...Object.entries(fact.with).flatMap(([key, values]) => (key === 'side' ? [] : entityIds(values))),
];

export const numberOf = ({ fact }: Row): number | undefined => {
  const numbers = fact.values.flatMap((v) => (v.type === 'number' ? [v.number] : []));
  return numbers.length === 1 && fact.values.length === 1 ? numbers[0] : undefined;
};

/** Whether a name is about this row. */
export function nameHolds(name: Name, row: Row, catalogue: Catalogue): boolean {
  const { subject, item, fact } = row;
  return name.ids.some((id) => {
    if (name.relation !== 'is') {
      // "Signed after the plenary" is said of what was signed at it.
      if (item.entity.kind !== 'meeting' && subject.entity.kind !== 'meeting' && subject.identity.has(id)) return true;
      return isBeside(name.relation, anchorDates(id, catalogue), subject.date);
    }
    switch (name.sort) {
      case 'document':
        if (subject.entity.kind !== 'mechanism') return fact.from.some((c) => `document/${c.document}` === id);
        // A mechanism stands in a document that lists it.
        return item === subject
          ? fact.role === 'listed' && entityIds(fact.values).includes(id)
          : subject.entity.facts.some((f) => f.role === 'listed' && entityIds(f.values).includes(id));
      case 'side':
        return (
          entityIds(fact.with.side ?? []).some((s) => catalogue.within(s).has(id)) || isInside(item, id, catalogue)
        );
      case 'place':
        // Where it took place; of what is bound to no place, whose it is.
        if (subject.hasPlace && subject.entity.kind !== 'mechanism')
          return subject.related.get(id)?.has('place') === true;
        break;
      default:
        break;
    }
    if (id === 'place/mainland') return isInside(item, id, catalogue);
    if (item.id === id || subject.id === id || subject.identity.has(id) || item.identity.has(id)) return true;
    if (cells(row).includes(id) && id !== item.id) return true;
    if (name.sort === 'who' && item.entity.kind === 'person' && !fact.with.post)
      return item.related.get(id)?.has('post') === true;
    return name.sort !== 'who' && contextOf(subject).has(id);
  });
}

/** Entities that may be said of any fact of the subject; where it took place is said by "in" alone. */
function contextOf(subject: Profile): ReadonlySet<EntityId> {
  const known = contextKnown.get(subject);
  if (known) return known;
  const context = new Set(
    subject.entity.facts.flatMap((f) => (CONTEXT.has(f.role) && f.role !== 'place' ? entityIds(f.values) : [])),
  );
  contextKnown.set(subject, context);
  return context;
}

/** A place within another, itself not being it. */
const isInside = (item: Profile, id: EntityId, catalogue: Catalogue): boolean =>
  item.entity.kind === 'place' && item.id !== id && catalogue.within(item.id).has(id);

/** Of what is named, when it was; a place stands for the meetings with it. */
export function anchorDates(id: EntityId, catalogue: Catalogue): DateSpan[] {
  const own = catalogue.profiles.get(id);
  const kin =
    id.startsWith('place/') || id.startsWith('mechanism/')
      ? (catalogue.subjects.get(`@${id}`) ?? []).flatMap((s) => {
          const p = catalogue.profiles.get(s)!;
          return p.entity.kind === 'meeting' && p.identity.has(id) ? [p] : [];
        })
      : own
        ? [own]
        : [];
  return kin.flatMap((p) => (p.date && !p.date.yearless ? [p.date] : []));
}

const BESIDE: ReadonlySet<Relation> = new Set(['before', 'after', 'since', 'until']);
/** Before the first, after the last of several. */
function isBeside(relation: Relation, others: readonly DateSpan[], own: DateSpan | undefined): boolean {
  if (!own || own.yearless || others.length === 0) return false;
  return BESIDE.has(relation) && others.every((o) => holdsDate(relation, o, own));
}

function dateHolds({ spans, relation }: SetQuestion['dates'][number], row: Row): boolean {
  const own = row.item.entity.kind === row.subject.entity.kind ? row.item : row.subject;
  if (relation !== 'is' && relation !== 'not') return isBeside(relation, spans, own.date);
  const known = own.dates.length > 0 ? own.dates : row.subject.dates;
  const agrees = spans.some((s) => known.some((d) => !d.yearless && datesAgree(s, d)));
  return relation === 'is' ? agrees : known.length > 0 && !agrees;
}

/** Whether the row is about a thing of the kind: the thing itself, the subject, what stands with it. */
export function classHolds(c: ClassName, row: Row, catalogue: Catalogue): boolean {
  if (row.item.classes.has(c.id)) return true;
  // What is signed is a document.
  if (c.id === 'document' && row.subject.entity.kind === 'agreement') return true;
  if (catalogue.kindOf(c.id) === row.item.entity.kind && row.item !== row.subject) return false;
  if (catalogue.kindOf(c.id) === row.subject.entity.kind) return row.subject.classes.has(c.id);
  // "The items of the memoranda": what was signed at a meeting goes by its number.
  if (numberOf(row) !== undefined && catalogue.kindOf(c.id) === 'agreement')
    return rowsOf(row.subject, catalogue).some((r) => r.askable.role.id === 'meeting' && r.subject.classes.has(c.id));
  // "Which conference agreed": said of the mechanism or the partner whose meeting it was.
  return [...cells(row), ...row.subject.identity].some((id) => catalogue.profiles.get(id)?.classes.has(c.id));
}

/** A noun for what no thing here is said to be, or for another kind than the row is about, says what is done. */
const isWord = (c: ClassName, row: Row, catalogue: Catalogue): boolean => {
  const kind = catalogue.kindOf(c.id);
  return (
    (catalogue.subjects.get(`:${c.id}`) ?? []).every((id) => !id.startsWith(`${kind}/`)) ||
    (kind !== row.subject.entity.kind && kind !== row.item.entity.kind)
  );
};

/** Whether a word asks for the row: a cue of its role, or of one that may be said of any fact of its subject. */
export function wordHolds(i: number, row: Row, question: SetQuestion): boolean {
  const { terms } = question.query.reading.tokens[i]!;
  if (isCue(i, row, question)) return true;
  for (const [id, cues] of row.subject.cues) if (CONTEXT.has(id) && terms.some((t) => cues.has(t))) return true;
  return false;
}

/** Whether a word asks for the role of the row itself, seen from either end. */
export function isCue(i: number, row: Row, question: SetQuestion): boolean {
  const { terms } = question.query.reading.tokens[i]!;
  const { subject, askable, item } = row;
  const role = askable.role.id;
  return [askable.cues, subject.cues.get(role), item.cues.get(role), item.cues.get(`~${role}`)].some(
    (cues) => cues !== undefined && terms.some((t) => cues.has(t)),
  );
}

/** What the conditions of a question come to for one row, names of one sort set aside where others take their place. */
export interface Conditions {
  readonly question: SetQuestion;
  readonly names: readonly Name[];
  readonly classes: readonly ClassName[];
}

export function rowHolds({ question, names, classes }: Conditions, row: Row, catalogue: Catalogue): boolean {
  return (
    names.every((n) => nameHolds(n, row, catalogue)) &&
    question.dates.every((d) => dateHolds(d, row)) &&
    question.words.every((group) => group.some((i) => wordHolds(i, row, question))) &&
    classes.every((c) =>
      // A word for several kinds means one of them, and so do words that are joined.
      classes.some(
        (o) =>
          o.run === c.run &&
          (classHolds(o, row, catalogue) ||
            (isWord(o, row, catalogue) &&
              Array.from({ length: o.to - o.from }, (_, k) => o.from + k).every((i) => wordHolds(i, row, question)))),
      ),
    ) &&
    question.bounds.every(({ over, number }) => {
      const n = numberOf(row);
      return n !== undefined && (over ? n > number : n < number);
    })
  );
}

/** Whether the documents say of the thing what a denied name of this sort would be: then they can deny it. */
export function isKnown(sort: Sort, row: Row, catalogue: Catalogue): boolean {
  switch (sort) {
    case 'place':
      return row.subject.hasPlace;
    case 'who':
      return cells(row).some((id) => /^(person|post|organisation)\//.test(id));
    case 'topic':
      return rowsOf(row.item, catalogue).some((r) => cells(r).some((id) => id.startsWith('topic/')));
    case 'document':
      return row.subject.entity.kind === 'mechanism';
    default:
      return true;
  }
}
