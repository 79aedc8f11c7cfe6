/** Questions over several subjects: what is selected, in which order, by which facts, and when nothing is said. */
import { describe, expect, test } from 'vitest';
import { plenary } from '../plenary.ts';

const ask = (question: string) => {
  const { answer } = plenary.answer(question, undefined);
  return { status: answer.status, text: plenary.plain(answer), facts: answer.facts };
};

describe('what is selected', () => {
  test.each([
    ['Which 2023 meetings were not held in Hong Kong?', ['meeting/chongqing-1#held', 'meeting/pprd-2023#held']],
    [
      'Which sessions took place before the Chongqing session?',
      ['meeting/shenzhen-2023#held', 'meeting/guangdong-23#held'],
    ],
    ['Which areas were in the Jiangsu agreements but not in Zhejiang’s?', ['agreement/jiangsu-agreements#area']],
  ])('%s', (question, facts) => {
    const told = ask(question);
    expect(told.status).toBe('answered');
    expect([...told.facts].sort()).toEqual([...facts].sort());
  });

  test('the values that are asked for come first, and no others', () => {
    const [first] = ask('Which members of the PPRD are special administrative regions?').text.split('\n');
    expect(first).toMatch(/Hong Kong and Macao/);
    expect(first).not.toMatch(/Hainan/);
  });
});

describe('numbers of several', () => {
  test('are ranked as the question has it', () => {
    const { facts } = ask('Rank Chongqing, Fujian and Shanghai by number of items agreed, most first');
    expect(facts).toEqual(['meeting/shanghai-6#items', 'meeting/chongqing-1#items', 'meeting/fujian-4#items']);
  });

  test.each([
    ['total items agreed with Chongqing and Fujian', '68'],
    ['by how many items did chongqing beat beijing', '24'],
    ["what's the average number of items agreed at the Chongqing, Fujian, Beijing and Shanghai sessions?", '39'],
  ])('%s', (question, number) => {
    const { status, text } = ask(question);
    expect(status).toBe('answered');
    expect(text.split('\n')[0]).toContain(number);
  });

  test('are not worked out where one of them is not given', () => {
    expect(ask('How many items were agreed with Shenzhen and Fujian altogether?').status).toBe('unknown');
  });
});

test('a number of things that does not agree with what the documents have is not passed over', () => {
  expect(ask('Which of the ten Fujian areas are not among the eleven Beijing areas?').status).not.toBe('answered');
});
