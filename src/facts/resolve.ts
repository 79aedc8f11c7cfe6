/** Reading → resolution: find what explains the question, and decide. The order of the decisions is the table of statuses. */
import type { Catalogue } from '../knowledge/askables.ts';
import type { Lexicon } from '../knowledge/lexicon.ts';
import type { Asks } from '../model/fact.ts';
import type { EntityId } from '../model/knowledge.ts';
import type { Reading } from '../model/reading.ts';
import type { Resolution } from '../model/resolution.ts';
import { isOwnName, isPerson, oddsOfOurs } from './anchor.ts';
import type { Candidate, Query } from './candidate.ts';
import { candidates, type Found, find } from './candidates.ts';
import { ambiguous, choose, describe, LOOSE_RIVAL } from './choose.ts';
import { claimsAgainst, displaced, miscounted, misfit, unlike, wrongDoer, wrongHolder } from './claims.ts';
import { clearest, decline, FIRM } from './decline.ts';
import { withElsewhere } from './elsewhere.ts';
import { eachOfKind, isTakenAsKnown, isWhichOf } from './granted.ts';
import { askBack, bestFirst, closest, orChoices } from './offer.ts';
import { prepare } from './query.ts';
import { overSeveral } from './sets/several.ts';
import { aggregate, neighbour } from './sets.ts';
import {
  asked,
  finding,
  fitness,
  inFocus,
  isThing,
  operatorWords,
  PLAIN_FIT,
  troubling,
  wants,
  wordsLeft,
  worth,
  worthIn,
} from './weigh.ts';

/** From these log-odds on a question is about our subject; one over several subjects, which only ours are, from less. */
const EVEN = 0.5;
const SOME = -0.2;
/** Only from these on what comes closest is offered. */
const LIKELY = 1.2;
/** From these on what a yes/no question says of a thing that it names is set right: what is not so speaks for no fact. */
const NAMED = -1.5;
/** From these where the one who asks takes it for granted which thing is meant. */
const GRANTED = -3;
/** What explains every word is told though another, that leaves some over, is worth this much more. */
const LENIENCE = 1;
/** Of a longer clause hardly anything explains all: what comes closest says more than what is missing. */
const MOST_CLEAR = 8;
/** A name alone asks for what is left out of it only where that is asked for so. */
const VERY_LIKE = 0.8;
/** A fact that tells of all but what is asked has to fit this well to be told beside "not said". */
const BESIDE_FIT = 0.85;

export interface Resolved {
  readonly resolution: Resolution;
  /** The question names something of ours. */
  readonly anchored: boolean;
  /** How well the best of what is told explains the question, 0 to about 1; 0 when nothing is told. */
  readonly fitness: number;
  readonly query: Query;
  readonly candidates: readonly Candidate[];
  /** What it finds by its words alone. */
  readonly own: Found;
}

/** Resolves one clause; `focus` are the entities that the conversation is about. */
export function resolve(
  reading: Reading,
  catalogue: Catalogue,
  lexicon: Lexicon,
  focus: readonly EntityId[],
): Resolved {
  const query = { ...prepare(reading, catalogue, lexicon), focus };
  return resolveQuery(query, find(query, catalogue), catalogue, lexicon);
}

/** The same clause again, with another focus. */
export const resolveAgain = (
  { query, own }: Resolved,
  focus: readonly EntityId[],
  catalogue: Catalogue,
  lexicon: Lexicon,
): Resolved => resolveQuery({ ...query, focus }, own, catalogue, lexicon);

