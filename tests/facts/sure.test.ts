/** What is too unsure to be told is offered: how sure it is. */
import { describe, expect, test } from 'vitest';
import type { Candidate } from '../../src/facts/candidate.ts';
import { oddsOfMeant } from '../../src/facts/sure.ts';

describe('how sure it is', () => {
  const candidate = (like: number, leftover: number[] = []): Candidate =>
    ({ askable: { facts: [{ id: String(like) }] }, like, leftover }) as unknown as Candidate;
  const best = candidate(0.7);
  const rival = candidate(0.2);
  const worths = new Map([
    [best, 20],
    [rival, 12],
  ]);
  const odds = (worth = worths, told = best): number =>
    oddsOfMeant([{ askable: told.askable, profile: told.profile, facts: [] }], [...worth.keys()], (c) => worth.get(c)!);

  test('less with a rival close behind', () => {
    expect(odds(new Map([...worths, [rival, 19.5]]))).toBeLessThan(odds());
  });

  test('less where it is asked for in other words than the examples, or leaves words over', () => {
    const unlike = candidate(0.1);
    const leaving = candidate(0.7, [1, 2]);
    for (const other of [unlike, leaving])
      expect(
        odds(
          new Map([
            [other, 20],
            [rival, 12],
          ]),
          other,
        ),
      ).toBeLessThan(odds());
  });

  test('certain where it was worked out from several facts', () => {
    expect(odds(worths, candidate(0.5))).toBe(Number.POSITIVE_INFINITY);
  });
});
