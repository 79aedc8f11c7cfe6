/** Numbers of one role over several subjects: each of them, their sum, average and difference, the most and the fewest. */
import type { Catalogue, Profile } from '../../knowledge/askables.ts';
import type { Finding, Resolution } from '../../model/resolution.ts';
import type { Name, SetQuestion } from './question.ts';
import { numberOf, type Row, rowHolds, rowsOf, wordHolds } from './rows.ts';
import { indexes } from './select.ts';

/** Questions about numbers of several. */
const OPERATORS: readonly string[] = [
  ...['most', 'fewest', 'largest', 'smallest', 'rank', 'total', 'average', 'difference', 'compare', 'above', 'below'],
];

const told = ({ askable, subject, fact }: Row): Finding => ({ askable, profile: subject, facts: [fact] });
const value = (row: Row): number => numberOf(row)!;

export function overNumbers(question: SetQuestion, catalogue: Catalogue): Resolution | undefined {
  const { operators, joined, asks, noun } = question;
  const has = (...ids: string[]): boolean => ids.some((id) => operators.has(id));
  // "Which Mainland partner": all of them are.
  const names = question.names.filter((n) => !(noun && n.from >= noun.from && n.to <= noun.to));
  if (names.some((n) => n.denied)) return undefined;
  if (!(has(...OPERATORS) || question.bounds.length > 0 || (joined.length > 1 && asks === 'number'))) return undefined;
  if (asks === 'when' || asks === 'where' || asks === 'why' || asks === 'how') return undefined;
  // "The very first, by date"
  if (has('earliest', 'latest') && !has('most', 'fewest', 'largest', 'smallest')) return undefined;
  // "Who agreed the most?" asks for one of the sides.
  if (asks === 'who' && !has('most', 'fewest', 'largest', 'smallest', 'above', 'below')) return undefined;
  const left = question.classes.filter((c) => c.denied);
  const own = question.classes.filter((c) => !c.denied);
  const classes = noun ? [...own, noun] : own;
  const nouns = [...question.words.flat(), ...classes.flatMap(indexes)];
  const byRole = new Map<string, Map<Profile, Row>>();
  const each: readonly (Name | undefined)[] = joined.length > 0 ? joined : [undefined];
  const hit = new Map<string, Set<Name | undefined>>();
  for (const askable of catalogue.numeric) {
    const item = catalogue.profiles.get(askable.subject)!;
    for (const row of rowsOf(item, catalogue)) {
      if (row.askable !== askable || numberOf(row) === undefined || !isPinned(row)) continue;
      // "Not counting the memoranda": of a number that may count them among others nothing can be said.
      if (left.some((c) => catalogue.kindOf(c.id) !== item.entity.kind || item.classes.has(c.id))) continue;
      for (const name of each) {
        const conditions = { question, classes, names: name ? [...names, name] : names };
        if (!rowHolds(conditions, row, catalogue)) continue;
        const role = askable.role.id;
        byRole.set(role, (byRole.get(role) ?? new Map()).set(item, row));
        hit.set(role, (hit.get(role) ?? new Set()).add(name));
      }
    }
  }
  /** Something that is counted is named, and by a word of the role. */
  function isPinned(row: Row): boolean {
    return nouns.some(
      (i) =>
        question.query.reading.tokens[i]!.terms.some((t) => row.askable.cues.has(t)) && wordHolds(i, row, question),
    );
  }
  const best = [...byRole].sort(
    ([a, x], [b, y]) => hit.get(b)!.size - hit.get(a)!.size || literally(y) - literally(x) || y.size - x.size,
  )[0];
  /** How many of the words name the role as such, not by another word for the same. */
  function literally(rows: ReadonlyMap<Profile, Row>): number {
    const [row] = rows.values();
    return nouns.filter((i) => row!.askable.cues.has(question.query.reading.tokens[i]!.stem)).length;
  }
  if (!best) return undefined;
  const rows = [...best[1].values()].sort(byDate);
  if (question.counts.some((n) => n !== rows.length)) return undefined;
  const missing = joined.filter((n) => !hit.get(best[0])!.has(n));
  if (missing.length > 0) return missing.length < joined.length ? notGiven(missing, rows, catalogue) : undefined;
  const list = (form: 'each' | 'list', some: readonly Row[]): Resolution => ({
    status: 'answered',
    form,
    findings: some.map(told),
  });
  if (question.bounds.length > 0) return rows.length > 0 ? list('list', rows) : undefined;
  if (rows.length < 2) return undefined;
  const { checks } = question.query.reading;
  // "Items: Fujian v Beijing"
  const elliptic = !checks && question.query.reading.asks.length === 0;
  if (elliptic && !has(...OPERATORS)) return undefined;
  const up = has('fewest', 'smallest', 'below') ? -1 : 1;
  const sorted = [...rows].sort((a, b) => up * (value(b) - value(a)));
  if (has('rank')) return list('each', sorted);
  if (has('average')) return worked('average', rows, mean(rows));
  if (has('total')) return worked('sum', rows, sum(rows));
  if (
    rows.length === 2 &&
    joined.length === 2 &&
    (has('difference') || (has('compare', 'above', 'below') && (elliptic || asks === 'number')))
  )
    return worked('difference', sorted, Math.abs(value(rows[0]!) - value(rows[1]!)));
  if (checks || (elliptic && has('compare', 'above', 'below'))) return list('each', sorted);
  if (
    has('most', 'fewest', 'largest', 'smallest') ||
    (has('compare', 'above', 'below') && asks !== 'number' && joined.length > 1)
  ) {
    // Of two that are named both are told, so that it can be seen.
    const top = joined.length === 2 ? sorted : sorted.filter((r) => value(r) === value(sorted[0]!));
    return { status: 'answered', form: 'each', findings: top.map(told) };
  }
  return joined.length > 1 ? list('each', rows) : undefined;
}

const sum = (rows: readonly Row[]): number => rows.reduce((total, r) => total + value(r), 0);
const mean = (rows: readonly Row[]): number => Math.round((10 * sum(rows)) / rows.length) / 10;

const worked = (form: 'sum' | 'average' | 'difference', rows: readonly Row[], number: number): Resolution => ({
  status: 'answered',
  form,
  findings: rows.map(told),
  number,
});

/** Of one of those that are named the documents give no such number: nothing can be worked out. */
function notGiven(missing: readonly Name[], rows: readonly Row[], catalogue: Catalogue): Resolution | undefined {
  const kind = rows[0]!.item.entity.kind;
  const lacking = missing.flatMap((n) =>
    n.ids.flatMap((id) =>
      (catalogue.subjects.get(`@${id}`) ?? []).flatMap((s) => {
        const p = catalogue.profiles.get(s)!;
        return p.entity.kind === kind && p.identity.has(id) ? [p] : [];
      }),
    ),
  );
  return lacking[0] && { status: 'unknown', missing: [], subject: lacking[0], near: rows.map(told) };
}

const day = (a: { readonly item: Profile }): string => a.item.date?.from ?? '9';
const byDate = (a: Row, b: Row): number => (day(a) < day(b) ? -1 : 1);
