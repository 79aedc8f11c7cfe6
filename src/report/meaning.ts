/** What a question asked that the documents do not say, by how it was read: the same in other words is the same. */
import type { Engine, Reply, Step } from '../engine.ts';
import type { Profile } from '../knowledge/askables.ts';
import type { EntityId } from '../model/knowledge.ts';
import type { Mention } from '../model/reading.ts';
import type { Status } from '../model/resolution.ts';
import type { Guess } from '../ports.ts';

/** What the report keeps of a reply beside its status and facts. */
export interface Note {
  /** By meaning, what was asked in vain; not there when nothing was. */
  readonly unmet?: string;
  /** Names that had to be guessed: typed in another way than any that is known. */
  readonly guesses: readonly Guess[];
}

const IN_VAIN: ReadonlySet<Status> = new Set(['unknown', 'partial', 'off_topic']);
/** Of a message that could not be read at all. */
const UNREADABLE = 'unreadable';

export function noteOf({ answer, steps, conversation }: Reply, engine: Engine): Note {
  const guesses = steps.flatMap(guessesIn);
  const inVain = steps.filter(isInVain);
  if (!IN_VAIN.has(answer.status) && inVain.length === 0) return { guesses };
  const meanings = new Set(inVain.map((s) => meaningOf(s, conversation?.focus ?? [], engine)));
  return { unmet: [...meanings].sort().join(' & ') || UNREADABLE, guesses };
}

/** Not told, or only what comes closest. */
const isInVain = ({ resolved: { resolution } }: Step): boolean =>
  IN_VAIN.has(resolution.status) || (resolution.status === 'clarify' && resolution.unsure === true);

/** What is asked, the subject, and every word that is left when the subject is named, each as what it stands for. */
function meaningOf(step: Step, thread: readonly EntityId[], engine: Engine): string {
  const { reading, resolved } = step;
  const { query } = resolved;
  const { contextual } = engine.lexicon.language;
  const spans = longest(reading.mentions);
  const subject = subjectOf(step, spans);
  const asks = askedIn(reading);
  const implied = impliedBy(asks, engine);
  const pieces = new Set<string>();
  for (const i of query.content) {
    const { terms } = reading.tokens[i]!;
    const covering = spans.filter((m) => m.from <= i && i < m.to);
    if (subject && covering.some((m) => isNameOf(m, subject))) continue;
    if (covering.length === 0 && terms.some((t) => implied.has(t))) continue;
    const senses = covering.flatMap((m) => senseOf(m) ?? []);
    const names = senses.filter((s) => s.includes('/'));
    const meant = [...new Set(names.length > 0 ? names : senses)].sort();
    // "Hong Kong" stands in any question.
    if (meant.length > 0 && meant.every((s) => contextual.includes(s)) && query.contextual.has(i)) continue;
    pieces.add(meant.join('|') || wordOf(terms));
  }
  const points = reading.mentions.some((m) => m.sense.type === 'pronoun');
  const focus = step.focus.length > 0 ? step.focus : points ? thread : [];
  const about = subject?.id ?? [...focus].sort().join('|');
  return [asks, about, ...[...pieces].sort()].filter((p) => p !== '').join(' ');
}

/** The question word, where it tells more than the other words do: "what is the cost" is "how much does it cost". */
function askedIn({ asks, checks, mentions }: Step['reading']): string {
  if (checks) return 'whether';
  const counts = !mentions.some((m) => m.sense.type === 'asks' && m.sense.asks === 'how much');
  const telling = asks.filter((a) => a !== 'what' && a !== 'who' && (a !== 'number' || counts));
  return [...new Set(telling)].sort().join('+') || 'what';
}

/** Question words that are asked in full too: "when was it held", "where did it take place". */
const SPELT_OUT: ReadonlySet<string> = new Set(['when', 'where']);

/** Terms of words that say no more than the question word does: "held" beside "when". */
function impliedBy(asks: string, { wording, catalogue }: Engine): ReadonlySet<string> {
  if (!SPELT_OUT.has(asks)) return new Set();
  const roles = [...wording.knowledge.roles.values()].filter((r) => r.plain.length > 0 && r.answers[0] === asks);
  const terms = new Set<string>();
  for (const profile of catalogue.profiles.values())
    for (const { id } of roles) for (const term of profile.cues.get(id) ?? []) terms.add(term);
  return terms;
}

/** The thing it asks about: as it is named, else as it was resolved. */
function subjectOf({ resolved }: Step, spans: readonly Mention[]): Profile | undefined {
  const { resolution, candidates } = resolved;
  if (resolution.status !== 'unknown' && resolution.status !== 'partial') return undefined;
  const named = candidates.filter((c) => (c.named || c.identified) && c.profile.entity.kind !== 'document');
  const said = new Set(spans.flatMap((m) => (m.sense.type === 'entity' ? [m.sense.id] : [])));
  const plainly = named.find((c) => said.has(c.profile.id));
  return plainly?.profile ?? ('subject' in resolution ? resolution.subject : undefined) ?? named[0]?.profile;
}

/** Mentions that name something, and that no longer one covers. */
function longest(mentions: readonly Mention[]): Mention[] {
  const naming = mentions.filter((m) => senseOf(m) !== undefined);
  return naming.filter((m) => !naming.some((o) => o.from <= m.from && o.to >= m.to && o.to - o.from > m.to - m.from));
}

/** The subject, or what tells it from others: what it belongs to, what kind of thing it is, which of several. */
function isNameOf({ sense }: Mention, subject: Profile): boolean {
  switch (sense.type) {
    case 'entity':
      return sense.id === subject.id || subject.identity.has(sense.id);
    case 'class':
      return subject.classes.has(sense.id);
    case 'ordinal':
      return sense.number === subject.ordinal;
    default:
      return false;
  }
}

function senseOf({ sense }: Mention): string | undefined {
  switch (sense.type) {
    case 'entity':
    case 'class':
      return sense.id;
    case 'stranger':
      return `${sense.kind} ${sense.name}`;
    case 'date':
      return `${sense.date.from}..${sense.date.to}`;
    case 'number':
      return `${sense.number}${sense.percent ? '%' : ''}`;
    case 'ordinal':
      return `#${sense.number}`;
    default:
      return undefined;
  }
}

/** The idea that a word stands for, where it stands for one; else the word without its ending. */
const wordOf = (terms: readonly string[]): string =>
  [...terms].filter((t) => t.startsWith('~')).sort()[0] ?? terms[0] ?? '';

/** Of the repairs those that made a name. */
function guessesIn({ reading, resolved }: Step): Guess[] {
  const { tokens, mentions } = reading;
  return reading.repairs.filter(({ typed }) =>
    resolved.query.content.some(
      (i) => tokens[i]?.typed === typed && mentions.some((m) => m.sense.type === 'entity' && m.from <= i && i < m.to),
    ),
  );
}