function resolveQuery(query: Query, own: Found, catalogue: Catalogue, lexicon: Lexicon): Resolved {
  const { reading, focus } = query;
  const found = candidates(query, own, catalogue);
  const beside = focus.length > 0 ? neighbour(query, reading.asks[0] ?? 'what', catalogue) : undefined;
  if (beside) return { resolution: beside, anchored: true, fitness: 1, query, candidates: found, own };
  const odds = focus.length > 0 ? Number.POSITIVE_INFINITY : oddsOfOurs(query, found, catalogue);
  if (odds >= SOME) {
    own.several ??= { told: overSeveral(query, catalogue, lexicon) };
    const { told } = own.several;
    if (told) return { resolution: told, anchored: true, fitness: 1, query, candidates: found, own };
  }
  if (odds >= (reading.checks ? NAMED : SOME)) {
    const misplaced = wrongHolder(query, catalogue, lexicon) ?? wrongDoer(query, found, catalogue);
    if (misplaced) return { resolution: misplaced, anchored: true, fitness: 1, query, candidates: found, own };
  }
  const plain = decide(query, found, catalogue);
  const offered = orChoices(plain, query, found, catalogue);
  const worthOf = worthIn(query);
  const decided =
    (offered.status === 'clarify'
      ? ((offered.unsure ? leftOut(query, found, worthOf) : undefined) ?? unlike(query, found, worthOf))
      : undefined) ?? offered;
  const anchored = query.constraints.some((c) => isOwnName(c, query, lexicon));
  const guessing = decided.status === 'clarify' && decided.unsure === true;
  const enough =
    decided.status === 'corrected' && anchored && reading.checks
      ? NAMED
      : isTakenAsKnown(query, found, catalogue, lexicon)
        ? GRANTED
        : guessing
          ? LIKELY
          : EVEN;
  const resolved: Resolution =
    decided.status !== 'unknown' && odds < enough && !isWhichOf(query, catalogue)
      ? (eachOfKind(query, found, catalogue) ?? ofSomebody(query, found, catalogue, lexicon))
      : focus.length === 0 &&
          odds >= LIKELY &&
          (decided.status === 'off_topic' || (decided.status === 'unknown' && query.content.length > MOST_CLEAR))
        ? (closest(query, found, catalogue) ?? decided)
        : decided;
  const asks = reading.asks[0] ?? 'what';
  const offeredAll = withoutReason(bestFirst(resolved, query, found, catalogue), asks);
  const resolution = withElsewhere(noneElse(offeredAll, query), query, catalogue);
  const told = 'findings' in resolution ? resolution.findings[0] : undefined;
  const best = told && found.find((c) => c.askable === told.askable);
  return {
    resolution,
    anchored,
    fitness: best ? fitness(best) * (best.explained / Math.max(best.total, 0.1)) : told ? PLAIN_FIT : 0,
    query,
    candidates: found,
    own,
  };
}

/** One resolution for all that the clause asks; it is as good as its weakest part. */
function decide(query: Query, found: readonly Candidate[], catalogue: Catalogue): Resolution {
  const { reading } = query;
  // "Which official" asks who.
  const kind = query.askedClass === undefined ? '' : catalogue.kindOf(query.askedClass);
  const asks: Asks[] = (reading.asks.length > 0 ? reading.asks : (['what'] as const)).map((a) =>
    a !== 'what' || reading.checks || reading.asks.length === 0 ? a : kind === 'person' ? 'who' : a,
  );
  const parts = asks.map((a) => decideOne(a, query, found, catalogue));
  if (parts.length === 1) return parts[0]!;
  const answered = parts.filter((p) => p.status === 'answered' || p.status === 'clarify');
  if (answered.length === 0) return parts[0]!;
  const findings = answered.flatMap((p) => p.findings);
  if (answered.length < parts.length) {
    const first = parts.find((p) => p.status === 'corrected');
    return first ?? { status: 'partial', missing: [], form: 'facts', findings };
  }
  return { status: 'answered', form: 'facts', findings };
}

