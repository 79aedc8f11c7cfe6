/** What the documents leave out may be what is asked, though they say something that fits: then both are told. */
import type { Candidate } from './candidate.ts';
import type { Resolved } from './resolve.ts';
import { finding, isThing, isVetoed, LESS_ALIKE, worth } from './weigh.ts';

/** So little behind what is told, what is left out may be meant. */
const BEHIND = 6;

/** An answer beside which something that is left out is asked for nearly as well: that is told with it. */
export function withheld(resolved: Resolved): Resolved {
  const { query, resolution, candidates } = resolved;
  if (resolution.status !== 'answered' || resolution.form !== 'facts' || query.focus.length > 0) return resolved;
  const asks = query.reading.asks[0] ?? 'what';
  const { findings, form } = resolution;
  const value = (c: Candidate): number => worth(c, asks, query.reading.checks);
  const told = Math.max(...candidates.filter((c) => findings.some((f) => f.askable === c.askable)).map(value));
  let left: Candidate | undefined;
  for (const c of candidates)
    if (
      c.askable.facts.every((f) => f.state === 'unsaid') &&
      (isThing(c) || findings.some((f) => f.profile === c.profile)) &&
      !isVetoed(c, query) &&
      (!left || value(c) > value(left))
    )
      left = c;
  const like = Math.max(...candidates.filter((c) => findings.some((f) => f.askable === c.askable)).map((c) => c.like));
  if (!left || value(left) < told - BEHIND || left.like < like - LESS_ALIKE) return resolved;
  const beside = findings.filter((f) => f.askable !== left.askable);
  return { ...resolved, resolution: { status: 'partial', missing: [], form, findings: [...beside, finding(left)] } };
}
