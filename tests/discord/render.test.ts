/** Rendering stays within Discord's limits, whatever the answer; the limits are checked by two tables and, where it is at hand, by Discord's own description. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readControl, readQuery } from '../../adapters/discord/controls.ts';
import { escapeText } from '../../adapters/discord/escape.ts';
import { checkChoices, checkCommands, checkMessage, MOST } from '../../adapters/discord/limits.ts';
import { renderLookup } from '../../adapters/discord/lookup.ts';
import { type DiscordMessage, message } from '../../adapters/discord/message.ts';
import { renderAnswer } from '../../adapters/discord/render.ts';
import { renderCard, renderSources, renderWhy } from '../../adapters/discord/views.ts';
import type { Answer, Block } from '../../src/index.ts';
import { plenary } from '../plenary.ts';
import { createJudge, whyNotJudged } from './judge.ts';
import type { MessageBody } from './loopback/index.ts';
import { refuseChoices, refuseMessage } from './loopback/refuse.ts';

const judge = whyNotJudged() === undefined ? createJudge() : () => [];
/** As it goes over the wire. */
const wire = ({ content, embeds, components }: DiscordMessage): MessageBody =>
  JSON.parse(JSON.stringify({ content, embeds, components, allowed_mentions: { parse: [] } })) as MessageBody;
const faultsOf = (m: DiscordMessage): string[] => [
  ...checkMessage(m),
  ...refuseMessage(wire(m)),
  ...judge('POST', '/channels/1/messages', wire(m)),
];

const words = (most: number) =>
  fc.oneof(
    fc.string({ minLength: 1, maxLength: most, unit: 'grapheme' }),
    fc.integer({ min: 1, max: most }).map((n) => 'Memorandum of understanding, '.repeat(Math.ceil(n / 29)).slice(0, n)),
  );
const block: fc.Arbitrary<Block> = fc.oneof(
  words(6000).map((text): Block => ({ type: 'text', text })),
  fc.array(words(500), { minLength: 1, maxLength: 60 }).map((items): Block => ({ type: 'list', items })),
  fc
    .array(fc.record({ name: words(400), value: words(2500) }), { minLength: 1, maxLength: 40 })
    .map((fields): Block => ({ type: 'fields', fields })),
  fc
    .array(fc.record({ label: words(200), question: words(50) }), { minLength: 1, maxLength: 100 })
    .map((options): Block => ({ type: 'options', options })),
  words(900).map((text): Block => ({ type: 'note', text })),
);
const answers: fc.Arbitrary<Answer> = fc.record({
  status: fc.constantFrom('answered', 'clarify', 'unknown', 'partial'),
  language: fc.constant('en'),
  blocks: fc.array(block, { maxLength: 5 }),
  sources: fc.array(
    fc.record({ document: fc.constantFrom('000', '001', '002', '004'), at: words(40), title: words(300) }),
    { maxLength: 60 },
  ),
  facts: fc.array(fc.constant('meeting/guangdong-24#date'), { maxLength: 2 }),
  focus: fc.constant([]),
  named: fc.constant([]),
  suggestions: fc.array(words(150), { maxLength: 4 }),
});

