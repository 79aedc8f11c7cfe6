/** The report from what was kept: counted, merged, and without the words of private talk. */
import { describe, expect, it } from 'vitest';
import { openMemoryState } from '../../adapters/state/memory.ts';
import { type Feedback, mergeJudged, mergeUnanswered, type Tally, type Unanswered } from '../../src/index.ts';
import { makeReport } from '../../src/report/report.ts';
import { knowledge, plenary } from '../plenary.ts';
import { exchange } from '../state/samples.ts';

const DAY = 24 * 3_600_000;
const AT = Date.parse('2026-11-20T12:00:00Z');
const SPAN = { from: AT - 30 * DAY, to: AT };
const asked = (id: string, at: number, meaning: string, more: Partial<Unanswered> = {}): Unanswered => ({
  id,
  at,
  meaning,
  status: 'unknown',
  question: `question ${id}`,
  asker: '~a',
  ...more,
});
const { question: _, ...hidden } = asked('p', AT - 1, 'm1', { asker: '~p' });
const verdict = (more: Partial<Feedback>): Feedback => ({
  exchange: 'e',
  person: '~a',
  at: AT - 5,
  verdict: 'wrong',
  question: 'q',
  status: 'answered',
  facts: ['f1'],
  private: false,
  ...more,
});
const tally = (day: string, more: Partial<Tally> = {}): Tally => ({
  day,
  statuses: {},
  facts: {},
  guesses: [],
  privateGuesses: 0,
  askers: [],
  ...more,
});

describe('questions asked in vain', () => {
  it('are merged by meaning, counted, the most asked first and the latest words shown', () => {
    const merged = mergeUnanswered(
      [
        asked('1', AT - 9, 'm1'),
        asked('2', AT - 8, 'm2', { status: 'off_topic' }),
        asked('3', AT - 7, 'm1', { asker: '~b' }),
        hidden,
        asked('4', AT - 6, 'm3'),
      ],
      SPAN,
    );
    expect(merged).toEqual([
      { question: 'question 3', status: 'unknown', times: 3, inPrivate: 1, people: 3, last: AT - 1 },
      { question: 'question 4', status: 'unknown', times: 1, inPrivate: 0, people: 1, last: AT - 6 },
      { question: 'question 2', status: 'off_topic', times: 1, inPrivate: 0, people: 1, last: AT - 8 },
    ]);
  });

  it('have no words where they were asked in private only', () => {
    expect(mergeUnanswered([hidden], SPAN)).toEqual([
      { status: 'unknown', times: 1, inPrivate: 1, people: 1, last: AT - 1 },
    ]);
  });

  it('count from the beginning of the span and not at its end', () => {
    const at = (t: number) => mergeUnanswered([asked('1', t, 'm')], SPAN).length;
    expect([SPAN.from - 1, SPAN.from, SPAN.to - 1, SPAN.to].map(at)).toEqual([0, 1, 1, 0]);
  });
});

describe('answers that were judged', () => {
  it('are merged by their facts, wrong ones first, helpful ones left out', () => {
    const merged = mergeJudged(
      [
        verdict({ verdict: 'unhelpful', facts: ['f2'] }),
        verdict({ verdict: 'unhelpful', facts: ['f2'], exchange: 'e2' }),
        verdict({ at: AT - 4, question: 'later' }),
        verdict({ at: AT - 3, question: 'secret', private: true, verdict: 'unhelpful' }),
        verdict({ verdict: 'helpful', facts: ['f3'] }),
        verdict({ at: SPAN.from - 1, facts: ['f4'] }),
      ],
      SPAN,
    );
    expect(merged).toEqual([
      { question: 'later', status: 'answered', facts: ['f1'], wrong: 1, unhelpful: 1, inPrivate: 1, last: AT - 3 },
      { question: 'q', status: 'answered', facts: ['f2'], wrong: 0, unhelpful: 2, inPrivate: 0, last: AT - 5 },
    ]);
  });

  it('without facts are told apart by their questions, and those of private talk by nothing', () => {
    const none = { status: 'unknown', facts: [] } as const;
    const merged = mergeJudged(
      [
        verdict({ ...none, question: 'a' }),
        verdict({ ...none, question: 'b' }),
        verdict({ ...none, question: 'secret one', private: true }),
        verdict({ ...none, question: 'secret two', private: true }),
      ],
      SPAN,
    );
    expect(merged.map((j) => [j.question, j.wrong])).toEqual([
      [undefined, 2],
      ['a', 1],
      ['b', 1],
    ]);
    expect(JSON.stringify(merged)).not.toContain('secret');
  });
});

