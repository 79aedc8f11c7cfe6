/** Lists and counts of a kind, the latest and the earliest, the one before: over the subjects that fit. */

import type { Catalogue, Profile } from '../knowledge/askables.ts';
import type { Asks } from '../model/fact.ts';
import type { Finding, Resolution } from '../model/resolution.ts';
import type { Candidate, Constraint, Query } from './candidate.ts';
import { eventsThen } from './events.ts';
import { explain, leaning } from './explain.ts';
import { isMadeUpOf } from './sets/question.ts';

const told = (c: { askable: Candidate['askable']; profile: Profile }): Finding => ({
  askable: c.askable,
  profile: c.profile,
  facts: c.askable.facts,
});

/** Kinds of which the documents name all that matter: a plural asks for the list. */
const COMPLETE: ReadonlySet<string> = new Set(['meeting', 'agreement', 'document', 'mechanism']);
const LISTED = 0.8;

/** Kinds of which a list can be complete. */
const KINDS_LISTED: ReadonlySet<string> = new Set([
  'meeting',
  'agreement',
  'person',
  'mechanism',
  'scheme',
  'document',
  'organisation',
  'post',
]);

/** From this part of a kind of thing on it is all of them. */
const NEARLY_ALL = 0.8;

/** One candidate for each subject: the best by what the fact explains. */
function heads(list: readonly Candidate[]): Candidate[] {
  const best = new Map<string, Candidate>();
  for (const c of list) {
    const known = best.get(c.profile.id);
    if (!known || c.fact > known.fact) best.set(c.profile.id, c);
  }
  return [...best.values()];
}

/** What the operators of the question make of those that fit; `undefined` when it has none that applies. */
export function aggregate(
  asks: Asks,
  query: Query,
  fit: readonly Candidate[],
  catalogue: Catalogue,
): Resolution | undefined {
  const events = eventsThen(asks, query, catalogue);
  if (events) return events;
  const operators = new Set(query.operators.values());
  const pool = members(query, catalogue);
  const fitting = fit.some((c) => c.operators.length === 0);
  if (operators.size > 0 && !fit.some((c) => c.operators.length === 0 && c.named)) {
    const extremal = superlative(asks, operators, pool, fit);
    if (extremal) return extremal;
  }
  // A class is asked for: which meetings, how many agreements.
  const counting =
    asks === 'number' &&
    !operators.has('rank') &&
    !fit.some((c) => c.askable.values.some((v) => v.type === 'number') || c.askable.provides.has('number'));
  const best = Math.max(0, ...fit.filter((c) => c.operators.length === 0).map((c) => c.score));
  const able = pool.filter((c) => c.operators.every((o) => LISTING.has(o)));
  const plain = fitting && filtersNothing(query, able, catalogue) ? [] : able;
  const listing =
    asks === 'what' &&
    plain.length > 0 &&
    (!fitting ||
      (pluralClass(query) &&
        (COMPLETE.has(catalogue.kindOf(query.askedClass!)) ||
          Math.max(...plain.map((c) => c.score)) >= best * LISTED)));
  // "Were there seven agreements?": of six it is no answer that they are listed.
  const { constraints } = query;
  const isOff = ({ mention: { sense, to } }: Constraint): boolean =>
    sense.type === 'number' &&
    sense.number !== plain.length &&
    constraints.some((c) => c.mention.from === to && c.mention.sense.type === 'class');
  if (constraints.some(isOff)) return undefined;
  // A list of one says less than a fact that fits.
  if (
    (listing && (plain.length > 1 || (query.askedClass !== undefined && !fitting))) ||
    (counting && plain.length > 0)
  ) {
    const findings = [...plain].sort(byDate).map(told);
    return {
      status: 'answered',
      form: counting ? 'count' : 'list',
      findings,
      ...(counting ? { number: plain.length } : {}),
    };
  }
  return undefined;
}

/** Words beside the noun that all things of its kind satisfy choose none of them: they are about something else. */
function filtersNothing(query: Query, pool: readonly Candidate[], catalogue: Catalogue): boolean {
  const all = catalogue.subjects.get(`:${query.askedClass}`)?.length ?? 0;
  const words = query.units.some((u) => u.constraints.length === 0);
  return words && pool.length >= all * NEARLY_ALL;
}