describe('an answer', () => {
  it('stays within the limits on each of its pages, with every mix of blocks', () => {
    fc.assert(
      fc.property(answers, fc.boolean(), fc.boolean(), (answer, asText, share) => {
        for (let page = 1; page <= 4; page++) {
          const rendered = renderAnswer(answer, plenary, {
            exchange: 'discord:1263000000000000000',
            page,
            asText,
            share,
            contact: 'the Bureau',
          });
          expect(faultsOf(rendered)).toEqual([]);
          expect(rendered.allowedMentions).toEqual({ parse: [], repliedUser: false });
        }
      }),
      { numRuns: 150 },
    );
  });

  it('begins with the answer and ends with the sources and the date', () => {
    const { answer } = plenary.answer('when was the 24th Guangdong plenary?');
    const [embed] = renderAnswer(answer, plenary).embeds;
    expect(embed?.description ?? embed?.fields?.map((f) => f.value).join()).toContain('12 July 2024');
    expect(embed?.footer?.text).toMatch(/\nSource: 004 .* · As at 12 July 2024\.$/);
  });

  it('loses nothing to paging', () => {
    const items = Array.from({ length: 200 }, (_, i) => `entry ${i} ${'x'.repeat(i)}`);
    const { answer } = plenary.answer('when was the 24th Guangdong plenary?');
    const pages = [...Array(40).keys()].map((i) =>
      renderAnswer({ ...answer, blocks: [{ type: 'list', items }] }, plenary, { page: i + 1 }),
    );
    const all = pages.map((p) => p.embeds[0]?.description).join('\n');
    for (const item of items) expect(all).toContain(item);
  });

  it('names whom to ask when the documents do not say', () => {
    const answer: Answer = {
      status: 'unknown',
      language: 'en',
      blocks: [{ type: 'text', text: 'Not said.' }],
      sources: [],
      facts: [],
      focus: [],
      named: [],
      suggestions: [],
    };
    expect(renderAnswer(answer, plenary, { contact: 'the Registry' }).content).toContain('You could ask the Registry');
    expect(renderAnswer(answer, plenary).content).not.toContain('You could ask');
  });
});

