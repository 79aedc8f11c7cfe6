/** Names as they are typed: those that begin with or resemble it, best first. */
import { localised, nameOf } from '../answer/words.ts';
import type { Engine } from '../engine.ts';
import type { Profile } from '../knowledge/askables.ts';
import type { EntityId, Kind } from '../model/knowledge.ts';
import { type Place, WordSearch } from '../text/search.ts';
import { createLookupSpeech } from './speech.ts';

export interface Completion {
  readonly id: EntityId;
  readonly name: string;
  /** The alias that matched, where it is not the name. */
  readonly why: string;
}

interface Alias {
  readonly id: EntityId;
  readonly kind: Kind;
  readonly name: string;
  readonly text: string;
  readonly lower: string;
  readonly words: number;
}

/** Nobody types longer names; what is pasted is cut. */
const MOST_TYPED = 100;
const MOST_WORDS = 12;

export interface Names {
  complete(typed: string, kinds?: readonly Kind[], most?: number): Completion[];
}

/** Builds the index once; a look into it takes a millisecond or two. */
export function compileNames({ wording, lexicon, catalogue }: Engine): Names {
  const speech = createLookupSpeech(lexicon);
  const search = new WordSearch<Alias>(speech);
  for (const entity of wording.knowledge.entities.values()) {
    const name = nameOf(entity.id, wording);
    const names = [localised(entity.name, wording), localised(entity.short, wording)];
    for (const text of new Set([...names, ...Object.values(entity.aliases).flat()]))
      search.add(
        { id: entity.id, kind: entity.kind, name, text, lower: text.toLowerCase(), words: speech.cut(text).length },
        text,
      );
  }
  search.close();
  speech.learn([search]);
  const newest = [...catalogue.profiles.values()].sort(byDate);

  return {
    complete: (typed, kinds, most = 25) => {
      const wanted = typed.trim().slice(0, MOST_TYPED).toLowerCase();
      const isWanted = (kind: Kind): boolean => !kinds || kinds.includes(kind);
      if (wanted === '')
        return newest
          .filter((p) => isWanted(p.entity.kind))
          .slice(0, most)
          .map((p) => ({ id: p.id, name: nameOf(p.id, wording), why: '' }));
      const words = [...new Set(speech.cut(wanted))].slice(0, MOST_WORDS);
      const places = new Map<Alias, Place<Alias>[]>();
      for (const word of words)
        for (const [alias, place] of search.find(word))
          if (isWanted(alias.kind)) places.set(alias, [...(places.get(alias) ?? []), place]);
      const ranked = [...places]
        .map(([alias, own]) => ({ alias, score: scoreOf(alias, own, words.length, wanted) }))
        .sort((a, b) => b.score - a.score || (a.alias.lower < b.alias.lower ? -1 : 1));
      const found = new Map<EntityId, Completion>();
      for (const { alias } of ranked) {
        if (found.size >= most) break;
        const { id, name, text } = alias;
        if (!found.has(id)) found.set(id, { id, name, why: text === name ? '' : text });
      }
      return [...found.values()];
    },
  };
}

/** More of what was typed counts before less; then the whole name, its beginning, and how little else is in it. */
function scoreOf(alias: Alias, places: readonly Place<Alias>[], typed: number, wanted: string): number {
  const strength = places.reduce((sum, p) => sum + p.strength, 0);
  const whole = alias.lower === wanted ? 0.5 : alias.lower.startsWith(wanted) ? 0.25 : 0;
  return (10 * places.length) / typed + strength / typed + whole + strength / Math.max(1, alias.words);
}

const byDate = (a: Profile, b: Profile): number => {
  const [x, y] = [a.date?.from ?? '', b.date?.from ?? ''];
  return x < y ? 1 : x > y ? -1 : a.id < b.id ? -1 : 1;
};
