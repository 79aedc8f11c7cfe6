/** Looking agreements up: by words, slips and beginnings included, by party, area and year; ranked, told why, and fast. */
import { describe, expect, it } from 'vitest';
import type { LookupQuery } from '../../src/index.ts';
import { plenary } from '../plenary.ts';

const found = (query: LookupQuery): string[] => {
  const rows: string[] = [];
  for (let page = 1; page <= plenary.lookUp(query).pages; page++)
    rows.push(...plenary.lookUp({ ...query, page }).rows.map((r) => r.id));
  return rows;
};
const first = (query: LookupQuery) => plenary.lookUp(query).rows[0];

describe('agreements', () => {
  it('without a query are all there are, newest first, five a page', () => {
    const all = found({});
    expect(new Set(all).size).toBe(all.length);
    expect(all.length).toBe(plenary.lookUp({}).total);
    expect(plenary.lookUp({}).rows).toHaveLength(5);
    expect(all.indexOf('agreement/shanghai-memorandum')).toBeLessThan(all.indexOf('agreement/beijing-memorandum'));
    expect(all.indexOf('agreement/beijing-memorandum')).toBeLessThan(all.indexOf('agreement/shenzhen-2023-documents'));
    expect(plenary.lookUp({}).nearest).toBe(false);
  });

  it('carry parties, date, place, area, meeting and where that stands', () => {
    const row = first({ words: 'food safety agreement with Guangdong' });
    expect(row).toMatchObject({
      id: 'agreement/food-safety',
      parties: 'Hong Kong, Guangdong',
      date: '12 July 2024',
      // Of the meeting that it was signed at.
      place: 'Guangzhou',
      area: 'food safety',
      meeting: '24th Guangdong plenary',
    });
    expect(row?.sources.map((s) => `${s.document} ${s.at}`)).toEqual(
      expect.arrayContaining(['004 Signing Ceremony', '004 para 1']),
    );
  });

  it('that are a set carry the areas, the place and the meeting of what they cover', () => {
    const row = first({ words: 'six agreements of the 24th Plenary' });
    expect(row).toMatchObject({
      id: 'agreement/guangdong-24-agreements',
      place: 'Guangzhou',
      meeting: '24th Guangdong plenary',
    });
    expect(row?.area).toContain('food safety');
  });

  it('say what was worked out and is not printed', () => {
    expect(first({ words: 'food safety', party: 'Guangdong' })?.notes.join()).toMatch(/the year is worked out/);
    expect(first({ words: 'airport memorandum' })?.notes).toEqual([]);
  });

  it.each([
    ['words of the title', { words: 'elderly health care voucher' }, 'agreement/ehcv-mou'],
    ['an alias', { words: 'airport MoU' }, 'agreement/airport-mou'],
    ['what it is called by', { words: 'deal on talent services' }, 'agreement/talent-mou'],
    ['its area', { words: 'tourism' }, 'agreement/shenzhen-2023-documents'],
    ['slips', { words: 'emergancy managment' }, 'agreement/emergency-framework'],
    ['beginnings of words', { words: 'agricult' }, 'agreement/agriculture-mou'],
    ['other forms of a word', { words: 'talented pensions' }, undefined],
    ['filler between', { words: 'which was signed about the pension of Hong Kong residents' }, 'agreement/pension-mou'],
    ['a name of a party', { words: 'Sun Yat-sen hospital' }, 'agreement/ehcv-mou'],
    ['a year among the words', { words: 'emergency 2024' }, 'agreement/emergency-framework'],
  ])('are found by %s', (_, query, id) => {
    const { rows, nearest } = plenary.lookUp(query);
    if (id === undefined) expect(nearest).toBe(true);
    else {
      expect(nearest).toBe(false);
      expect(rows[0]?.id).toBe(id);
    }
  });

  it('say why they matched: the party, the area, the year, the word of the title', () => {
    expect(first({ words: 'tourism', party: 'Shenzen', year: 2023 })?.why).toEqual(['tourism', 'Shenzhen', '2023']);
    expect(first({ words: 'vouchr' })?.why).toEqual(['voucher']);
    expect(first({ area: 'agricultural' })?.why).toEqual(['agriculture']);
    expect(first({})?.why).toEqual([]);
  });

  it('with a party are those of it, by any of its names or its id, and of both where two are named', () => {
    const ids = found({ party: 'place/chongqing' });
    expect(ids).toHaveLength(3);
    expect(found({ party: 'Chongqing' }).sort()).toEqual([...ids].sort());
    expect(found({ party: 'Guangdong and Macao' })).toEqual(['agreement/emergency-framework']);
    expect(found({ party: 'guangdong' })).toContain('agreement/justice-arrangement');
    for (const id of found({ party: 'Shanghai' })) expect(id).toContain('shanghai');
  });

  it('on an area are those of it; a set of agreements has the areas of what it covers', () => {
    expect(found({ area: 'healthcare' })).toEqual(
      expect.arrayContaining([
        'agreement/ehcv-mou',
        'agreement/shanghai-agreements',
        'agreement/guangdong-24-agreements',
      ]),
    );
    expect(found({ area: 'topic/food-safety' })).toContain('agreement/beijing-agreements');
    expect(found({ area: 'elderly' })).toContain('agreement/ehcv-mou');
  });

  it('in a year are those dated in it', () => {
    for (const year of [2023, 2024]) {
      const { rows } = plenary.lookUp({ year });
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) expect(row.date).toContain(String(year));
    }
  });

  it('that meet all words in their title come before those that only tell of it', () => {
    expect(found({ words: 'memorandum Shanghai' })[0]).toBe('agreement/shanghai-memorandum');
  });

  it('where nothing meets all of it: the nearest, what of it they met, and queries that find something', () => {
    const { rows, nearest, total, tries } = plenary.lookUp({ words: 'tourism', party: 'Shenzhen', year: 2024 });
    expect(nearest).toBe(true);
    expect(total).toBe(1);
    expect(rows[0]).toMatchObject({ id: 'agreement/shenzhen-2023-documents', why: ['tourism', 'Shenzhen'] });
    expect(tries[0]).toEqual({ words: 'tourism', party: 'Shenzhen' });
    for (const query of [...tries, ...plenary.lookUp({ words: 'zebra', party: 'Atlantis' }).tries])
      expect(plenary.lookUp(query), JSON.stringify(query)).toMatchObject({ nearest: false });
    expect(plenary.lookUp({ words: 'zebra', party: 'Atlantis' })).toMatchObject({ rows: [], total: 0, nearest: true });
    expect(plenary.lookUp({ words: 'zebra', party: 'Atlantis' }).tries.length).toBeGreaterThan(1);
    expect(plenary.lookUp({ words: 'zebra tourism' }).tries).toContainEqual({ words: 'tourism' });
  });

  it('are found in well under 5 ms', () => {
    const queries: LookupQuery[] = [
      {},
      { words: 'tourism' },
      { words: 'memorandum on finacial co-operation between the two goverments', party: 'Guangdong and Hong Kong' },
      { party: 'Guangdong', area: 'food safety', year: 2024 },
      { words: 'zebra crossings', party: 'Atlantis', area: 'space', year: 1999 },
      { words: 'co-operation agreement Hong Kong' },
    ];
    const times = Array.from({ length: 20 }, () => queries).flatMap((round) =>
      round.map((query) => {
        const begun = performance.now();
        plenary.lookUp(query);
        return performance.now() - begun;
      }),
    );
    expect(times.sort((a, b) => a - b)[times.length / 2]).toBeLessThan(5);
  });
});