describe('what is looked up', () => {
  it('stays within the limits for every entity, every page of agreements, and the sources', () => {
    for (const kind of ['meeting', 'mechanism'] as const)
      for (const { id } of plenary.complete('', [kind], 1000)) {
        const card = plenary.card(id);
        for (const m of card ? renderCard(card, plenary) : []) expect(faultsOf(m)).toEqual([]);
      }
    for (let page = 1; page <= plenary.lookUp({}).pages; page++) {
      const query = { page };
      expect(faultsOf(renderLookup(plenary.lookUp(query), query, plenary))).toEqual([]);
    }
    for (const m of renderSources(plenary)) expect(faultsOf(m)).toEqual([]);
    for (const q of ['when was the 24th Guangdong plenary?', `what about ${'and Beijing '.repeat(60)}?`])
      for (const m of renderWhy(plenary.explain(q), plenary)) expect(faultsOf(m)).toEqual([]);
  });

  it('stays within the limits however long an agreement and its parties are', () => {
    const [row] = plenary.lookUp({}).rows;
    const long = fc.record({
      title: words(700),
      parties: words(900),
      area: words(900),
      place: words(300),
      meeting: words(300),
      notes: fc.array(words(500), { maxLength: 2 }),
      why: fc.array(words(200), { maxLength: 4 }),
    });
    fc.assert(
      fc.property(fc.array(long, { maxLength: 5 }), words(300), (rows, asked) => {
        const query = { words: asked, year: 2024 };
        const found = {
          ...plenary.lookUp({}),
          rows: rows.map((r) => ({ ...row!, ...r })),
          tries: [query, { year: 2024 }],
        };
        expect(faultsOf(renderLookup(found, query, plenary))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('carries its query in its buttons', () => {
    expect(readControl('look:2|hospital|place/guangdong||2024')).toEqual({
      verb: 'look',
      exchange: '',
      detail: '2|hospital|place/guangdong||2024',
    });
    expect(readQuery('2|hospital|place/guangdong||2024')).toEqual({
      page: 2,
      words: 'hospital',
      party: 'place/guangdong',
      year: 2024,
    });
    expect(readControl('pick:discord:12:3')).toEqual({ verb: 'pick', exchange: 'discord:12', detail: '3' });
    expect(readControl('constructor:discord:12')).toBeUndefined();
    const long = { words: 'y'.repeat(200) };
    expect(faultsOf(renderLookup({ ...plenary.lookUp({}), page: 1, pages: 3 }, long, plenary))).toEqual([]);
  });
});

describe('text from people and from the knowledge', () => {
  it.each([
    ['*bold* _it_ ~~no~~ `code` ||spoiler||', '\\*bold\\* \\_it\\_ \\~\\~no\\~\\~ \\`code\\` \\|\\|spoiler\\|\\|'],
    ['<@1> <@&2> <#3> @everyone', '\\<\\@1\\> \\<\\@&2\\> \\<#3\\> \\@everyone'],
    ['[a](https://b)', '\\[a\\](https\\://b)'],
    ['# head\n- item\n1. one\n> quoted', '\\# head\n\\- item\n1\\. one\n\\> quoted'],
    ['-# small', '\\-# small'],
    ['12 July 2024', '12 July 2024'],
  ])('%s', (text, escaped) => {
    expect(escapeText(text)).toBe(escaped);
  });
});

/** Each limit, with a body that is exactly at it and one just over. */
describe('the table of limits', () => {
  const text = (n: number): string => 'x'.repeat(n);
  const button = (custom_id: string, label = 'a') => ({ type: 2 as const, style: 2 as const, custom_id, label });
  const row = (...components: ReturnType<typeof button>[]) => ({ type: 1 as const, components });
  const embed = (e: object): DiscordMessage => message('', [e]);
  const select = (options: number, label = 1): DiscordMessage =>
    message(
      'x',
      [],
      [
        {
          type: 1,
          components: [
            {
              type: 3,
              custom_id: 'a',
              options: Array.from({ length: options }, (_, i) => ({ label: text(label), value: String(i) })),
            },
          ],
        },
      ],
    );
  const LIMITS: Readonly<Record<string, [most: number, make: (n: number) => DiscordMessage]>> = {
    content: [2000, (n) => message(text(n))],
    embeds: [
      10,
      (n) =>
        message(
          '',
          Array.from({ length: n }, () => ({ description: 'x' })),
        ),
    ],
    title: [256, (n) => embed({ title: text(n) })],
    description: [4096, (n) => embed({ description: text(n) })],
    fields: [25, (n) => embed({ fields: Array.from({ length: n }, () => ({ name: 'x', value: 'x' })) })],
    'field name': [256, (n) => embed({ fields: [{ name: text(n), value: 'x' }] })],
    'field value': [1024, (n) => embed({ fields: [{ name: 'x', value: text(n) }] })],
    footer: [2048, (n) => embed({ footer: { text: text(n) } })],
    'embeds together': [6000, (n) => message('', [{ description: text(4000) }, { description: text(n - 4000) }])],
    rows: [
      5,
      (n) =>
        message(
          'x',
          [],
          Array.from({ length: n }, (_, i) => row(button(String(i)))),
        ),
    ],
    'buttons in a row': [5, (n) => message('x', [], [row(...Array.from({ length: n }, (_, i) => button(String(i))))])],
    'button label': [80, (n) => message('x', [], [row(button('a', text(n)))])],
    'custom id': [100, (n) => message('x', [], [row(button(text(n)))])],
    'select options': [25, (n) => select(n)],
    'select label': [100, (n) => select(1, n)],
  };

  it.each(Object.entries(LIMITS))('%s', (_, [most, make]) => {
    expect(faultsOf(make(most))).toEqual([]);
    expect(checkMessage(make(most + 1))).not.toEqual([]);
    expect(refuseMessage(wire(make(most + 1)))).not.toEqual([]);
  });

  it('custom ids that stand twice, empty messages, choices, names of commands', () => {
    expect(checkMessage(message('x', [], [row(button('a'), button('a'))]))).not.toEqual([]);
    expect(checkMessage(message(''))).not.toEqual([]);
    const choice = (n: number, value = 1) => [{ name: text(n), value: text(value) }];
    expect(checkChoices(choice(MOST.choiceName, MOST.choiceValue))).toEqual([]);
    for (const bad of [choice(101), choice(1, 101), choice(0), Array.from({ length: 26 }, () => choice(1)[0]!)]) {
      expect(checkChoices(bad)).not.toEqual([]);
      expect(refuseChoices(bad)).not.toEqual([]);
    }
    for (const name of ['Ask', 'a b', text(33), ''])
      expect(checkCommands([{ name, description: 'x', type: 1 }]), name).not.toEqual([]);
    expect(checkCommands([{ name: '協議', description: 'x', type: 1 }])).toEqual([]);
  });
});
