/** Follow-ups that lead from what is spoken of to what stands next to it. */
import { describe, expect, test } from 'vitest';
import { plenary } from './plenary.ts';

const last = (questions: readonly string[]): string => {
  let conversation: Parameters<typeof plenary.answer>[1];
  let text = '';
  for (const question of questions) {
    const reply = plenary.answer(question, conversation);
    conversation = reply.conversation;
    text = plenary.plain(reply.answer);
  }
  return text;
};

describe('"the one before" is asked the same', () => {
  test.each([
    ['who chaired it', 'Who co-chaired the 24th Guangdong plenary?', /^The 23rd Plenary .* co-chaired by/],
    ['how many were signed', 'How many documents were signed at the 24th Guangdong plenary?', /^Five .* 23rd Plenary/],
    ['when it was', 'When was the 24th Guangdong plenary held?', /^The 23rd Plenary .* held on 21 March 2023/],
  ])('%s', (_, question, expected) => {
    expect(last([question, 'and the one before?'])).toMatch(expected);
  });

  test('what comes behind is about that one', () => {
    expect(last(['Who co-chaired the 24th Guangdong plenary?', 'the one before?', 'where was it?'])).toMatch(
      /^The 23rd Plenary .* in Hong Kong/,
    );
  });

  test('its own question is its own', () => {
    expect(last(['Who co-chaired the 24th Guangdong plenary?', 'when was the one before?'])).toMatch(/21 March 2023/);
  });
});

test('"is there" points to nothing that was said', () => {
  expect(last(['Who were the guests at the Shanghai session?', 'is there a pilot for ambulances yet'])).toMatch(
    /Ambulance Transfer/,
  );
});

test('a name of several words is another subject', () => {
  expect(
    last([
      'how many students and teachers went on the CSD study tours to guangdong',
      'since which school year?',
      'what about the teacher tours - number of tours and participants?',
    ]),
  ).toMatch(/2 940 participants joined the 25/);
});
