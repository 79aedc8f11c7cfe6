/** A thing that is named only by a noun, as if it were known which is meant: "the mayor", "the exam", "the pilot scheme". */
import type { Catalogue } from '../knowledge/askables.ts';
import type { Lexicon } from '../knowledge/lexicon.ts';
import type { Resolution } from '../model/resolution.ts';
import type { Candidate, Constraint, Query } from './candidate.ts';
import { saysOnlyWhen } from './events.ts';
import { asked, finding, troubling, wants, worthIn } from './weigh.ts';

/** "The mayor's name?": one noun, for a kind of ours that is spoken of nowhere else. */
export const isWhichOf = ({ units, classes }: Query, catalogue: Catalogue): boolean =>
  units.length === 1 && classes.some((c) => !catalogue.isEveryday(c));

const FEW_UNITS = 2;

/** Words in such a question: "when did the pilot scheme begin?" */
const MOST_UNITS = 3;

/**
 * "When was the exam?", "what happened in July?": nothing but a noun or a date, as somebody asks who takes it for granted
 * which is meant, and several things of ours fit.
 */
export function isTakenAsKnown(
  query: Query,
  found: readonly Candidate[],
  catalogue: Catalogue,
  lexicon: Lexicon,
): boolean {
  const { reading, units, constraints } = query;
  const { tokens, asks, checks } = reading;
  const isKnown = ({ mention: { sense, from } }: Constraint): boolean =>
    sense.type === 'class' &&
    lexicon.small.definite.has(tokens[from - 1]?.text ?? '') &&
    units.length <= (catalogue.isEveryday(sense.id) ? 1 : FEW_UNITS);
  if (!constraints.some(isKnown) && !saysOnlyWhen(query, catalogue)) return false;
  const asking = asks[0] ?? 'what';
  const fitting = found.filter(
    (c) =>
      c.leftover.length === 0 &&
      troubling(c).length === 0 &&
      wants(asking, c.askable) &&
      asked(c, asking, checks) &&
      c.askable.facts.some((f) => f.state !== 'unsaid'),
  );
  return new Set(fitting.map((c) => c.profile)).size > 1;
}

/** A noun of several words for a few things of ours, and the rest is what some of them are asked: each of these. */
export function eachOfKind(query: Query, found: readonly Candidate[], catalogue: Catalogue): Resolution | undefined {
  const { units, constraints, content } = query;
  const noun = constraints.find(
    ({ mention: { sense, from, to } }) =>
      sense.type === 'class' &&
      !catalogue.isEveryday(sense.id) &&
      content.filter((i) => i >= from && i < to).length > 1,
  );
  if (noun?.mention.sense.type !== 'class' || units.length > MOST_UNITS) return undefined;
  if (!found.some((c) => c.leftover.length === 0 && c.cued)) return undefined;
  const worthOf = worthIn(query);
  const findings = (catalogue.subjects.get(`:${noun.mention.sense.id}`) ?? []).flatMap((id) => {
    const own = found.filter((c) => c.profile.id === id && c.askable.facts.some((f) => f.state !== 'unsaid'));
    const best = own.sort((a, b) => worthOf(b) - worthOf(a))[0];
    return best ? [finding(best)] : [];
  });
  return findings.length > 1 ? { status: 'clarify', findings: findings.slice(0, MOST_OF_KIND) } : undefined;
}
const MOST_OF_KIND = 6;
