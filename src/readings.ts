/**
 * The readings of one clause, tried in order until one is answered: by itself when it names its own subject, about what
 * the conversation is about, with one part of the last question replaced, with the subject put into its words, and last
 * with a word that blocks it repaired to a cue.
 */
import { nameOf, type Wording } from './answer/words.ts';
import {
  askedAnew,
  askedOf,
  completeFromConversation,
  exchanged,
  siblings,
  spelledOut,
  withNoun,
  withSubject,
} from './conversation/complete.ts';
import {
  carriesOn,
  carryingWords,
  hasPronoun,
  isPersonal,
  namesOwn,
  referents,
  turnsOf,
} from './conversation/turns.ts';
import { saysOnlyWhen } from './facts/events.ts';
import { closestOf } from './facts/offer.ts';
import { type Resolved, resolve, resolveAgain } from './facts/resolve.ts';
import { besides } from './facts/sets.ts';
import { asked, wants, worth } from './facts/weigh.ts';
import { maximalMentions } from './knowledge/annotate.ts';
import type { Askable, Catalogue } from './knowledge/askables.ts';
import type { Lexicon } from './knowledge/lexicon.ts';
import type { Conversation, Turn } from './model/conversation.ts';
import type { Asks } from './model/fact.ts';
import type { EntityId } from './model/knowledge.ts';
import type { Mention, Reading } from './model/reading.ts';
import type { Finding, Resolution, Status } from './model/resolution.ts';
import {
  askablesOf,
  decided,
  findingOf,
  fromLastFacts,
  ofTold,
  onlyTold,
  otherPost,
  spoken,
  toldBefore,
  unsaidOf,
} from './told.ts';
import { lastRepairs } from './understanding/repair.ts';
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
  /** The question as the conversation completed it, where it needed that. */
  readonly completed?: string;
  /** The words of the clause alone, when the completed question is another text. */
  readonly typed?: Reading;
}

const TOLD: ReadonlySet<Status> = new Set(['answered', 'corrected', 'clarify', 'partial']);
/** A follow-up read within the conversation this well needs no other reading. */
const SURE = 0.85;
/** Names put into the words of a follow-up, each in turn. */
const MOST_NAMES = 3;
/** Operators that lead from what is spoken of to its neighbours. */
const STEPS: ReadonlySet<string> = new Set(['previous', 'before', 'next', 'after']);
/** A follow-up with a pronoun and no more words than this is about what was said. */
const POINTING = 2;
/** A longer clause leans on nothing, and no single word of it is what blocks it. */
const MOST_TOKENS = 60;
/** Of more things told side by side none is "it". */
const SEVERAL = 3;
/** "The one before", "the next plenary": no more words than this. */
const STEPPING = 3;
/** What belongs to what is spoken of has to be worth this much more than its own facts. */
const FARTHER = 3;
/** And at least this much. */
const BELONGING = 12;
const COMPARING: ReadonlySet<string> = new Set(['compare', 'over', 'under', 'difference', 'same']);

export const isTold = (step: Step): boolean => TOLD.has(step.resolved.resolution.status);
const isAnswered = (step: Step): boolean => step.resolved.resolution.status === 'answered';
const isLeftOut = ({ resolved: { resolution } }: Step): boolean =>
  resolution.status === 'unknown' && resolution.near.some((f) => f.facts.every((x) => x.state === 'unsaid'));
/** It asks: by a question word, by its form, or by its question mark. */
export const isAsking = ({ asks, checks, text }: Reading): boolean =>
  asks.length > 0 || checks || text.trim().endsWith('?');

function attempt(engine: Engine, reading: Reading, focus: readonly EntityId[] = []): Step {
  return { reading, resolved: resolve(reading, engine.catalogue, engine.lexicon, focus), focus };
}

/** The same clause, about what the conversation is about. */
function attemptAgain({ catalogue, lexicon }: Engine, alone: Step, focus: readonly EntityId[]): Step {
  const { reading, resolved } = alone;
  return { reading, resolved: resolveAgain(resolved, focus, catalogue, lexicon), focus };
}

/** A clause just as it stands. */
export const readAlone = (engine: Engine, reading: Reading): Step => attempt(engine, reading);

/** A text of our own making, read by itself. */
function attemptText(engine: Engine, text: string, typed: Reading): Step | undefined {
  const reading = understand(text, engine.lexicon).sentences[0]?.whole;
  return reading && { ...attempt(engine, reading), completed: text, typed };
}