/** What is asked by one question word, decided in this order. */
function decideOne(asks: Asks, query: Query, found: readonly Candidate[], catalogue: Catalogue): Resolution {
  const full = found.filter((c) => c.leftover.length === 0 && inFocus(c, query));
  // What is said of a thing that is named comes before other facts that happen to have the same words.
  const subjects = found.filter((c) => isThing(c) && inFocus(c, query));
  if (subjects.length > 0 && !full.some(isThing)) {
    const claims = claimsAgainst(asks, query, subjects, catalogue);
    if (claims) return claims;
  }
  // A name and nothing beyond it: what it is; unless just what is left out of it is asked for.
  const likeliest = full.reduce<Candidate | undefined>(
    (most, c) => (!most || worth(c, asks, false) > worth(most, asks, false) ? c : most),
    undefined,
  );
  const isLeftOut = likeliest?.askable.unsaid === true && likeliest.like >= VERY_LIKE;
  if (asks === 'what' && !query.reading.checks && query.bare && !isLeftOut) {
    const card = describe(
      query,
      full.filter((c) => c.named),
    );
    if (card) return card;
  }
  const fit = full.filter(
    (c) => wants(asks, c.askable) && asked(c, asks, query.reading.checks) && fitness(c) >= PLAIN_FIT,
  );
  const worked = aggregate(asks, query, fit, catalogue);
  if (worked) return worked;
  const which = ambiguous(asks, query, fit, full, catalogue);
  if (which) return which;
  const plainly = fit.filter((c) => troubling(c).length === 0);
  const able = found.filter((c) => inFocus(c, query) && wants(asks, c.askable));
  const worthOf = (c: Candidate): number => worth(c, asks, query.reading.checks);
  const best = Math.max(...able.map(worthOf), Number.NEGATIVE_INFINITY);
  const whole = Math.max(...plainly.map(worthOf), Number.NEGATIVE_INFINITY);
  if (plainly.length > 0 && whole >= best - LENIENCE)
    return miscounted(query, choose(asks, query, plainly, able, catalogue));
  // What fits best leaves a word or two over: what is false comes first, then it is told, with those words named.
  const claims = claimsAgainst(asks, query, found, catalogue) ?? displaced(query, found, worthOf, catalogue);
  if (claims) return claims;
  const nearly = clearest(asks, query, found);
  if (nearly.length > 0 && worthOf(nearly[0]!) >= best - LENIENCE) {
    const chosen = choose(asks, query, nearly, able, catalogue, LOOSE_RIVAL);
    if (chosen.status === 'clarify') return chosen;
    if (chosen.status === 'answered' || chosen.status === 'partial')
      return {
        status: 'partial',
        missing: [...wordsLeft(nearly[0]!, query), ...operatorWords(nearly[0]!, query)],
        form: chosen.form,
        findings: chosen.findings,
      };
  }
  if (plainly.length > 0) return choose(asks, query, plainly, able, catalogue);
  // All of it is told of, only not what is asked (why, when, how many): that, said so.
  const beside = full.filter(
    (c) =>
      !wants(asks, c.askable) &&
      troubling(c).length === 0 &&
      c.askable.facts.some((f) => f.gist) &&
      c.fact >= FIRM &&
      fitness(c) >= BESIDE_FIT,
  );
  if (beside.length > 0 && asks !== 'number') {
    const chosen = choose('what', query, beside, [], catalogue);
    if (chosen.status === 'answered')
      return { status: 'partial', missing: [], form: chosen.form, findings: chosen.findings };
  }
  return (
    misfit([...able].sort((a, b) => worthOf(b) - worthOf(a))[0], query) ??
    askBack(asks, query, able, catalogue) ??
    decline(asks, query, found, catalogue)
  );
}

/** So like its examples is what is asked for just so. */
const MUCH_LIKE = 0.6;

/** What is worth most of all, and is asked for much like this, is left out of the documents: that. */
function leftOut(query: Query, found: readonly Candidate[], worthOf: (c: Candidate) => number): Resolution | undefined {
  const best = found.reduce<Candidate | undefined>((m, c) => (!m || worthOf(c) > worthOf(m) ? c : m), undefined);
  return best?.askable.unsaid === true && best.like >= MUCH_LIKE && isThing(best) && inFocus(best, query)
    ? { status: 'unknown', missing: [], subject: best.profile, near: [finding(best)] }
    : undefined;
}

/** Why it is so they do not say, and perhaps it is not: no choice of facts that tell no reason, only that they do not. */
function withoutReason(resolution: Resolution, asks: Asks): Resolution {
  if (asks !== 'why' || resolution.status !== 'clarify' || resolution.findings.length === 0) return resolution;
  const { findings } = resolution;
  return findings[0]!.askable.provides.has('why')
    ? resolution
    : { status: 'unknown', missing: [], subject: findings[0]!.profile, near: findings };
}

/** "Who else went with the CE?": where nobody is told but those that the question names, they say of nobody else. */
function noneElse(resolution: Resolution, query: Query): Resolution {
  const isElse = query.reading.asks[0] === 'who' && [...query.operators.values()].includes('other');
  if (resolution.status !== 'answered' || !isElse) return resolution;
  const named = new Set(
    query.constraints.flatMap(({ mention: { sense } }) => (sense.type === 'entity' ? [sense.id] : [])),
  );
  const told = resolution.findings.flatMap((f) => f.facts.flatMap((x) => x.values));
  const [first] = resolution.findings;
  const known = !first?.askable.inverse && told.length > 0 && told.every((v) => v.type === 'entity' && named.has(v.id));
  return known && first
    ? { status: 'unknown', missing: [], subject: first.profile, near: resolution.findings }
    : resolution;
}

/** About somebody whom the documents name it is not outside, only not in them: what they say of that person stands there. */
function ofSomebody(query: Query, found: readonly Candidate[], catalogue: Catalogue, lexicon: Lexicon): Resolution {
  const people = query.constraints.some(
    (c) => isPerson(c) && c.mention.to - c.mention.from > 1 && isOwnName(c, query, lexicon),
  );
  const declined = people ? decline(query.reading.asks[0] ?? 'what', query, found, catalogue) : undefined;
  return declined?.status === 'unknown' ? declined : { status: 'off_topic' };
}
