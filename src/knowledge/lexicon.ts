/**
 * All names and words of one language, compiled once: the gazetteer (phrases → what they may denote), the words that
 * are free, and the closed vocabulary against which typing errors are repaired.
 */
import type { Knowledge, LanguagePack } from '../model/fact.ts';
import type { Sense } from '../model/reading.ts';
import { createSound } from '../text/sound.ts';
import { createStemmer } from '../text/stem.ts';
import { isPunctuation, tokenise } from '../text/tokens.ts';
import { PhraseTrie } from '../text/trie.ts';
import type { Steps } from './steps.ts';
import { Vocabulary } from './vocabulary.ts';

export interface Word {
  readonly stem: string;
  readonly punctuation: boolean;
  /** Letters that nobody here has written before. */
  readonly unknown: boolean;
}

export interface SmallWords {
  readonly conjunctions: ReadonlySet<string>;
  readonly locatives: ReadonlySet<string>;
  readonly locativesBehind: ReadonlySet<string>;
  readonly sideWords: ReadonlySet<string>;
  readonly alongside: ReadonlySet<string>;
  readonly openers: ReadonlySet<string>;
  readonly definite: ReadonlySet<string>;
  readonly preludes: readonly (readonly string[])[];
}

export interface Lexicon {
  readonly language: LanguagePack;
  readonly phrases: PhraseTrie<Sense>;
  readonly vocabulary: Vocabulary;
  /** Normal spelling, then stem. */
  readonly stem: (word: string) => string;
  /** What is known of a word by itself. */
  readonly word: (word: string) => Word;
  readonly spell: (word: string) => string;
  /** A prefix that is written with a hyphen or without: `co-`. */
  readonly prefixes: RegExp;
  /** Words of the language file that are looked for in every question: the stems, or as they are typed. */
  readonly small: SmallWords;
  /** A phrase cut and stemmed as questions are. */
  readonly stems: (phrase: string) => string[];
}

/** Names of no more words than this come run together: `gongzheng`. */
const MOST_JOINED = 3;
/** Words kept, so that what people type does not fill the memory. */
const MOST_WORDS = 50_000;

const POSSESSIVE = /'s$|s'$|'$/;

/** Spelling rules of a language: whole words, and endings written as `-ise`. */
function createSpelling(pack: LanguagePack): (word: string) => string {
  const whole = new Map<string, string>();
  const endings: [string, string][] = [];
  for (const [from, to] of pack.spelling)
    if (from.startsWith('-')) endings.push([from.slice(1), to.replace(/^-/, '')]);
    else whole.set(from.toLowerCase(), to.toLowerCase());
  endings.sort((a, b) => b[0].length - a[0].length);
  return (typed) => {
    const word = typed.endsWith("s'") ? typed.slice(0, -1) : typed.replace(POSSESSIVE, '');
    const known = whole.get(word);
    if (known !== undefined) return known;
    if (word.length >= 7)
      for (const [from, to] of endings) if (word.endsWith(from)) return word.slice(0, -from.length) + to;
    return word;
  };
}

