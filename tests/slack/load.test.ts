/** Two hundred at once: each answered once, in order within a thread, also when the socket drops in the middle. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openFileState } from '../../adapters/state/file.ts';
import { byPlenary, startBot } from './bench.ts';
import { BOT_USER } from './loopback/slack.ts';

const QUESTIONS = [
  'when was the 24th Guangdong plenary?',
  'where was the 24th Guangdong plenary held?',
  'what was signed in Chongqing?',
];
const MANY = 200;
const THREADS = 10;

describe.each([
  ['calmly', []],
  // Of 410 events (messages, and mentions once more); the rest is under way or still to come.
  ['with the socket dropping twice in the middle', [90, 280]],
])('200 mentions %s', (_, drops) => {
  it('are all answered once, in order within a thread', async () => {
    const state = await openFileState(mkdtempSync(join(tmpdir(), 'plenary-')));
    const bot = await startBot({ state });
    const { slack } = bot;
    const acknowledged = (): number => slack.deliveries.filter((d) => d.acknowledgedAfter !== undefined).length;
    const parents = Array.from({ length: THREADS }, (_, i) => slack.write(`C${i}`, 'the plenary'));
    const asked = Array.from({ length: MANY }, (_, i) => {
      const thread = parents[i % THREADS]!;
      return { thread, ts: slack.write(`C${i % THREADS}`, `<@${BOT_USER}> ${QUESTIONS[i % 3]}`, { thread }) };
    });
    for (const some of drops) {
      while (acknowledged() < some) await turn();
      expect(acknowledged()).toBeLessThan(slack.deliveries.length);
      const before = slack.connections;
      slack.dropSocket();
      while (slack.connections === before) await turn();
    }
    await bot.settled(60_000);
    await bot.stop();
    expect(slack.sentAgain > 0).toBe(drops.length > 0);
    const posted = slack.messages.filter((m) => m.metadata);
    const answered = posted.map((m) => (m.metadata!.event_payload as { exchange: string }).exchange.split(':')[2]!);
    expect([...answered].sort()).toEqual(asked.map((a) => a.ts).sort());
    for (const parent of parents) {
      const inThread = posted.flatMap((m, i) => (m.thread_ts === parent ? [answered[i]!] : []));
      expect(inThread).toEqual(asked.filter((a) => a.thread === parent).map((a) => a.ts));
    }
    expect(byPlenary(slack)).toHaveLength(MANY);
    expect(slack.faults).toEqual([]);
    // What was sent once was acknowledged in time; of what was lost with a socket, the second sending counts.
    if (drops.length === 0)
      expect(slack.deliveries.filter((d) => (d.acknowledgedAfter ?? Number.POSITIVE_INFINITY) > 3_000)).toEqual([]);
  }, 90_000);
});
