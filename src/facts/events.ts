/** "What happened in July 2023?": nothing is said but a date, and that something was then. */
import type { Askable, Catalogue } from '../knowledge/askables.ts';
import { type DateSpan, datesAgree } from '../model/date.ts';
import type { Asks } from '../model/fact.ts';
import type { EntityId } from '../model/knowledge.ts';
import type { Resolution } from '../model/resolution.ts';
import { OURS } from './anchor.ts';
import type { Query } from './candidate.ts';
import { finding } from './weigh.ts';

/** The role of when something took place: its words ("held", "took place") say no more than that something was. */
const HELD = 'held';
/** Operators that ask for all of them. */
const LISTING: ReadonlySet<string> = new Set(['all', 'each', 'list']);
/** More than these are no answer to read. */
const MOST_EVENTS = 12;

/** Beside the date it says at most in which document, that it is all of them, and that something took place. */
export function saysOnlyWhen(
  { units, constraints, operators, classes, reading }: Query,
  catalogue: Catalogue,
): boolean {
  const isDate = (k: number): boolean => {
    const { mention, relation } = constraints[k]!;
    return mention.sense.type === 'date' && relation === 'is';
  };
  const dated = units.filter((u) => u.constraints.some(isDate));
  const rest = units.filter((u) => !dated.includes(u));
  // "Which meeting was on 28 June?": one kind of thing is asked for.
  if (classes.some((c) => OURS.has(catalogue.kindOf(c)))) return false;
  return (
    dated.length > 0 &&
    rest.every(
      ({ source, tokens }) =>
        source ||
        tokens.every(
          (i) =>
            LISTING.has(operators.get(i) ?? '') || reading.tokens[i]!.terms.some((t) => catalogue.isCueOf(HELD, t)),
        ),
    )
  );
}

/** What took place or began then, in the order of time; `undefined` where that is not all that is asked. */
export function eventsThen(asks: Asks, query: Query, catalogue: Catalogue): Resolution | undefined {
  // "Everything dated July 2023"
  const all = [...query.operators.values()].some((o) => LISTING.has(o));
  if (!(asks === 'what' || (asks === 'when' && all)) || !saysOnlyWhen(query, catalogue)) return undefined;
  const dates = query.constraints.flatMap(({ mention: { sense } }) => (sense.type === 'date' ? [sense.date] : []));
  const isThen = ({ values }: Askable): boolean =>
    values.some((v) => v.type === 'date' && !v.date.yearless && dates.some((d) => isIn(d, v.date)));
  const stands = ({ documents }: Askable): boolean =>
    query.documents.size === 0 || [...documents].some((d) => query.documents.has(d));
  const bySubject = new Map<EntityId, Askable>();
  for (const a of catalogue.askables)
    if (a.role.answers[0] === 'when' && !a.inverse && !a.unsaid && isThen(a) && stands(a) && !bySubject.has(a.subject))
      bySubject.set(a.subject, a);
  const found = [...bySubject.values()].sort(
    (a, b) => Number(firstDay(a) > firstDay(b)) - Number(firstDay(a) < firstDay(b)) || place(a) - place(b),
  );
  // Of very many, what was signed at a meeting goes with it; of a year only the meetings are told.
  const isAtMeeting = ({ subject }: Askable): boolean =>
    [...catalogue.profiles.get(subject)!.related].some(([id, roles]) => roles.has('meeting') && bySubject.has(id));
  const main = found.length > MOST_EVENTS ? found.filter((a) => !isAtMeeting(a)) : found;
  const isYear = dates.every((d) => d.grain === 'year');
  const told = isYear && main.length > MOST_EVENTS ? main.filter((a) => place(a) === 0) : main;
  if (told.length === 0 || told.length > MOST_EVENTS) return undefined;
  return {
    status: 'answered',
    form: 'each',
    findings: told.map((askable) => finding({ askable, profile: catalogue.profiles.get(askable.subject)! })),
  };
}

/** It was within the time that is asked of, or began or ended in it: "in the 2022/23 school year" is in no month. */
function isIn(asked: DateSpan, known: DateSpan): boolean {
  if (asked.grain !== 'year' && LONG.has(known.grain)) return false;
  if (known.grain !== 'span') return datesAgree(asked, known);
  return datesAgree(asked, { ...known, to: known.from }) || datesAgree(asked, { ...known, from: known.to });
}
const LONG: ReadonlySet<string> = new Set(['year', 'school year']);

/** Of one day the meeting comes first, the paper about it last. */
const place = ({ subject }: Askable): number =>
  subject.startsWith('meeting/') ? 0 : subject.startsWith('document/') ? 2 : 1;

const firstDay = ({ values }: Askable): string =>
  values.flatMap((v) => (v.type === 'date' ? [v.date.from] : [])).sort()[0] ?? '9';