/** A clause alone, or leaning on the conversation; a `dependent` one is the later part of a sentence. */
export function readClause(
  engine: Engine,
  reading: Reading,
  conversation: Conversation | undefined,
  dependent = false,
): Step {
  const spelled = conversation && spelledOut(reading, engine.lexicon);
  if (spelled !== undefined)
    return readClause(engine, understand(spelled, engine.lexicon).sentences[0]!.whole, conversation, dependent);
  const alone = attempt(engine, reading);
  if (reading.tokens.length > MOST_TOKENS) return alone;
  if (conversation) for (const step of leaning(engine, reading, alone, conversation, dependent)) return step;
  return isTold(alone)
    ? (repaired(engine, alone, ['answered']) ?? inParts(engine, alone) ?? alone)
    : (inParts(engine, alone) ?? repaired(engine, alone, ['answered', 'clarify']) ?? alone);
}

/** "The 23rd plenary in Guangzhou": what is a name of one thing ("plenary in Guangzhou") is said of another. */
function inParts(engine: Engine, { reading, resolved, focus }: Step): Step | undefined {
  const { status } = resolved.resolution;
  if (status === 'answered' || status === 'corrected') return undefined;
  const isPhrase = ({ sense, from, to }: Mention): boolean =>
    sense.type === 'entity' && reading.tokens.slice(from + 1, to - 1).some((t) => t.free);
  const phrases = maximalMentions(reading.mentions).filter(isPhrase);
  if (phrases.length === 0) return undefined;
  const step = attempt(engine, { ...reading, mentions: reading.mentions.filter((m) => !phrases.includes(m)) }, focus);
  const again = step.resolved.resolution.status;
  // Where something is offered, the name is known: only that it is false of another says more.
  return again === 'corrected' || (again === 'answered' && status !== 'clarify') ? step : undefined;
}

