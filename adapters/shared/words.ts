/** What the chat platforms say besides answers: one table, the same words in each. */
import type { Verdict } from '../../src/index.ts';

const seconds = (n: number): string => (n === 1 ? 'a second' : `${n} seconds`);

export const WORDS = {
  share: 'Share in channel',
  why: 'Why this answer?',
  helpful: 'Helpful',
  unhelpful: 'Not helpful',
  wrong: 'This fact is wrong',
  previous: 'Previous',
  next: 'Next',
  askNext: 'Ask next',
  choose: 'Choose one',
  sources: 'Sources',
  asked: (question: string): string => `“${question}”`,
  slower: (wait: number): string => `That is a lot of questions in a minute. Please ask again in ${seconds(wait)}.`,
  failed: 'Something went wrong on my side and I could not answer. Please ask again in a minute.',
  perhapsLost: 'My answer may not have reached you. If you do not see it, please ask again.',
  tooOld: 'This answer is too old for its buttons. Please ask again.',
  judged: {
    helpful: 'Thank you. Noted as helpful; you can change it with the other buttons.',
    unhelpful: 'Thank you. Noted as not helpful; those who keep the knowledge will see it.',
    wrong: 'Thank you. Noted as wrong; those who keep the knowledge will check it against the document.',
  } satisfies Record<Verdict, string>,
  asAt: (date: string): string => `As at ${date}`,
  askInstead: (contact: string): string => `You could ask ${contact}.`,
  nothingFound: 'No agreement was found. Try fewer words, or no words for all agreements.',
  nearest:
    'Nothing matches all of that. The nearest are below; try fewer words, another year, or no words for all agreements.',
  tries: 'These find something:',
  notOnRecord: (parts: readonly string[]): string => `Not on record: ${parts.join(', ')}.`,
  tryInstead: 'Try one of these, which find something',
  goesOn: '(It goes on; the message shows all of it.)',
  sharedBy: (who: string): string => `Shared by ${who}`,
  notHere: 'This cannot be shared here.',
  mayNotWrite: 'You may not write in this channel, so nothing was shared.',
  nearestName: (typed: string): string => `Nothing is called “${typed}”; this comes nearest.`,
  faultyEdit: {
    heading: 'The knowledge on disk has faults',
    what: 'I go on with what I knew before. Once these are mended, I take the edit over by myself:',
    more: (n: number): string => `… and ${n} more; npm run knowledge tells them all`,
  },
  page: (page: number, pages: number): string => `Page ${page} of ${pages}`,
} as const;
