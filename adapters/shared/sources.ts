/** The documents behind the answers, in words. */
import type { Plenary, SourceDocument } from '../../src/index.ts';
import { upperFirst } from './agreements.ts';

/** How many facts and documents there are, and up to when. */
export function describeKnowledge(plenary: Plenary): string {
  const { facts, documents, upTo } = plenary.overview();
  return [
    plenary.wording('terminal-knows', { facts: String(facts), documents: String(documents) }),
    plenary.wording('terminal-up-to', { date: plenary.date(upTo) }),
  ].join(' ');
}

/** A document by its number and title, and who issued it, when, and how far it can be trusted. */
export const describeSource = (
  d: SourceDocument,
  plenary: Plenary,
): { readonly title: string; readonly about: string } => ({
  title: `${d.id} ${d.title}`,
  about: `${upperFirst(d.issuer)}, ${d.date ? plenary.date(d.date) : 'without a date'}. Trust: ${d.trust.level}. ${d.trust.why}`,
});
