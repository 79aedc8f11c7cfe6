/** What every store of the state has to do. */
import { describe, expect, it } from 'vitest';
import { openFileState } from '../../adapters/state/file.ts';
import { openMemoryState } from '../../adapters/state/memory.ts';
import type { StateStore } from '../../src/index.ts';
import { claim, conversation, DAY, delivery, exchange, feedback, newFolder, setting } from './samples.ts';

const HOUR = 3_600_000;

const stores: [string, (now: () => number) => Promise<StateStore>][] = [
  ['memory', async (now) => openMemoryState(now)],
  ['file', (now) => openFileState(newFolder(), now)],
];

describe.each(stores)('state in %s', (_, open) => {
  it('keeps a conversation for a day', async () => {
    let now = DAY;
    const state = await open(() => now);
    expect(await state.conversation('t')).toBeUndefined();
    await state.remember('t', conversation);
    now += DAY;
    expect(await state.conversation('t')).toEqual(conversation);
    now += 1;
    expect(await state.conversation('t')).toBeUndefined();
    await state.close();
  });

  it('gives a claim once, until it is done and after', async () => {
    const state = await open(() => 5);
    expect(await state.claim(claim('a', 5))).toBe('new');
    expect(await state.claim(claim('a', 5))).toBe('claimed');
    expect(await state.claim(claim('b', 4))).toBe('new');
    expect(await state.claim(claim('c', 5, 'discord'))).toBe('new');
    expect((await state.unfinished('slack')).map((c) => c.id)).toEqual(['b', 'a']);
    await state.done('a');
    expect(await state.claim(claim('a', 5))).toBe('done');
    expect((await state.unfinished('slack')).map((c) => c.task)).toEqual([{ text: 'b' }]);
    await state.close();
  });

  it('gives one of many claims at once', async () => {
    const state = await open(() => 5);
    const met = await Promise.all(Array.from({ length: 50 }, () => state.claim(claim('a', 5))));
    expect(met.filter((m) => m === 'new')).toHaveLength(1);
    await state.close();
  });

  it('keeps exchanges, and the last verdict of each person', async () => {
    const state = await open(() => 5);
    await state.keepExchange(exchange('e', 1));
    await state.keepExchange({ ...exchange('e', 1), reply: 'C1 1.1' });
    expect((await state.exchange('e'))?.reply).toBe('C1 1.1');
    await state.keepFeedback(feedback('e', 'p', 1, 'helpful'));
    await state.keepFeedback(feedback('e', 'p', 2, 'wrong'));
    await state.keepFeedback(feedback('e', 'q', 3, 'helpful'));
    expect((await state.feedback()).map((f) => [f.person, f.verdict])).toEqual([
      [state.pseudonym('p'), 'wrong'],
      [state.pseudonym('q'), 'helpful'],
    ]);
    await state.close();
  });

  it('keeps one digest a channel, and each delivery by channel and period', async () => {
    const state = await open(() => 5);
    expect(await state.digests()).toEqual([]);
    await state.keepDigest(setting('slack:C1'));
    await state.keepDigest({ ...setting('slack:C1'), paused: true });
    await state.keepDigest(setting('slack:C2'));
    expect((await state.digest('slack:C1'))?.paused).toBe(true);
    await state.keepDelivery(delivery('slack:C1', '2024-07-15', 9));
    await state.keepDelivery(delivery('slack:C1', '2024-07-08', 2));
    await state.keepDelivery(
      { ...delivery('slack:C1', '2024-07-15', 9, 'posted'), message: '1.2' },
      setting('slack:C1'),
    );
    await state.keepDelivery(delivery('slack:C2', '2024-07-15', 9));
    expect((await state.digest('slack:C1'))?.paused).toBe(false);
    expect((await state.delivery('slack:C1', '2024-07-15'))?.message).toBe('1.2');
    expect((await state.deliveries('slack:C1')).map((d) => [d.period, d.stage])).toEqual([
      ['2024-07-08', 'due'],
      ['2024-07-15', 'posted'],
    ]);
    expect(await state.deliveries()).toHaveLength(3);
    await state.dropDigest('slack:C1');
    expect(await state.digest('slack:C1')).toBeUndefined();
    expect((await state.digests()).map((d) => d.channel)).toEqual(['slack:C2']);
    expect(await state.delivery('slack:C1', '2024-07-15')).toBeDefined();
    await state.close();
  });

  it('forgets no setting for a new one, and says what to do', async () => {
    const state = await open(() => 5);
    await Promise.all(Array.from({ length: 500 }, (_, i) => state.keepDigest(setting(`slack:C${i}`))));
    await expect(state.keepDigest(setting('slack:C500'))).rejects.toThrow(/500 digests already; turn one off/);
    await state.keepDigest({ ...setting('slack:C0'), paused: true });
    expect(await state.digests()).toHaveLength(500);
    await state.close();
  });

  it('keeps a snapshot of the knowledge while a channel needs it', async () => {
    let now = DAY;
    const state = await open(() => now);
    for (const version of ['told', 'tells', 'over'])
      await state.keepSnapshot({ version, at: now, facts: { 'meeting/a#date': 'h' } });
    await state.keepDigest(setting('slack:C1', 'told'));
    const posting = { ...delivery('slack:C1', 'p', DAY, 'posting'), tells: { rotation: [], knowledge: 'tells' } };
    await state.keepDelivery(posting);
    expect(await state.snapshot('over')).toBeDefined();
    now += DAY + 1;
    await state.remember('t', conversation);
    expect(await state.snapshot('over')).toBeUndefined();
    expect((await state.snapshot('told'))?.facts).toEqual({ 'meeting/a#date': 'h' });
    expect(await state.snapshot('tells')).toBeDefined();
    now += 2 * 60_000;
    await state.keepDelivery({ ...posting, stage: 'posted' });
    now += 2 * 60_000;
    await state.remember('t', conversation);
    expect(await state.snapshot('tells')).toBeUndefined();
    await state.close();
  });

  it('takes any id for what it is', async () => {
    const state = await open(() => 5);
    for (const id of ['__proto__', 'constructor', 'toString', '']) {
      expect(await state.exchange(id)).toBeUndefined();
      expect(await state.conversation(id)).toBeUndefined();
      expect(await state.claim(claim(id, 5))).toBe('new');
      await state.done(id);
      expect(await state.claim(claim(id, 5))).toBe('done');
      await state.keepExchange(exchange(id, 5));
      expect((await state.exchange(id))?.id).toBe(id);
    }
    await state.close();
  });

  it('forgets what is too old, and the oldest of what are too many', async () => {
    let now = 0;
    const state = await open(() => now);
    await state.keepExchange(exchange('old', 0));
    await state.claim(claim('x', 0));
    await state.done('x');
    now = 90 * DAY + 1;
    await state.keepExchange(exchange('new', now));
    expect(await state.exchange('old')).toBeUndefined();
    expect(await state.claim(claim('x', now))).toBe('new');
    await Promise.all(Array.from({ length: 2_100 }, (_, i) => state.keepExchange(exchange(`e${i}`, now))));
    now += HOUR;
    await state.keepExchange(exchange('last', now));
    expect(await state.exchange('e0')).toBeUndefined();
    expect(await state.exchange('last')).toBeDefined();
    expect(await state.exchange('e2099')).toBeDefined();
    await state.close();
  });

  it('counts each question once in its day, however often it is kept and changed', async () => {
    const state = await open(() => DAY);
    const asked = { ...exchange('e', DAY), guesses: [{ typed: 'Guandong', read: 'Guangdong' }] };
    await state.keepExchange(asked);
    await state.keepExchange({ ...asked, reply: 'C1 1.1' });
    await state.keepExchange({
      ...exchange('secret', DAY + 1),
      private: true,
      guesses: [{ typed: 'Fujan', read: 'Fujian' }],
    });
    const [first] = await state.tallies();
    expect(first).toEqual({
      day: '1970-01-02',
      statuses: { answered: 2 },
      facts: { f: 2 },
      guesses: [{ typed: 'Guandong', read: 'Guangdong', times: 1 }],
      privateGuesses: 1,
      askers: [state.pseudonym('slack:U1')],
    });
    // Edited on the next day.
    await state.keepExchange({ ...exchange('e', 2 * DAY), status: 'unknown', facts: [], unmet: 'why meeting/a' });
    const [before, after] = await state.tallies();
    expect(before).toMatchObject({ statuses: { answered: 1 }, facts: { f: 1 }, guesses: [] });
    expect(after).toMatchObject({ day: '1970-01-03', statuses: { unknown: 1 }, facts: {} });
    await state.close();
  });

  it('keeps what was asked in vain as long as it is, without the words of what was private', async () => {
    const state = await open(() => DAY);
    const inVain = { status: 'unknown', unmet: 'why meeting/a' } as const;
    await state.keepExchange({ ...exchange('e1', 1), ...inVain, question: 'why was a held?' });
    await state.keepExchange({
      ...exchange('e2', 2),
      ...inVain,
      question: 'what was a for?',
      private: true,
      person: 'slack:U2',
    });
    await state.keepExchange({ ...exchange('e3', 3), ...inVain, unmet: 'who meeting/a' });
    const [open1, hidden, other] = await state.unanswered();
    expect(open1).toMatchObject({ id: 'e1', question: 'why was a held?', asker: state.pseudonym('slack:U1') });
    expect(hidden).not.toHaveProperty('question');
    expect(hidden?.meaning).toBe(open1?.meaning);
    expect(other?.meaning).not.toBe(open1?.meaning);
    expect(hidden?.meaning).not.toContain('meeting');
    await state.keepExchange({ ...exchange('e3', 4), status: 'answered' });
    expect((await state.unanswered()).map((u) => u.id)).toEqual(['e1', 'e2']);
    await state.close();
  });

  it('gives people pseudonyms that another state does not share', async () => {
    const [state, other] = [await open(() => 5), await open(() => 5)];
    const pseudonym = state.pseudonym('slack:U1');
    expect(pseudonym).toMatch(/^~[0-9a-f]{12}$/);
    expect(state.pseudonym(pseudonym)).toBe(pseudonym);
    expect(state.pseudonym('slack:U2')).not.toBe(pseudonym);
    expect(other.pseudonym('slack:U1')).not.toBe(pseudonym);
    await Promise.all([state.close(), other.close()]);
  });

  it('forgets a person everywhere, and nobody else', async () => {
    const state = await open(() => 5);
    const inVain = { status: 'unknown', unmet: 'why' } as const;
    for (const [id, person] of [
      ['e1', 'slack:U1'],
      ['e2', 'slack:U12'],
    ] as const) {
      await state.keepExchange({ ...exchange(id, 5), person, thread: `slack:C1:${id}`, ...inVain });
      await state.keepFeedback(feedback(id, person, 5, 'wrong'));
      await state.remember(`slack:C1:${id}`, conversation);
      await state.remember(`slack:dm:${person.slice(6)}`, conversation);
      await state.keepDigest({ ...setting(`slack:C${id}`), by: person });
      await state.claim({ id: `slack:Ev${id}`, platform: 'slack', at: 5, task: { event: { user: person.slice(6) } } });
    }
    await state.claim({ id: 'slack:named', platform: 'slack', at: 5, task: { event: { text: 'hi <@U1>' } } });
    expect(await state.forget('slack:U1')).toEqual({
      conversations: 2,
      claims: 2,
      exchanges: 1,
      feedback: 1,
      unanswered: 1,
      tallies: 1,
      digests: 1,
    });
    expect(await state.exchange('e1')).toBeUndefined();
    expect(await state.conversation('slack:C1:e1')).toBeUndefined();
    expect(await state.conversation('slack:dm:U1')).toBeUndefined();
    expect((await state.digest('slack:Ce1'))?.by).not.toContain('U1');
    expect((await state.unfinished('slack')).map((c) => c.id)).toEqual(['slack:Eve2']);
    expect(await state.exchange('e2')).toBeDefined();
    expect(await state.conversation('slack:C1:e2')).toBeDefined();
    expect(await state.conversation('slack:dm:U12')).toBeDefined();
    const other = state.pseudonym('slack:U12');
    expect((await state.feedback()).map((f) => f.person)).toEqual([other]);
    expect((await state.unanswered()).map((u) => u.asker)).toEqual([other]);
    expect((await state.tallies()).flatMap((t) => t.askers)).toEqual([other]);
    expect(await state.forget('slack:U1')).toEqual({});
    await state.close();
  });
});