/** "The one before?": the thing that the conversation is about, and the one next to it, of its series where there is one. */
export function besides(query: Query, catalogue: Catalogue): { here: Profile; there: Profile } | undefined {
  const operators = new Set(query.operators.values());
  const step =
    operators.has('previous') || operators.has('before') ? -1 : operators.has('next') || operators.has('after') ? 1 : 0;
  if (step === 0 || query.content.some((i) => !query.operators.has(i) && query.headClass === undefined))
    return undefined;
  for (const id of query.focus) {
    const here = catalogue.profiles.get(id);
    if (!here?.date || here.date.yearless) continue;
    const kin = [...catalogue.profiles.values()]
      .filter(
        (p) =>
          p.entity.kind === here.entity.kind &&
          p.date &&
          !p.date.yearless &&
          (step < 0 ? p.date.to < here.date!.from : p.date.from > here.date!.to),
      )
      .sort((a, b) => step * (a.date!.from < b.date!.from ? -1 : 1));
    const series = kin.find((p) =>
      p.askables.some(
        (a) =>
          a.role.id === 'mechanism' &&
          here.askables.some(
            (h) => h.role.id === 'mechanism' && [...a.valueEntities].some((v) => h.valueEntities.has(v)),
          ),
      ),
    );
    // "Before?" of a scheme is no other scheme.
    const there = series ?? (here.entity.kind === 'meeting' ? kin[0] : undefined);
    if (there) return { here, there };
  }
  return undefined;
}

/** What the question asks of that one, or what it is first of all. */
export function neighbour(query: Query, asks: Asks, catalogue: Catalogue): Resolution | undefined {
  const profile = besides(query, catalogue)?.there;
  if (!profile) return undefined;
  const askable = profile.askables.find((a) => !a.inverse && a.plain.has(asks)) ?? plainest(profile);
  return { status: 'answered', form: 'facts', findings: [told({ askable, profile })] };
}

/** Operators that a list takes up. */
const LISTING: ReadonlySet<string> = new Set(['all', 'each', 'both', 'only', 'rank', 'total', 'list']);

function superlative(
  asks: Asks,
  operators: ReadonlySet<string>,
  pool: readonly Candidate[],
  fit: readonly Candidate[],
): Resolution | undefined {
  const end = operators.has('latest') ? 'latest' : operators.has('earliest') ? 'earliest' : undefined;
  if (end) {
    const dated = (pool.length > 0 ? pool : fit.filter((c) => c.headed && c.askable.role.of !== 'any')).filter(
      (c) => c.profile.date && !c.profile.date.yearless,
    );
    const sorted = heads(dated).sort(byDate);
    const chosen = end === 'latest' ? sorted[sorted.length - 1] : sorted[0];
    if (chosen && sorted.length > 1) {
      const own = fit
        .filter((c) => c.profile.id === chosen.profile.id && asks !== 'what')
        .sort((a, b) => b.score - a.score)[0];
      return {
        status: 'answered',
        form: 'facts',
        findings: [told(own ?? { ...chosen, askable: plainest(chosen.profile) })],
      };
    }
  }
  return undefined;
}

/** A class in the plural that is asked for: "meetings held in Hong Kong". */
function pluralClass(query: Query): boolean {
  const asked = query.constraints.find(
    (c) => c.mention.sense.type === 'class' && c.mention.sense.id === query.askedClass,
  );
  const token = asked && query.reading.tokens[asked.mention.to - 1];
  return token !== undefined && token.text !== token.stem && token.text.endsWith('s');
}

const byDate = (a: Candidate, b: Candidate): number =>
  (a.profile.date?.from ?? '9') < (b.profile.date?.from ?? '9') ? -1 : 1;
/** What says most of a thing; what its short name stands for says least. */
const FIRST_OF_ALL: ReadonlySet<string> = new Set(['held', 'signed', 'launched', 'established', 'begins', 'post']);
const plainest = (p: Profile) =>
  // Of a post it says most who holds it.
  p.askables.find((a) => a.role.id === 'post' && a.inverse) ??
  (p.entity.kind === 'agreement' ? p.askables.find((a) => a.role.id === 'area' && !a.inverse) : undefined) ??
  p.askables.find((a) => FIRST_OF_ALL.has(a.role.id) && !a.inverse) ??
  p.askables.find((a) => a.role.id !== 'abbreviation') ??
  p.askables[0]!;

/** Of a subject nothing is asked: only whether what is said holds of it. */
const UNLIKE = { like: 0, hint: 0 };

/** Subjects of the class that is asked for, for which all of the question holds. */
function members(query: Query, catalogue: Catalogue): Candidate[] {
  const asked = query.askedClass;
  if (asked === undefined || !KINDS_LISTED.has(catalogue.kindOf(asked))) return [];
  const found: Candidate[] = [];
  for (const id of catalogue.subjects.get(`:${asked}`) ?? []) {
    const profile = catalogue.profiles.get(id)!;
    if (profile.entity.kind !== catalogue.kindOf(asked) || profile.askables.length === 0) continue;
    const c = leaning(explain(query, plainest(profile), profile, catalogue, UNLIKE), query);
    if (c.leftover.length === 0) found.push(c);
  }
  const ids = new Set(found.map((c) => c.profile.id));
  return found.filter(({ profile }) => !isMadeUpOf(profile, ids));
}
