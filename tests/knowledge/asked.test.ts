/** What example questions tell: which fact they ask for, and of what kind. */
import { describe, expect, test } from 'vitest';
import type { Annotated } from '../../src/knowledge/annotate.ts';
import { belongingBuilder } from '../../src/knowledge/belonging.ts';
import { examplesBuilder } from '../../src/knowledge/examples.ts';
import { finish } from '../../src/knowledge/steps.ts';
import type { Fact } from '../../src/model/fact.ts';

/** A question of plain words, as it is read where none of them is a name. */
const read = (text: string): Annotated => ({
  tokens: text.split(' ').map((word, i) => ({
    text: word,
    stem: word,
    terms: [word],
    start: i,
    end: i + 1,
    free: ['the', 'of', 'is'].includes(word),
    unknown: false,
  })),
  mentions: [],
});
const fact = (id: string, role: string, state: Fact['state'] = 'done'): Fact => ({ id, role, state }) as Fact;

const FERRY_DATE = fact('ferry#held', 'held');
const FERRY_PLACE = fact('ferry#place', 'place');
const QUAY_PLACE = fact('quay#place', 'place');
const FERRY_COST = fact('ferry-cost', 'detail', 'unsaid');
const ASKED: [Fact, string[]][] = [
  [FERRY_DATE, ['when was the ferry meeting', 'ferry talks date', 'what day did the boats gather']],
  [FERRY_PLACE, ['where was the ferry meeting', 'in which hall did the boats gather', 'ferry talks venue']],
  [QUAY_PLACE, ['where is the quay office', 'in which town stands the quay', 'quay venue']],
  [FERRY_COST, ['how much did the ferry cost', 'price of the ferry', 'who paid the ferry bill']],
];
const OTHER_MATTERS = ['how do i reset the printer', 'cheap printer ink', 'reset my password'];

describe('likeness to example questions', () => {
  const builder = examplesBuilder();
  for (const [of, questions] of ASKED) for (const q of questions) builder.add(of, read(q));
  const { likeness, words } = builder.build();

  test('the fact whose examples share what is telling comes first', () => {
    const found = likeness(read('which hall did the ferry boats gather'));
    const [first] = [...found].sort((a, b) => b[1] - a[1]);
    expect(first?.[0]).toBe(FERRY_PLACE.id);
    expect(Math.max(...found.values())).toBeLessThanOrEqual(1);
  });

  test('the order of the words does not matter, what is left over on either side does', () => {
    const of = (text: string): number => likeness(read(text)).get(QUAY_PLACE.id) ?? 0;
    expect(of('quay office is where the')).toBeCloseTo(of('where is the quay office'));
    expect(of('where is the quay office and its old red roof')).toBeLessThan(of('where is the quay office'));
  });

  test('a question that shares nothing is like none', () => {
    expect(likeness(read('printer ink')).size).toBe(0);
  });

  test('words that several people use for a fact are its own, one alone is not', () => {
    expect(words.get(QUAY_PLACE.id)).toContain('quay');
    expect(words.get(QUAY_PLACE.id)).not.toContain('office');
  });
});

describe('what words hint at', () => {
  const builder = examplesBuilder();
  for (const [of, questions] of ASKED) for (const q of questions) builder.add(of, read(q));
  const { hints } = builder.build();

  test('the fact in whose examples they are commonest, however they are put together there', () => {
    const odds = hints(read('boats gather date'));
    expect(odds(FERRY_DATE.id)).toBeGreaterThan(odds(FERRY_PLACE.id));
    expect(odds(FERRY_PLACE.id)).toBeGreaterThan(odds(QUAY_PLACE.id));
  });

  test('words that nobody used, and facts that nobody asked for, get nothing', () => {
    expect(hints(read('printer ink'))(FERRY_DATE.id)).toBe(0);
    expect(hints(read('ferry'))('harbour#built')).toBe(0);
  });
});

describe('whether a question is put as ours are', () => {
  const builder = belongingBuilder();
  for (const [, questions] of ASKED) for (const q of questions) builder.add(true, read(q));
  for (const q of OTHER_MATTERS) builder.add(false, read(q));
  const belonging = finish(builder.build());

  test('words of our examples speak for it, those of other matters against it', () => {
    expect(belonging(read('ferry talks venue'))).toBeGreaterThan(1);
    expect(belonging(read('boats at the quay'))).toBeGreaterThan(0);
    expect(belonging(read('cheap printer'))).toBeLessThan(-1);
  });

  test('what stands in no example says nothing', () => {
    expect(belonging(read('zebra crossing'))).toBe(0);
  });
});
