/**
 * Questions about what was just told: which of those two was later, who came both times, is Macao one of them, how many of
 * them were in 2024, only those? Nothing is searched: the facts and the subjects of the last answers are looked at.
 */

import { hasPronoun, namesOwn, turnsOf } from './conversation/turns.ts';
import { maximalMentions } from './knowledge/annotate.ts';
import type { Askable, Profile } from './knowledge/askables.ts';
import type { Conversation, Turn } from './model/conversation.ts';
import { datesAgree } from './model/date.ts';
import type { EntityId } from './model/knowledge.ts';
import type { Mention, Reading } from './model/reading.ts';
import type { Finding, Resolution } from './model/resolution.ts';
import type { Engine, Step } from './readings.ts';
import { asTyped } from './text/typed.ts';

/** So many facts are told again beside what is not said. */
const MOST_AGAIN = 3;

/** What the last answers told, in the order in which they are tried. */
export function ofTold(engine: Engine, reading: Reading, alone: Step, conversation: Conversation): Step | undefined {
  return (
    amongTold(engine, reading, alone, conversation) ??
    laterOfTold(engine, reading, alone, conversation) ??
    sharedByTold(engine, reading, alone, conversation) ??
    countedOfTold(engine, reading, alone, conversation)
  );
}

/** What the facts of the last answer tell by themselves. */
export function askablesOf(engine: Engine, facts: readonly string[]): Askable[] {
  const telling = new Set(facts.flatMap((id) => engine.catalogue.telling.get(id) ?? []));
  return [...telling].filter((a) => !a.inverse).sort((a, b) => a.id - b.id);
}

export const findingOf = (engine: Engine, askable: Askable): Finding => ({
  askable,
  profile: engine.catalogue.profiles.get(askable.subject)!,
  facts: askable.facts,
});

/** "Since when?" after "more than 270 projects": the answer may stand in what was just told. */
export function fromLastFacts(engine: Engine, reading: Reading, alone: Step, { facts, focus }: Turn): Step | undefined {
  const asks = reading.asks[0];
  if (asks === undefined || asks === 'what') return undefined;
  const provides = (a: Askable): boolean =>
    asks === 'when' || asks === 'long' ? a.dates.length > 0 : a.provides.has(asks);
  const told = askablesOf(engine, facts).filter(provides);
  // Of what was spoken of, the one fact that has a date.
  const own = focus.flatMap((id) => engine.catalogue.profiles.get(id)?.askables ?? []);
  const only = own.filter(
    (a) => !a.inverse && a.dates.length > 0 && provides(a) && a.facts.some((f) => f.state !== 'unsaid'),
  );
  const findings = (told.length > 0 || only.length > 1 ? told : only).map((a) => findingOf(engine, a));
  return findings.length > 0 ? decided(alone, { status: 'answered', form: 'facts', findings }) : undefined;
}

/** "Which two schemes was that?": what was just told of, where it is of the kind that is asked for. */
export function toldBefore(engine: Engine, reading: Reading, alone: Step, { focus, facts }: Turn): Step | undefined {
  const { query } = alone.resolved;
  const kind = query.askedClass;
  const findings = askablesOf(engine, facts).map((a) => findingOf(engine, a));
  const other = query.content.some(
    (i) => !query.bound[i]!.some((k) => ['class', 'number'].includes(query.constraints[k]!.mention.sense.type)),
  );
  return kind !== undefined &&
    reading.asks[0] === 'what' &&
    hasPronoun(reading) &&
    !other &&
    findings.length > 0 &&
    focus.every((id) => engine.catalogue.profiles.get(id)?.classes.has(kind))
    ? decided(alone, { status: 'answered', form: 'facts', findings })
    : undefined;
}

