/** The straight line: question → understanding → facts → answer. Pure; conversation and time come in as arguments. */
import { compose, documentName } from './answer/compose.ts';
import { dateInWords, say } from './answer/words.ts';
import { addTurn, hasPronoun } from './conversation/turns.ts';
import { withheld } from './facts/withheld.ts';
import { maximalMentions } from './knowledge/annotate.ts';
import type { Answer } from './model/answer.ts';
import type { Conversation } from './model/conversation.ts';
import { parseDate } from './model/date.ts';
import type { EntityId } from './model/knowledge.ts';
import type { Reading, Sentence, Understanding } from './model/reading.ts';
import type { Resolution, Status } from './model/resolution.ts';
import { type Engine, isAsking, isTold, readAlone, readClause, type Step } from './readings.ts';
import { understand } from './understanding/understand.ts';

export type { Engine, Step } from './readings.ts';

export interface Reply {
  readonly answer: Answer;
  readonly conversation: Conversation | undefined;
  /** How it came about, for `explain`. */
  readonly steps: readonly Step[];
}

const TOLD: ReadonlySet<Status> = new Set(['answered', 'corrected', 'clarify', 'partial']);
/** From the best to the worst that a part can do; the whole is as good as its weakest part. */
const ORDER: readonly Status[] = ['answered', 'corrected', 'partial', 'clarify', 'unknown', 'off_topic'];

/** While one message is answered: what is told and what is leant on later is composed once. */
interface Asking extends Engine {
  readonly composed: (resolution: Resolution) => Answer;
}

function asking(engine: Engine): Asking {
  const known = new Map<Resolution, Answer>();
  return {
    ...engine,
    composed: (resolution) => {
      const answer = known.get(resolution) ?? compose(resolution, engine.wording);
      known.set(resolution, answer);
      return answer;
    },
  };
}

/** Answers one message. */
export function ask(given: Engine, text: string, conversation: Conversation | undefined): Reply {
  const engine = asking(given);
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
  // "Had it started?" asks of what was spoken of.
  const leans =
    conversation !== undefined && understanding.sentences.some((s) => hasPronoun(s.whole) && s.whole.checks);
  if (understanding.smalltalk !== undefined && !leans) {
    if (understanding.smalltalk === 'source' || understanding.smalltalk === 'dated') {
      const known = (understanding.smalltalk === 'source' ? sourceOf : datedOf)(engine, conversation);
      if (known) return { answer: known, conversation, steps: [] };
    } else return spoken(understanding.smalltalk, understanding.smalltalk === 'help' ? 'help' : 'greeting');
  }
  const steps = readAll(engine, understanding, conversation).map((s) => ({
    ...s,
    resolved: withheld(s.resolved),
  }));
  return conclude(engine, steps, conversation);
}

/** Mostly written in characters that no language file covers. */
function isOtherScript(text: string): boolean {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  const latin = text.match(/\p{Script=Latin}+/gu)?.length ?? 0;
  return han >= 4 && han > latin * 2;
}

/** What one sentence came to. */
interface Told {
  readonly steps: readonly Step[];
  readonly asks: boolean;
}

/**
 * Every sentence is read, each leaning on those before it. Where one of them asks and is answered, what else is said
 * around it (greetings, side remarks, a signature) is no question; in a long message not even what was not understood.
 */
