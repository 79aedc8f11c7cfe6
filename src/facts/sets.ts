/** Selections that compose: list, count, sum, difference, most, fewest, latest, earliest over the subjects that fit. */
import type { Catalogue, Profile } from '../knowledge/askables.ts';
import type { Asks } from '../model/fact.ts';
import type { Finding, Resolution } from '../model/resolution.ts';
import type { Candidate, Query } from './explain.ts';

const told = (c: Candidate): Finding => ({ askable: c.askable, profile: c.profile, facts: c.askable.facts });
const value = (c: Candidate): number | undefined => {
  const numbers = c.askable.values.flatMap((v) => (v.type === 'number' ? [v.number] : []));
  return numbers.length === 1 ? numbers[0] : undefined;
};

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
export function aggregate(asks: Asks, query: Query, full: readonly Candidate[], fit: readonly Candidate[], catalogue: Catalogue): Resolution | undefined {
  const operators = new Set(fit.flatMap((c) => c.operators).concat(full.flatMap((c) => c.operators)));
  const fitting = fit.some((c) => c.operators.length === 0);
  if (!fitting && operators.size === 1) {
    const [operator] = operators;
    const dated = operator === 'latest' || operator === 'last' ? 'last' : operator === 'earliest' || operator === 'first' ? 'first' : undefined;
    if (dated) {
      const pool = (fit.length > 0 ? fit : members(query, full, catalogue)).filter((c) => c.profile.date && !c.profile.date.yearless);
      const subjects = heads(pool).sort((a, b) => (a.profile.date!.from < b.profile.date!.from ? -1 : 1));
      const chosen = dated === 'last' ? subjects[subjects.length - 1] : subjects[0];
      if (chosen && subjects.length > 1) {
        const held = chosen.profile.askables.find((a) => a.role.id === 'held' || a.role.id === 'signed');
        const extra = held && chosen.askable.role.answers[0] !== 'when' && fit.length === 0 ? [{ askable: held, profile: chosen.profile, facts: held.facts }] : [told(chosen)];
        return { status: 'answered', form: 'facts', findings: extra, superlative: operator! };
      }
    }
    const extreme = operator === 'most' || operator === 'largest' ? 1 : operator === 'fewest' || operator === 'smallest' ? -1 : 0;
    if (extreme !== 0) {
      const pool = numeric(full);
      if (pool.length > 1) {
        const sorted = pool.sort((a, b) => extreme * (value(b)! - value(a)!));
        const top = sorted.filter((c) => value(c) === value(sorted[0]!));
        return { status: 'answered', form: 'each', findings: top.map(told), superlative: operator! };
      }
    }
    if (operator === 'total' || operator === 'difference') {
      const pool = numeric(full);
      if (pool.length > 1) {
        const numbers = pool.map((c) => value(c)!);
        if (operator === 'total') return { status: 'answered', form: 'sum', findings: pool.map(told), number: numbers.reduce((a, b) => a + b, 0) };
        if (pool.length === 2) return { status: 'answered', form: 'difference', findings: pool.map(told), number: Math.abs(numbers[0]! - numbers[1]!) };
      }
    }
    if (operator === 'compare' || operator === 'both' || operator === 'all' || operator === 'each') {
      const pool = heads(fit);
      if (pool.length > 0) return { status: 'answered', form: 'each', findings: pool.map(told) };
    }
  }
  // A class is asked for: which meetings, how many agreements.
  const counting = asks === 'number' && !fit.some((c) => c.askable.values.some((v) => v.type === 'number'));
  if ((asks === 'what' && !fitting) || counting) {
    const pool = heads(members(query, full, catalogue));
    if (pool.length > 0 && (pool.length > 1 || asks === 'number' || classAsked(query))) {
      const findings = pool.sort(byDate).map((c) => ({ askable: plainest(c.profile), profile: c.profile, facts: plainest(c.profile).facts }));
      return { status: 'answered', form: counting ? 'count' : 'list', findings, ...(counting ? { number: pool.length } : {}) };
    }
  }
  return undefined;
}

const byDate = (a: Candidate, b: Candidate): number => ((a.profile.date?.from ?? '9') < (b.profile.date?.from ?? '9') ? -1 : 1);
const plainest = (p: Profile) => p.askables.find((a) => ['held', 'signed', 'launched', 'established', 'post'].includes(a.role.id) && !a.inverse) ?? p.askables[0]!;
const classAsked = (query: Query): boolean => query.constraints.some((c) => c.mention.sense.type === 'class');

/** Numbers of one role, one for each subject. */
function numeric(full: readonly Candidate[]): Candidate[] {
  const byRole = new Map<string, Candidate[]>();
  for (const c of full) if (value(c) !== undefined && c.fact > 0.5 && c.askable.role.of !== 'any') byRole.set(c.askable.role.id, [...(byRole.get(c.askable.role.id) ?? []), c]);
  const best = [...byRole.values()].sort((a, b) => Math.max(...b.map((c) => c.fact)) - Math.max(...a.map((c) => c.fact)) || b.length - a.length)[0];
  return best ? heads(best) : [];
}

/** Subjects of the class that the question names, that all of it holds for. */
function members(query: Query, full: readonly Candidate[], catalogue: Catalogue): Candidate[] {
  const classes = query.constraints.flatMap((c) => (c.mention.sense.type === 'class' ? [c.mention.sense.id] : []));
  if (classes.length === 0) return [];
  return full.filter((c) => classes.some((k) => [...catalogue.classesUnder(k)].some((id) => c.profile.classes.has(id))));
}