/** "Is Zhejiang one of them?": of the things just listed, or of none of them. */
function amongTold(engine: Engine, reading: Reading, alone: Step, { focus, named, facts }: Turn): Step | undefined {
  const words = ` ${spoken(reading, 0, reading.tokens.length)} `;
  if (!reading.checks || !engine.lexicon.language.among.some((phrase) => words.includes(` ${phrase} `)))
    return undefined;
  const { content } = alone.resolved.query;
  const listed = focus.length > 1 ? focus : named;
  const findings = askablesOf(engine, facts).map((a) => findingOf(engine, a));
  const names = maximalMentions(reading.mentions).flatMap((m) =>
    m.sense.type === 'entity' && content.every((i) => i >= m.from && i < m.to) ? [{ ...m, id: m.sense.id }] : [],
  );
  const asked = names[0];
  if (content.length === 0 || !asked || listed.length < 2 || findings.length === 0) return undefined;
  const kindOf = (id: EntityId): string => id.split('/')[0]!;
  const about = (f: Finding): EntityId[] => [f.profile.id, ...f.profile.identity, ...f.askable.entities];
  // What is listed is the subjects themselves, or what was told of one subject.
  const ones = findings.filter((f) =>
    names.some(
      ({ id }) =>
        f.askable.entities.has(id) || (focus.length > 1 && (about(f).includes(id) || f.profile.related.has(id))),
    ),
  );
  if (ones.length > 0) return decided(alone, { status: 'answered', form: 'check', findings: ones, holds: true });
  const alike = findings.some((f) => about(f).some((id) => kindOf(id) === kindOf(asked.id)));
  const presumed = asTyped(reading, asked.from, asked.to);
  return alike
    ? decided(alone, { status: 'corrected', claims: [{ presumed, actual: findings[0]! }], findings })
    : undefined;
}

/** Nothing of what was spoken of says it: that, with what was told of it. */
export function unsaidOf(engine: Engine, alone: Step, { focus, facts, question }: Turn): Step | undefined {
  const subject = focus[0] === undefined || question === '' ? undefined : engine.catalogue.profiles.get(focus[0]);
  const near = askablesOf(engine, facts)
    .slice(0, MOST_AGAIN)
    .map((a) => findingOf(engine, a));
  return subject && decided(alone, { status: 'unknown', missing: [], subject, near });
}

const operatorsOf = ({ resolved: { query } }: Step): Set<string> => new Set(query.operators.values());

/** "Which of those two was later?": of the last things told of one kind, by their dates. */
function laterOfTold(engine: Engine, reading: Reading, alone: Step, conversation: Conversation): Step | undefined {
  const operators = operatorsOf(alone);
  const end = operators.has('latest') ? 'latest' : operators.has('earliest') ? 'earliest' : undefined;
  if (end === undefined || namesOwn(reading, engine.lexicon) || !(hasPronoun(reading) || operators.has('both')))
    return undefined;
  const { askedClass } = alone.resolved.query;
  const profiles = [...new Set(turnsOf(conversation).flatMap((t) => t.focus))].flatMap(
    (id) => engine.catalogue.profiles.get(id) ?? [],
  );
  const dated = profiles.filter(
    (p) =>
      p.date !== undefined &&
      !p.date.yearless &&
      p.entity.kind === profiles[0]?.entity.kind &&
      (askedClass === undefined || p.classes.has(askedClass)),
  );
  const among =
    conversation.focus.length > 1 ? dated.filter((p) => conversation.focus.includes(p.id)) : dated.slice(0, 2);
  if (among.length < 2) return undefined;
  const sorted = [...among].sort((a, b) => (a.date!.from < b.date!.from ? -1 : 1));
  const chosen = end === 'latest' ? sorted.at(-1)! : sorted[0]!;
  const askable = chosen.askables.find((a) => !a.inverse && chosen.datedBy.has(a.role.id) && a.provides.has('when'));
  return askable && decided(alone, { status: 'answered', form: 'facts', findings: [findingOf(engine, askable)] });
}

