/** Names as they are typed: beginnings, slips, other scripts; best first, with the alias that matched; fast. */
import { describe, expect, it } from 'vitest';
import { plenary } from '../plenary.ts';

const first = (typed: string, kinds?: Parameters<typeof plenary.complete>[1]) => plenary.complete(typed, kinds)[0];

describe('names', () => {
  it.each([
    ['guangd', 'place/guangdong'],
    ['cmab', 'organisation/cmab'],
    ['24th guangdong', 'meeting/guangdong-24'],
    ['shangai', 'place/shanghai'],
    ['廣東', 'place/guangdong'],
    ['John L', 'person/john-lee'],
  ])('%s → %s', (typed, id) => {
    expect(first(typed)?.id).toBe(id);
  });

  it('are of the kinds that were asked for', () => {
    for (const { id } of plenary.complete('guangdong', ['meeting'])) expect(id).toMatch(/^meeting\//);
    expect(first('guangdong', ['mechanism'])?.id).toBe('mechanism/guangdong');
  });

  it('say which alias matched, where it is not the name', () => {
    expect(first('cmab')).toMatchObject({ name: 'Constitutional and Mainland Affairs Bureau', why: 'CMAB' });
    expect(first('Constitutional and Mainland Affairs Bureau')?.why).toBe('');
  });

  it('come before a letter is typed and from the first letter on, each once, no more than asked for', () => {
    for (const typed of ['', 'a', 'g', 'co', '2']) {
      const all = plenary.complete(typed, undefined, 25);
      expect(all.length, typed).toBeGreaterThan(0);
      expect(all.length).toBeLessThanOrEqual(25);
      expect(new Set(all.map((c) => c.id)).size).toBe(all.length);
    }
    expect(plenary.complete('zzzz')).toEqual([]);
  });

  it('come in well under 5 ms', () => {
    const typed = ['', 'a', 'co', 'guangd', 'memorandum of understanding between the', 'guangdnog plenray', '廣東'];
    const times = Array.from({ length: 20 }, () => typed).flatMap((round) =>
      round.map((text) => {
        const begun = performance.now();
        plenary.complete(text);
        return performance.now() - begun;
      }),
    );
    expect(times.sort((a, b) => a - b)[times.length / 2]).toBeLessThan(5);
  });
});
