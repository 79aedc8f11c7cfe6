/** The straight line: question → understanding → facts → answer. Pure; conversation and time come in as arguments. */
import { compose, documentName } from './answer/compose.ts';
import { say, type Wording } from './answer/words.ts';
import { completeFromConversation } from './conversation/complete.ts';
import { type Resolved, resolve } from './facts/resolve.ts';
import type { Catalogue } from './knowledge/askables.ts';
import type { Lexicon } from './knowledge/lexicon.ts';
import type { Answer } from './model/answer.ts';
import type { Conversation } from './model/conversation.ts';
import type { EntityId } from './model/knowledge.ts';
import type { Reading, Sentence, Understanding } from './model/reading.ts';
import type { Status } from './model/resolution.ts';
import { understand } from './understanding/understand.ts';

export interface Engine {
  readonly wording: Wording;
  readonly lexicon: Lexicon;
  readonly catalogue: Catalogue;
}

export interface Step {
  readonly reading: Reading;
  readonly resolved: Resolved;
  readonly focus: readonly EntityId[];
}

export interface Reply {
  readonly answer: Answer;
  readonly conversation: Conversation | undefined;
  /** How it came about, for `explain`. */
  readonly steps: readonly Step[];
}

const ANSWERED: ReadonlySet<Status> = new Set(['answered', 'corrected', 'clarify', 'partial']);
/** A follow-up read within the conversation this well needs no other reading. */
const SURE = 0.85;
const answered = (r: Resolved): boolean => ANSWERED.has(r.resolution.status);
/** From the best to the worst that a part can do; the whole is as good as its weakest part. */
const ORDER: readonly Status[] = ['answered', 'corrected', 'partial', 'clarify', 'unknown', 'off_topic'];

/** Answers one message. */
export function ask(engine: Engine, text: string, conversation: Conversation | undefined): Reply {
  const understanding = understand(text, engine.lexicon);
  const spoken = (key: string, status: Status): Reply => ({
    answer: {
      status,
      language: understanding.language,
      blocks: [{ type: 'text', text: say(engine.wording, key) }],
      sources: [],
      facts: [],
      focus: [],
      named: [],
      suggestions: [],
    },
    conversation,
    steps: [],
  });
  if (!/[\p{L}\d]/u.test(text)) return spoken('invalid', 'invalid');
  if (isOtherScript(text)) return spoken('other-language', 'unknown');
  if (understanding.smalltalk !== undefined) {
    if (understanding.smalltalk === 'source') {
      const source = sourceOf(engine, conversation);
      if (source) return { answer: source, conversation, steps: [] };
    } else return spoken(understanding.smalltalk, understanding.smalltalk === 'help' ? 'help' : 'greeting');
  }
  const steps = understanding.long
    ? readStory(engine, understanding, conversation)
    : readAll(engine, understanding, conversation);
  return conclude(engine, text, steps, conversation);
}

/** Mostly written in characters that no language file covers. */
function isOtherScript(text: string): boolean {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  const latin = text.match(/\p{Script=Latin}+/gu)?.length ?? 0;
  return han >= 4 && han > latin * 2;
}

/** Every sentence that says something has to be read; a later one may lean on an earlier one. */
function readAll(engine: Engine, understanding: Understanding, conversation: Conversation | undefined): Step[] {
  const steps: Step[] = [];
  let running = conversation;
  for (const sentence of understanding.sentences) {
    const read = readSentence(engine, sentence, running);
    for (const step of read) {
      steps.push(step);
      running = follow(running, step, engine);
    }
  }
  const meant = steps.filter((s) => s.resolved.query.content.length > 0 || s.reading.asks.length > 0);
  // A sentence beside the question that is about nothing here ("Quick one for my boss.") is not a question.
  const about = meant.filter(
    (s) => s.resolved.resolution.status !== 'off_topic' || s.reading.asks.length > 0 || s.reading.checks,
  );
  // A message that asks something else as well is about something else, unless it names what we know.
  const strange = meant.some(
    (s) => s.resolved.resolution.status === 'off_topic' || s.resolved.resolution.status === 'unknown',
  );
  const ours = strange ? meant.filter((s) => s.resolved.anchored || !answered(s.resolved)) : about;
  return ours.length > 0 ? ours : meant.slice(0, 1);
}

/** In a long message the sentence that reads fully is the question. */
function readStory(engine: Engine, understanding: Understanding, conversation: Conversation | undefined): Step[] {
  const all = understanding.sentences.map((s) => readSentence(engine, s, conversation));
  const best = all.filter((steps) => steps.some((s) => answered(s.resolved)));
  const asking = best.filter((steps) => steps.some((s) => s.reading.asks.length > 0 || s.reading.checks));
  const chosen = asking[asking.length - 1] ?? best[best.length - 1];
  if (chosen) return chosen;
  return all
    .flat()
    .filter((s) => s.resolved.resolution.status === 'unknown')
    .slice(-1)
    .concat(all.flat().slice(-1))
    .slice(0, 1);
}

