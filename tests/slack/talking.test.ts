/** Everything people do with Plenary in Slack beyond what the contract has, over the real Bolt. */

import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { type Bot, type BotOptions, byPlenary, SOMEBODY, startBot, textOf } from './bench.ts';
import { allTexts, asShown } from './loopback/judge.ts';
import { BOT_USER, choicesOf, type Posted } from './loopback/slack.ts';
import { scripted } from './scripted.ts';

const WHEN = 'when was the 24th Guangdong plenary?';
const NAMED = `<@${BOT_USER}>`;

describe('talking in Slack', () => {
  let bot: Bot;
  const open = async (options: BotOptions = {}): Promise<Bot> => {
    bot = await startBot(options);
    return bot;
  };
  afterEach(async () => {
    const { faults } = bot.slack;
    await bot.stop();
    expect(faults).toEqual([]);
  });
  const replies = (): Posted[] => byPlenary(bot.slack);
  const last = (): Posted => replies().at(-1)!;

  it('answers a mention in its thread and never in the channel as well', async () => {
    const { slack } = await open();
    const ts = slack.write('C1', `${NAMED} ${WHEN}`);
    await bot.settled();
    expect(replies().map((r) => r.thread_ts)).toEqual([ts]);
    expect(slack.calls.find((c) => c.method === 'chat.postMessage')?.args.reply_broadcast).toBeUndefined();
  });

  it('answers a mention within a thread in that thread', async () => {
    const { slack } = await open();
    const parent = slack.write('C1', 'the plenary, remember?');
    slack.write('C1', `${NAMED} ${WHEN}`, { thread: parent });
    await bot.settled();
    expect(replies().map((r) => r.thread_ts)).toEqual([parent]);
  });

  it('keeps a direct message and its threads apart', async () => {
    const { slack } = await open();
    const first = slack.write('D1', WHEN);
    await bot.settled();
    expect(last().thread_ts).toBeUndefined();
    slack.write('D1', 'where was it held?');
    await bot.settled();
    expect(textOf(last())).toContain('Guangzhou');
    slack.write('D1', 'where was it held?', { thread: first });
    await bot.settled();
    expect(last().thread_ts).toBe(first);
    expect(textOf(last())).not.toContain('Guangzhou');
  });

  it.each([true, false])(
    'answers once in a direct message of several people, app_mention sent too: %s',
    async (both) => {
      const { slack, state } = await open({ slack: { mentionsInGroups: both } });
      slack.write('GDM1', WHEN);
      const ts = slack.write('GDM1', `${NAMED} ${WHEN}`);
      await bot.settled();
      expect(replies().map((r) => [r.channel, r.thread_ts])).toEqual([['GDM1', ts]]);
      expect((await state.exchange(`slack:GDM1:${ts}`))?.private).toBe(true);
      slack.write('GDM1', 'and where was it held?', { thread: ts });
      slack.write('GDM1', "who's bringing the cake?", { thread: ts });
      await bot.settled();
      expect(replies()).toHaveLength(2);
      expect(textOf(last())).toContain('Guangzhou');
    },
  );

  it('speaks in no thread where it has not answered', async () => {
    const { slack } = await open();
    const parent = slack.write('C1', 'morning all');
    slack.write('C1', WHEN, { thread: parent });
    slack.write('C1', WHEN);
    await bot.settled();
    expect(replies()).toEqual([]);
  });

  it('edits the reply when the question is changed within a minute, and not later', async () => {
    const { slack } = await open();
    const ts = slack.write('C1', `${NAMED} ${WHEN}`);
    await bot.settled();
    slack.edit('C1', ts, `${NAMED} where was the 24th Guangdong plenary held?`, 30);
    await bot.settled();
    expect(replies()).toHaveLength(1);
    expect(last()).toMatchObject({ edited: true, thread_ts: ts });
    expect(textOf(last())).toContain('Guangzhou');
    const calls = slack.calls.length;
    slack.edit('C1', ts, `${NAMED} ${WHEN}`, 61);
    await bot.settled();
    expect(slack.calls.length).toBe(calls);
  });

  it('ignores joins, deletions, unfurled links and what bots change', async () => {
    const { slack } = await open();
    const ts = slack.write('C1', `${NAMED} ${WHEN}`);
    await bot.settled();
    slack.write('C1', `${NAMED} has joined`, { extra: { subtype: 'channel_join' } });
    slack.write('D1', WHEN, { extra: { subtype: 'message_deleted' } });
    slack.edit('C1', ts, `${NAMED} ${WHEN}`);
    await bot.settled();
    expect(replies()).toHaveLength(1);
    expect(last().edited).toBe(false);
  });

  it('is silent where other organisations read, unless that is allowed', async () => {
    const { slack } = await open();
    slack.write('CEXT1', `${NAMED} ${WHEN}`);
    await bot.settled();
    expect(slack.calls.filter((c) => c.method.startsWith('chat.'))).toEqual([]);
    await bot.stop();
    await open({ settings: { SLACK_SHARED_CHANNELS: true } });
    bot.slack.write('CEXT1', `${NAMED} ${WHEN}`);
    await bot.settled();
    expect(replies()).toHaveLength(1);
  });

  it('offers no sharing into a channel that other organisations read', async () => {
    const { slack } = await open();
    slack.command('/coop', WHEN, { channel: 'CEXT1' });
    await bot.settled();
    expect(choicesOf(last().blocks)).not.toContain('Share in channel');
  });

  it('keeps to the channels and workspaces it was given', async () => {
    const { slack } = await open({ settings: { SLACK_CHANNELS: ['C2'] } });
    slack.write('C1', `${NAMED} ${WHEN}`);
    slack.write('C2', `${NAMED} ${WHEN}`);
    await bot.settled();
    expect(replies().map((r) => r.channel)).toEqual(['C2']);
    await bot.stop();
    await open({ settings: { SLACK_WORKSPACES: ['T0OTHER'] } });
    bot.slack.write('D1', WHEN);
    bot.slack.command('/coop', 'help');
    await bot.settled();
    expect(replies()).toEqual([]);
  });

  it('greets who says only its name', async () => {
    const { slack } = await open();
    slack.write('C1', NAMED);
    await bot.settled();
    expect(textOf(last())).toMatch(/^Hello/);
  });

  it('/coop help and /coop sources answer privately', async () => {
    const { slack } = await open();
    slack.command('/coop', 'help');
    await bot.settled();
    expect(textOf(last())).toContain('/agreement');
    slack.command('/coop', 'sources');
    await bot.settled();
    expect(textOf(last())).toContain('24th Plenary');
    expect(replies().every((r) => r.ephemeral)).toBe(true);
  });

  it('shows above a private answer the question, which Slack does not show', async () => {
    const { slack } = await open();
    slack.command('/coop', WHEN);
    await bot.settled();
    expect(asShown(allTexts(last().blocks)[0]!)).toBe(`“${WHEN}”`);
    slack.write('C1', `${NAMED} ${WHEN}`);
    await bot.settled();
    expect(textOf(last())).not.toContain('“');
  });

  it('keeps follow-ups to a command by person and channel', async () => {
    const { slack } = await open();
    slack.command('/coop', WHEN);
    await bot.settled();
    slack.command('/coop', 'where was it held?');
    slack.command('/coop', 'where was it held?', { by: SOMEBODY });
    slack.command('/coop', 'where was it held?', { channel: 'C2' });
    await bot.settled();
    const told = replies().slice(1).map(textOf);
    expect(told.filter((t) => t.includes('Guangzhou'))).toHaveLength(1);
  });

  it('/agreement looks up, says why, and turns pages both ways in place', async () => {
    const { slack } = await open();
    slack.command('/agreement', '');
    await bot.settled();
    const list = last();
    expect(list.ephemeral).toBeDefined();
    expect(textOf(list)).toMatch(/Page 1 of \d+/);
    expect(textOf(list)).toMatch(/Source/);
    expect(choicesOf(list.blocks)).toEqual(['Next']);
    slack.press(list, 'Next');
    await bot.settled();
    expect(replies()).toHaveLength(1);
    expect(textOf(list)).toMatch(/Page 2 of/);
    slack.press(list, 'Previous');
    await bot.settled();
    expect(textOf(list)).toMatch(/Page 1 of/);
    slack.command('/agreement', 'tourism with Shenzhen in 2023');
    await bot.settled();
    expect(textOf(last())).toContain('Shenzhen');
    expect(textOf(last())).toContain('Matched:');
    slack.command('/agreement', 'zebra crossings with Atlantis');
    await bot.settled();
    expect(textOf(last())).toMatch(/fewer words/);
    const [instead] = choicesOf(last().blocks);
    slack.press(last(), instead!);
    await bot.settled();
    expect(textOf(last())).toContain(`“${instead}”`);
    expect(textOf(last())).toMatch(/\d+ agreements?/);
  });

  it('answers a message by its shortcut, privately', async () => {
    const { slack } = await open();
    const ts = slack.write('C1', WHEN);
    slack.shortcut('ask_plenary', 'C1', slack.messages.find((m) => m.ts === ts)!);
    await bot.settled();
    expect(replies()).toHaveLength(1);
    expect(last().ephemeral).toBeDefined();
    expect(textOf(last())).toContain('12 July 2024');
  });

  it('shows a home tab whose buttons are answered in the direct message', async () => {
    const { slack } = await open();
    slack.openHome();
    await bot.settled();
    const [home] = slack.homes;
    const shown = asShown(allTexts(home?.blocks).join('\n'));
    for (const part of ['Guangdong', 'Sources', 'latest session', '12 July 2024']) expect(shown).toContain(part);
    const examples = choicesOf(home?.blocks as never);
    expect(examples.length).toBeGreaterThan(2);
    for (const example of examples) {
      slack.press({ view: home!, user: 'U0000001' }, example);
      await bot.settled();
      expect(last().channel).toBe('DU0000001');
      expect(textOf(last())).toContain(`“${example}”`);
      expect(textOf(last())).toMatch(/Sources?: 00\d/);
    }
  });

  it('asks a suggestion where it stands', async () => {
    const { slack } = await open({ plenary: scripted });
    const ts = slack.write('C1', `${NAMED} suggest`);
    await bot.settled();
    slack.press(last(), WHEN);
    await bot.settled();
    expect(replies().map((r) => r.thread_ts)).toEqual([ts, ts]);
    expect(textOf(last())).toContain(`“${WHEN}”`);
    slack.command('/coop', 'suggest');
    await bot.settled();
    slack.press(last(), WHEN);
    await bot.settled();
    expect(last().ephemeral).toBeDefined();
    expect(textOf(last())).toContain('12 July 2024');
  });

  it.each([
    [3, 'button'],
    [9, 'static_select'],
    [130, 'static_select'],
  ])('asks back with %i choices and edits the reply into the answer', async (many, type) => {
    const { slack } = await open({ plenary: scripted });
    slack.write('C1', `${NAMED} choose ${many}`);
    await bot.settled();
    expect(JSON.stringify(last().blocks)).toContain(`"type":"${type}"`);
    const labels = choicesOf(last().blocks);
    expect(labels).toHaveLength(many);
    slack.press(last(), labels.at(-1)!);
    await bot.settled();
    expect(replies()).toHaveLength(1);
    expect(last().edited).toBe(true);
    expect(textOf(last())).toContain('12 July 2024');
  });

  it('edits a private question back into its answer', async () => {
    const { slack } = await open({ plenary: scripted });
    slack.command('/coop', 'choose 3');
    await bot.settled();
    slack.press(last(), choicesOf(last().blocks)[0]!);
    await bot.settled();
    expect(replies()).toHaveLength(1);
    expect(last()).toMatchObject({ edited: true });
    expect(last().ephemeral).toBeDefined();
    expect(choicesOf(last().blocks)).toContain('Share in channel');
  });

  it('turns the pages of a long answer in place, and nothing is cut', async () => {
    const { slack } = await open({ plenary: scripted });
    slack.write('C1', `${NAMED} long`);
    await bot.settled();
    const answer = last();
    let shown = textOf({ blocks: answer.blocks, text: '' });
    let pages = 1;
    while (choicesOf(answer.blocks).includes('Next')) {
      slack.press(answer, 'Next');
      await bot.settled();
      shown += textOf({ blocks: answer.blocks, text: '' });
      pages++;
    }
    expect(pages).toBeGreaterThan(1);
    for (let i = 0; i < 300; i++) expect(shown).toContain(`Item ${i} `);
    slack.press(answer, 'Previous');
    await bot.settled();
    expect(replies()).toHaveLength(1);
  });

  it('stores a verdict with question, status and facts, and the last one counts', async () => {
    const { slack, state } = await open();
    slack.write('C1', `${NAMED} ${WHEN}`);
    await bot.settled();
    const answer = last();
    for (const label of ['Helpful', 'Not helpful', 'This fact is wrong']) {
      slack.press(answer, label);
      await bot.settled();
    }
    slack.press(answer, 'Helpful', SOMEBODY);
    await bot.settled();
    const kept = await state.feedback();
    expect(kept.map((f) => [f.person, f.verdict])).toEqual([
      [state.pseudonym('slack:U0000001'), 'wrong'],
      [state.pseudonym(`slack:${SOMEBODY}`), 'helpful'],
    ]);
    expect(kept[0]).toMatchObject({ question: WHEN, status: 'answered', private: false });
    expect(kept[0]?.facts.length).toBeGreaterThan(0);
  });

  it('tells whom to ask when the documents do not say', async () => {
    const { slack } = await open({ plenary: scripted, settings: { PLENARY_CONTACT: 'the Mainland Branch' } });
    slack.write('C1', `${NAMED} unknown`);
    await bot.settled();
    expect(textOf(last())).toContain('You could ask the Mainland Branch.');
  });

  it('says so when a button is too old', async () => {
    const { slack, state } = await open();
    slack.write('C1', `${NAMED} ${WHEN}`);
    await bot.settled();
    const answer = last();
    const id = `slack:C1:${answer.thread_ts}`;
    const exchange = await state.exchange(id);
    expect(exchange?.question).toBe(WHEN);
    answer.blocks = JSON.parse(
      JSON.stringify(answer.blocks).replaceAll(id, createHash('md5').update(id).digest('hex')),
    ) as Posted['blocks'];
    for (const label of ['Why this answer?', 'Helpful']) {
      slack.press(answer, label);
      await bot.settled();
      expect(asShown(allTexts(slack.latest).join())).toContain('too old');
    }
  });

  it('marks questions of direct messages, private channels and commands as private', async () => {
    const { slack, state } = await open();
    const inPublic = slack.write('C1', `${NAMED} ${WHEN}`);
    const inPrivate = slack.write('G1', `${NAMED} ${WHEN}`);
    const direct = slack.write('D1', WHEN);
    await bot.settled();
    const isPrivate = async (id: string) => (await state.exchange(id))?.private;
    expect([
      await isPrivate(`slack:C1:${inPublic}`),
      await isPrivate(`slack:G1:${inPrivate}`),
      await isPrivate(`slack:D1:${direct}`),
    ]).toEqual([false, true, true]);
  });
});
