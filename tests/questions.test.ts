/**
 * How good the answers are, over the questions written from the documents. Each file has a floor in
 * `questions/floors.json`: at least `right` per cent and at most `wrong` per cent of its questions.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PROJECT } from '../adapters/files/read.ts';
import { askAll, plenary, questionFiles, questionsOf } from './plenary.ts';
import { judge, type Verdict } from './score.ts';

const floors = JSON.parse(readFileSync(join(PROJECT, 'tests', 'questions', 'floors.json'), 'utf8')) as Readonly<
  Record<string, { readonly right: number; readonly wrong: number }>
>;
/** Questions shown when a file is below its floor. */
const SHOWN = 25;

test('every file of questions has a floor, and every floor a file', () => {
  expect(Object.keys(floors).sort()).toEqual(questionFiles());
});

describe('right answers', () => {
  test.each(questionFiles())('%s holds its floor', (file) => {
    const floor = floors[file]!;
    const judged = askAll(questionsOf(file)).map(({ question, reply }) => {
      const { status } = reply.answer;
      const text = plenary.plain(reply.answer);
      return { question, status, text, verdict: judge(question, { status, text }) };
    });
    const count = (...verdicts: Verdict[]): number => judged.filter((j) => verdicts.includes(j.verdict)).length;
    const percent = (n: number): number => Math.round((1000 * n) / judged.length) / 10;
    const right = percent(count('right', 'soft'));
    const wrong = percent(count('wrong'));
    const line = `${file}: right ${right}%, wrong ${wrong}%, missed ${percent(count('missed'))}% of ${judged.length}`;
    console.log(line);
    const failed = judged
      .filter((j) => j.verdict === 'wrong' || j.verdict === 'missed')
      .sort((a, b) => (a.verdict < b.verdict ? 1 : a.verdict > b.verdict ? -1 : 0))
      .slice(0, SHOWN)
      .map((j) => `${j.verdict} ${j.question.id} ${j.question.q}\n    ${j.status}: ${j.text.slice(0, 200)}`);
    expect({ right, wrong }, [line, ...failed].join('\n')).toSatisfy(
      (score: typeof floor) => score.right >= floor.right && score.wrong <= floor.wrong,
    );
  });
});
