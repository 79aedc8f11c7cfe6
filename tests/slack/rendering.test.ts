/** Block Kit: whole, escaped, within Slack's limits on both sides of each. */
import { describe, expect, it } from 'vitest';
import { writeQuery } from '../../adapters/shared/agreements.ts';
import { escapeEntities, escapeText, readTyped } from '../../adapters/slack/escape.ts';
import { checkMessage, checkView, MOST } from '../../adapters/slack/limits.ts';
import { queryValue, readQuery, readQueryValue, renderLookup } from '../../adapters/slack/lookup.ts';
import { renderAnswer } from '../../adapters/slack/render.ts';
import { renderHelp, renderHome, renderSources, renderWhy } from '../../adapters/slack/views.ts';
import type { LookupQuery } from '../../src/index.ts';
import { plenary, questionFiles, questionsOf } from '../plenary.ts';
import { allTexts, asShown, fires, type Json, judgeBlocks } from './loopback/judge.ts';
import { HOSTILE, scripted } from './scripted.ts';

const WHEN = 'when was the 24th Guangdong plenary?';
const blocksOf = (m: { blocks: unknown }): Json[] => m.blocks as Json[];

describe('rendering', () => {
  it('puts the answer first, then one line with sources and the date, then the buttons', () => {
    const { answer } = plenary.answer(WHEN);
    const { text, blocks } = renderAnswer(answer, plenary, { exchange: 'slack:C1:1' });
    expect(blocks[0]).toMatchObject({ type: 'section' });
    const kinds = blocks.map((b) => b.type);
    expect(kinds.filter((k) => k === 'context')).toHaveLength(1);
    expect(kinds.at(-1)).toBe('actions');
    const small = allTexts(blocks.filter((b) => b.type === 'context')).join();
    expect(small).toMatch(/Sources?: /);
    expect(small).toMatch(/As at /);
    expect(asShown(text)).toBe(`${plenary.plain(answer)} · As at 12 July 2024.`);
  });

  it('lets nothing fire or format that came from people or the knowledge', () => {
    const { answer } = scripted.answer('hostile');
    const message = renderAnswer(answer, plenary, { exchange: 'e', lead: HOSTILE, contact: HOSTILE });
    expect([message.text, ...allTexts(message.blocks)].flatMap(fires)).toEqual([]);
    // What is read is still what was written.
    expect(asShown(allTexts(message.blocks).join('\n'))).toContain(asShown(HOSTILE));
    for (const b of blocksOf(message))
      if (b.type === 'section') expect(JSON.stringify(b)).not.toMatch(/[_~`](?!\u200b)\w/);
    expect(checkMessage(message)).toEqual([]);
  });

  it('tells what was worked out in one line, each reason once', () => {
    const workedOut = (reason: string) => ({ type: 'note' as const, text: plenary.wording('worked-out', { reason }) });
    const { answer } = plenary.answer(WHEN);
    const blocks = [answer.blocks[0]!, workedOut('one'), workedOut('two'), workedOut('one')];
    const small = renderAnswer({ ...answer, blocks }, plenary).blocks.filter((b) => b.type === 'context');
    expect(allTexts(small).join().split('\n')[0]).toBe(plenary.wording('worked-out', { reason: 'one; two' }));
  });

  it('puts each name over its value, and a value that is too long for a field into a section', () => {
    const { answer } = plenary.answer(WHEN);
    const fields = [
      { name: 'Date', value: '12 July 2024' },
      { name: 'All of it', value: 'x'.repeat(2_500) },
    ];
    const { blocks } = renderAnswer({ ...answer, blocks: [{ type: 'fields', fields }] }, plenary);
    expect(allTexts(blocks).slice(0, 3)).toEqual(['*Date*\n12 July 2024', '*All of it*', 'x'.repeat(2_500)]);
  });

  it.each([
    'long',
    'huge',
    'hostile',
    'choose 1',
    'choose 5',
    'choose 6',
    'choose 100',
    'choose 250',
    'suggest',
    'unknown',
  ])('stays within the limits of Slack: %s', (question) => {
    const { answer } = scripted.answer(question);
    for (let page = 1; page <= 9; page++) {
      const message = renderAnswer(answer, plenary, {
        exchange: 'slack:C1:1',
        page,
        share: true,
        contact: 'x'.repeat(200),
      });
      expect(checkMessage(message)).toEqual([]);
      expect(judgeBlocks(blocksOf(message), 50)).toEqual([]);
      expect(message.text.length).toBeLessThanOrEqual(40_000);
    }
  });

  it('stays within the limits for every question of the test files', () => {
    for (const { q } of questionFiles().flatMap(questionsOf)) {
      const { answer } = plenary.answer(q);
      const message = renderAnswer(answer, plenary, { exchange: 'slack:C1:1', share: true });
      expect(checkMessage(message), q).toEqual([]);
      expect(judgeBlocks(blocksOf(message), 50), q).toEqual([]);
      expect(checkView(renderWhy(plenary.explain(q), plenary)), q).toEqual([]);
    }
  }, 120_000);

  it('renders help, sources, the home tab and all pages of agreements within the limits', () => {
    expect(checkMessage(renderHelp(plenary))).toEqual([]);
    expect(checkMessage(renderSources(plenary))).toEqual([]);
    expect(checkView(renderHome(plenary))).toEqual([]);
    expect(judgeBlocks(blocksOf(renderHome(plenary)), 100)).toEqual([]);
    const { pages } = plenary.lookUp({});
    for (let page = 1; page <= pages; page++) {
      const message = renderLookup(plenary.lookUp({ page }), {}, plenary);
      expect(checkMessage(message)).toEqual([]);
      expect(judgeBlocks(blocksOf(message), 50)).toEqual([]);
    }
  });
});

describe('a page of agreements', () => {
  const shown = (query: LookupQuery): string => {
    const { text, blocks } = renderLookup(plenary.lookUp(query), query, plenary);
    return asShown([...allTexts(blocks), text].join('\n'));
  };

  it('says what was looked for, why each matched, what is not on record, and what was worked out', () => {
    const query = { words: 'pension', party: 'Guangdong', year: 2024 };
    expect(shown(query)).toContain('“pension with Guangdong in 2024”: 2 agreements');
    expect(shown(query)).toContain('Matched: basic pension insurance, Guangdong, 2024');
    expect(shown(query)).toContain('Not on record: parties.');
    expect(shown(query)).toMatch(/Worked out, not printed: .*"July 12"/);
    expect(shown({})).toMatch(/^\d+ agreements, newest first · Page 1 of \d/);
  });

  it('offers, where nothing is found, queries that find something, as buttons and in the text', () => {
    const query = { words: 'tourism', party: 'Shenzhen', year: 2024 };
    const { text, blocks } = renderLookup(plenary.lookUp(query), query, plenary);
    const labels = blocks.flatMap((b) => (b.type === 'actions' ? b.elements : [])).map((e) => allTexts(e)[0]);
    expect(labels[0]).toBe('tourism with Shenzhen');
    expect(text).toContain('/agreement tourism with Shenzhen');
    expect(shown({ words: 'zebra' })).toContain('“zebra”: no agreement was found.');
  });
});

describe('table of limits', () => {
  const button = (more: object): object => ({
    type: 'actions',
    elements: [{ type: 'button', action_id: 'a', text: { type: 'plain_text', text: 'x' }, ...more }],
  });
  const select = (options: number, length: number): object => ({
    type: 'actions',
    elements: [
      {
        type: 'static_select',
        action_id: 'a',
        placeholder: { text: 'p' },
        options: Array.from({ length: options }, (_, i) => ({ text: { text: 'o'.repeat(length) }, value: String(i) })),
      },
    ],
  });
  const section = (n: number): object => ({ type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(n) } });
  const rows: [string, (n: number) => object, number][] = [
    ['blocks', (n) => ({ blocks: Array(n).fill(section(1)) }), MOST.blocks],
    ['section text', (n) => ({ blocks: [section(n)] }), MOST.sectionText],
    ['fields', (n) => ({ blocks: [{ type: 'section', fields: Array(n).fill({ text: 'x' }) }] }), MOST.fields],
    ['field text', (n) => ({ blocks: [{ type: 'section', fields: [{ text: 'x'.repeat(n) }] }] }), MOST.fieldText],
    ['header', (n) => ({ blocks: [{ type: 'header', text: { text: 'x'.repeat(n) } }] }), MOST.header],
    [
      'context elements',
      (n) => ({ blocks: [{ type: 'context', elements: Array(n).fill({ text: 'x' }) }] }),
      MOST.contextElements,
    ],
    ['context text', (n) => ({ blocks: [{ type: 'context', elements: [{ text: 'x'.repeat(n) }] }] }), MOST.contextText],
    ['button text', (n) => ({ blocks: [button({ text: { text: 'x'.repeat(n) } })] }), MOST.buttonText],
    ['button value', (n) => ({ blocks: [button({ value: 'x'.repeat(n) })] }), MOST.buttonValue],
    ['action id', (n) => ({ blocks: [button({ action_id: 'x'.repeat(n) })] }), 255],
    ['menu options', (n) => ({ blocks: [select(n, 1)] }), MOST.selectOptions],
    ['menu option text', (n) => ({ blocks: [select(1, n)] }), MOST.optionText],
    [
      'together',
      (n) => ({ blocks: [section(3_000), section(3_000), section(3_000), section(3_000), section(n)] }),
      MOST.together - 12_000,
    ],
    ['text', (n) => ({ text: 'x'.repeat(n), blocks: [] }), MOST.text],
  ];
  it.each(rows)('%s', (_, body, most) => {
    expect(checkMessage({ text: 'x', ...body(most) })).toEqual([]);
    expect(checkMessage({ text: 'x', ...body(most + 1) })).not.toEqual([]);
  });

  it('knows doubled action ids, empty texts and the title of a view', () => {
    const twice = {
      type: 'actions',
      elements: [
        { type: 'button', action_id: 'a', text: { text: 'x' } },
        { type: 'button', action_id: 'a', text: { text: 'y' } },
      ],
    };
    expect(checkMessage({ text: 'x', blocks: [twice] })).not.toEqual([]);
    expect(checkMessage({ text: '', blocks: [] })).not.toEqual([]);
    expect(checkMessage({ text: 'x', blocks: [section(0)] })).not.toEqual([]);
    expect(checkView({ title: { text: 'x'.repeat(24) }, blocks: [] })).toEqual([]);
    expect(checkView({ title: { text: 'x'.repeat(25) }, blocks: [] })).not.toEqual([]);
    expect(checkView({ blocks: Array(101).fill(section(1)) })).not.toEqual([]);
  });
});

describe('what people typed', () => {
  it.each([
    ['<@UBOT> when?', 'when?', false, true],
    ['<@U2> when &amp; where &lt;now&gt;?', 'when & where <now>?', true, false],
    ['<!channel> look', 'look', true, false],
    ['<!subteam^S1|@team> look', 'look', true, false],
    ['in <#C1|general> see <https://example.org|the plenary>', 'in general see the plenary', false, false],
    ['<https://example.org>', 'https://example.org', false, false],
    ['  a \t b  ', 'a b', false, false],
  ])('%s', (typed, text, mentionsOthers, mentionsBot) => {
    expect(readTyped(typed, 'UBOT')).toEqual({ text, mentionsOthers, mentionsBot });
  });

  it('shows what was typed as it was typed', () => {
    expect(asShown(escapeText(HOSTILE))).toBe(HOSTILE);
    expect(asShown(escapeEntities(HOSTILE))).toBe(HOSTILE);
    expect(fires(escapeText(HOSTILE))).toEqual([]);
  });

  it.each([
    ['', {}],
    ['tourism', { words: 'tourism' }],
    ['tourism with Guangdong in 2023', { words: 'tourism', party: 'Guangdong', year: 2023 }],
    ['with Shenzhen on "food safety"', { party: 'Shenzhen', area: 'food safety' }],
    ['on food safety in 2024 with Guangdong', { area: 'food safety', party: 'Guangdong', year: 2024 }],
    ['signed in Chongqing', { words: 'signed in Chongqing' }],
    ['co-operation with', { words: 'co-operation with' }],
  ])('/agreement %s', (typed, query) => {
    expect(readQuery(typed)).toEqual(query);
    expect(readQueryValue(queryValue({ ...query, page: 2 }))).toEqual({ ...query, page: 2 });
    expect(readQuery(writeQuery(query, plenary))).toEqual(query);
  });
});
