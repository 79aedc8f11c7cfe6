/** `ask`: one question, one answer, in words or as JSON, with its trace on demand. */
import { describe, expect, test } from 'vitest';
import { plenary } from './run.ts';

const QUESTION = 'when was the 24th Guangdong plenary?';

describe('ask', () => {
  test('answers in words, with the place it was read from', async () => {
    const { code, out, err } = await plenary(['ask', QUESTION]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('12 July 2024');
    expect(out).toContain('Guangzhou');
    expect(out).toMatch(/\nSources?: .*004/);
    expect(out).not.toContain('\u001b');
  });

  test('takes the words of a question without quotes', async () => {
    expect((await plenary(['ask', ...QUESTION.split(' ')])).out).toBe((await plenary(['ask', QUESTION])).out);
  });

  test('answers what it does not know, with exit code 0', async () => {
    const { code, out } = await plenary(['ask', 'who won the 1966 world cup?']);
    expect(code).toBe(0);
    expect(out.trim()).not.toBe('');
  });

  test('--json is one JSON value with the fields of a batch line, and suggestions', async () => {
    const { code, out } = await plenary(['ask', QUESTION, '--json']);
    expect(code).toBe(0);
    const told = JSON.parse(out) as Record<string, unknown>;
    expect(told).toMatchObject({ question: QUESTION, status: 'answered', language: 'en' });
    expect(told['sources']).toContainEqual({ id: '004', at: 'para 1' });
    expect(told['facts']).toContain('meeting/guangdong-24#held');
    expect(told['suggestions']).toBeInstanceOf(Array);
    expect(told).not.toHaveProperty('clauses');
  });

  test('--explain shows how words were read, the readings tried, the facts used and why the status', async () => {
    const { code, out } = await plenary(['ask', QUESTION, '--explain']);
    expect(code).toBe(0);
    expect(out).toMatch(/^ {2}when +asks when/m);
    expect(out).toMatch(/Readings tried\n {2}1\. .*explains \d+%/);
    expect(out).toMatch(
      /Facts used\n {2}meeting\/guangdong-24#held \(004 para 1, worked out: .*\) knowledge\/entities\/meeting\/.*\.yaml:\d+/,
    );
    expect(out).toMatch(/Why answered\n {2}\S/);
  });

  test('--explain says which word was not explained', async () => {
    const { out } = await plenary(['ask', 'what was the quorum of the 24th Guangdong plenary?', '--explain']);
    expect(out).toMatch(/Why (unknown|partial)\n.*“quorum”/);
  });

  test('--json --explain carries the trace', async () => {
    const { out } = await plenary(['ask', QUESTION, '--json', '--explain']);
    const { clauses } = JSON.parse(out) as { clauses: { words: { word: string }[] }[] };
    expect(clauses[0]!.words.map((w) => w.word)).toContain('24th');
  });

  test('gives no escape sequence of a question back to the terminal', async () => {
    const question = 'what is the \u001b[31mquorum\u0007 of the 24th Guangdong plenary?\u202e';
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not be there
    for (const args of [[question], [question, '--explain']])
      expect((await plenary(['ask', ...args])).out).not.toMatch(/[\u0007\u001b\u202e]/);
  });
});