describe('the whole report', () => {
  const facts = [...knowledge.facts.values()];
  const [first, second] = facts as [(typeof facts)[0], (typeof facts)[0]];

  it('counts by day, and says where the counts begin later than the span', () => {
    const report = makeReport(
      {
        unanswered: [],
        feedback: [],
        tallies: [
          tally('2026-11-19', {
            statuses: { answered: 3, unknown: 1 },
            facts: { [first.id]: 2 },
            guesses: [{ typed: 'Guandong', read: 'Guangdong', times: 2 }],
            privateGuesses: 1,
            askers: ['~a', '~b'],
          }),
          tally('2026-11-20', {
            statuses: { unknown: 4 },
            guesses: [
              { typed: 'Guandong', read: 'Guangdong', times: 1 },
              { typed: 'Fujan', read: 'Fujian', times: 1 },
            ],
            askers: ['~b'],
          }),
          tally('2026-11-21', { statuses: { help: 1 } }),
        ],
      },
      SPAN,
      [first, second],
    );
    expect(report.questions).toBe(8);
    expect(report.people).toBe(2);
    expect(report.statuses).toEqual([
      { status: 'unknown', times: 5 },
      { status: 'answered', times: 3 },
    ]);
    expect(report.guesses.map((g) => [g.typed, g.times])).toEqual([
      ['Guandong', 3],
      ['Fujan', 1],
    ]);
    expect(report.privateGuesses).toBe(1);
    expect(report.countedFrom).toBe('2026-11-19');
    expect(report.neverAsked).toEqual({
      of: 2,
      since: '2026-11-19',
      bySubject: [{ subject: second.subject, facts: [second.id] }],
    });
  });

  it('is drawn from what the bot keeps, and holds no word of what was said in private', async () => {
    const state = openMemoryState(() => AT);
    const ask = async (id: string, question: string, isPrivate: boolean): Promise<void> => {
      const reply = plenary.answer(question);
      const { status, facts: told } = reply.answer;
      await state.keepExchange({
        ...exchange(id, AT - 1),
        question,
        status,
        facts: told,
        private: isPrivate,
        ...plenary.note(reply),
      });
      await state.keepFeedback({
        exchange: id,
        person: 'slack:U1',
        at: AT - 1,
        verdict: 'unhelpful',
        question,
        status,
        facts: told,
        private: isPrivate,
      });
    };
    await ask('1', 'what did the 24th Guangdong plenary cost?', false);
    await ask('2', 'how much did the 24th Guangdong plenary cost?', true);
    await ask('3', 'who is the mayor of Chengdu?', true);
    await ask('4', 'when was the 24th Guandong plenary?', true);
    await ask('5', 'when was the 24th Guangdong plenary?', false);
    const report = plenary.report(
      { unanswered: await state.unanswered(), feedback: await state.feedback(), tallies: await state.tallies() },
      SPAN,
    );
    expect(report.questions).toBe(5);
    expect(report.unanswered.map((u) => [u.question, u.times, u.inPrivate])).toEqual([
      ['what did the 24th Guangdong plenary cost?', 2, 1],
      [undefined, 1, 1],
    ]);
    expect(report.privateGuesses).toBe(1);
    const asked = new Set((await state.exchange('5'))!.facts);
    expect(asked.size).toBeGreaterThan(0);
    expect(report.neverAsked.bySubject.flatMap((s) => s.facts).filter((id) => asked.has(id))).toEqual([]);
    for (const word of ['how much', 'Chengdu', 'uandong', 'U1']) expect(JSON.stringify(report)).not.toContain(word);
  });
});
