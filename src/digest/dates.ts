/** Dates of a digest's period: what happened on them years ago, and what the documents announce for then. */
import { Temporal } from 'temporal-polyfill';
import { dateInWords, listInWords, nameOf, say } from '../answer/words.ts';
import type { Engine } from '../engine.ts';
import type { DateSpan } from '../model/date.ts';
import type { Fact } from '../model/fact.ts';
import type { EntityId } from '../model/knowledge.ts';
import { distinct, type Item, shortenText, tellFact } from './items.ts';

export interface Days {
  /** First and last day, ISO. */
  readonly from: string;
  readonly to: string;
}

const datesOf = (fact: Fact): DateSpan[] =>
  fact.values.flatMap((v) => (v.type === 'date' && !v.date.yearless ? [v.date] : []));
const day = (iso: string): Temporal.PlainDate => Temporal.PlainDate.from(iso);

interface Anniversary {
  readonly fact: Fact;
  /** When it comes round, ISO. */
  readonly on: string;
  readonly years: number;
  /** Known to the month only. */
  readonly month: boolean;
}

/** Meetings, agreements and launches of which whole years have passed in the period, earliest date first. */
export function anniversariesIn(engine: Engine, days: Days): Item[] {
  const found = [...engine.wording.knowledge.facts.values()].flatMap((fact) => roundIn(engine, fact, days));
  const meetings = found.filter((a) => a.fact.subject.startsWith('meeting/'));
  const folded = new Set<EntityId>();
  const items = meetings.map((a) => ({ a, item: meetingItem(engine, a, folded) }));
  for (const a of found) {
    if (meetings.includes(a) || folded.has(a.fact.subject)) continue;
    const told = tellFact(engine, a.fact);
    if (told)
      items.push({
        a,
        item: { text: lead(engine, a, told), cites: a.fact.from, workedOut: a.fact.inferred !== undefined },
      });
  }
  return distinctTexts(
    items.sort((one, two) => (one.a.on < two.a.on ? -1 : one.a.on > two.a.on ? 1 : 0)).map((i) => i.item),
  );
}

function roundIn({ wording }: Engine, fact: Fact, days: Days): Anniversary[] {
  if (fact.state !== 'done' || !wording.knowledge.roles.get(fact.role)?.remembered) return [];
  return datesOf(fact).flatMap((date): Anniversary[] => {
    const month = date.grain === 'month';
    if (!month && date.grain !== 'day') return [];
    const first = day(date.from);
    for (let year = Number(days.from.slice(0, 4)); year <= Number(days.to.slice(0, 4)); year++) {
      const years = year - first.year;
      // 29 February comes round on the 28th in other years.
      const on = first.add({ years }).toString();
      if (years > 0 && on >= days.from && on <= days.to) return [{ fact, on, years, month }];
    }
    return [];
  });
}

/** How long ago it is stands first, since that is why it is told. */
const lead = ({ wording }: Engine, { years, month }: Anniversary, text: string): string =>
  say(wording, `digest-${month ? 'month' : 'day'}-${years === 1 ? 'year' : 'years'}-ago`, {
    years: String(years),
    text,
  });

/** A meeting with what was signed at it in one line: nobody wants to read seven. */
function meetingItem(engine: Engine, a: Anniversary, folded: Set<EntityId>): Item {
  const { wording } = engine;
  const at = a.fact.subject;
  const signed = [...wording.knowledge.entities.values()].flatMap((entity) => {
    if (entity.kind !== 'agreement') return [];
    const fact = entity.facts.find(
      (f) =>
        (f.role === 'meeting' && f.values.some((v) => v.type === 'entity' && v.id === at)) ||
        (f.role === 'signed' && f.about.includes(at)),
    );
    return fact ? [{ entity, fact }] : [];
  });
  for (const { entity } of signed) folded.add(entity.id);
  // Those that another one of them is made up of are told by it.
  const within = new Set(
    signed.flatMap(({ entity }) =>
      entity.facts.flatMap((f) =>
        f.role === 'covers' ? f.values.flatMap((v) => (v.type === 'entity' ? [v.id] : [])) : [],
      ),
    ),
  );
  const named = signed.filter(({ entity }) => !within.has(entity.id));
  const held = tellFact(engine, a.fact) ?? nameOf(at, wording);
  const text =
    named.length === 0
      ? held
      : say(wording, 'digest-signed-there', {
          text: held,
          values: listInWords(
            named.map(({ entity }) => nameOf(entity.id, wording, 'short')),
            wording,
          ),
        });
  return {
    text: lead(engine, a, shortenText(text)),
    cites: distinct([...a.fact.from, ...named.flatMap((s) => s.fact.from)]),
    workedOut: a.fact.inferred !== undefined,
  };
}

