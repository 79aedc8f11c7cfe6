/** Two hundred at once: each answered once, in order within a thread, also when the socket drops in the middle. */
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { byPlenary, startBot } from './bench.ts';
import { BOT_USER } from './loopback/slack.ts';

const QUESTIONS = [
  'when was the 24th Guangdong plenary?',
  'where was the 24th Guangdong plenary held?',
  'what was signed in Chongqing?',
];
const MANY = 200;

describe.each([
  ['calmly', false],
  ['with the socket dropping twice', true],
])('200 mentions %s', (_, drop) => {
  it('are all answered once, in order within a thread', async () => {
    const bot = await startBot({ slack: { redeliverAfter: 3_000 } });
    const { slack } = bot;
    const parents = Array.from({ length: 10 }, (_, i) => slack.write(`C${i}`, 'the plenary'));
    const asked = Array.from({ length: MANY }, (_, i) => {
      const thread = parents[i % 10]!;
      return { thread, ts: slack.write(`C${i % 10}`, `<@${BOT_USER}> ${QUESTIONS[i % 3]}`, { thread }) };
    });
    if (drop)
      for (const wait of [150, 700]) {
        await pause(wait);
        slack.dropSocket();
      }
    await bot.settled(60_000);
    await bot.stop();
    const posted = slack.messages.filter((m) => m.metadata);
    const answered = posted.map((m) => (m.metadata!.event_payload as { exchange: string }).exchange.split(':')[2]!);
    expect([...answered].sort()).toEqual(asked.map((a) => a.ts).sort());
    if (!drop)
      for (const parent of parents) {
        const inThread = posted.flatMap((m, i) => (m.thread_ts === parent ? [answered[i]!] : []));
        expect(inThread).toEqual(asked.filter((a) => a.thread === parent).map((a) => a.ts));
      }
    expect(byPlenary(slack)).toHaveLength(MANY);
    expect(slack.faults).toEqual([]);
    const late = slack.deliveries.filter((d) => (d.acknowledgedAfter ?? Number.POSITIVE_INFINITY) > 3_000);
    if (!drop) expect(late).toEqual([]);
  }, 90_000);
});
