/** Whatever is typed gets a reply: soon, of bounded length, without throwing, and without reaching anything but the facts. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Conversation, Message, Received, Reply } from '../src/index.ts';
import { knowledge, plenary, questionFiles, questionsOf } from './plenary.ts';

/** Characters of the longest reply there may be, plain, sources included; the README states it. */
const LONGEST_REPLY = 8_000;
/** Milliseconds for any one message, on a machine that is busy with other tests; the engine's own goal is 5. */
const SLOWEST = 2_000;
/** Longest message that is tried. */
const LONGEST = 10_000;

const STATUSES = 'answered corrected clarify partial unknown off_topic help greeting invalid'.split(' ');

function holds(text: string, conversation?: Conversation): Reply {
  const start = performance.now();
  const reply = plenary.answer(text, conversation);
  const ms = performance.now() - start;
  const plain = plenary.plain(reply.answer);
  const shown = JSON.stringify(text.slice(0, 80));
  expect(STATUSES, shown).toContain(reply.answer.status);
  expect(plain.trim(), shown).not.toBe('');
  expect(plain.length, shown).toBeLessThanOrEqual(LONGEST_REPLY);
  expect(ms, shown).toBeLessThan(SLOWEST);
  return reply;
}

const fill = (text: string): string => text.repeat(Math.ceil(LONGEST / text.length)).slice(0, LONGEST);
const questions = questionFiles()
  .flatMap(questionsOf)
  .map(({ q }) => q);
const words = [...new Set(questions.flatMap((q) => q.split(/\s+/)))];

const NASTIES = new Map([
  ['nothing at all', ''],
  ['white space', ' \t\r\n \u00a0\u3000'],
  ['a question mark', '?'],
  ['10,000 letters', fill('a')],
  ['10,000 characters of words', fill('when was the plenary ')],
  ['10,000 characters of names', fill('Guangdong Shanghai Fujian ')],
  ['10,000 characters without a space', fill('guangdongplenary')],
  ['10,000 question marks', fill('?')],
  ['10,000 brackets', fill('(')],
  ['10,000 digits', fill('1234567890')],
  ['10,000 full stops between words', fill('when. was. it. ')],
  ['10,000 times and', fill('and ')],
  ['a long question that starts well', `when was the 24th Guangdong plenary? ${fill('lorem ipsum ')}`],
  ['control characters', 'when was\u0000 the\u0007 24th\u001b[31m plenary\u001b]0;title\u0007?'],
  ['half an emoji', 'when was the plenary \ud83d'],
  ['the other half', '\ude00 when was the plenary'],
  ['right-to-left marks', '\u202ewhen was the\u200f plenary?\u2066'],
  ['joiners and nothing else', '\u200b\u200d\ufeff'],
  ['combining marks', `e${'\u0301'.repeat(500)}`],
  ['__proto__', '__proto__'],
  ['constructor', 'constructor'],
  ['names of object members', 'what is toString hasOwnProperty __proto__ constructor valueOf prototype?'],
  ['a member of the 24th plenary', 'constructor of the 24th Guangdong plenary?'],
  ['Markdown', '# **when** _was_ `the` [24th](http://example.com) ![plenary](x) ~~it~~ ```code```'],
  ['HTML', '<script>alert("when")</script><img src=x onerror=alert(1)> plenary &amp; &#x27;'],
  ['mentions of everyone', '@everyone @here <!channel> <!everyone> <@U123> <@&456> when was the plenary?'],
  ['shell', '$(rm -rf /); `id`; when | cat /etc/passwd && echo plenary'],
  ['SQL', "'; DROP TABLE facts; -- when was the plenary' OR 1=1"],
  ['a path', '../../../../etc/passwd'],
  ['JSON', '{"q": "when was the plenary?", "status": "answered"}'],
  ['a template', `{subject} {value} [{values}] $${'{process.exit(1)}'} %s %n`],
  ['a regular expression', '(a+)+$ [^]* \\1 (?<=x)'],
  ['very large numbers', `the ${'9'.repeat(400)}th plenary in 99999999999999999999 and 1e309`],
  ['dates that cannot be', 'what was signed on 31 February 2024, 2024-13-45 and 00/00/0000?'],
  ['Roman numerals', 'when was the MMMMCMXCIXth plenary?'],
  ['Chinese', '第二十四次粵港合作聯席會議是哪天舉行的？'],
  ['Arabic', 'متى عقد الاجتماع؟'],
  ['emoji only', '🎉🎉🎉'],
]);