/**
 * Dates that the documents announce, told as announced: those of the period, and each that comes into sight beforehand
 * once. Of a month, a quarter or a year, its coming into sight and its end count. What is among `told` is left out.
 */
export function datesAhead(engine: Engine, days: Days, told: ReadonlySet<string>): Item[] {
  const until = day(days.to)
    .add({ days: sightOf(days) })
    .toString();
  const found = [...engine.wording.knowledge.facts.values()].flatMap((fact) => {
    if (fact.state !== 'planned') return [];
    return datesOf(fact).flatMap((date) => {
      const phase = phaseOf(date, days, until);
      const text = phase && tellFact(engine, fact);
      const key = `${fact.id}@${phase}`;
      if (!text || told.has(key)) return [];
      const when = date.grain === 'day' || date.grain === 'span' ? date.from : date.to;
      return [{ fact, date, phase, when, text, key }];
    });
  });
  found.sort(
    (a, b) => Number(b.phase === 'now') - Number(a.phase === 'now') || (a.when < b.when ? -1 : a.when > b.when ? 1 : 0),
  );
  // Two facts that tell the same are one line, and both are told by it.
  const lines: (typeof found)[] = [];
  for (const one of found) {
    const same = lines.find(([first]) => first && tellsTheSame(engine, first, one));
    if (same) same.push(one);
    else lines.push([one]);
  }
  return lines.map((same) => {
    const [{ fact, date, text }] = same as [(typeof found)[number]];
    return {
      text: say(engine.wording, 'digest-ahead', { date: upperFirst(dateInWords(date, engine.wording)), text }),
      cites: fact.from,
      keys: same.map((s) => s.key),
      ...announcedOn(engine, fact),
    };
  });
}

/** How many days after the period an announced date is in sight. */
function sightOf({ from, to }: Days): number {
  const length = day(from).until(day(to)).days + 1;
  return length <= A_FEW_DAYS ? A_WEEK - 1 : length <= A_WEEK ? 3 * A_WEEK : length;
}
const A_FEW_DAYS = 4;
const A_WEEK = 7;

function phaseOf(date: DateSpan, days: Days, until: string): 'now' | 'ahead' | undefined {
  const exact = date.grain === 'day' || date.grain === 'span';
  const comes = exact ? date.from : date.to;
  if (comes >= days.from && comes <= days.to) return 'now';
  if (comes < days.from) return undefined;
  return date.from <= until ? 'ahead' : undefined;
}

interface Announced {
  readonly fact: Fact;
  readonly date: DateSpan;
  readonly text: string;
}

/** Of the same date and the same place, one naming the subject of the other: what is told once is told. */
function tellsTheSame({ wording }: Engine, a: Announced, b: Announced): boolean {
  const [here, there] = [a.fact.from[0], b.fact.from[0]];
  if (a.date.written !== b.date.written || here?.document !== there?.document || here?.at !== there?.at) return false;
  const names = (text: string, subject: EntityId): boolean => {
    const entity = wording.knowledge.entities.get(subject);
    const own = [
      nameOf(subject, wording),
      nameOf(subject, wording, 'short'),
      ...(entity?.aliases[wording.language.id] ?? []),
    ];
    return own.some((name) => name.length >= SHORTEST_NAME && text.includes(name));
  };
  return names(a.text, b.fact.subject) || names(b.text, a.fact.subject);
}
const SHORTEST_NAME = 3;

/** The day of the document that announces it. */
function announcedOn({ wording }: Engine, fact: Fact): { asAt?: string } {
  const date = fact.asOf ?? wording.knowledge.documents.get(fact.from[0]?.document ?? '')?.date;
  return date === undefined ? {} : { asAt: date };
}

const distinctTexts = (items: readonly Item[]): Item[] =>
  items.filter((item, i) => items.findIndex((o) => o.text === item.text) === i);

const upperFirst = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
