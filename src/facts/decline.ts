/** Nothing explains all of a question: what is false, what is missing, what comes near, or that it is about something else. */
import type { Askable, Catalogue, Profile } from '../knowledge/askables.ts';
import type { Asks } from '../model/fact.ts';
import type { EntityId } from '../model/knowledge.ts';
import type { Finding, Resolution } from '../model/resolution.ts';
import { asTyped } from '../text/typed.ts';
import { OURS } from './anchor.ts';
import type { Candidate, Query } from './candidate.ts';
import { claimsAgainst } from './claims.ts';
import { asked, finding, fitness, inFocus, isThing, isVetoed, troubling, wants, wordsLeft, worth } from './weigh.ts';

const MOST_FACTS = 3;
/** Share and weight that have to be explained before a word that says nothing here may be left aside, said so. */
const FIRM_SHARE = 0.55;
export const FIRM = 4;
const LEFT = 0.5;
const FIRM_UNNAMED = 8;
const PARTIAL_FIT = 0.45;
/** Operators that may be left aside, said so, beside a single fact. */
const TOLERATED: ReadonlySet<string> = new Set([
  'before',
  'after',
  'previous',
  'same',
  'until',
  'over',
  'under',
  'difference',
  'next',
  'earliest',
]);

/** A word or two that say nothing here, in a question that is otherwise clear: these may be told, with the words named. */
export function clearest(asks: Asks, query: Query, found: readonly Candidate[]): Candidate[] {
  const soft = found.filter(
    (c) =>
      inFocus(c, query) &&
      c.leftover.length + troubling(c).length > 0 &&
      troubling(c).every((o) => TOLERATED.has(o)) &&
      !isVetoed(c, query) &&
      wants(asks, c.askable) &&
      asked(c, asks) &&
      c.explained >= c.total * FIRM_SHARE &&
      fitness(c) >= PARTIAL_FIT &&
      c.fact > 0.01 &&
      worth(c, asks, query.reading.checks) - LEFT * c.missed >= (isThing(c) ? FIRM : FIRM_UNNAMED),
  );
  return soft.sort((a, b) => worth(b, asks, query.reading.checks) - worth(a, asks, query.reading.checks));
}

/** Nothing explains all of it: what is false, what is missing, or that it is about something else. */
export function decline(asks: Asks, query: Query, found: readonly Candidate[], catalogue: Catalogue): Resolution {
  const best = found[0];
  const total = query.content.reduce((sum, i) => sum + query.weights[i]!, 0);
  if (!best || total === 0) return { status: 'off_topic' };
  const claims = claimsAgainst(asks, query, found, catalogue);
  if (claims) return claims;
  const subject = subjectOf(query, found);
  if (!subject) return unheardOf(query, catalogue) ?? { status: 'off_topic' };
  return { status: 'unknown', missing: wordsLeft(best, query), subject, near: nearFacts(subject, found) };
}

/** "The meeting with Tianjin", "the 25th plenary": a thing of our kind by a name or number that the documents lack. */
function unheardOf(query: Query, catalogue: Catalogue): Resolution | undefined {
  if (!query.classes.some((c) => OURS.has(catalogue.kindOf(c)))) return undefined;
  const strange = query.constraints.filter(
    (c) => c.mention.sense.type === 'stranger' || c.mention.sense.type === 'ordinal',
  );
  if (strange.length === 0) return undefined;
  const missing = strange.map(({ mention: { from, to } }) => asTyped(query.reading, from, to));
  return { status: 'unknown', missing: [...new Set(missing)], near: [] };
}

/** The thing the question names, if it names one beyond what everything here is about. */
function subjectOf(query: Query, found: readonly Candidate[]): Profile | undefined {
  const named = new Set<EntityId>();
  for (const c of query.constraints) {
    const { sense, from } = c.mention;
    if (
      sense.type === 'entity' &&
      !query.contextual.has(from) &&
      !sense.id.startsWith('place/') &&
      !sense.id.startsWith('topic/')
    )
      named.add(sense.id);
  }
  const hit =
    found.find((c) => named.has(c.profile.id)) ??
    found.find((c) => [...c.profile.identity].some((id) => named.has(id)));
  if (hit) return hit.profile;
  const belonging = found.find((c) => c.identified);
  if (belonging) return belonging.profile;
  const numbered = query.constraints.find((c) => c.mention.sense.type === 'ordinal');
  return (
    numbered &&
    found.find((c) => c.profile.ordinal !== undefined && c.levels[numbered.mention.from] === 'subject')?.profile
  );
}

/** A few other facts of the same subject: what comes closest to the question, then the plainest. */
function nearFacts(profile: Profile, found: readonly Candidate[]): Finding[] {
  const order = [
    'held',
    'place',
    'chair',
    'leader',
    'guest',
    'post',
    '~post',
    'signed',
    'parties',
    'launched',
    'established',
    'status',
    'aim',
    'detail',
  ];
  const key = (a: Askable): number => {
    const i = order.indexOf(a.inverse ? `~${a.role.id}` : a.role.id);
    return i < 0 ? order.length : i;
  };
  const closest = found
    .filter((c) => c.profile === profile && c.fact > 0 && (!c.askable.inverse || c.cued))
    .slice(0, 2);
  const plain = [...profile.askables].sort((a, b) => key(a) - key(b) || a.id - b.id).slice(0, MOST_FACTS);
  const askables = [...new Set([...closest.map((c) => c.askable), ...plain])].slice(0, MOST_FACTS);
  return askables.map((askable) => finding({ askable, profile }));
}
