/** The turns of a conversation that are remembered, and which of their entities a follow-up may mean. */
import type { Catalogue } from '../knowledge/askables.ts';
import type { Lexicon } from '../knowledge/lexicon.ts';
import type { Conversation, Turn } from '../model/conversation.ts';
import type { EntityId } from '../model/knowledge.ts';
import type { Reading } from '../model/reading.ts';

const TURNS = 3;
/** An answer that names more is a list: none of them is "it". */
const MOST_NAMED = 8;

const isSomebody = (id: EntityId): boolean => id.startsWith('person/') || id.startsWith('post/');

/** Kinds that "it" beside "he" is none of. */
const OF_PEOPLE: ReadonlySet<string> = new Set(['person', 'post', 'place']);

/** The newest first. */
export const turnsOf = ({ earlier = [], ...last }: Conversation): Turn[] => [last, ...earlier].slice(0, TURNS);

/** Puts a turn on top; what is older than three turns is forgotten. */
export function addTurn(turn: Turn, before: Conversation | undefined): Conversation {
  const earlier = before ? turnsOf(before).slice(0, TURNS - 1) : [];
  return { ...turn, ...(earlier.length > 0 ? { earlier } : {}) };
}

/** It stands for something said before. */
export const hasPronoun = ({ mentions }: Reading): boolean =>
  mentions.some(
    (m) =>
      m.sense.type === 'pronoun' &&
      // "Is there a pilot?": in a phrase that says nothing it points to nothing.
      !mentions.some(
        (o) => o.sense.type === 'frame' && o.from <= m.from && o.to >= m.to && o.to - o.from > m.to - m.from,
      ),
  );

/** Kinds of which some words together may be no name: "food safety", "the Mainland side". */
const LOOSELY_NAMED: ReadonlySet<string> = new Set(['topic', 'term', 'place']);

/** It names something of its own, by a proper name or by several words, beyond what everything here is about. */
export const namesOwn = (reading: Reading, { language }: Lexicon): boolean =>
  reading.mentions.some(
    ({ sense, from, to }) =>
      sense.type === 'entity' &&
      (sense.proper || (to - from > 1 && !LOOSELY_NAMED.has(sense.id.slice(0, sense.id.indexOf('/'))))) &&
      !language.contextual.includes(sense.id),
  );

/** "He", "her", "that man": it stands for a person. */
export function isPersonal({ tokens }: Reading, { language }: Lexicon): boolean {
  const spoken = tokens.map((t) => t.text);
  return language.people.some((phrase) => {
    const words = phrase.split(' ');
    return spoken.some((_, i) => words.every((w, k) => spoken[i + k] === w));
  });
}

/** Its first words carry on from what was said: "and …", "what about …". */
export const carriesOn = (reading: Reading, lexicon: Lexicon): boolean => carryingWords(reading, lexicon) > 0;

/** How many words do. */
export function carryingWords(reading: Reading, { language }: Lexicon): number {
  const words = reading.tokens.map((t) => t.text).filter((t) => /[\p{L}\d]/u.test(t));
  const said = `${words.join(' ')} `;
  return Math.max(
    0,
    ...language.carriesOn.filter((phrase) => said.startsWith(`${phrase} `)).map((phrase) => phrase.split(' ').length),
  );
}

/**
 * What a follow-up may be about, likeliest first: the subjects of the last answer, then what it named, then what was
 * spoken of before. "He" is a person; "that plenary" is a plenary.
 */
