/** Whether a question is about our subject at all. */
import type { Catalogue } from '../knowledge/askables.ts';
import type { Lexicon } from '../knowledge/lexicon.ts';
import type { Resolution } from '../model/resolution.ts';
import type { Candidate, Constraint, Query } from './candidate.ts';
import { fitness, worth } from './weigh.ts';

/** Kinds of thing that are asked about here by any of their nouns. */
export const OURS: ReadonlySet<string> = new Set(['meeting', 'agreement', 'mechanism']);
/**
 * Without any name in it a question has to be worth this much to a fact; less when the fact explains all of it, and by
 * words of its own (measured: 1 to 2 in 1,000 questions about other things reach it, and half of ours).
 */
const TELLING = 15;
const LEFT_OVER = 0.75;
const WHOLE = 13;
const OWN = 4;
/** With a place in it less is enough; less again where all of it is explained. */
const BESIDE_A_PLACE = 8;
const WITH_A_PLACE = 8;
const ALL_OWN = 0.9;
const SEVERAL: ReadonlySet<string> = new Set(['list', 'each', 'count', 'values']);
/** A shorter name that had to be repaired is no sign of our subject. */
const LONG_NAME = 5;

/**
 * An answer needs something of the subject in the question: a name of our own, a place with a word of the fact, a kind
 * of thing that is dealt with here, or several words of the fact itself. Else it is about something else, whatever
 * matched.
 */
export function anchored(
  resolution: Resolution,
  query: Query,
  found: readonly Candidate[],
  catalogue: Catalogue,
  lexicon: Lexicon,
): Resolution {
  if (resolution.status === 'off_topic' || resolution.status === 'unknown' || query.focus.length > 0) return resolution;
  const told =
    'findings' in resolution ? resolution.findings.flatMap((f) => found.filter((c) => c.askable === f.askable)) : [];
  const full = told.some((c) => c.leftover.length === 0);
  const hits = Math.max(0, ...told.map((c) => c.hits));
  const strength = Math.max(0, ...told.map((c) => worthOf(c, query) - LEFT_OVER * c.missed));
  // Places, topics and posts are spoken of for other reasons too: the rest of the question has to be ours as well.
  const isPublic = (c: Constraint): boolean =>
    isOfKind(c, 'place') || isOfKind(c, 'topic') || (isOfKind(c, 'post') && !full);
  const places = query.constraints.filter((c) => isPublic(c) && !isOfKind(c, 'topic') && c.mention.how === 'exact');
  const names = query.constraints.filter((c) => !isPublic(c) && isOwnName(c, query, lexicon));
  const named = query.constraints.some((c) => !isOfKind(c, 'topic') && isOwnName(c, query, lexicon));
  if (named && told.some((c) => c.named && c.missed === 0 && (query.bare || c.cued))) return resolution;
  if (names.some((c) => full || !isSurname(c)) || (names.length > 0 && hits > 0)) return resolution;
  if (resolution.status === 'corrected') return places.length > 0 ? resolution : { status: 'off_topic' };
  if (query.documents.size > 0 && told.some((c) => c.missed === 0 || c.hits >= 2)) return resolution;
  const asking = query.reading.asks.length > 0 || query.reading.checks;
  const much = full ? WITH_A_PLACE : BESIDE_A_PLACE;
  if (places.length > 0 && !query.reading.personal && strength >= much && told.some((c) => c.words > 0 || c.cued))
    return resolution;
  // "When was the plenary?": a kind of thing of ours, asked for by one of its roles.
  const ours = query.classes.some((c) => !catalogue.isEveryday(c) || OURS.has(catalogue.kindOf(c)));
  // "List the meetings": all that the documents have of a kind of ours.
  const ownKind = query.askedClass !== undefined && OURS.has(catalogue.kindOf(query.askedClass));
  if (ownKind && asking && !query.reading.personal && 'form' in resolution && SEVERAL.has(resolution.form))
    return resolution;
  if (ours && asking && full && resolution.status === 'clarify' && query.units.length === 1) return resolution;
  if (
    ours &&
    asking &&
    told.some(
      (c) => c.leftover.length === 0 && (c.headed || c.classed) && (c.cued || c.askable.plain.size > 0 || c.hits >= 2),
    )
  )
    return resolution;
  if (
    ours &&
    asking &&
    told.some(
      (c) =>
        c.leftover.length === 0 &&
        c.cued &&
        c.hits >= 2 &&
        OURS.has(c.profile.entity.kind) &&
        c.askable.role.of !== 'any',
    )
  )
    return resolution;
  if (!query.reading.personal && told.some((c) => isTelling(c, query))) return resolution;
  if (asking && told.some((c) => c.leftover.length === 0 && c.named && c.cued && c.hits > 0 && fitness(c) >= ALL_OWN))
    return resolution;
  return { status: 'off_topic' };
}

const worthOf = (c: Candidate, query: Query): number => worth(c, query.reading.asks[0] ?? 'what', query.reading.checks);

/** Much speaks for the fact; what it leaves over counts for more here than in the choice between facts. */
function isTelling(c: Candidate, query: Query): boolean {
  const much = worthOf(c, query);
  return much - LEFT_OVER * c.missed >= TELLING || (c.missed === 0 && c.hits > 0 && c.fact >= OWN && much >= WHOLE);
}

/** A name that nobody types by chance: of several words, or in no dictionary. */
export function isOwnName(c: Constraint, query: Query, lexicon: Lexicon): boolean {
  const { sense, from, to, how } = c.mention;
  if (sense.type !== 'entity') return false;
  const words = query.reading.tokens.slice(from, to).filter((t) => !t.free);
  if (words.length >= 2) return true;
  const word = words[0]?.text ?? '';
  return how !== 'repaired' || word.length >= LONG_NAME ? !lexicon.language.dictionary.has(word) : false;
}

const isOfKind = (c: Constraint, kind: string): boolean =>
  c.mention.sense.type === 'entity' && c.mention.sense.id.startsWith(`${kind}/`);

const isSurname = (c: Constraint): boolean =>
  c.mention.to - c.mention.from === 1 && c.mention.sense.type === 'entity' && c.mention.sense.id.startsWith('person/');
