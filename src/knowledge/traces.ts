/**
 * How each askable and its subject have a word, in one number each: a question looks its words up once, not again for
 * each of the many facts that are held against it.
 */
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