/** "Who came both times?": what one role of the last two things told has in common. */
function sharedByTold(engine: Engine, reading: Reading, alone: Step, conversation: Conversation): Step | undefined {
  if (!operatorsOf(alone).has('both') || namesOwn(reading, engine.lexicon) || reading.checks) return undefined;
  const asks = reading.asks[0] ?? 'what';
  const told = turnsOf(conversation).map((t) =>
    askablesOf(engine, t.facts).filter((a) => a.valueEntities.size > 0 && (asks === 'what' || a.provides.has(asks))),
  );
  for (const [i, here] of told.entries())
    for (const there of told.slice(i + 1))
      for (const a of here)
        for (const b of there) {
          if (a.role.id !== b.role.id || a.subject === b.subject) continue;
          const shared = [...a.valueEntities].filter((id) => b.valueEntities.has(id));
          const findings = [a, b].map((askable) => ({
            ...findingOf(engine, askable),
            facts: askable.facts.filter((f) => f.values.some((v) => v.type === 'entity' && shared.includes(v.id))),
          }));
          if (shared.length > 0) return decided(alone, { status: 'answered', form: 'facts', findings });
        }
  return undefined;
}

/** "How many of them were in 2024?": those of the things just told of which all that is named holds. */
function countedOfTold(engine: Engine, reading: Reading, alone: Step, conversation: Conversation): Step | undefined {
  const { query } = alone.resolved;
  const { focus, facts } = conversation;
  if (focus.length < 2 || reading.asks[0] !== 'number' || !hasPronoun(reading) || query.content.length === 0)
    return undefined;
  const named = maximalMentions(reading.mentions).filter((m) => m.sense.type === 'date' || m.sense.type === 'entity');
  if (!query.content.every((i) => named.some((m) => i >= m.from && i < m.to))) return undefined;
  const holds = (p: Profile): boolean =>
    named.every(({ sense }) =>
      sense.type === 'date'
        ? p.date !== undefined && datesAgree(p.date, sense.date)
        : sense.type === 'entity' && (p.identity.has(sense.id) || p.related.has(sense.id)),
    );
  const findings = askablesOf(engine, facts)
    .filter((a) => focus.includes(a.subject))
    .map((a) => findingOf(engine, a))
    .filter((f) => holds(f.profile));
  const number = new Set(findings.map((f) => f.profile.id)).size;
  return number > 0 ? decided(alone, { status: 'answered', form: 'count', findings, number }) : undefined;
}

/** "Only Hongkongers?": what was told again, where it speaks of that. */
export function onlyTold(engine: Engine, reading: Reading, alone: Step, { facts }: Turn): Step | undefined {
  if (!operatorsOf(alone).has('only') || reading.asks.length > 0) return undefined;
  const named = reading.mentions.flatMap((m) => (m.sense.type === 'entity' ? [m.sense.id] : []));
  const { content, operators } = alone.resolved.query;
  const words = content.filter((i) => !operators.has(i)).map((i) => reading.tokens[i]!);
  const findings = askablesOf(engine, facts)
    .filter(
      (a) =>
        named.some((id) => a.entities.has(id)) ||
        (words.length > 0 && words.every((t) => t.terms.some((term) => a.terms.has(term)))),
    )
    .map((a) => findingOf(engine, a));
  return findings.length > 0 ? decided(alone, { status: 'answered', form: 'facts', findings }) : undefined;
}

/** "He is their party secretary, no?": of somebody just told of the post is known, and another post is not his. */
export function otherPost(engine: Engine, reading: Reading, alone: Step, person: EntityId): Step | undefined {
  const post = engine.catalogue.profiles.get(person)?.askables.find((a) => a.role.id === 'post' && !a.inverse);
  const claimed = maximalMentions(reading.mentions).find((m) => isPost(engine, m));
  if (!post || !claimed || !reading.checks) return undefined;
  const actual = findingOf(engine, post);
  const presumed = asTyped(reading, claimed.from, claimed.to);
  return decided(alone, { status: 'corrected', claims: [{ presumed, actual }], findings: [actual] });
}

const isPost = ({ catalogue }: Engine, { sense }: Mention): boolean =>
  (sense.type === 'entity' && sense.id.startsWith('post/')) ||
  (sense.type === 'class' && catalogue.kindOf(sense.id) === 'post');

export const decided = (step: Step, resolution: Resolution): Step => ({
  ...step,
  resolved: { ...step.resolved, resolution, anchored: true, fitness: 1 },
});

export const spoken = (reading: Reading, from: number, to: number): string =>
  reading.tokens
    .slice(from, to)
    .map((t) => t.text)
    .join(' ');