/** Readings within the conversation that are good enough, best first; taken one at a time. */
function* leaning(
  engine: Engine,
  reading: Reading,
  alone: Step,
  conversation: Conversation,
  dependent: boolean,
): Generator<Step> {
  const { lexicon, catalogue, wording } = engine;
  const pronoun = hasPronoun(reading);
  const names = namesOwn(reading, lexicon);
  const carrying = carriesOn(reading, lexicon) || isNameAlone(reading, alone);
  const turns = turnsOf(conversation);
  const worked = workedOut(engine, reading, alone, conversation) ?? ofTold(engine, reading, alone, conversation);
  if (worked) yield worked;
  const bare = alone.resolved.query.content.length === 0;
  const operators = [...alone.resolved.query.operators.values()];
  const leansOnly = pronoun || !names;
  const choices: Step[] = [];
  const replaced = function* (): Generator<Step> {
    // "Only Hongkongers?" asks of what was told whether there is more to it, not the same of another.
    if (!carrying && !names && operators.includes('only')) return;
    for (const turn of turns) {
      for (const text of completeFromConversation(reading, turn, lexicon)) {
        const step = attemptText(engine, text, reading);
        if (step && isAnswered(step) && isNew(step, turn)) yield step;
        if (step?.resolved.resolution.status === 'clarify') choices.push(step);
      }
      // "Where did it meet in 2023?" is asked of it, not of what met then; "what did we sign with A?" asks by itself.
      const asksItself = names ? reading.asks.length > 0 && saysMore(alone) : pronoun;
      if (!carrying && asksItself) continue;
      for (const { old, other, text } of siblings(reading, turn, catalogue, lexicon, (id) => nameOf(id, wording))) {
        // "…, when?": what it asks itself, of the sibling; what was asked before is asked in those words again.
        const itself = reading.asks.some((a) => a !== 'what');
        if (itself && !asksOf(turn, engine).includes(reading.asks[0]!)) {
          const own = bareOf(reading, engine, other);
          if (own) yield own;
          continue;
        }
        const step = text === undefined ? undefined : attemptText(engine, text, reading);
        if (step && isAnswered(step) && isNew(step, turn)) yield step;
        // A question that names the one tells of it beside the other.
        const same = turn.question === '' || text !== undefined ? undefined : sameOf(turn, engine, other, reading);
        if (same) yield same;
        const role = sameRole(turn, engine, old, other, alone);
        if (role) yield role;
        const own = itself ? bareOf(reading, engine, other) : undefined;
        if (own) yield own;
        if (step?.resolved.resolution.status === 'clarify') choices.push(step);
      }
    }
    const again =
      carrying && reading.asks.every((a) => a === 'what') && !reading.checks
        ? askedAgain(engine, reading, turns[0]!)
        : undefined;
    if (again) yield again;
  };
  const beside = ofNext(engine, reading, alone, turns[0]);
  if (beside) yield beside;
  const listed = bare ? undefined : ofListed(engine, reading, turns);
  if (listed) yield listed;
  // It names its own subject, asks, and is told or left out: no other question is made of it.
  const lead = carryingWords(reading, lexicon);
  const whole = names && reading.mentions.some((m) => m.sense.type === 'asks' && m.from >= lead) && saysMore(alone);
  const standing = (names || alone.resolved.anchored) && !pronoun && (!carrying || whole) && !dependent;
  if (standing && (isLeftOut(alone) || (isAnswered(alone) && isAsking(reading)))) yield alone;
  // "What happened in February 2023?": a date is a subject of its own.
  const dated = reading.asks.length > 0 && !pronoun && !carrying && saysOnlyWhen(alone.resolved.query, catalogue);
  if (dated && isAnswered(alone)) yield alone;
  const meant = toldBefore(engine, reading, alone, conversation);
  if (meant) yield meant;
  const changes = carrying && !hasOwnPronoun(reading, engine) && reading.asks.every((a) => a === 'what');
  if (changes) yield* replaced();
  // A name alone tells what it is only where nothing comes near the same of it.
  if (changes && alone.resolved.query.bare) yield* choices;
  const slot = bare && leansOnly && !pronoun;
  const anew = slot && isRelated(reading, engine) ? slotOf(engine, reading, turns) : undefined;
  if (anew) yield anew;
  const sideways = slot && reading.asks[0] === 'who' && isRelated(reading, engine);
  const each = conversation.open && bare && !pronoun ? ofEach(engine, alone, conversation.focus) : undefined;
  if (each) yield each;
  const lists = referents(reading, conversation, catalogue, lexicon);
  const focused: Step[] = [];
  // Of several things told side by side the first is likeliest.
  const first =
    lists[0] && lists[0].length > 1 && lists[0].length <= SEVERAL
      ? [lists[0], lists[0].slice(0, 1), ...lists.slice(1)]
      : lists;
  for (const [i, focus] of first.entries()) {
    const step = attemptAgain(engine, alone, focus);
    if (!isTold(step) || !within(engine, step, focus)) continue;
    // What a nearer thing tells in part is not looked for further off.
    if (i > 0 && pronoun && focused.some((f) => f.resolved.resolution.status === 'partial' && isWhole(f))) {
      focused.push(step);
      continue;
    }
    const fits = bare
      ? i === 0 || focus[0] === lists[0]?.[0] || (pronoun && reading.asks[0] !== 'number')
      : pronoun || dependent || step.resolved.fitness >= SURE;
    // "For whom?": what was just told in one sense is no answer in another.
    if (sideways && !isNew(step, turns[0]!)) continue;
    // "Is he a doctor?": of what is said of him nothing says yes to no words.
    if (bare && reading.checks) continue;
    if (isAnswered(step) && leansOnly && fits)
      yield isTold(alone) && within(engine, alone, focus) && worthOf(alone) > worthOf(step) + FARTHER ? alone : step;
    focused.push(step);
  }
  if (leansOnly && bare && !sideways) {
    const told = fromLastFacts(engine, reading, alone, conversation);
    if (told) yield told;
    const again = slot ? slotOf(engine, reading, turns) : undefined;
    if (again) yield again;
  }
  const only = onlyTold(engine, reading, alone, conversation);
  if (only) yield only;
  const somebody = personIn(reading, lists, lexicon);
  const post = somebody && otherPost(engine, reading, alone, somebody);
  if (post) yield post;

  if (!changes) yield* replaced();
  if (changes)
    for (const turn of turns.filter((t) => countsSomething(t, engine)))
      for (const text of exchanged(reading, turn, lexicon)) {
        const step = attemptText(engine, text, reading);
        if (step && isAnswered(step) && isNew(step, turn)) yield step;
      }
  // "How many agreements was that?" is about what was said, not about any agreements.
  const pointing = pronoun && !names && alone.resolved.query.content.length <= POINTING;
  if (isAnswered(alone) && !(dependent && !names) && !pointing) yield alone;
  // "Which one is not …": of several it is none that is asked for, and not of one after another.
  const picks = operators.includes('negation') || operators.includes('exclusion');
  const oneByOne =
    leansOnly &&
    !bare &&
    !reading.checks &&
    !(changes && reading.asks.length === 0) &&
    !(picks && conversation.focus.length > 1);
  if (oneByOne)
    for (const id of [...new Set(lists.flat())].slice(0, MOST_NAMES)) {
      const step = attemptText(engine, withSubject(reading.text, nameOf(id, wording)), reading);
      if (step && isAnswered(step) && isOwnAnswer(step)) yield step;
    }
  yield* focused.filter(isAnswered);
  yield* choices;
  const belonging = leansOnly && !bare ? belongingTo(engine, alone, lists[0] ?? [], focused) : undefined;
  if (belonging) yield belonging;
  const nearer =
    pronoun && !names
      ? focused.filter((f) => isOfKind(engine, f, reading) || worthOf(f) >= worthOf(alone) - FARTHER)
      : [];
  yield* nearer;
  if (isTold(alone) && !pointing && !(dependent && !names && focused.length > 0)) yield alone;
  yield* focused;
  if (leansOnly && (pointing || bare) && isAsking(reading)) {
    const nothing = unsaidOf(engine, alone, conversation);
    if (nothing) yield nothing;
  }
  // What carries on is about our subject: where nothing tells it, what comes close is offered.
  const near = carrying && !bare ? closestOf(alone.resolved, catalogue) : undefined;
  if (near) yield decided(alone, near);
}

