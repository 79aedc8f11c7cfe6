/** `batch`: JSON lines in, JSON lines out, one for one. */
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { batch, type LineOut, MOST_THREADS } from '../../adapters/terminal/batch.ts';
import { plenary as bot } from '../plenary.ts';
import { lines, plenary } from './run.ts';

/** Runs in this process; loading the knowledge anew for each test would take most of the time. */
async function answers(input: string): Promise<string> {
  const [from, to] = [new PassThrough(), new PassThrough()];
  const chunks: string[] = [];
  to.on('data', (chunk: Buffer) => chunks.push(String(chunk)));
  from.end(input);
  await batch(bot, from, to);
  return chunks.join('');
}

const told = (out: string): LineOut[] => lines(out).map((line) => JSON.parse(line) as LineOut);
const asked = (...questions: readonly unknown[]): string =>
  questions.map((q) => `${typeof q === 'string' ? q : JSON.stringify(q)}\n`).join('');

describe('batch', () => {
  test('answers each line in order, with exactly the fields of the contract', async () => {
    const { code, out, err } = await plenary(['batch'], {
      input: asked({ id: 'b', q: 'when was the 24th Guangdong plenary?' }, { id: 'a', q: 'hello', cat: 'ignored' }),
    });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const [first, second] = told(out);
    expect(Object.keys(first!)).toEqual(['id', 'status', 'text', 'language', 'sources', 'facts', 'ms']);
    expect(first).toMatchObject({
      id: 'b',
      status: 'answered',
      language: 'en',
      sources: [{ id: '004', at: 'para 1' }],
    });
    expect(first!.text).toContain('12 July 2024');
    expect(first!.facts).toContain('meeting/guangdong-24#held');
    expect(first!.ms).toBeGreaterThanOrEqual(0);
    expect(second).toMatchObject({ id: 'a', status: 'greeting', sources: [], facts: [] });
  });

  test('holds a conversation in each thread, however they alternate, and none without', async () => {
    const out = await answers(
      asked(
        { id: 1, q: 'when was the 24th Guangdong plenary?', thread: 'x' },
        { id: 2, q: 'when was the 23rd Guangdong plenary?', thread: 'y' },
        { id: 3, q: 'where?', thread: 'x' },
        { id: 4, q: 'where?', thread: 'y' },
        { id: 5, q: 'where?' },
      ),
    );
    const [, , x, y, alone] = told(out);
    expect(x!.text).toContain('Guangzhou');
    expect(y!.facts).toContain('meeting/guangdong-23#place');
    expect(alone!.status).not.toBe('answered');
  });

  test.each([
    ['no JSON', 'when was it?', null],
    ['half a line', '{"id":"7","q":"when', null],
    ['nothing', '', null],
    ['no object', '["7"]', null],
    ['null', 'null', null],
    ['no question', '{"id":"7"}', '7'],
    ['a question that is no text', '{"id":"7","q":["when"]}', '7'],
    ['no id', '{"q":"when?"}', null],
    ['a thread that is no name', '{"id":"7","q":"when?","thread":{}}', '7'],
  ])('a bad line (%s) is told as invalid, and the rest goes on', async (_, line, id) => {
    const [bad, next, ...more] = told(
      await answers(asked(line, { id: 'next', q: 'when was the 24th Guangdong plenary?' })),
    );
    expect(bad).toMatchObject({ id, status: 'invalid', sources: [], facts: [] });
    expect(bad!.text).toMatch(/not a question: .+ Write \{"id"/);
    expect(next).toMatchObject({ id: 'next', status: 'answered' });
    expect(more).toEqual([]);
  });

  test('reads Windows line ends, a byte order mark and a last line without an end', async () => {
    const out = await answers('\ufeff{"id":1,"q":"hello"}\r\n{"id":2,"q":"hello"}');
    expect(told(out).map((l) => [l.id, l.status])).toEqual([
      [1, 'greeting'],
      [2, 'greeting'],
    ]);
  });

  test('answers a line before the next one is written', async () => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    const ended = batch(bot, input, output);
    for (const id of [1, 2, 3]) {
      input.write(asked({ id, q: 'hello' }));
      const [chunk] = (await once(output, 'data')) as [Buffer];
      expect(JSON.parse(String(chunk))).toMatchObject({ id });
    }
    input.end();
    await ended;
  });

  test('forgets the thread that was silent longest when there are too many', async () => {
    const first = { id: 'first', q: 'when was the 24th Guangdong plenary?', thread: 'old' };
    const others = (n: number): unknown[] =>
      Array.from({ length: n }, (_, i) => ({ id: i, q: 'thanks', thread: `t${i}` }));
    const last = { id: 'last', q: 'where?', thread: 'old' };
    const kept = told(await answers(asked(first, ...others(MOST_THREADS - 1), last)));
    expect(kept.at(-1)!.text).toContain('Guangzhou');
    const forgotten = told(await answers(asked(first, ...others(MOST_THREADS), last)));
    expect(forgotten.at(-1)!.status).not.toBe('answered');
  });

  test('is quiet when nobody reads any more', async () => {
    const input = asked(...Array.from({ length: 3000 }, (_, id) => ({ id, q: 'hello' })));
    const { code, err } = await plenary(['batch'], { input, stopsReading: true });
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });

  test('of nothing prints nothing', async () => {
    expect(await answers('')).toBe('');
  });
});