function readAll(engine: Asking, understanding: Understanding, conversation: Conversation | undefined): Step[] {
  const told: Told[] = [];
  let running = conversation;
  let idle = false;
  const { sentences } = understanding;
  const questioning = sentences.length > 1 && sentences.some((s) => isAsking(s.whole));
  for (const [i, sentence] of sentences.entries()) {
    // Beside a question what asks nothing is looked at once: it may name the subject, or say something wrong.
    const remark = questioning && !isAsking(sentence.whole);
    if (remark && !namesAnything(sentence.whole)) {
      idle = true;
      continue;
    }
    const before = sentences[i - 1]?.whole;
    const alone = remark ? [readAlone(engine, sentence.whole)] : readSentence(engine, sentence, running);
    const steps = !remark && before && !isAsking(before) ? withRemark(engine, before, sentence.whole, alone) : alone;
    const meant = steps.filter((s) => s.resolved.query.content.length > 0 || s.reading.asks.length > 0 || s.completed);
    if (meant.length > 0) told.push({ steps: meant, asks: steps.some((s) => isAsking(s.typed ?? s.reading)) });
    for (const step of steps) running = follow(running, step, engine);
  }
  const questions = told.filter((t) => t.asks).flatMap((t) => t.steps);
  const remarks = told.filter((t) => !t.asks).flatMap((t) => t.steps);
  // A message that asks something else as well is about something else, unless it names what we know.
  const strange = idle || [...questions, ...remarks].some((s) => !isTold(s));
  const ours = (steps: readonly Step[]): Step[] => steps.filter((s) => isTold(s) && (!strange || s.resolved.anchored));
  const answered = ours(questions);
  // What is told wrongly on the way is set right; what is not said is told beside what is.
  const wrong = remarks.filter((s) => s.resolved.resolution.status === 'corrected' && s.resolved.anchored);
  if (answered.length > 0) {
    const open = questions.filter((s) => !answered.includes(s));
    return understanding.long
      ? answered.slice(-MOST_ANSWERS)
      : [...wrong, ...questions.filter((s) => answered.includes(s) || open.includes(s))];
  }
  const said = ours(remarks);
  // "… of two things. Which?": the question is in what was said before it.
  const bare = questions.every((s) => s.resolved.query.content.length === 0);
  const unknown = questions.filter((s) => s.resolved.resolution.status === 'unknown');
  if (unknown.length > 0 && !(bare && said.length > 0))
    return understanding.long ? unknown.slice(-1) : [...wrong, ...unknown];
  if (wrong.length > 0 && !understanding.long) return wrong;
  if (questions.length > 0 && !understanding.long && !(bare && said.length > 0)) return questions.slice(0, 1);
  if (said.length > 0) return understanding.long ? said.slice(-1) : said;
  const rest = [...questions, ...remarks];
  return [rest.find((s) => s.resolved.resolution.status === 'unknown') ?? rest[0]].filter((s) => s !== undefined);
}

/** A remark without a name or a day is neither false nor a subject to lean on. */
const namesAnything = ({ mentions }: Reading): boolean =>
  mentions.some(({ sense: { type } }) => type === 'entity' || type === 'date' || type === 'ordinal');

/** "Something was signed on horses. With whom?": what is not told otherwise may be told by both sentences as one. */
function withRemark(engine: Engine, remark: Reading, question: Reading, alone: readonly Step[]): readonly Step[] {
  const rank = (step: Step): number => ORDER.indexOf(step.resolved.resolution.status);
  const worst = Math.max(...alone.map(rank));
  // "… Who?": all that it asks about stands in front of it.
  const bare = alone.every((s) => s.resolved.query.content.length === 0);
  if ((worst < ORDER.indexOf('clarify') && !bare) || remark.tokens.length + question.tokens.length > MOST_JOINED)
    return alone;
  const text = `${remark.text.replace(/[\s.:;!…]+$/u, '')} ${question.text}`;
  const reading = understand(text, engine.lexicon).sentences[0]?.whole;
  const joined = reading && readAlone(engine, reading);
  const told = joined && isTold(joined) && joined.resolved.resolution.status !== 'corrected';
  return told && (bare || rank(joined) < worst) ? [joined] : alone;
}

/** Longer than this is no single question. */
const MOST_JOINED = 50;

/** Of a long message so many questions are answered, the last ones. */
const MOST_ANSWERS = 3;

function readSentence(engine: Asking, sentence: Sentence, conversation: Conversation | undefined): Step[] {
  const whole = readClause(engine, sentence.whole, conversation);
  if (sentence.parts.length > 1) {
    const pieces = readParts(engine, sentence, whole, conversation);
    if (pieces && tellsMore(pieces, whole)) return pieces;
  }
  if (isTold(whole)) return [whole];
  for (const run of sentence.runs) {
    const step = readClause(engine, run, undefined);
    if (step.resolved.resolution.status === 'answered' && step.resolved.anchored) return [step];
  }
  return [whole];
}

/** Each part of a sentence, leaning on those before it; nothing as soon as one of them shows that the whole tells more. */
function readParts(
  engine: Asking,
  sentence: Sentence,
  whole: Step,
  conversation: Conversation | undefined,
): Step[] | undefined {
  const wholly = isWhollyTold(whole);
  // "Who led at A, and who at B?": of A it is false that it is B, but that was not said.
  const isCorrected = wholly && whole.resolved.resolution.status === 'corrected';
  if (isCorrected && !areJoined(sentence.parts, engine)) return undefined;
  // What the whole is about, the first part may leave for a later one to name.
  let running = wholly ? follow(conversation, whole, engine) : conversation;
  let told = false;
  const pieces: Step[] = [];
  for (const clause of sentence.parts) {
    const part = asksToo(clause, engine) ? { ...clause, asks: sentence.whole.asks.slice(0, 1) } : clause;
    const step = readClause(engine, part, running, told);
    // What a part alone only comes near, the whole may tell.
    const piece = !isPlainlyTold(step) && sharesFacts(step, whole) ? whole : step;
    if (wholly && !isAnswerOfItsOwn(piece)) return undefined;
    if (isCorrected && piece.resolved.resolution.status !== 'answered') return undefined;
    pieces.push(piece);
    told ||= isTold(step);
    running = follow(running, step, engine);
  }
  return pieces;
}