function readSentence(engine: Engine, sentence: Sentence, conversation: Conversation | undefined): Step[] {
  const whole = readClause(engine, sentence.whole, conversation);
  if (sentence.parts.length < 2 || (answered(whole.resolved) && whole.resolved.resolution.status !== 'partial'))
    return [whole];
  const parts: Step[] = [];
  let running = conversation;
  for (const part of sentence.parts) {
    const step = readClause(engine, part, running);
    parts.push(step);
    running = follow(running, step, engine);
  }
  return parts.some((s) => answered(s.resolved)) ? parts : [whole];
}

/** A clause alone, or leaning on the conversation where it names no subject of its own. */
function readClause(engine: Engine, reading: Reading, conversation: Conversation | undefined): Step {
  const attempt = (focus: readonly EntityId[], r = reading): Step => ({
    reading: r,
    resolved: resolve(r, engine.catalogue, engine.lexicon, focus),
    focus,
  });
  if (!conversation) return attempt([]);
  const pronoun = reading.mentions.some((m) => m.sense.type === 'pronoun');
  const names = reading.mentions.some(
    (m) => m.sense.type === 'entity' && !engine.lexicon.language.contextual.includes(m.sense.id),
  );
  const focused = [conversation.focus, conversation.named]
    .filter((f) => f.length > 0)
    .map((focus) => attempt(focus))
    .find((s) => answered(s.resolved));
  if (
    focused &&
    (pronoun || !names) &&
    focused.resolved.resolution.status !== 'partial' &&
    (pronoun || focused.resolved.fitness >= SURE)
  )
    return focused;
  const completed = completeFromConversation(reading, conversation, engine.lexicon)
    .map((text) => understand(text, engine.lexicon).sentences[0]?.whole)
    .flatMap((r) => (r ? [attempt([], r)] : []))
    .find((s) => s.resolved.resolution.status === 'answered' || s.resolved.resolution.status === 'clarify');
  const alone = attempt([]);
  const tried = [completed, alone, focused].filter((s): s is Step => s !== undefined && answered(s.resolved));
  const plain = tried.find((s) => s.resolved.resolution.status === 'answered');
  return plain ?? tried[0] ?? alone;
}

function follow(running: Conversation | undefined, step: Step, engine: Engine): Conversation | undefined {
  if (!answered(step.resolved) && step.resolved.resolution.status !== 'unknown') return running;
  const answer = compose(step.resolved.resolution, engine.wording);
  if (answer.focus.length === 0) return running;
  return { focus: answer.focus, named: answer.named, question: step.reading.text, facts: answer.facts };
}

function conclude(engine: Engine, text: string, steps: readonly Step[], conversation: Conversation | undefined): Reply {
  const answers = steps.map((s) => compose(s.resolved.resolution, engine.wording));
  const first = answers[0];
  if (!first) {
    const answer = compose({ status: 'off_topic' }, engine.wording);
    return { answer, conversation, steps };
  }
  const parts = answers.filter((a, i) => a.status !== 'off_topic' || i === 0);
  const statuses = parts.map((a) => a.status);
  const good = statuses.some((s) => s === 'answered' || s === 'corrected');
  const weakest = ORDER[Math.max(...statuses.map((s) => ORDER.indexOf(s)))] ?? 'unknown';
  const status: Status =
    parts.length > 1 && good && (weakest === 'unknown' || weakest === 'off_topic') ? 'partial' : weakest;
  const repairs = steps.flatMap((s) =>
    s.reading.repairs.filter((r) => s.resolved.query.content.some((i) => s.reading.tokens[i]?.typed === r.typed)),
  );
  void repairs;
  const answer: Answer = {
    ...first,
    status,
    blocks: parts.flatMap((a) => a.blocks),
    sources: dedupe(parts.flatMap((a) => a.sources)),
    facts: [...new Set(parts.flatMap((a) => a.facts))],
    focus: [...new Set(parts.flatMap((a) => a.focus))],
    named: [...new Set(parts.flatMap((a) => a.named))],
  };
  let running = conversation;
  for (const step of steps) running = follow(running, step, engine);
  void text;
  return { answer, conversation: running, steps };
}

const dedupe = (sources: Answer['sources']): Answer['sources'] =>
  sources.filter((s, i) => sources.findIndex((o) => o.document === s.document && o.at === s.at) === i);

/** "Which source?": where the last answer stands. */
function sourceOf(engine: Engine, conversation: Conversation | undefined): Answer | undefined {
  if (!conversation || conversation.facts.length === 0) return undefined;
  const facts = conversation.facts.flatMap((id) => engine.wording.knowledge.facts.get(id) ?? []);
  const sources = dedupe(
    facts.flatMap((f) => f.from.map((c) => ({ ...c, title: documentName(c.document, engine.wording) }))),
  );
  return {
    status: 'answered',
    language: engine.wording.language.id,
    blocks: [{ type: 'list', items: sources.map((s) => `${s.title} (${s.document}), ${s.at}`) }],
    sources,
    facts: conversation.facts,
    focus: conversation.focus,
    named: conversation.named,
    suggestions: [],
  };
}
