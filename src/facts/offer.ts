/** What is offered instead of told, for the asker to choose from: where it is unsure what is meant, or nothing explains all. */
import type { Catalogue } from '../knowledge/askables.ts';
import type { Asks } from '../model/fact.ts';
import type { Resolution } from '../model/resolution.ts';
import type { Candidate, Query } from './candidate.ts';
import { singledOut } from './choose.ts';
import type { Resolved } from './resolve.ts';
import { oddsOfMeant } from './sure.ts';
import {
  asked,
  finding,
  inFocus,
  isBeside,
  isThing,
  isVetoed,
  JUST_SO,
  troubling,
  wants,
  worth,
  worthIn,
} from './weigh.ts';

/** For what comes closest: share explained, worth less part of what is left over, how far behind the best, how many. */
const CLOSE_SHARE = 0.4;
const CLOSE_LEFT = 0.5;
const CLOSE_WORTH = 3;
const CLOSE_RANGE = 4;
const MOST_CLOSE = 4;
/** Below these log-odds what would be told is offered. */
const SURE = 2.2;
/** The same for what the conversation is about, which need not be said again. */
const LEANING = 0.6;

/** One fact, or the few that fit, told plainly: what is too unsure is offered with what comes next to it instead. */
export function orChoices(
  resolution: Resolution,
  query: Query,
  found: readonly Candidate[],
  catalogue: Catalogue,
): Resolution {
  if (resolution.status !== 'answered' && resolution.status !== 'partial') return resolution;
  if (resolution.form !== 'facts' && resolution.form !== 'check') return resolution;
  const { asks } = query.reading;
  const worthOf = worthIn(query);
  const told = resolution.findings;
  const best = found.find((c) => c.askable === told[0]?.askable);
  const near = best ? found.filter((c) => !isBeside(c, best)) : found;
  if (asks.length > 1 || oddsOfMeant(told, near, worthOf) >= (query.focus.length > 0 ? LEANING : SURE))
    return resolution;
  const confirming = found.filter((c) => confirms(c, query)).sort((a, b) => worthOf(b) - worthOf(a))[0];
  if (confirming) return { status: 'answered', form: 'check', findings: [finding(confirming)], holds: true };
  const others = near
    .filter((c) => c.fact > 0.01 && !c.askable.facts.some((f) => told.some((t) => t.facts.includes(f))))
    .sort((a, b) => worthOf(b) - worthOf(a))
    .slice(0, Math.max(1, MOST_CLOSE - told.length));
  return {
    status: 'clarify',
    unsure: true,
    findings: [...told, ...others.map((c) => finding(c, singledOut(c, query, catalogue)))],
  };
}

/**
 * "Was the 24th plenary held in July?": of a thing that is named, its fact has the day, the number or the name that is
 * said, and every word is its own or names the thing.
 */
function confirms(c: Candidate, query: Query): boolean {
  const { reading, units } = query;
  if (!reading.checks || reading.asks.length > 0 || !isThing(c) || !c.valued) return false;
  if (c.leftover.length > 0 || query.operators.size > 0 || c.askable.unsaid || c.askable.inverse) return false;
  // Who is "director of the office" may be its deputy director.
  if (c.profile.entity.kind === 'person') return false;
  return units.every(({ tokens, constraints }) =>
    tokens.every((i) => {
      const level = c.levels[i];
      return level === 'fact' || level === 'subject' || (level === 'profile' && constraints.length > 0);
    }),
  );
}

/** Worth so much more than any other fact, and so like its examples, it is not offered beside others but told. */
const FAR_AHEAD = 5;
const FAIRLY_LIKE = 0.4;

