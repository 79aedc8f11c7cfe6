/** `ask`: one question, one answer, in words or as JSON, with its trace on demand. */
import { describe, expect, test } from 'vitest';
import { ask } from '../../adapters/terminal/ask.ts';
import { plainly } from '../../adapters/terminal/colours.ts';
import { plenary as bot, knowledge } from '../plenary.ts';
import { plenary, steers } from './run.ts';

const QUESTION = 'when was the 24th Guangdong plenary?';
const asked = (question: string, options: Parameters<typeof ask>[1] = {}): string =>
  ask(question, options, bot, knowledge, plainly);

describe('the command', () => {
  test('answers in words, with the place it was read from, and takes them without quotes', async () => {
    const { code, out, err } = await plenary(['ask', ...QUESTION.split(' ')]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('12 July 2024');
    expect(out).toContain('Guangzhou');
    expect(out).toMatch(/\nSources?: .*004/);
    expect(out).toBe(`${asked(QUESTION)}\n`);
    expect(steers(out)).toBe(false);
  });

  test('ends with 0 when it does not know, and takes options behind the question', async () => {
    const { code, out } = await plenary(['ask', 'who won the 1966 world cup?', '--json', '--explain']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ status: 'off_topic', facts: [], sources: [] });
  });
});

describe('--json', () => {
  test('is one JSON value with the fields of a batch line, and suggestions', () => {
    const told = JSON.parse(asked(QUESTION, { json: true })) as Record<string, unknown>;
    expect(told).toMatchObject({ question: QUESTION, status: 'answered', language: 'en' });
    expect(told.sources).toContainEqual({ id: '004', at: 'para 1' });
    expect(told.facts).toContain('meeting/guangdong-24#held');
    expect(told.suggestions).toBeInstanceOf(Array);
    expect(told).not.toHaveProperty('clauses');
  });

  test('carries the trace with --explain', () => {
    const { clauses } = JSON.parse(asked(QUESTION, { json: true, explain: true })) as {
      clauses: { words: { word: string }[] }[];
    };
    expect(clauses[0]!.words.map((w) => w.word)).toContain('24th');
  });
});

describe('--explain', () => {
  test('shows how words were read, the readings tried, the facts used and why the status', () => {
    const out = asked(QUESTION, { explain: true });
    expect(out).toMatch(/^ {2}when +asks when/m);
    expect(out).toMatch(/Readings tried\n {2}1\. .*explains \d+%/);
    expect(out).toMatch(
      /Facts used\n {2}meeting\/guangdong-24#held \(004 para 1, worked out: .*\) knowledge\/entities\/meeting\/.*\.yaml:\d+/,
    );
    expect(out).toMatch(/Why answered\n {2}\S/);
  });

  test('says which word was not explained', () => {
    const out = asked('what was the quorum of the 24th Guangdong plenary?', { explain: true });
    expect(out).toMatch(/Why (unknown|partial)\n.*“quorum”/);
  });

  test.each([['hello'], ['']])('has something to say of %j, where nothing is to be read', (question) => {
    expect(asked(question, { explain: true })).toMatch(/Facts used\n {2}none\n\nWhy \w+\n {2}\S/);
  });
});

test('no escape sequence of a question comes back to the terminal', () => {
  const question = 'what is the \u001b[31mquorum\u0007 of the 24th Guangdong plenary?\u202e';
  for (const explain of [false, true]) expect(steers(asked(question, { explain }))).toBe(false);
});
