/**
 * How each askable and its subject have a word, in one number each: a question looks its words up once, not again for
 * each of the many facts that are held against it.
 */
import type { EntityId } from '../model/knowledge.ts';
import type { Catalogue } from './askables.ts';

/** By askable: the strength of the word in hundredths, and the marks. */
export type Trace = Uint16Array;

const STRENGTH = 127;
/** The word is a cue of the role; it stands in the names of the subject. */
const CUE = 128;
const NAME = 256;

export const strengthIn = (trace: Trace, askable: number): number => (trace[askable]! & STRENGTH) / 100;
export const isCueIn = (trace: Trace, askable: number): boolean => (trace[askable]! & CUE) > 0;
export const isNameIn = (trace: Trace, askable: number): boolean => (trace[askable]! & NAME) > 0;

/** Worked out when first asked for: most terms never are. */
export function traces({
  askables,
  postings,
  subjects,
  about,
}: Pick<Catalogue, 'askables' | 'postings' | 'subjects' | 'about'>): (term: string) => Trace | undefined {
  const known = new Map<string, Trace>();
  return (term) => {
    const direct = postings.get(term);
    const through = subjects.get(term);
    if (!direct && !through) return undefined;
    let trace = known.get(term);
    if (!trace) {
      trace = new Uint16Array(askables.length);
      for (const id of direct ?? []) {
        const { terms, cues } = askables[id]!;
        trace[id] = Math.round(terms.get(term)! * 100) | (cues.has(term) ? CUE : 0);
      }
      for (const subject of through ?? []) for (const id of about(subject)) trace[id]! |= NAME;
      known.set(term, trace);
    }
    return trace;
  };
}

/** By askable, by what a name or a noun holds for it: nothing, the fact itself, its subject, what else is known of that. */
export type Standing = Uint8Array;
const BY_FACT = 1;
const BY_SUBJECT = 2;
const BY_PROFILE = 3;

/** The same of names (`@entity`) and nouns (`:class`). */
export function standings({
  askables,
  profiles,
  reach,
}: Pick<Catalogue, 'askables' | 'profiles' | 'reach'>): (key: string) => Standing {
  const known = new Map<string, Standing>();
  const ofName = (id: EntityId): Standing => {
    const standing = new Uint8Array(askables.length);
    for (const at of reach(`@${id}`)) {
      const { entities, subject } = askables[at]!;
      const by = profiles.get(subject)!.identity.has(id) ? BY_SUBJECT : BY_PROFILE;
      standing[at] = entities.has(id) ? BY_FACT : by;
    }
    return standing;
  };
  const ofNoun = (noun: string): Standing =>
    Uint8Array.from(askables, ({ subject, valueEntities }) => {
      if (profiles.get(subject)!.classes.has(noun)) return BY_SUBJECT;
      for (const id of valueEntities) if (profiles.get(id)?.classes.has(noun)) return BY_FACT;
      return 0;
    });
  return (key) => {
    const found = known.get(key) ?? (key.startsWith('@') ? ofName(key.slice(1) as EntityId) : ofNoun(key.slice(1)));
    known.set(key, found);
    return found;
  };
}
