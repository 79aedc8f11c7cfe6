/** The things for which all of a question holds, and the fact by which each does. */
import type { Catalogue, Profile } from '../../knowledge/askables.ts';
import type { EntityId } from '../../model/knowledge.ts';
import { isMadeUpOf, type Name, type SetQuestion } from './question.ts';
import { classHolds, isCue, isKnown, type Row, rowHolds, rowsOf } from './rows.ts';

export interface Selected {
  readonly item: Profile;
  /** A row on which all holds, for each name of those joined. */
  readonly rows: readonly Row[];
}

/** Things that are listed, counted and put in order as such; others are values of their facts. */
export const THINGS: ReadonlySet<string> = new Set(['meeting', 'agreement', 'mechanism']);
/** Kinds that are asked for by what they do: members, partners, guests. */
const ACTORS: readonly string[] = ['person', 'place', 'organisation'];
/** Roles of the sides of something; what everything here is about goes without saying. */
const SIDES: ReadonlySet<string> = new Set(['parties', 'partner']);

/** What may be selected, and the words of its noun where these say what it does. */
function range(question: SetQuestion, catalogue: Catalogue): { items: Profile[]; doing: boolean } {
  const { noun, asks, group } = question;
  if (group) return { items: group.flatMap((id) => catalogue.profiles.get(id) ?? []), doing: false };
  // A noun for another kind may stand for things that are said to be that: mechanisms are platforms.
  const wide = question.several || question.names.some((n) => n.denied);
  const all = (id: string, kind: string): Profile[] =>
    (catalogue.subjects.get(`:${id}`) ?? []).flatMap((s) => {
      const p = catalogue.profiles.get(s)!;
      return p.entity.kind === kind || (wide && !THINGS.has(kind) && THINGS.has(p.entity.kind)) ? [p] : [];
    });
  if (noun?.id === '') return { items: ACTORS.flatMap((kind) => all(kind, kind)), doing: true };
  if (noun) {
    const kind = catalogue.kindOf(noun.id);
    const own = all(noun.id, kind);
    return own.length > 0 || kind !== 'person' ? { items: own, doing: false } : { items: all(kind, kind), doing: true };
  }
  return { items: asks === 'who' ? all('person', 'person') : [], doing: false };
}

/**
 * The things selected, in the order of their dates; `undefined` where the documents cannot tell for sure: a name that
 * selects nothing, something denied that they say nothing of, another number of things than the question has.
 */
export function select(
  question: SetQuestion,
  catalogue: Catalogue,
  contextual: ReadonlySet<EntityId>,
): Selected[] | undefined {
  const { noun, joined } = question;
  const { items, doing } = range(question, catalogue);
  const positive = question.names.filter((n) => !n.denied);
  const denied = question.names.filter((n) => n.denied);
  const sizes = new Set<number>();
  const meet = joined.length > 1 && question.together;

  const fitting = (names: readonly Name[]): Map<Profile, Row[]> => {
    const found = new Map<Profile, Row[]>();
    const conditions = { question, names, classes: question.classes.filter((c) => !c.denied) };
    for (const item of items) {
      const rows = rowsOf(item, catalogue).filter(
        (r) =>
          (SIDES.has(r.fact.role) ? !contextual.has(item.id) : !question.partners) &&
          (!doing || indexes(noun!).some((i) => isCue(i, r, question))) &&
          rowHolds(conditions, r, catalogue),
      );
      if (rows.length > 0) found.set(item, rows);
    }
    const ids = new Set([...found.keys()].map((p) => p.id));
    for (const item of [...found.keys()]) if (isMadeUpOf(item, ids)) found.delete(item);
    sizes.add([...found.keys()].reduce((sum, item) => sum + partsOf(item), 0));
    sizes.add(found.size);
    return found;
  };

  const sets = joined.length > 0 ? joined.map((j) => fitting([...positive, j])) : [fitting(positive)];
  if (sets.some((s) => s.size === 0)) return undefined;
  let chosen: Selected[] = [];
  for (const item of items) {
    const rows = sets.map((s) => s.get(item) ?? []);
    if (meet ? rows.every((r) => r.length > 0) : rows.some((r) => r.length > 0))
      chosen.push({ item, rows: meet ? rows.map((r) => r[0]!) : rows.flat().slice(0, 1) });
  }

  const base = new Map(chosen.map((s) => [s.item, sets.flatMap((set) => set.get(s.item) ?? [])]));
  for (const name of denied) {
    const without = positive.filter((p) => p.sort !== name.sort);
    const against = fitting([...without, { ...name, denied: false }]);
    // Of what the documents say nothing, nothing can be left out.
    if ((name.sort === 'party' || name.sort === 'who') && against.size === 0) return undefined;
    chosen = chosen.flatMap((s) => {
      const known = base.get(s.item)!.filter((r) => isKnown(name.sort, r, catalogue));
      if (known.length === 0 || against.has(s.item)) return [];
      return [{ ...s, rows: known.slice(0, 1) }];
    });
  }
  for (const c of question.classes.filter((x) => x.denied)) {
    const kind = catalogue.kindOf(c.id);
    // "Mechanisms without a meeting": what is denied is another thing that goes with it.
    chosen = chosen.filter(({ item }) =>
      kind === item.entity.kind || !THINGS.has(kind)
        ? base.get(item)!.every((r) => !classHolds(c, r, catalogue))
        : rowsOf(item, catalogue).every((r) => r.subject.entity.kind !== kind || !r.subject.classes.has(c.id)),
    );
  }
  // "Of the six, how many are memoranda": six are all of their kind.
  if (noun && question.counts.some((n) => !sizes.has(n)) && THINGS.has(catalogue.kindOf(noun.id)))
    sizes.add(
      select({ ...question, noun: { ...noun, id: catalogue.kindOf(noun.id) }, counts: [] }, catalogue, contextual)
        ?.length ?? 0,
    );
  sizes.add(chosen.length);
  if (chosen.length === 0 || question.counts.some((n) => !sizes.has(n))) return undefined;
  return chosen.sort(byDate);
}

/** How many things it stands for: of a group of which only the number is told, so many. */
const partsOf = (item: Profile): number => {
  const rows = item.askables.filter((a) => a.role.id === 'number' && !a.inverse).flatMap((a) => a.values);
  return rows.length === 1 && rows[0]!.type === 'number' ? rows[0]!.number : 1;
};

export const indexes = ({ from, to }: { from: number; to: number }): number[] =>
  Array.from({ length: to - from }, (_, k) => from + k);

const dateOf = ({ item, rows }: Selected): string => item.date?.from ?? rows[0]!.subject.date?.from ?? '9';
const byDate = (a: Selected, b: Selected): number => (dateOf(a) < dateOf(b) ? -1 : dateOf(a) > dateOf(b) ? 1 : 0);