export function* compileLexicon(knowledge: Knowledge, pack: LanguagePack): Steps<Lexicon> {
  const spell = createSpelling(pack);
  const stemmer = createStemmer(pack.stemmer);
  const stem = (word: string): string => stemmer(spell(word));
  const prefixes = new RegExp(`(?<![\\p{L}])(${pack.joinedPrefixes.join('|') || '$^'})-(?=\\p{L})`, 'giu');
  const cut = (phrase: string): string[] =>
    tokenise(phrase.replace(prefixes, '$1'))
      .map((t) => t.text)
      .filter((t) => !isPunctuation(t));
  const stems = (phrase: string): string[] => cut(phrase).map(stem);

  const phrases = new PhraseTrie<Sense>();
  const vocabulary = new Vocabulary(stem, pack.dropped, createSound(pack.sounds));
  const add = (phrase: string, sense: Sense): void => {
    phrases.add(stems(phrase), sense);
    for (const word of cut(phrase)) vocabulary.add(word, sense.type);
  };
  const here = (words: Readonly<Record<string, readonly string[]>>): readonly string[] => words[pack.id] ?? [];

  for (const entity of knowledge.entities.values()) {
    yield;
    const names = [
      ...Object.values(entity.name),
      ...Object.values(entity.short),
      ...Object.values(entity.aliases).flat(),
    ];
    for (const name of new Set(names)) {
      const proper = /[\p{Lu}\d\p{Script=Han}]/u.test(name);
      add(name, { type: 'entity', id: entity.id, proper });
      const words = cut(name);
      if (proper && words.length <= MOST_JOINED) vocabulary.addJoined(words);
    }
  }
  for (const noun of knowledge.classes.values())
    for (const word of here(noun.words)) add(word, { type: 'class', id: noun.id });
  for (const group of knowledge.concepts)
    for (const word of here(group.words)) add(word, { type: 'concept', id: group.id });
  for (const { kind, names } of knowledge.strangers) {
    yield;
    for (const name of names) {
      // A name that the knowledge has is no stranger, whatever the list says.
      if (
        [...phrases.at(stems(name), 0)].some(
          (m) => m.to === stems(name).length && m.values.some((v) => v.type === 'entity'),
        )
      )
        continue;
      add(name, { type: 'stranger', kind, name: names[0] ?? name });
    }
  }
  for (const [asks, words] of Object.entries(pack.questionWords))
    for (const w of words) {
      add(w, { type: 'asks', asks });
      vocabulary.addJoined(cut(w));
    }
  for (const [id, words] of Object.entries(pack.operators)) for (const w of words) add(w, { type: 'operator', id });
  for (const [id, words] of Object.entries(pack.smalltalk)) for (const w of words) add(w, { type: 'smalltalk', id });
  for (const w of pack.pronouns) add(w, { type: 'pronoun' });
  for (const w of pack.negation) add(w, { type: 'negation' });
  for (const w of pack.exclusion) add(w, { type: 'exclusion' });
  for (const w of pack.exclusionBehind) add(w, { type: 'exclusion', behind: true });
  for (const w of [...pack.frame, ...pack.fillers]) add(w, { type: 'frame' });
  for (const [word, number] of Object.entries(pack.numbers)) add(word, { type: 'number', number, percent: false });
  for (const [word, number] of Object.entries(pack.ordinals)) add(word, { type: 'ordinal', number });
  for (const word of Object.keys(pack.months)) vocabulary.add(word, 'month');

  for (const role of knowledge.roles.values())
    for (const cue of [...here(role.cues), ...here(role.inverse?.cues ?? {})])
      for (const word of cut(cue)) vocabulary.add(word, 'cue');
  for (const fact of knowledge.facts.values()) {
    yield;
    const texts = [...fact.keys, ...here(fact.words), ...here(fact.asked), fact.gist?.[pack.id] ?? ''];
    for (const value of fact.values) {
      if (value.type === 'text') texts.push(value.text[pack.id] ?? '');
      if (value.type === 'number') texts.push(value.unit?.[pack.id] ?? '');
    }
    for (const text of texts) for (const word of cut(text)) vocabulary.add(word, 'fact');
  }
  vocabulary.close();
  const words = new Map<string, Word>();
  const word = (typed: string): Word => {
    let found = words.get(typed);
    if (!found) {
      found = {
        stem: stem(typed),
        punctuation: isPunctuation(typed),
        unknown: /^[^\d]*\p{L}[^\d]*$/u.test(typed) && !vocabulary.has(typed) && !vocabulary.has(spell(typed)),
      };
      if (words.size < MOST_WORDS) words.set(typed, found);
    }
    return found;
  };
  const stemsOf = (list: readonly string[]): ReadonlySet<string> => new Set(list.map(stem));
  const small: SmallWords = {
    conjunctions: stemsOf(pack.conjunctions),
    locatives: stemsOf(pack.locatives),
    locativesBehind: stemsOf(pack.locativesBehind),
    sideWords: stemsOf(pack.sideWords),
    alongside: stemsOf(pack.alongside),
    openers: new Set(pack.openers),
    definite: new Set(pack.definite),
    preludes: pack.preludes.map((phrase) => phrase.split(' ')),
  };
  return { language: pack, phrases, vocabulary, stem, word, spell, prefixes, small, stems };
}
