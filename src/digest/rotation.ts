/** One agreement or mechanism worth knowing, a different one each time until all have had their turn. */
import { nameOf } from '../answer/words.ts';
import type { Engine } from '../engine.ts';
import type { Entity, Fact } from '../model/fact.ts';
import { type Item, tellFact } from './items.ts';

export interface WorthKnowing {
  readonly name: string;
  readonly items: readonly Item[];
  /** Remembered once it is posted. */
  readonly key: string;
  /** All had their turn: what is remembered of the round before is forgotten. */
  readonly newRound: boolean;
}

const MOST_LINES = 3;
/** With less to say than this it is not worth a heading. */
const FEWEST_LINES = 2;
/** Says how something is called, where it is listed or how many it is, not what it is. */
const NOT_TELLING: ReadonlySet<string> = new Set(['abbreviation', 'stands-for', 'listed', 'quote', 'title']);
const NOT_TELLING_ALONE: ReadonlySet<string> = new Set(['meeting', 'number', 'rank']);

export const rotationKey = (id: string): string => `worth-knowing ${id}`;

export function worthKnowing(engine: Engine, told: ReadonlySet<string>): WorthKnowing | undefined {
  const all = [...engine.wording.knowledge.entities.values()]
    .filter((e) => e.kind === 'agreement' || e.kind === 'mechanism')
    .map((entity) => ({ entity, items: linesOf(engine, entity) }))
    .filter(({ items }) => items.length >= FEWEST_LINES)
    .sort((a, b) => order(a.entity.id) - order(b.entity.id));
  const left = all.filter(({ entity }) => !told.has(rotationKey(entity.id)));
  const [chosen] = left.length > 0 ? left : all;
  if (!chosen) return undefined;
  return {
    name: nameOf(chosen.entity.id, engine.wording),
    items: chosen.items,
    key: rotationKey(chosen.entity.id),
    newRound: left.length === 0,
  };
}

/** What it is about, in whole sentences; where there are few of them, also when, where and with whom. */
function linesOf(engine: Engine, entity: Entity): Item[] {
  const telling = entity.facts.filter((f) => f.state === 'done' && !NOT_TELLING.has(f.role));
  const lines: Item[] = [];
  const roles = new Set<string>();
  const add = (fact: Fact): void => {
    const text = roles.has(fact.role) ? undefined : tellFact(engine, fact);
    if (!text || lines.length >= MOST_LINES || lines.some((l) => l.text === text)) return;
    roles.add(fact.role);
    lines.push({
      text: fact.gist || fact.subject !== entity.id ? text : withShortName(engine, entity, text),
      cites: fact.from,
    });
  };
  for (const fact of telling) if (fact.gist) add(fact);
  if (entity.kind === 'mechanism') for (const fact of latestMeeting(engine, entity)) add(fact);
  if (lines.length < FEWEST_LINES)
    for (const fact of telling) if (!fact.gist && !NOT_TELLING_ALONE.has(fact.role)) add(fact);
  return lines;
}

/** Its full name stands in the heading. */
const withShortName = ({ wording }: Engine, { id }: Entity, text: string): string =>
  text.replaceAll(nameOf(id, wording), nameOf(id, wording, 'short'));

/** When a mechanism met last, as far as the documents go. */
function latestMeeting({ wording }: Engine, { id }: Entity): Fact[] {
  const dateOf = (f: Fact): string => (f.values[0]?.type === 'date' ? f.values[0].date.from : '');
  return [...wording.knowledge.entities.values()]
    .filter((e) =>
      e.facts.some((f) => f.role === 'mechanism' && f.values.some((v) => v.type === 'entity' && v.id === id)),
    )
    .flatMap((e) => e.facts.filter((f) => f.role === 'held' && f.state === 'done'))
    .sort((a, b) => (dateOf(a) < dateOf(b) ? 1 : -1))
    .slice(0, 1);
}

/** Mixed, so that the neighbours of one file do not follow one another, and the same for every channel. */
function order(id: string): number {
  let h = 2166136261;
  for (const c of id) h = Math.imul(h ^ c.charCodeAt(0), 16777619);
  return h >>> 0;
}
