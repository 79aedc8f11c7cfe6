/** What a digest says: each line from the knowledge with its source, nothing twice, nothing of people's private words. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { readKnowledge } from '../../adapters/files/read.ts';
import { composeDigest, type DigestInput } from '../../src/digest/compose.ts';
import { periodOn } from '../../src/digest/due.ts';
import { newsSince, snapshotOf } from '../../src/digest/seen.ts';
import { createPlenary, type Digest, type DigestPart, loadKnowledge } from '../../src/index.ts';
import { compileEngine } from '../../src/knowledge/compile.ts';
import type { Knowledge } from '../../src/model/fact.ts';
import { knowledge, plenary } from '../plenary.ts';

const { compose, plain, snapshot } = plenary.digests;
const week = (date: string): DigestInput['period'] => periodOn(date, 'week', 'Asia/Hong_Kong');
const linesOf = (digest: Digest, about: DigestPart['about']): readonly string[] =>
  digest.parts
    .filter((p) => p.about === about)
    .flatMap((p) => p.blocks.flatMap((b) => (b.type === 'list' ? b.items : [])));

/** The knowledge with one file written otherwise. */
function changed(path: string, change: (text: string) => string): Knowledge {
  const files = readKnowledge().map((f) => (f.path === path ? { ...f, text: change(f.text) } : f));
  const loaded = loadKnowledge(files);
  if (!('knowledge' in loaded)) throw new Error(loaded.faults.map((f) => f.message).join('\n'));
  return loaded.knowledge;
}

describe('anniversaries', () => {
  test('of meetings, with what was signed at them, and nothing of other days', () => {
    const { digest } = compose({ period: week('2025-07-07'), told: [] });
    expect(digest.title).toBe('This week in co-operation: 7–13 July 2025');
    expect(linesOf(digest, 'anniversaries')).toEqual([
      '2 years ago: The 2023 Pan-Pearl River Delta Regional Co-operation Chief Executive Joint Conference was held on 7 July 2023 in Guiyang. (002 para 9)',
      '1 year ago: The 24th Plenary of the Hong Kong/Guangdong Co-operation Joint Conference was held on 12 July 2024 in Guangzhou. Signed there: six co-operation agreements of the 24th Plenary. (004 para 1, Signing Ceremony; the date is worked out, not printed)',
    ]);
    expect(digest.legend).toContain('004 is the press release on the 24th Guangdong plenary');
    expect(linesOf(compose({ period: week('2025-07-14'), told: [] }).digest, 'anniversaries')).toEqual([]);
  });
  test('not in the year itself', () =>
    expect(linesOf(compose({ period: week('2024-07-08'), told: [] }).digest, 'anniversaries')).toEqual([]));
  test('of what is known to the month, in the digest that has its first day', () => {
    const launched = (date: string): boolean =>
      linesOf(compose({ period: week(date), told: [] }).digest, 'anniversaries').some((l) =>
        l.startsWith('2 years ago this month: Northbound Travel'),
      );
    expect(['2025-06-23', '2025-06-30', '2025-07-07'].map(launched)).toEqual([false, true, false]);
  });
  test('across the turn of the year', () => {
    const found = linesOf(compose({ period: week('2025-12-29'), told: [] }).digest, 'anniversaries');
    expect(found.join('\n')).toMatch(/2 years ago this month: .*January 2024/);
  });
  test('of 29 February on the 28th in other years', () => {
    const leap = changed('knowledge/entities/meeting/k4-guangdong-24.yaml', (t) =>
      t.replace(/(role: held\s+value: )2024-07-12/, '$12024-02-29'),
    );
    const { digests } = createPlenary(leap);
    const on = (date: string): number =>
      linesOf(digests.compose({ period: periodOn(date, 'day', 'UTC'), told: [] }).digest, 'anniversaries').filter((l) =>
        l.includes('24th Plenary'),
      ).length;
    expect(['2025-02-27', '2025-02-28', '2025-03-01', '2028-02-28', '2028-02-29'].map(on)).toEqual([0, 1, 0, 0, 1]);
  });
});

