/** What the chat platforms have in common, each part alone. */
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { checkLimits } from '../../adapters/shared/limits.ts';
import { createLine } from '../../adapters/shared/line.ts';
import { createLog, silentLog } from '../../adapters/shared/log.ts';
import { createOnce, FINISH_FOR_MS } from '../../adapters/shared/once.ts';
import { createPace } from '../../adapters/shared/pace.ts';
import { intoPages, partText, shorten } from '../../adapters/shared/paging.ts';
import { finishWithin } from '../../adapters/shared/platform.ts';
import { openMemoryState } from '../../adapters/state/memory.ts';

describe('limits', () => {
  const table = [
    { at: 'text', most: 3, least: 1 },
    { at: 'rows', most: 1 },
    { at: 'rows[].cells[b].label', most: 2 },
  ];
  it('says where, how much and how much is allowed', () => {
    expect(
      checkLimits(
        {
          text: 'abc',
          rows: [
            {
              cells: [
                { type: 'a', label: 'long' },
                { type: 'b', label: 'ok' },
              ],
            },
          ],
        },
        table,
      ),
    ).toEqual([]);
    expect(checkLimits({ text: 'abcd' }, table)).toEqual(['text has 4 characters; at most 3 are allowed']);
    expect(checkLimits({ text: '' }, table)).toEqual(['text has 0 characters; at least 1 are needed']);
    expect(checkLimits({ text: 'a', rows: [{}, { cells: [{ type: 'b', label: 'long' }] }] }, table)).toEqual([
      'rows has 2 items; at most 1 are allowed',
      'rows[1].cells[0].label has 4 characters; at most 2 are allowed',
    ]);
  });
});

describe('paging', () => {
  it('loses nothing', () => {
    const text = 'One sentence. Another one, longer. '.repeat(50);
    expect(partText(text, 100).join(' ').replace(/\s+/g, ' ').trim()).toBe(text.trim());
    for (const part of partText(text, 100)) expect(part.length).toBeLessThanOrEqual(100);
    expect(intoPages([3, 3, 3, 9, 1], (n) => n, 6)).toEqual([[3, 3], [3], [9], [1]]);
    expect(intoPages([1, 1, 1], (n) => n, 6, 2)).toEqual([[1, 1], [1]]);
  });
  it('cuts no character in two and says that it goes on', () => {
    expect(shorten('abc', 3)).toBe('abc');
    expect(shorten('abcd', 3)).toBe('ab…');
    expect(shorten('a😀😀', 3)).toBe('a…');
  });
});

describe('line', () => {
  it('keeps the order within a thread and holds no other thread up', async () => {
    const line = createLine();
    const seen: string[] = [];
    const work = (name: string, ms: number) => async (): Promise<void> => {
      await pause(ms);
      seen.push(name);
    };
    await Promise.all([
      line.queue('a', work('a1', 60)),
      line.queue('a', work('a2', 0)),
      line.queue('b', work('b1', 0)),
    ]);
    expect(seen).toEqual(['b1', 'a1', 'a2']);
    await expect(line.queue('a', () => Promise.reject(new Error('x')))).rejects.toThrow('x');
    await line.queue('a', work('a3', 0));
    expect(seen.at(-1)).toBe('a3');
  });
});

describe('pace', () => {
  it('counts by person and says how long to wait', async () => {
    const pace = createPace(2);
    expect([await pace.take('p'), await pace.take('p'), await pace.take('q')]).toEqual([0, 0, 0]);
    const wait = await pace.take('p');
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(60);
  });
});

describe('log', () => {
  const lines: string[] = [];
  const to = { write: (line: string) => void lines.push(line) };
  it('is JSON without secrets and without what people wrote', () => {
    const log = createLog({ secrets: ['s3cr3t-value'], to });
    log.error(
      { question: 'private words', asked: { text: 'private words' }, err: new Error('with s3cr3t-value and xoxb-1-2') },
      'and xapp-1-A-2',
    );
    const line = JSON.parse(lines.at(-1)!) as Record<string, unknown>;
    expect(line).toMatchObject({ level: 'error', question: '[not logged]' });
    for (const hidden of ['s3cr3t-value', 'private words', 'xoxb-1-2', 'xapp-1-A-2'])
      expect(lines.at(-1)).not.toContain(hidden);
  });
  it("has people's text where that is switched on", () => {
    createLog({ text: true, to }).info({ question: 'open words' }, 'x');
    expect(lines.at(-1)).toContain('open words');
  });
});

describe('once', () => {
  const house = (now: () => number = Date.now) => ({ state: openMemoryState(now), log: silentLog(), now });
  const steps = (order: string[], fail = false) => ({
    acknowledge: async () => void order.push('acknowledged'),
    answer: async () => {
      order.push('answered');
      if (fail) throw new Error('on purpose');
    },
  });

  it('answers once, and acknowledges each time', async () => {
    const once = createOnce(house(), 'slack');
    const order: string[] = [];
    const met = await Promise.all([once.answer('a', {}, steps(order)), once.answer('a', {}, steps(order))]);
    expect(met.sort()).toEqual(['answered', 'seen']);
    expect(await once.answer('a', {}, steps(order))).toBe('seen');
    expect(order.filter((o) => o === 'answered')).toHaveLength(1);
    expect(order.filter((o) => o === 'acknowledged')).toHaveLength(3);
  });

  it('leaves a failed one for later, and gives up after ten minutes', async () => {
    let now = 1_000;
    const h = house(() => now);
    const once = createOnce(h, 'slack');
    expect(await once.answer('a', { n: 1 }, steps([], true))).toBe('failed');
    const finished: unknown[] = [];
    await createOnce(h, 'discord').finishLeft(async (claim) => void finished.push(claim.task));
    expect(finished).toEqual([]);
    now += FINISH_FOR_MS;
    await once.finishLeft(async (claim) => void finished.push(claim.task));
    expect(finished).toEqual([{ n: 1 }]);
    expect(await once.answer('b', {}, steps([], true))).toBe('failed');
    now += FINISH_FOR_MS + 1;
    await once.finishLeft(async (claim) => void finished.push(claim.task));
    expect(finished).toHaveLength(1);
    expect(await h.state.unfinished('slack')).toEqual([]);
  });

  it('does not touch what is in hand, and knows when nothing is', async () => {
    const once = createOnce(house(), 'slack');
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    void once.answer('a', {}, { acknowledge: async () => {}, answer: () => held });
    await pause(5);
    const finished: string[] = [];
    await once.finishLeft(async (claim) => void finished.push(claim.id));
    expect(finished).toEqual([]);
    expect(await finishWithin(once.idle(), 20)).toBe(false);
    release();
    expect(await finishWithin(once.idle(), 1_000)).toBe(true);
  });
});