/** "And when was Fujian's memorandum signed": it asks by itself, with more than names. */
const saysMore = ({ reading, resolved: { query } }: Step): boolean =>
  query.units.some(
    (u) => u.constraints.length === 0 && u.tokens.every((i) => !query.operators.has(i) && !reading.tokens[i]!.free),
  );

/** "By whom", "to where": a small word says how it belongs to what was told. */
const isRelated = ({ tokens, mentions }: Reading, { lexicon }: Engine): boolean => {
  const { questionWords, carriesOn } = lexicon.language;
  const first = tokens.findIndex((t) => !carriesOn.includes(t.text));
  const asking = mentions.filter((m) => m.sense.type === 'asks').sort((a, b) => b.to - b.from - (a.to - a.from))[0];
  return (
    asking !== undefined &&
    tokens[first]?.free === true &&
    asking.to - first > 1 &&
    !Object.values(questionWords).some(([plainest]) => plainest?.split(' ')[0] === tokens[first]!.text) &&
    !mentions.some((m) => m.sense.type === 'class')
  );
};

/** What tells all of it, and has to do with what was told, where that itself tells much less. */
function belongingTo(
  engine: Engine,
  alone: Step,
  focus: readonly EntityId[],
  focused: readonly Step[],
): Step | undefined {
  const { reading, resolved } = alone;
  const asks = reading.asks[0] ?? 'what';
  const [best, next] = [...resolved.candidates]
    .filter((c) => wants(asks, c.askable) && asked(c, asks, reading.checks))
    .map((c) => ({ c, value: worth(c, asks, reading.checks) }))
    .sort((a, b) => b.value - a.value);
  const less = Math.max(BELONGING, (next?.value ?? 0) + FARTHER, ...focused.map((f) => worthOf(f) + FARTHER));
  const near = best?.c.askable.entities;
  return best && best.c.leftover.length === 0 && best.value > less && focus.some((id) => near?.has(id))
    ? decided(alone, { status: 'answered', form: 'facts', findings: [findingOf(engine, best.c.askable)] })
    : undefined;
}

/** "He": the one who was just told of, where it is one. */
function personIn(reading: Reading, lists: readonly (readonly EntityId[])[], lexicon: Lexicon): EntityId | undefined {
  const ids = isPersonal(reading, lexicon) ? (lists[0] ?? []) : [];
  const people = ids.filter((id) => id.startsWith('person/'));
  return people.length === 1 ? people[0] : undefined;
}

/** "Which did she head?" after several meetings: which of these meetings. */
function ofListed(engine: Engine, reading: Reading, turns: readonly Turn[]): Step | undefined {
  const turn = turns.find((t) => t.focus.length > 1 && t.question !== '');
  const text = turn && withNoun(reading, turn, engine.lexicon);
  const step = text === undefined ? undefined : attemptText(engine, text, reading);
  return step && isAnswered(step) && within(engine, step, turn!.focus) ? step : undefined;
}

