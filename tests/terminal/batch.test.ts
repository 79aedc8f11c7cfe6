/** `batch`: JSON lines in, JSON lines out, one for one. */
import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { batch, type LineOut, MOST_THREADS } from '../../adapters/terminal/batch.ts';
import { plenary as bot } from '../plenary.ts';
import { lines, plenary } from './run.ts';

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
    const { out } = await plenary(['batch'], {
      input: asked(
        { id: 1, q: 'when was the 24th Guangdong plenary?', thread: 'x' },
        { id: 2, q: 'when was the 23rd Guangdong plenary?', thread: 'y' },
        { id: 3, q: 'where?', thread: 'x' },
        { id: 4, q: 'where?', thread: 'y' },
        { id: 5, q: 'where?' },
      ),
    });
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
    const output = new PassThrough();
    const input = new PassThrough();
    input.end(asked(line, { id: 'next', q: 'when was the 24th Guangdong plenary?' }));
    await batch(bot, input, output);
    const [bad, next, ...more] = told(String(output.read()));
    expect(bad).toMatchObject({ id, status: 'invalid', sources: [], facts: [] });
    expect(bad!.text).toMatch(/not a question: .+ Write \{"id"/);
    expect(next).toMatchObject({ id: 'next', status: 'answered' });
    expect(more).toEqual([]);
  });

  test('reads Windows line ends, a byte order mark and a last line without an end', async () => {
    const { out } = await plenary(['batch'], { input: '\ufeff{"id":1,"q":"hello"}\r\n{"id":2,"q":"hello"}' });
    expect(told(out).map((l) => [l.id, l.status])).toEqual([
      [1, 'greeting'],
      [2, 'greeting'],
    ]);
  });

  test('answers a line before the next one is written', async () => {
    const input = new PassThrough();
    const output = new PassThrough();
    const ended = batch(bot, input, output);
    for (const id of [1, 2]) {
      input.write(asked({ id, q: 'hello' }));
      const [chunk] = (await new Promise((resolve) => output.once('data', (c) => resolve([c])))) as [Buffer];
      expect(JSON.parse(String(chunk))).toMatchObject({ id });
      output.removeAllListeners('data').pause();
    }
    input.end();
    await ended;
  });

  test('forgets the thread that was silent longest when there are too many', async () => {
    const input = new PassThrough();
    const output = new PassThrough();
    const out: string[] = [];
    output.on('data', (chunk: Buffer) => out.push(String(chunk)));
    input.write(asked({ id: 'first', q: 'when was the 24th Guangdong plenary?', thread: 'old' }));
    for (let i = 0; i < MOST_THREADS; i++) input.write(asked({ id: i, q: 'thanks', thread: `t${i}` }));
    input.end(asked({ id: 'last', q: 'where?', thread: 'old' }));
    await batch(bot, input, output);
    expect(told(out.join('')).at(-1)!.status).not.toBe('answered');
  });

  test('is quiet when nobody reads any more', async () => {
    const input = asked(...Array.from({ length: 3000 }, (_, id) => ({ id, q: 'hello' })));
    const { code, err } = await plenary(['batch'], { input, stopsReading: true });
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });

  test('of nothing prints nothing', async () => {
    expect(await plenary(['batch'])).toEqual({ code: 0, out: '', err: '' });
  });
});
