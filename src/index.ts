/**
 * The public surface of Plenary: the only thing that adapters import.
 *
 * @example
 * const plenary = createPlenary(knowledge);
 * plenary.answer('when was the 24th Guangdong plenary?').answer.status; // 'answered'
 */
import { sourceLine as plainSources, renderPlain } from './answer/plain.ts';
import { dateInWords, say } from './answer/words.ts';
import { type Message, type Received, receive } from './bot.ts';
import { type Composed, composeDigest, type DigestInput } from './digest/compose.ts';
import { renderPlainDigest } from './digest/plain.ts';
import { describeSchedule, momentInWords, readSchedule, type ScheduleDefaults } from './digest/schedule.ts';
import { snapshotOf } from './digest/seen.ts';
import { compileAgreements, type Lookup, type LookupQuery } from './directory/agreements.ts';
import { type Card, card, type Overview, overview } from './directory/glance.ts';
import { type Completion, compileNames } from './directory/names.ts';
import { ask, type Engine, type Reply } from './engine.ts';
import { compileInSteps } from './knowledge/compile.ts';
import { finish, type Steps } from './knowledge/steps.ts';
import type { Answer } from './model/answer.ts';
import type { Conversation } from './model/conversation.ts';
import { parseDate } from './model/date.ts';
import type { Snapshot } from './model/delivery.ts';
import type { Digest, Schedule } from './model/digest.ts';
import type { Knowledge, SourceDocument } from './model/fact.ts';
import type { Kind } from './model/knowledge.ts';
import type { ConversationStore } from './ports.ts';
import { type Note, noteOf } from './report/meaning.ts';
import { type Kept, makeReport, type Report, type Span } from './report/report.ts';
import { explain, type Trace } from './trace.ts';

export type { Message, Received } from './bot.ts';
export type { Asked, Composed, DigestInput } from './digest/compose.ts';
export { type Before, type Due, dateIn, periodOn, whatIsDue } from './digest/due.ts';
export type { FormExample, FormFault, ScheduleDefaults } from './digest/schedule.ts';
export type { AgreementRow, Lookup, LookupQuery } from './directory/agreements.ts';
export type { Card, Overview } from './directory/glance.ts';
export type { Completion } from './directory/names.ts';
export type { Reply } from './engine.ts';
export {
  type Fault,
  formatFaults,
  type Loaded,
  loadInSteps,
  loadKnowledge,
  type SourceFile,
} from './knowledge/load.ts';
export type { Steps } from './knowledge/steps.ts';
export type { Answer, Block, Option, Source } from './model/answer.ts';
export type { Conversation, Turn } from './model/conversation.ts';
export type { Delivery, DigestSetting, Snapshot, Stage, Told } from './model/delivery.ts';
export type { Digest, DigestPart, Holidays, OnHoliday, Period, Rhythm, Schedule } from './model/digest.ts';
export type { Knowledge, SourceDocument } from './model/fact.ts';
export type { Kind } from './model/knowledge.ts';
export type { Status } from './model/resolution.ts';
export type {
  Claim,
  Clock,
  ConversationStore,
  DigestStore,
  Exchange,
  Feedback,
  Guess,
  ReportStore,
  StateStore,
  Tally,
  Unanswered,
  Verdict,
} from './ports.ts';
export type { Note } from './report/meaning.ts';
export {
  type AskedInVain,
  type JudgedAnswer,
  type Kept,
  mergeJudged,
  mergeUnanswered,
  type Report,
  type Span,
} from './report/report.ts';
export type { Trace } from './trace.ts';

/** Digests: what is written to set one up, and what one says. When one is due, `whatIsDue` tells. */
export interface Digests {
  /** A line such as `weekly mon 09:00` → a schedule, or what is amiss with it. */
  read(text: string, defaults: ScheduleDefaults): ReturnType<typeof readSchedule>;
  /** `every Monday at 09:00 (Asia/Hong_Kong)` */
  describe(schedule: Schedule): string;
  /** `Monday 15 July 2024 at 09:00 (Asia/Hong_Kong)` */
  moment(at: number, zone: string): string;
  compose(input: DigestInput): Composed;
  /** The knowledge as it is now, for `seen` of a later digest. */
  snapshot(): Snapshot['facts'];
  /** The digest as plain text, with its sources. */
  plain(digest: Digest): string;
}

export interface Plenary {
  /** Answers one question, alone or as the next of a conversation. */
  answer(text: string, conversation?: Conversation): Reply;
  /** A message of a thread: a reply, or silence among people. */
  receive(store: ConversationStore, message: Message): Promise<Received>;
  /** Agreements by words, party, area and year: ranked, five a page, each with why it matched. */
  lookUp(query: LookupQuery): Lookup;
  /** Names that begin with or resemble what was typed, best first, of some kinds or all. */
  complete(typed: string, kinds?: readonly Kind[], most?: number): Completion[];
  /** An entity at a glance. */
  card(id: string): Card | undefined;
  overview(): Overview;
  sources(): readonly SourceDocument[];
  /** How a question was read, which facts were used, and why the status is what it is. */
  explain(text: string, conversation?: Conversation): Trace;
  /** What the report keeps of a reply: what was asked in vain, by meaning, and the names that had to be guessed. */
  note(reply: Reply): Note;
  /** What those who keep the knowledge learn from what was asked within a span. */
  report(kept: Kept, span: Span): Report;
  /** The answer as plain text with its sources, fit to be pasted. */
  plain(answer: Answer): string;
  /** The line with the sources alone. */
  sourceLine(answer: Answer): string;
  /** A wording of the language files by its key (buttons, headings), its `{places}` filled in when they are given. */
  wording(key: string, places?: Readonly<Record<string, string>>): string;
  /** A date as the knowledge writes it (`2024-07-12`, `2024-07`) in words: 12 July 2024. Anything else as it came. */
  date(written: string): string;
  readonly version: string;
  readonly digests: Digests;
}

export const createPlenary = (knowledge: Knowledge): Plenary => finish(createInSteps(knowledge));

/** The same in steps, so that the one before can go on answering meanwhile. */
export function* createInSteps(knowledge: Knowledge): Steps<Plenary> {
  const engine: Engine = yield* compileInSteps(knowledge);
  const agreements = compileAgreements(engine);
  const names = compileNames(engine);
  return {
    answer: (text, conversation) => ask(engine, text, conversation),
    receive: (store, message) => receive(engine, store, message),
    lookUp: agreements.lookUp,
    complete: names.complete,
    card: (id) => card(engine, id),
    overview: () => overview(engine),
    sources: () => [...knowledge.documents.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
    explain: (text, conversation) => explain(engine, text, conversation),
    note: (reply) => noteOf(reply, engine),
    report: (kept, span) => makeReport(kept, span, knowledge.facts.values()),
    plain: (answer) => renderPlain(answer, engine.wording.language),
    sourceLine: (answer) => plainSources(answer, engine.wording.language),
    wording: (key, places) => {
      const { replies } = engine.wording.language;
      if (!Object.hasOwn(replies, key)) return key;
      return places ? say(engine.wording, key, places) : replies[key]!;
    },
    date: (written) => {
      const date = parseDate(written);
      return date ? dateInWords(date, engine.wording) : written;
    },
    version: knowledge.version,
    digests: {
      read: (text, defaults) => readSchedule(text, defaults, engine.wording),
      describe: (schedule) => describeSchedule(schedule, engine.wording),
      moment: (at, zone) => momentInWords(at, zone, engine.wording),
      compose: (input) => composeDigest(engine, input),
      snapshot: () => snapshotOf(knowledge),
      plain: renderPlainDigest,
    },
  };
}