describe('nasty messages', () => {
  test.each([...NASTIES])('%s', (_, text) => {
    const { conversation } = holds(text);
    holds(text, conversation);
    plenary.explain(text);
  });

  test('leave the bot as it was', () => {
    const question = questions[0]!;
    const before = plenary.plain(plenary.answer(question).answer);
    for (const text of NASTIES.values()) plenary.answer(text);
    expect(plenary.plain(plenary.answer(question).answer)).toBe(before);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test('never steer a reply: what is typed comes back, if at all, as words', () => {
    for (const text of [NASTIES.get('control characters')!, NASTIES.get('right-to-left marks')!])
      expect(plenary.plain(plenary.answer(text).answer)).toSatisfy((plain: string) =>
        [...plain].every((c) => c === '\n' || (c >= ' ' && !'\u202e\u2066'.includes(c))),
      );
  });

  test.each(['__proto__', 'constructor', 'toString', 'x'])('no card, look-up or completion is shaken by %s', (name) => {
    expect(plenary.card(name)).toBeUndefined();
    expect(plenary.complete(name).length).toBeLessThanOrEqual(25);
    const { page, pages } = plenary.lookUp({ words: name, party: name, area: name, page: Number.MAX_SAFE_INTEGER });
    expect(page).toBeLessThanOrEqual(pages);
    expect(typeof plenary.wording(name)).toBe('string');
  });
});

describe('any message', () => {
  // The same inputs on every run: a test that fails by chance helps nobody.
  const same = { seed: 20240712 };

  test('of any characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => void holds(text)),
      { ...same, numRuns: 200 },
    );
  });

  test('of any code units, halves of characters too', () => {
    const units = fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 200 });
    fc.assert(
      fc.property(units, (codes) => void holds(String.fromCharCode(...codes))),
      { ...same, numRuns: 100 },
    );
  });

  test('of words that people use here, in any order, up to a long message', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 80 }), (picked) => void holds(picked.join(' '))),
      { ...same, numRuns: 100 },
    );
  });

  test('that is a question with any text put into it', () => {
    const broken = fc
      .tuple(fc.constantFrom(...questions), fc.string({ unit: 'grapheme', maxLength: 20 }), fc.nat())
      .map(([q, put, at]) => q.slice(0, at % (q.length + 1)) + put + q.slice(at % (q.length + 1)));
    fc.assert(
      fc.property(broken, (text) => void holds(text)),
      { ...same, numRuns: 150 },
    );
  });

  test('in any conversation', () => {
    const talk = fc.array(
      fc.oneof(fc.constantFrom(...questions), fc.constantFrom('where?', 'who?', 'and the 23rd?', 'why')),
      {
        minLength: 1,
        maxLength: 6,
      },
    );
    fc.assert(
      fc.property(talk, (messages) => {
        let conversation: Conversation | undefined;
        for (const text of messages) ({ conversation } = holds(text, conversation));
      }),
      { ...same, numRuns: 60 },
    );
  });

  test('is answered the same way twice', () => {
    fc.assert(
      fc.property(fc.constantFrom(...questions), (text) => {
        expect(plenary.answer(text).answer).toEqual(plenary.answer(text).answer);
      }),
      { ...same, numRuns: 60 },
    );
  });
});

describe('a message of a thread', () => {
  const kept = new Map<string, Conversation>();
  const store = {
    conversation: async (thread: string): Promise<Conversation | undefined> => kept.get(thread),
    remember: async (thread: string, conversation: Conversation): Promise<void> => void kept.set(thread, conversation),
  };

  test('is a reply or silence, whatever it is and however it came', async () => {
    const addressed = fc.constantFrom<Message['addressed']>('mention', 'direct', 'command', 'thread');
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary', maxLength: 100 }),
        addressed,
        fc.boolean(),
        async (text, how, others) => {
          const received: Received = await plenary.receive(store, {
            thread: 'a:b',
            text,
            addressed: how,
            mentionsOthers: others,
          });
          if (how !== 'thread') expect(received.kind).toBe('reply');
          else expect(['reply', 'silence']).toContain(received.kind);
        },
      ),
      { seed: 20240712, numRuns: 60 },
    );
  });
});

describe('replies are no longer than stated', () => {
  test('to any question here', () => {
    const longest = Math.max(...questions.map((q) => plenary.plain(plenary.answer(q).answer).length));
    expect(longest).toBeLessThanOrEqual(LONGEST_REPLY);
  });

  test('to a question that sweeps a whole class of things, alone or in a conversation', () => {
    const { conversation } = plenary.answer('who is the Mayor of Beijing?');
    const nouns = [...knowledge.classes.values()].flatMap((c) => c.words.en ?? []);
    for (const noun of nouns)
      for (const q of [`which ${noun}?`, `which ${noun}s?`, `list all ${noun}`, `${noun}s?`]) {
        holds(q);
        holds(q, conversation);
      }
  });
});