/** "The memorandum behind it": what is told is of the kind that is spoken of. */
const isOfKind = ({ catalogue }: Engine, { resolved: { resolution } }: Step, { mentions }: Reading): boolean =>
  mentions.some(
    ({ sense }) =>
      sense.type === 'class' &&
      !catalogue.isEveryday(sense.id) &&
      'findings' in resolution &&
      resolution.findings.every((f) => f.profile.classes.has(sense.id)),
  );

/** Nothing of it is left over; at most something is not said beside it. */
const isWhole = ({ resolved: { resolution } }: Step): boolean =>
  resolution.status === 'answered' ||
  (resolution.status === 'partial' && resolution.missing.length === 0 && resolution.unsure !== true);

/** "By whom?": what the last question that asked more than that was about, asked for this; not what was just told. */
function slotOf(engine: Engine, reading: Reading, turns: readonly Turn[]): Step | undefined {
  if (reading.asks.length !== 1 || reading.asks[0] === 'what') return undefined;
  for (const turn of turns) {
    const text = askedAnew(reading, turn, engine.lexicon);
    if (text === undefined) continue;
    const asked = understand(text, engine.lexicon).sentences[0]?.whole;
    const step = asked && attempt(engine, asked, turns[0]!.focus);
    const told = step && (isWhole(step) || step.resolved.resolution.status === 'clarify');
    return told && within(engine, step, turns[0]!.focus) && isNew(step, turns[0]!)
      ? { ...step, completed: text, typed: reading }
      : undefined;
  }
  return undefined;
}

/** "And the 23rd?" after "on which day": the same, asked of this; where nothing else is made of it. */
function askedAgain(engine: Engine, reading: Reading, turn: Turn): Step | undefined {
  if (asksOf(turn, engine).every((a) => a === 'what')) return undefined;
  // "And the remaining ones?": of what was told, where it names nothing itself.
  const focus = namesOwn(reading, engine.lexicon) ? [] : [...turn.focus, ...turn.named];
  for (const text of askedOf(reading, turn, engine.lexicon)) {
    const again = understand(text, engine.lexicon).sentences[0]?.whole;
    const step = again && { ...attempt(engine, again, focus), completed: text, typed: reading };
    // The day is asked, and a month is told: that is not the day of the last.
    const near = step?.resolved.resolution.status === 'unknown' ? step.resolved.resolution.near : [];
    const beside = near.some((f) => f.facts.some((x) => x.state !== 'unsaid' && !turn.facts.includes(x.id)));
    if (step && (beside || (isAnswered(step) && isNew(step, turn)))) return step;
  }
  return undefined;
}

/** "Fujian?": a name alone asks the same of it, before it asks what that is. */
const isNameAlone = ({ asks, checks }: Reading, { resolved }: Step): boolean =>
  resolved.query.bare && asks.length === 0 && !checks;

const asksOf = ({ question }: Turn, { lexicon }: Engine): readonly Asks[] =>
  understand(question, lexicon).sentences.flatMap((s) => s.whole.asks);

/** "How many …": another word in the question counts something else. */
const countsSomething = (turn: Turn, engine: Engine): boolean => asksOf(turn, engine).includes('number');

/** "When?", where it was asked back which is meant: of each of them, to choose from. */
function ofEach(engine: Engine, alone: Step, focus: readonly EntityId[]): Step | undefined {
  const steps = focus
    .slice(0, SEVERAL)
    .map((id) => attemptAgain(engine, alone, [id]))
    .filter(isAnswered);
  const findings = steps.flatMap(({ resolved: { resolution } }) =>
    'findings' in resolution ? resolution.findings.slice(0, 1) : [],
  );
  return findings.length > 1 ? decided(steps[0]!, { status: 'clarify', findings }) : undefined;
}

/** A pronoun beyond "the one": "his", "that plenary". */
const hasOwnPronoun = (reading: Reading, { lexicon }: Engine): boolean =>
  reading.mentions.some(
    (m) => m.sense.type === 'pronoun' && !lexicon.language.carriesOn.includes(spoken(reading, m.from, m.to)),
  );

/** The last question, asked of another. */
function sameOf(turn: Turn, engine: Engine, other: EntityId, typed: Reading): Step | undefined {
  const last = understand(turn.question, engine.lexicon).sentences[0]?.whole;
  const step = last && attempt(engine, last, [other]);
  return step && isAnswered(step) && within(engine, step, [other])
    ? { ...step, completed: withSubject(turn.question, nameOf(other, engine.wording)), typed }
    : undefined;
}

