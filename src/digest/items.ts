/** What a digest says line by line: a fact in its own words, with its place, and no longer than one reads at a glance. */
import { documentName, tell } from '../answer/compose.ts';
import { dateInWords, say } from '../answer/words.ts';
import type { Engine } from '../engine.ts';
import { parseDate } from '../model/date.ts';
import type { Citation, Fact } from '../model/fact.ts';

/** One line, and what stands behind it. */
export interface Item {
  readonly text: string;
  readonly cites: readonly Citation[];
  /** Remembered once it is posted, so that it does not come again. */
  readonly keys?: readonly string[];
  /** Told as announced on this day. */
  readonly asAt?: string;
  /** Its date is not printed. */
  readonly workedOut?: boolean;
}

/** A line longer than this is no longer read; what it leaves out stands at its source. */
const LONGEST = 300;
/** Places named behind a line. */
const MOST_PLACES = 2;

export function shortenText(text: string): string {
  if (text.length <= LONGEST) return text;
  const cut = text.lastIndexOf(' ', LONGEST - 1);
  return `${text.slice(0, cut > LONGEST / 2 ? cut : LONGEST - 1).replace(/[,;:]$/, '')} …`;
}

/** A fact as a sentence, by its gist or the wording of its role; undefined for what the documents do not say. */
export function tellFact(engine: Engine, fact: Fact): string | undefined {
  if (fact.state === 'unsaid') return undefined;
  const profile = engine.catalogue.profiles.get(fact.subject);
  const askable = profile?.askables.find((a) => !a.inverse && a.facts.includes(fact));
  if (!profile || !askable) return undefined;
  return shortenText(tell({ askable, profile, facts: [fact] }, engine.wording));
}

/** `… was held on 12 July 2024 in Guangzhou. (004 para 1)` */
export function itemInWords({ wording }: Engine, { text, cites, asAt, workedOut }: Item): string {
  const date = asAt === undefined ? undefined : parseDate(asAt);
  const inWords = date ? dateInWords(date, wording) : '';
  // Many say themselves of when they are: "as planned on 12 July 2024".
  const dated = inWords !== '' && !text.includes(inWords);
  return say(wording, `digest-item${workedOut ? '-worked-out' : dated ? '-as-at' : ''}`, {
    text,
    source: placesInWords(cites),
    date: inWords,
  });
}

/** `002 para 7, para 8; 004 para 1` */
function placesInWords(cites: readonly Citation[]): string {
  const places = distinct(cites).slice(0, MOST_PLACES);
  return places
    .map(({ document, at }, i) => {
      const same = i > 0 && places[i - 1]!.document === document;
      return `${i === 0 ? '' : same ? ', ' : '; '}${same ? at : at === '' ? document : `${document} ${at}`}`;
    })
    .join('');
}

export const distinct = (cites: readonly Citation[]): Citation[] =>
  cites.filter((c, i) => cites.findIndex((o) => o.document === c.document && o.at === c.at) === i);

/** What the documents are that the lines cite: `002 is the panel paper of May 2024; 004 is …` */
export function legendOf({ wording }: Engine, cites: readonly Citation[]): string {
  const documents = [...new Set(cites.map((c) => c.document))].sort();
  if (documents.length === 0) return '';
  return say(wording, 'digest-legend', {
    documents: documents
      .map((document) => say(wording, 'digest-document', { document, title: documentName(document, wording) }))
      .join('; '),
  });
}