const isWhollyTold = (step: Step): boolean => isTold(step) && step.resolved.resolution.status !== 'partial';

/** "Of the four sessions, which …": what only a comma sets apart asks nothing. */
const isAnswerOfItsOwn = (piece: Step): boolean => piece.reading.asks.length > 0 && isPlainlyTold(piece);

/**
 * Whether a sentence says more part by part than as a whole: of one that is not wholly told, by any part; of one that
 * is, only where each part has its own answer and the whole lacks one of them.
 */
function tellsMore(parts: readonly Step[], whole: Step): boolean {
  if (!isWhollyTold(whole)) return parts.some(isTold);
  const told = factsOf(whole);
  const own = parts.map(factsOf);
  return (
    own.some((facts) => facts.every((f) => !told.includes(f))) &&
    own.every((facts, i) => !own.some((o, k) => k < i && facts.every((f) => o.includes(f))))
  );
}

const sharesFacts = (part: Step, whole: Step): boolean =>
  whole.resolved.resolution.status === 'answered' && factsOf(part).some((f) => factsOf(whole).includes(f));

/** Without a word left over: at most something is not said beside it. */
const isPlainlyTold = ({ resolved: { resolution } }: Step): boolean =>
  resolution.status === 'answered' ||
  (resolution.status === 'partial' && resolution.missing.length === 0 && !resolution.unsure);

/** Each asks, and each but the last ends with "and". */
const areJoined = (parts: readonly Reading[], { lexicon }: Engine): boolean =>
  parts.every(
    ({ asks, tokens }, i) =>
      asks.length > 0 && (i === parts.length - 1 || lexicon.small.conjunctions.has(tokens.at(-1)?.stem ?? '')),
  );

/** "The deputy secretary at the plenary, and who …": joined to a question it asks as that does. */
function asksToo({ asks, checks, tokens }: Reading, { lexicon }: Engine): boolean {
  return asks.length === 0 && !checks && lexicon.small.conjunctions.has(tokens.at(-1)?.stem ?? '');
}

const factsOf = ({ resolved: { resolution } }: Step): string[] =>
  'findings' in resolution ? resolution.findings.flatMap((f) => f.facts.map((x) => x.id)) : [];

/** What the conversation is about after a step: what was told, or what was merely spoken of. */
function follow(running: Conversation | undefined, step: Step, engine: Asking): Conversation | undefined {
  const { status } = step.resolved.resolution;
  // What was merely said and names nothing of ours is no subject to lean on.
  if (!step.resolved.anchored && !isAsking(step.typed ?? step.reading)) return running;
  // A remark that may mean several things leaves what it names to lean on, not those.
  const open = !TOLD.has(status) || status === 'clarify';
  if (status === 'off_topic' || (open && !isAsking(step.typed ?? step.reading))) {
    const spoken = spokenOf(step, engine);
    return spoken.length > 0 ? addTurn({ focus: spoken, named: [], question: '', facts: [] }, running) : running;
  }
  const answer = engine.composed(step.resolved.resolution);
  if (answer.focus.length === 0) return running;
  const spoken = spokenOf(step, engine).filter((id) => !answer.focus.includes(id));
  return addTurn(
    {
      focus: answer.focus,
      named: [...new Set([...answer.named, ...spoken])],
      question: questionOf(step),
      facts: status === 'unknown' ? [] : answer.facts,
      ...(status === 'clarify' ? { open: true } : {}),
    },
    running,
  );
}

/** Names of our own in a clause that asks nothing. */
function spokenOf({ resolved: { query } }: Step, { lexicon }: Engine): EntityId[] {
  return [
    ...new Set(
      maximalMentions(query.reading.mentions).flatMap((m) =>
        m.sense.type === 'entity' && m.sense.proper && !lexicon.language.contextual.includes(m.sense.id)
          ? [m.sense.id]
          : [],
      ),
    ),
  ].slice(0, MOST_SPOKEN);
}

const MOST_SPOKEN = 4;

/** The question in words that stand by themselves, as far as one can tell. */
const questionOf = ({ completed, reading }: Step): string => completed ?? reading.text;