describe('dates ahead', () => {
  test('are told as announced, when they come into sight and when they come', () => {
    const chenxinghai = (digest: Digest): string[] => linesOf(digest, 'ahead').filter((l) => l.includes('Chenxinghai'));
    let told: readonly string[] = [];
    const counts = ['2024-06-17', '2024-06-24', '2024-07-01', '2024-07-08', '2024-07-15', '2024-07-22'].map((date) => {
      const composed = compose({ period: week(date), told });
      told = composed.told;
      return chenxinghai(composed.digest).length;
    });
    // In sight from three weeks before, again in its own week, and never twice in one digest though two facts have it.
    expect(counts).toEqual([0, 1, 0, 0, 1, 0]);
    expect(chenxinghai(compose({ period: week('2024-07-15'), told: [] }).digest)[0]).toMatch(
      /^18 July 2024: .*as planned on 12 July 2024\. \(004 Healthcare para 1\)$/,
    );
  });
  test('of whole months and years count when they begin and when they end', () => {
    let told: readonly string[] = [];
    const seen = new Map<string, number>();
    for (let at = Date.UTC(2024, 6, 15); at < Date.UTC(2025, 0, 20); at += 7 * 86_400_000) {
      const composed = compose({ period: week(new Date(at).toISOString().slice(0, 10)), told });
      told = composed.told;
      for (const line of linesOf(composed.digest, 'ahead')) seen.set(line, (seen.get(line) ?? 0) + 1);
    }
    const of = (word: string): number[] => [...seen].filter(([line]) => line.includes(word)).map(([, n]) => n);
    expect(of('new centre in Futian')).toEqual([2]);
    expect(of('Arts Festival')).toEqual([2]);
    expect(of('GBAICTI')).toEqual([2]);
    expect(of('City University of Hong Kong (Dongguan)')).toEqual([2]);
    // Nothing waits for ever behind "and more, next time".
    const planned = [...knowledge.facts.values()].filter(
      (f) => f.state === 'planned' && f.values.some((v) => v.type === 'date' && v.date.to.startsWith('2024')),
    );
    expect(seen.size - 1).toBeGreaterThanOrEqual(planned.length - 2);
  });
  test('name the day of the document where the line does not', () =>
    expect(linesOf(compose({ period: week('2024-07-15'), told: [] }).digest, 'ahead').join('\n')).toContain(
      'from the third quarter of 2024. (004 Healthcare para 1, as at 12 July 2024)',
    ));
});

describe('worth knowing', () => {
  test('each has its turn before one comes again', () => {
    let told: readonly string[] = [];
    const names: string[] = [];
    for (let i = 0; i < 100; i++) {
      const composed = compose({ period: periodOn('2027-02-01', 'day', 'UTC'), told });
      told = composed.told;
      names.push(composed.digest.parts.find((p) => p.about === 'worth-knowing')!.heading);
    }
    const round = new Set(names).size;
    expect(round).toBeGreaterThan(20);
    for (let i = 0; i + round <= names.length; i += round) expect(new Set(names.slice(i, i + round)).size).toBe(round);
    expect(told.length).toBeLessThanOrEqual(round);
  });
});

describe('news', () => {
  const path = 'knowledge/entities/meeting/k1-meetings.yaml';
  const news = (now: Knowledge): readonly string[] =>
    linesOf(
      createPlenary(now).digests.compose({ period: week('2027-02-01'), told: [], seen: snapshot() }).digest,
      'news',
    );

  test('is nothing where nothing changed, and nothing where nobody knows what was told before', () => {
    expect(news(knowledge)).toEqual([]);
    expect(linesOf(compose({ period: week('2027-02-01'), told: [] }).digest, 'news')).toEqual([]);
  });
  test('is what was added and what was changed, with its source', () => {
    const added = changed(path, (t) =>
      t.replace(
        'facts:\n',
        'facts:\n    - { role: detail, from: 002 para 5, gist: { en: "A test was added here." }, keys: [financial] }\n',
      ),
    );
    expect(news(added)).toEqual(['A test was added here. (002 para 5)']);
    const other = changed(path, (t) => t.replace(/(role: held\s+value: )2023-05-11/, '$12023-05-12'));
    expect(news(other)).toEqual([
      expect.stringMatching(/^Changed: The High-Level Meeting .* 12 May 2023 .*\(002 para 7\)$/),
    ]);
  });
  test('is not what only stands elsewhere now, or is found by other words', () => {
    const files = readKnowledge().map((f) => (f.path === path ? { ...f, path: f.path.replace('k1-', 'k9-') } : f));
    const moved = loadKnowledge(files);
    if (!('knowledge' in moved)) throw new Error('faults');
    expect(news(moved.knowledge)).toEqual([]);
    expect(news(changed(path, (t) => t.replace('words: { en: [belong,', 'words: { en: [belonging, belong,')))).toEqual(
      [],
    );
  });
  test('of a new document names it first, and says how many facts more there are', () => {
    const before = snapshotOf({
      ...knowledge,
      documents: new Map([...knowledge.documents].filter(([id]) => id !== '004')),
      facts: new Map([...knowledge.facts].filter(([, f]) => !f.from.some((c) => c.document === '004'))),
    });
    const found = linesOf(compose({ period: week('2027-02-01'), told: [], seen: before }).digest, 'news');
    expect(found[0]).toMatch(/^New document: .*\(004\)$/);
    expect(found.at(-1)).toMatch(/^and \d+ more; ask about them$/);
    expect(found).toHaveLength(6);
  });
  test('no two facts look the same', () => {
    expect(newsSince({}, knowledge).facts).toHaveLength(knowledge.facts.size);
    const seen = snapshotOf(knowledge);
    expect(new Set(Object.values(seen)).size).toBe(knowledge.facts.size + 1);
    expect(newsSince(seen, knowledge)).toEqual({ documents: [], facts: [] });
  });
});

