/** Finds things by words of their texts: whole words, words of the same stem, beginnings of words, and slips. */

/** How a language cuts and mends words. */
export interface Speech {
  /** A text in words, in normal spelling. */
  cut(text: string): readonly string[];
  stem(word: string): string;
  /** The known words that a misspelt one comes nearest to. */
  repair(word: string): readonly string[];
}

/** Where a typed word was found. */
export interface Place<T> {
  readonly item: T;
  /** What stands there, to be told: the text of the item, or what it was filed as. */
  readonly shown: string;
  /** The word there; another than was typed, where it is only like it. */
  readonly word: string;
  /** How much the text counts, less where the word is only like the typed one. */
  readonly strength: number;
}

interface Text<T> {
  readonly item: T;
  readonly shown: string;
  readonly weight: number;
}

const SAME_STEM = 0.95;
const BEGINS = 0.8;
const SLIP = 0.6;

export class WordSearch<T> {
  private readonly texts: Text<T>[] = [];
  private readonly byWord = new Map<string, number[]>();
  private readonly byStem = new Map<string, string[]>();
  private sorted: readonly string[] = [];

  constructor(private readonly speech: Speech) {}

  /** Files a text of an item; `weight` says how much a word in it counts, `shown` what is told where one is found. */
  add(item: T, text: string, weight = 1, shown = text): void {
    const id = this.texts.push({ item, shown, weight }) - 1;
    for (const word of new Set(this.speech.cut(text))) {
      const at = this.byWord.get(word);
      if (at) at.push(id);
      else {
        this.byWord.set(word, [id]);
        const stem = this.speech.stem(word);
        this.byStem.set(stem, [...(this.byStem.get(stem) ?? []), word]);
      }
    }
  }

  /** To be called when all texts are filed. */
  close(): this {
    this.sorted = [...this.byWord.keys()].sort();
    return this;
  }

  words(): Iterable<string> {
    return this.byWord.keys();
  }

  /** Where a typed word stands in each item that has it: the strongest place. */
  find(typed: string): ReadonlyMap<T, Place<T>> {
    const found = new Map<T, Place<T>>();
    const note = (word: string, quality: number): void => {
      for (const id of this.byWord.get(word) ?? []) {
        const { item, shown, weight } = this.texts[id]!;
        const strength = weight * quality;
        if ((found.get(item)?.strength ?? 0) < strength) found.set(item, { item, shown, word, strength });
      }
    };
    note(typed, 1);
    for (const word of this.byStem.get(this.speech.stem(typed)) ?? []) note(word, SAME_STEM);
    for (const word of this.beginning(typed)) note(word, BEGINS);
    if (found.size === 0) for (const word of this.speech.repair(typed)) note(word, SLIP);
    return found;
  }

  private *beginning(typed: string): Generator<string> {
    let low = 0;
    for (let high = this.sorted.length; low < high; ) {
      const middle = (low + high) >> 1;
      if (this.sorted[middle]! < typed) low = middle + 1;
      else high = middle;
    }
    for (; this.sorted[low]?.startsWith(typed); low++) yield this.sorted[low]!;
  }
}