/** Notes above nothing: how a follow-up was completed, and a name that was not typed as it is written. */
function readAs(steps: readonly Step[], { wording }: Engine): Answer['blocks'] {
  const notes: string[] = [];
  for (const { completed, reading, typed, resolved } of steps) {
    if (!TOLD.has(resolved.resolution.status)) continue;
    if (completed !== undefined) notes.push(say(wording, 'completed', { question: tidy(completed) }));
    const said = typed ?? reading;
    for (const m of maximalMentions(said.mentions)) {
      if (m.sense.type !== 'entity' || m.how !== 'repaired') continue;
      for (const token of said.tokens.slice(m.from, m.to))
        if (token.typed !== undefined && !token.free && isSlip(token.typed, said.tokens.slice(m.from, m.to)))
          notes.push(say(wording, 'repaired', { typed: token.typed, read: token.text }));
    }
  }
  return [...new Set(notes)].map((text) => ({ type: 'note', text }));
}

/** Not merely typed without its spaces, or as a short form. */
const isSlip = (typed: string, tokens: Reading['tokens']): boolean =>
  typed.length >= 4 &&
  !tokens
    .map((t) => t.text)
    .join('')
    .includes(typed) &&
  !tokens.some((t) => typed.includes(t.text) && t.text.length >= 4);

const tidy = (question: string): string => question.replace(/\s+/g, ' ').trim();

function conclude(engine: Asking, steps: readonly Step[], conversation: Conversation | undefined): Reply {
  const ours = steps.filter((s) => s.resolved.resolution.status !== 'off_topic');
  // Beside what is asked back it says nothing that something else is not said: the asker has yet to choose.
  const open = ours.some((s) => s.resolved.resolution.status === 'clarify');
  const told = open ? ours.filter((s) => s.resolved.resolution.status !== 'unknown') : ours;
  const parts = (told.length > 0 ? told : steps.slice(0, 1)).map((s) => engine.composed(s.resolved.resolution));
  const first = parts[0];
  if (!first) return { answer: compose({ status: 'off_topic' }, engine.wording), conversation, steps };
  const statuses = parts.map((a) => a.status);
  const left = ours.length > 0 && ours.length < steps.length;
  const good = statuses.some((s) => s === 'answered' || s === 'corrected');
  const weakest = ORDER[Math.max(...statuses.map((s) => ORDER.indexOf(s as Status)))] ?? 'unknown';
  const status: Status = statuses.includes('corrected')
    ? 'corrected'
    : good && (left || (parts.length > 1 && weakest === 'unknown'))
      ? 'partial'
      : weakest;
  const answer: Answer = {
    ...first,
    status,
    blocks: [
      ...saidOnce(parts.flatMap((a) => a.blocks)),
      ...(left ? [{ type: 'note', text: say(engine.wording, 'rest') } as const] : []),
      ...readAs(steps, engine),
    ],
    sources: dedupe(parts.flatMap((a) => a.sources)),
    facts: [...new Set(parts.flatMap((a) => a.facts))],
    focus: [...new Set(parts.flatMap((a) => a.focus))],
    named: [...new Set(parts.flatMap((a) => a.named))],
  };
  let running = conversation;
  for (const step of steps) running = follow(running, step, engine);
  return { answer, conversation: running, steps };
}

/** Two questions may have one answer, or part of it. */
const saidOnce = (blocks: Answer['blocks']): Answer['blocks'] => {
  const said = blocks.map((b) => JSON.stringify(b));
  return blocks.filter((_, i) => said.indexOf(said[i]!) === i);
};

const dedupe = (sources: Answer['sources']): Answer['sources'] =>
  sources.filter((s, i) => sources.findIndex((o) => o.document === s.document && o.at === s.at) === i);

/** "As at what date?": the day of what was told last, or of the document in which it stands. */
function datedOf(engine: Engine, conversation: Conversation | undefined): Answer | undefined {
  const source = sourceOf(engine, conversation);
  const { knowledge } = engine.wording;
  const items = (conversation?.facts ?? []).flatMap((id) => {
    const fact = knowledge.facts.get(id);
    const document = fact?.from[0]?.document ?? '';
    const date = parseDate(fact?.asOf ?? knowledge.documents.get(document)?.date ?? '');
    return [
      date
        ? say(engine.wording, 'as-at', { date: dateInWords(date, engine.wording) })
        : say(engine.wording, 'as-at-undated'),
    ];
  });
  return source && { ...source, blocks: [...new Set(items)].map((text) => ({ type: 'text', text })) };
}

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