export function referents(
  reading: Reading,
  conversation: Conversation,
  catalogue: Catalogue,
  lexicon: Lexicon,
): (readonly EntityId[])[] {
  const personal = isPersonal(reading, lexicon);
  const pronoun = hasPronoun(reading);
  const classes = reading.mentions.flatMap((m) =>
    m.sense.type === 'class' && (pronoun || isPointedAt(reading, m.from, lexicon)) ? [m.sense.id] : [],
  );
  const place = placeOf(reading, lexicon);
  if (place !== undefined) {
    const { focus, named } = conversation;
    const told = focus.length > 1 ? focus : named;
    if (told[place] !== undefined) return [[told[place]]];
  }
  // What everything here is about is not what is spoken of where something else is.
  const isContext = (id: EntityId): boolean => lexicon.language.contextual.includes(id);
  const own = (ids: readonly EntityId[]): readonly EntityId[] => {
    const rest = ids.filter((id) => !isContext(id));
    return rest.length > 0 ? rest : ids;
  };
  const lists = turnsOf(conversation).flatMap((turn, i) => [
    own(
      turn.focus.some((id) => !isContext(id)) || turn.named.length > MOST_NAMED
        ? turn.focus
        : [...turn.named, ...turn.focus],
    ),
    ...(turn.named.length <= MOST_NAMED && (i === 0 || pronoun) ? [turn.named] : []),
  ]);
  const typed = (wanted: (id: EntityId) => boolean, from = lists): EntityId[][] =>
    from.map((ids) => ids.filter(wanted)).filter((ids) => ids.length > 0);
  // Where nothing was told of it the last question may have been about somebody else.
  // "Her": of a post and somebody by name, who is named.
  const people = personal
    ? typed(isSomebody, conversation.facts.length > 0 ? lists : lists.slice(0, 1)).map((ids) => {
        const byName = ids.filter((id) => id.startsWith('person/'));
        return byName.length > 0 ? byName : ids;
      })
    : [];
  const ofClass =
    classes.length > 0 ? typed((id) => classes.some((c) => catalogue.profiles.get(id)?.classes.has(c))) : [];
  // "With whom did he chair it": of both.
  const things = reading.mentions.filter((m) => m.sense.type === 'pronoun' && m.to - m.from === 1);
  const both =
    people[0] && things.some((m) => !lexicon.language.people.includes(reading.tokens[m.from]!.text))
      ? [
          [
            ...people[0],
            ...lists
              .flat()
              .filter((id) => !OF_PEOPLE.has(id.split('/')[0]!))
              .slice(0, 1),
          ],
        ]
      : [];
  // "Her" is nobody else where nobody was spoken of.
  if (personal && people.length === 0) return [];
  // "Where did it meet in 2023?": a conference has meetings, and one of them is what it did.
  const meetings =
    pronoun && !personal && reading.asks.length > 0
      ? lists.slice(0, 1).map((ids) => ids.flatMap((id) => meetingsOf(id, catalogue)))
      : [];
  return unique([...both, ...people, ...ofClass, ...lists, ...meetings]).filter((ids) => ids.length > 0);
}

const meetingsOf = (id: EntityId, catalogue: Catalogue): EntityId[] =>
  id.startsWith('mechanism/')
    ? (catalogue.subjects.get(`@${id}`) ?? []).filter(
        (s) => s.startsWith('meeting/') && catalogue.profiles.get(s)!.identity.has(id),
      )
    : [];

/** "The second one": its place among what was just told. */
function placeOf({ tokens, mentions }: Reading, { language }: Lexicon): number | undefined {
  const said = mentions
    .filter((m) => m.sense.type === 'pronoun')
    .map((m) =>
      tokens
        .slice(m.from, m.to)
        .map((t) => t.text)
        .join(' '),
    );
  const at = language.places.findIndex((phrases) => phrases.some((p) => said.includes(p)));
  return at < 0 ? undefined : at;
}

/** "That plenary", "this scheme": a pronoun right before the noun. */
const isPointedAt = (reading: Reading, at: number, { language }: Lexicon): boolean =>
  language.pronouns.includes(reading.tokens[at - 1]?.text ?? '');

const unique = (lists: readonly (readonly EntityId[])[]): (readonly EntityId[])[] =>
  lists.filter((ids, i) => lists.findIndex((o) => o.join() === ids.join()) === i);