/** "And the one before?": the same of the one next to it. */
function ofNext(engine: Engine, reading: Reading, alone: Step, turn: Turn | undefined): Step | undefined {
  if (!turn || reading.checks || reading.asks.some((a) => a !== 'what')) return undefined;
  const next = besides({ ...alone.resolved.query, focus: turn.focus }, engine.catalogue);
  if (!next) return undefined;
  const [old, other] = [next.here.entity.id, next.there.entity.id];
  const step = sameRole(turn, engine, old, other, alone) ?? sameOf(turn, engine, other, reading);
  return step && { ...step, completed: withSubject(reading.text, nameOf(other, engine.wording)) };
}

/** What the last answer told of the one, told of the other. */
function sameRole(turn: Turn, engine: Engine, old: EntityId, other: EntityId, alone: Step): Step | undefined {
  const last = askablesOf(engine, turn.facts).filter((a) => a.subject === old);
  const profile = engine.catalogue.profiles.get(other);
  const asks = asksOf(turn, engine)[0];
  if (!profile || last.length === 0) return undefined;
  const own = profile.askables.filter((a) => !a.inverse && a.facts.some((f) => f.state !== 'unsaid'));
  const findings = [...new Set(last.map((l) => l.role))].flatMap((role) =>
    own.filter((a) => role.of !== 'any' && a.role.id === role.id),
  );
  const like =
    findings.length > 0 ? findings : own.filter((a) => asks !== undefined && asks !== 'what' && a.plain.has(asks));
  return like.length > 0
    ? decided(
        { ...alone, completed: withSubject(turn.question, nameOf(other, engine.wording)) },
        { status: 'answered', form: 'facts', findings: like.slice(0, 2).map((a) => findingOf(engine, a)) },
      )
    : undefined;
}

/** Its question word alone, asked of another. */
function bareOf(reading: Reading, engine: Engine, other: EntityId): Step | undefined {
  const asking = reading.mentions
    .filter((m) => m.sense.type === 'asks')
    .sort((a, b) => b.to - b.from - (a.to - a.from))[0];
  if (!asking) return undefined;
  const text = withSubject(spoken(reading, asking.from, asking.to), nameOf(other, engine.wording));
  const step = attemptText(engine, text, reading);
  return step && isAnswered(step) ? step : undefined;
}

/** What is told is worth, by how it explains the clause. */
const worthOf = ({ reading, resolved: { resolution, candidates } }: Step): number => {
  const told = 'findings' in resolution ? resolution.findings.map((f) => f.askable) : [];
  return Math.max(
    ...candidates
      .filter((c) => told.includes(c.askable))
      .map((c) => worth(c, reading.asks[0] ?? 'what', reading.checks)),
  );
};

/** What is told is of these, of what belongs to them, or leads on from them. */
function within({ catalogue }: Engine, { resolved }: Step, focus: readonly EntityId[]): boolean {
  const { resolution, query } = resolved;
  if (query.content.length <= STEPPING && [...query.operators.values()].some((o) => STEPS.has(o))) return true;
  const told = 'findings' in resolution ? resolution.findings : [];
  const near = (id: EntityId): boolean =>
    focus.includes(id) || focus.some((f) => catalogue.profiles.get(id)?.related.has(f) === true);
  return told.every((f) => near(f.profile.id) || focus.some((id) => f.askable.entities.has(id)));
}

/** A word of the question beyond the name is the fact's own: naming a thing alone asks for nothing. */
function isOwnAnswer({ resolved: { resolution, candidates } }: Step): boolean {
  const told = 'findings' in resolution ? resolution.findings.map((f) => f.askable) : [];
  return candidates.some((c) => told.includes(c.askable) && c.hits > 0);
}

/** It tells more than the last answer did. */
const isNew = ({ resolved: { resolution } }: Step, turn: Turn): boolean =>
  'findings' in resolution && resolution.findings.some((f) => f.facts.some((x) => !turn.facts.includes(x.id)));

