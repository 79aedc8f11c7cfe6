/**
 * All bodies of a day in Discord, judged by Discord's own description:
 * `DISCORD_OPENAPI=path/to/openapi.json npx vitest run tests/discord/judge.test.ts`
 */
import { describe, expect, it } from 'vitest';
import { startBot } from './bench.ts';
import { createJudge, judgeByRules, whyNotJudged } from './judge.ts';
import type { Message } from './loopback/index.ts';

const WHEN = 'when was the 24th Guangdong plenary?';
const MESSAGES = '/channels/{channel_id}/messages';

describe('the five rules that the description lacks', () => {
  const button = { type: 2, style: 2, label: 'a', custom_id: 'a' };
  const COMMANDS = '/applications/{application_id}/commands';
  it.each<[string, string, unknown, unknown]>([
    ['content up to 2000', MESSAGES, { content: 'x'.repeat(2000) }, { content: 'x'.repeat(2001) }],
    [
      'all embeds up to 6000',
      MESSAGES,
      { embeds: [{ description: 'x'.repeat(4000) }, { footer: { text: 'x'.repeat(2000) } }] },
      { embeds: [{ description: 'x'.repeat(4000) }, { footer: { text: 'x'.repeat(2001) } }] },
    ],
    [
      'names of commands',
      COMMANDS,
      [{ name: 'ask', name_localizations: { 'zh-TW': '提問' } }],
      [{ name: 'ask', name_localizations: { 'zh-TW': '提 問' } }],
    ],
    [
      'custom ids once',
      MESSAGES,
      { components: [{ components: [button] }] },
      { components: [{ components: [button, button] }] },
    ],
    [
      'values of choices',
      '/interactions/{id}/{token}/callback',
      { data: { choices: [{ name: 'a', value: 'x'.repeat(100) }] } },
      { data: { choices: [{ name: 'a', value: 'x'.repeat(101) }] } },
    ],
  ])('%s', (_, template, good, bad) => {
    expect(judgeByRules(template, good)).toEqual([]);
    expect(judgeByRules(template, bad)).toHaveLength(1);
  });
});

const why = whyNotJudged();
describe.skipIf(why !== undefined)(`the description of Discord${why ? ` (skipped: ${why})` : ''}`, () => {
  it('refuses bodies that are wrong', () => {
    const judge = createJudge();
    expect(judge('POST', '/channels/1/messages', { content: 'x', allowed_mentions: { parse: [] } })).toEqual([]);
    expect(judge('POST', '/channels/1/messages', { embeds: [{ title: 'x'.repeat(257) }] })).not.toEqual([]);
    expect(
      judge('POST', '/interactions/1/a/callback', {
        type: 8,
        data: { choices: Array.from({ length: 26 }, () => ({ name: 'a', value: 'a' })) },
      }),
    ).not.toEqual([]);
    expect(judge('POST', '/no/such/route', {})).not.toEqual([]);
  });

  it('accepts everything that Plenary sends', async () => {
    const judge = createJudge();
    const bot = await startBot();
    const { discord } = bot;
    const ann = discord.person('Ann');
    const asked = ann.say(discord.channel, `@Plenary ${WHEN}`);
    ann.say(ann.direct(), 'what agreements were signed at the 24th Guangdong plenary?');
    const bananas = ann.say(discord.channel, '@Plenary bananas');
    const slash = ann.slash(discord.channel, 'ask', { question: WHEN });
    const list = ann.slash(discord.channel, 'agreement');
    const others = [
      ann.slash(discord.channel, 'agreement', { party: 'place/beijing' }),
      ann.slash(discord.channel, 'meeting', { name: 'meeting/guangdong-24' }),
      ann.slash(discord.channel, 'mechanism', { name: 'Beijing' }),
      ann.slash(discord.channel, 'sources'),
      ann.menu(discord.channel, 'Ask Plenary', asked),
    ];
    const typed = ['', 'b', 'CMAB'].map((text) => ann.type(discord.channel, 'agreement', 'party', text));
    const settled = (check: () => boolean) => expect.poll(check, { timeout: 15_000 }).toBe(true);
    await settled(() => [slash, list, ...others].every((s) => s.message()) && typed.every((t) => t.choices()));
    await settled(
      () => [asked, bananas].every((m) => discord.thread(m).length === 1) && discord.written(ann.direct()).length === 1,
    );
    const [reply] = discord.thread(asked) as [Message];
    const labels = ['Why this answer?', 'Helpful', 'Not helpful', 'This fact is wrong'];
    const presses = labels.map((label) => ann.press(reply, label));
    ann.press(slash.message()!, 'Share in channel');
    ann.press(list.message()!, 'Next');
    ann.edit(asked, '@Plenary where was the 24th Guangdong plenary held?');
    await settled(
      () =>
        presses.every((p) => p.message()) &&
        discord.written(discord.channel).some((m) => m.content.includes('Shared by')),
    );
    await settled(() => reply.writes === 2 && list.message()!.writes === 3);
    await bot.stop();

    const bodies = discord.rest.calls.filter((c) => c.body !== undefined);
    expect(bodies.length).toBeGreaterThan(30);
    const kinds = new Set(bodies.map((c) => `${c.method} ${c.path.replaceAll(/[0-9a-f]{32}|\d{5,}/g, '…')}`));
    expect([...kinds].sort()).toEqual([
      'PATCH /channels/…/messages/…',
      'PATCH /webhooks/…/…/messages/@original',
      'POST /channels/…/messages',
      'POST /channels/…/messages/…/threads',
      'POST /interactions/…/…/callback',
      'POST /webhooks/…/…',
      'PUT /applications/…/commands',
    ]);
    expect(
      bodies.flatMap((c) => judge(c.method, c.path, c.body).map((fault) => `${c.method} ${c.path}: ${fault}`)),
    ).toEqual([]);
    expect(bodies.filter((c) => c.status === 400)).toEqual([]);
  }, 30_000);
});