describe("the curators' part", () => {
  const asked = {
    unanswered: [
      { text: 'who is the mayor of Nanjing?', count: 3 },
      { text: 'what is the budget?', count: 1 },
      { count: 2 },
    ],
    judged: [
      { text: 'when was the plenary?', verdict: 'wrong' as const, count: 1 },
      { verdict: 'unhelpful' as const, count: 4 },
    ],
  };
  test('counts, and has of private questions the number alone', () => {
    const { digest } = compose({ period: week('2027-02-01'), told: [], asked });
    expect(linesOf(digest, 'unanswered')).toEqual([
      '“who is the mayor of Nanjing?” (3 times)',
      '“what is the budget?” (once)',
      'In private, so without their words: 2 times',
    ]);
    expect(linesOf(digest, 'judged')).toEqual([
      '“when was the plenary?”: wrong (once)',
      'In private, so without their words: 4 times',
    ]);
  });
  test('is not there when there is nothing, nor for other channels', () => {
    const quiet = compose({ period: week('2027-02-01'), told: [], asked: { unanswered: [], judged: [] } }).digest;
    expect(quiet.parts.map((p) => p.about)).toEqual(['worth-knowing']);
    expect(compose({ period: week('2027-02-01'), told: [] }).digest.parts.map((p) => p.about)).toEqual([
      'worth-knowing',
    ]);
  });
  test('is short however much was asked', () => {
    const many = Array.from({ length: 40 }, (_, i) => ({ text: `${'why '.repeat(200)}${i}?`, count: 40 - i }));
    const lines = linesOf(
      compose({ period: week('2027-02-01'), told: [], asked: { unanswered: many, judged: [] } }).digest,
      'unanswered',
    );
    expect(lines).toHaveLength(6);
    expect(lines.at(-1)).toBe('and 35 more; npm run report lists them');
    expect(Math.max(...lines.map((l) => l.length))).toBeLessThan(350);
  });
});

test('a digest with nothing to say has no parts', () => {
  const nothing = compileEngine({ ...knowledge, entities: new Map(), facts: new Map() });
  const { digest } = composeDigest(nothing, { period: week('2025-07-07'), told: [] });
  expect(digest).toMatchObject({ parts: [], legend: '', sources: [] });
});

test.each([
  ['2025-07-07', 'day', 'Today in co-operation: 7 July 2025'],
  ['2025-07-28', 'week', 'This week in co-operation: 28 July – 3 August 2025'],
  ['2025-12-29', 'week', 'This week in co-operation: 29 December 2025 – 4 January 2026'],
  ['2025-02-01', 'month', 'This month in co-operation: 1–28 February 2025'],
] as const)('the title of %s, %s', (date, length, title) =>
  expect(compose({ period: periodOn(date, length, 'UTC'), told: [] }).digest.title).toBe(title),
);

test('a weekend is not called a week', () =>
  expect(compose({ period: { from: '2025-07-11', to: '2025-07-13' }, told: [] }).digest.title).toBe(
    'The next days in co-operation: 11–13 July 2025',
  ));

it('is short, has a source on every line, and no part without one, whatever the period', () => {
  const documents = [...knowledge.documents.values()];
  const hasSource = (line: string): boolean => {
    const last = /\((\d{3}) ?([^()]*)\)$/.exec(line);
    const document = documents.find((d) => d.id === last?.[1]);
    return document?.sections.some((s) => last![2]!.startsWith(s.at)) === true;
  };
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 5 * 365 }),
      fc.constantFrom('day' as const, 'week' as const, 'month' as const),
      (days, length) => {
        const date = new Date(Date.UTC(2023, 0, 1) + days * 86_400_000).toISOString().slice(0, 10);
        const { digest } = compose({ period: periodOn(date, length, 'Asia/Hong_Kong'), told: [] });
        for (const { about, heading, blocks } of digest.parts) {
          expect(heading).not.toMatch(/^digest-|[{}]/);
          const lines = blocks.flatMap((b) => (b.type === 'list' ? b.items : []));
          expect(lines.length).toBeGreaterThan(0);
          for (const line of lines)
            if (!/^and \d+ more/.test(line)) expect(hasSource(line), `${about} on ${date}: ${line}`).toBe(true);
        }
        const text = plain(digest);
        expect(text.length).toBeLessThan(3_500);
        for (const { document } of digest.sources) expect(digest.legend).toContain(`${document} is `);
      },
    ),
    { numRuns: 60 },
  );
});