/** "Is that more than with Fujian?", "so 44 together?": worked out from what was told and its like. */
function workedOut(engine: Engine, reading: Reading, step: Step, conversation: Conversation): Step | undefined {
  const operators = new Set(reading.mentions.flatMap((m) => (m.sense.type === 'operator' ? [m.sense.id] : [])));
  const asksForBoth = operators.has('total') && !namesOwn(reading, engine.lexicon);
  const compares =
    [...operators].some((o) => COMPARING.has(o)) &&
    (hasPronoun(reading) || reading.checks || reading.asks.length === 0 || operators.has('both'));
  if (!asksForBoth && !compares) return undefined;
  const counted = (facts: readonly string[]): Finding | undefined => {
    const found = askablesOf(engine, facts).filter((a) => numberOf(a) !== undefined && a.role.of !== 'any');
    return found.length === 1 ? findingOf(engine, found[0]!) : undefined;
  };
  const of = (f: Finding): number => numberOf(f.askable)!;
  const apart = (here: Finding, there: Finding): Resolution => ({
    status: 'answered',
    form: 'difference',
    findings: [here, there],
    number: Math.abs(of(here) - of(there)),
  });
  const here = counted(conversation.facts);
  if (!here) {
    // "More items than the Fujian one?": the same figure of what is spoken of.
    const there = step.resolved.candidates.find(
      (c) => c.leftover.length === 0 && c.askable.role.of !== 'any' && numberOf(c.askable) !== undefined,
    )?.askable;
    const own =
      there &&
      compares &&
      turnsOf(conversation)
        .flatMap((t) => t.focus.flatMap((id) => engine.catalogue.profiles.get(id)?.askables ?? []))
        .find((a) => !a.inverse && a !== there && a.role.id === there.role.id && numberOf(a) !== undefined);
    return own ? decided(step, apart(findingOf(engine, own), findingOf(engine, there))) : undefined;
  }
  if (asksForBoth) {
    if (step.resolved.query.content.some((i) => !isCount(step.resolved, i))) return undefined;
    const all = turnsOf(conversation).flatMap((t) => counted(t.facts) ?? []);
    const alike = all.filter((f, i) => f.askable.role.id === here.askable.role.id && all.indexOf(f) === i);
    if (alike.length < 2) return undefined;
    const number = alike.reduce((sum, f) => sum + of(f), 0);
    return decided(step, { status: 'answered', form: 'sum', findings: alike.reverse(), number });
  }
  // "Which of the two had more?"
  const told = turnsOf(conversation).flatMap((t) => counted(t.facts) ?? []);
  const other = told.find((f) => f.askable !== here.askable && f.askable.role.id === here.askable.role.id);
  if (other && operators.has('both') && !namesOwn(reading, engine.lexicon)) return decided(step, apart(here, other));
  for (const turn of turnsOf(conversation))
    for (const text of completeFromConversation(reading, turn, engine.lexicon)) {
      const other = attemptText(engine, text, reading);
      const found =
        other && isAnswered(other) && 'findings' in other.resolved.resolution ? other.resolved.resolution : undefined;
      const there = found?.findings.find(
        (f) =>
          numberOf(f.askable) !== undefined && f.askable.role.id === here.askable.role.id && f.askable !== here.askable,
      );
      if (there) return decided({ ...other!, completed: text }, apart(here, there));
    }
  return undefined;
}

/** A number, or a word that says what is done with numbers. */
const isCount = ({ query }: Resolved, i: number): boolean =>
  query.operators.has(i) ||
  query.constraints.some((c) => c.mention.sense.type === 'number' && c.mention.from <= i && c.mention.to > i);

function numberOf(askable: Askable): number | undefined {
  const numbers = askable.values.flatMap((v) => (v.type === 'number' ? [v.number] : []));
  return numbers.length === 1 ? numbers[0] : undefined;
}

/** With one word that blocks it repaired to a word of any question; only where all of it is then answered. */
function repaired(engine: Engine, step: Step, wanted: readonly Status[]): Step | undefined {
  const { resolution, candidates, anchored } = step.resolved;
  if (resolution.status === 'answered' || resolution.status === 'corrected' || resolution.status === 'clarify')
    return undefined;
  if (!anchored) return undefined;
  const blocking = new Set([
    ...(candidates[0]?.leftover ?? []),
    ...step.reading.tokens.flatMap((t, i) => (t.typed ? [i] : [])),
  ]);
  for (const text of lastRepairs(step.reading, [...blocking], engine.lexicon)) {
    const reading = understand(text, engine.lexicon).sentences[0]?.whole;
    const again = reading && attempt(engine, reading);
    if (again && wanted.includes(again.resolved.resolution.status)) return again;
  }
  return undefined;
}