/** Whatever is offered, what is worth most is among it: alone where it explains all and nothing comes near. */
export function bestFirst(
  resolution: Resolution,
  query: Query,
  found: readonly Candidate[],
  catalogue: Catalogue,
): Resolution {
  if (resolution.status !== 'clarify') return resolution;
  const { checks, asks } = query.reading;
  const worthOf = worthIn(query);
  const said = found
    .filter((c) => inFocus(c, query) && c.fact > 0.01 && c.askable.facts.some((f) => f.state !== 'unsaid'))
    .sort((a, b) => worthOf(b) - worthOf(a));
  const best = said[0];
  if (!best) return resolution;
  const rival = said.find((c) => !c.askable.facts.some((f) => best.askable.facts.includes(f)));
  const ahead = !rival || worthOf(best) >= worthOf(rival) + FAR_AHEAD;
  const told = finding(best, singledOut(best, query, catalogue));
  const fits = best.leftover.length === 0 && troubling(best).length === 0 && best.like >= FAIRLY_LIKE;
  if (ahead && fits && !checks && wants(asks[0] ?? 'what', best.askable) && asked(best, asks[0] ?? 'what'))
    return { status: 'answered', form: 'facts', findings: [told] };
  const offered = resolution.findings;
  return offered.some((f) => f.askable === best.askable || f.facts.some((x) => best.askable.facts.includes(x)))
    ? resolution
    : { ...resolution, findings: [told, ...offered.slice(0, MOST_CLOSE - 1)] };
}

/** Ours, and nothing explains it: what is worth most, for the asker to choose from. */
export function closest(query: Query, found: readonly Candidate[], catalogue: Catalogue): Resolution | undefined {
  const asks = query.reading.asks[0] ?? 'what';
  const worthOf = (c: Candidate): number => worth(c, asks, query.reading.checks);
  const said = found
    .filter((c) => c.fact > 0.01 && c.askable.facts.some((f) => f.state !== 'unsaid'))
    .sort((a, b) => worthOf(b) - worthOf(a))
    .slice(0, MOST_CLOSE - 1);
  return said.length > 0
    ? { status: 'clarify', unsure: true, findings: said.map((c) => finding(c, singledOut(c, query, catalogue))) }
    : undefined;
}

/** From this worth on, and this part explained, what comes closest is offered in a conversation about our subject. */
const NEAR_WORTH = 10;
const NEAR_SHARE = 0.6;

/** What a question that carries a conversation on may mean, though by itself it seems to be about something else. */
export function closestOf(
  { query, candidates: found, resolution }: Resolved,
  catalogue: Catalogue,
): Resolution | undefined {
  const asks = query.reading.asks[0] ?? 'what';
  const near = found.some(
    (c) => worth(c, asks, query.reading.checks) >= NEAR_WORTH && c.explained >= c.total * NEAR_SHARE,
  );
  return resolution.status === 'off_topic' && near ? closest(query, found, catalogue) : undefined;
}

/** What comes closest, for the asker to choose from: worth enough to be near, and no name, date or
 * number left over unless it is asked for just so. */
export function askBack(
  asks: Asks,
  query: Query,
  able: readonly Candidate[],
  catalogue: Catalogue,
): Resolution | undefined {
  const worthOf = (c: Candidate): number => worth(c, asks, query.reading.checks);
  const close = able
    .filter(
      (c) =>
        c.fact > 0.01 &&
        (c.like >= JUST_SO || (!isVetoed(c, query) && c.explained >= c.total * CLOSE_SHARE)) &&
        asked(c, asks),
    )
    .filter((c) => c.askable.facts.some((f) => f.state !== 'unsaid'))
    .sort((a, b) => worthOf(b) - worthOf(a));
  const best = close[0];
  if (!best || query.reading.checks || worthOf(best) - CLOSE_LEFT * best.missed < CLOSE_WORTH) return undefined;
  const told = close.filter((c) => worthOf(c) >= worthOf(best) - CLOSE_RANGE).slice(0, MOST_CLOSE);
  return { status: 'clarify', unsure: true, findings: told.map((c) => finding(c, singledOut(c, query, catalogue))) };
}
