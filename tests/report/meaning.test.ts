/** Questions asked in vain are the same when they ask the same, in whatever words; names that were guessed are told. */
import { describe, expect, it } from 'vitest';
import { plenary } from '../plenary.ts';

const unmet = (question: string): string | undefined => plenary.note(plenary.answer(question)).unmet;

describe('what was asked in vain', () => {
  it.each([
    [
      'what did the 24th Guangdong plenary cost?',
      'how much did the 24th Guangdong plenary cost?',
      'what is the price of the 24th guangdong plenary',
    ],
    ['who is the mayor of Chengdu?', "Who's Chengdu's mayor?", 'name of the mayor of Chengdu'],
    ['when was the plenary with Tianjin?', 'what date was the Tianjin plenary held?'],
  ])('is the same: %s', (first, ...others) => {
    expect(unmet(first)).toBeTypeOf('string');
    for (const other of others) expect(unmet(other), other).toBe(unmet(first));
  });

  it.each([
    ['what did the 24th Guangdong plenary cost?', 'what did the 23rd Guangdong plenary cost?'],
    ['who is the mayor of Chengdu?', 'who is the governor of Chengdu?'],
    ['who is the mayor of Chengdu?', 'who is the mayor of Wuhan?'],
    ['when was the plenary with Tianjin?', 'where was the plenary with Tianjin?'],
  ])('is not the same: %s, %s', (one, other) => {
    expect(unmet(one)).toBeTypeOf('string');
    expect(unmet(other)).toBeTypeOf('string');
    expect(unmet(one)).not.toBe(unmet(other));
  });

  it('is the same in a thread as in full', () => {
    const { conversation } = plenary.answer('when was the 24th Guangdong plenary?');
    const followed = plenary.note(plenary.answer('why was it so expensive?', conversation)).unmet;
    const full = unmet('why was the 24th Guangdong plenary so expensive?');
    expect(followed).toBeTypeOf('string');
    expect(followed).toBe(full);
  });

  it.each(['when was the 24th Guangdong plenary?', 'hello', 'help', '???'])('is nothing in: %s', (question) => {
    expect(unmet(question)).toBeUndefined();
  });

  it('is one thing when it could not be read at all', () => {
    expect(unmet('香港與廣東的合作會議何時舉行')).toBeTypeOf('string');
    expect(unmet('香港與廣東的合作會議何時舉行')).toBe(unmet('誰主持了這次會議呢'));
  });
});

describe('names that had to be guessed', () => {
  const guesses = (question: string) => plenary.note(plenary.answer(question)).guesses;
  it('are told as typed and as read', () => {
    expect(guesses('when was the 24th Guandong plenary?')).toEqual([{ typed: 'guandong', read: 'guangdong' }]);
  });
  it('are no words that are not names, and no names that are known', () => {
    expect(guesses('when was the 24th Guangdong plenary?')).toEqual([]);
    expect(guesses('when was the 24th Guangdong plenary heldd?')).toEqual([]);
  });
});
