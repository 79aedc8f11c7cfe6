/** How it is decided what to tell: what fits best is weighed first, and what it leaves over decides how it is told. */
import { describe, expect, test } from 'vitest';
import { plenary } from '../plenary.ts';

const told = (question: string) => {
  const { answer } = plenary.answer(question);
  return { status: answer.status, text: plenary.plain(answer), facts: answer.facts, sources: answer.sources };
};

describe('where it stands decides which facts count', () => {
  test.each([
    ['LegCo paper', '002', /nine/],
    ['web page', '001', /ten/],
  ])('the %s is asked, so it speaks first; those that differ stand beside it', (name, document, count) => {
    const { sources, text } = told(`How many co-operation mechanisms are there, according to the ${name}?`);
    expect(sources[0]?.document).toBe(document);
    expect(text.split('\n')[0]).toMatch(count);
  });

  test('whoever speaks in a document stands for it', () => {
    const { sources } = told('What does Kingsley Wong say about electric vehicles?');
    expect(new Set(sources.map((s) => s.document))).toEqual(new Set(['003']));
  });
});

describe('what is left over is never passed over', () => {
  test('a word that says nothing here is named', () => {
    const { status, text } = told('How many Hong Kong private cars have joined Northbound Travel via zyxwvu?');
    expect(status).not.toBe('answered');
    expect(text.includes('65 000') ? text : 'zyxwvu').toContain('zyxwvu');
  });

  test.each([
    'When was the 31st Guangdong plenary held?',
    'Who chaired the Hong Kong/Tianjin Co-operation Conference?',
    'What was signed at the Shanghai session in 1997?',
  ])('a number, a name or a day that no fact has: %s', (question) => {
    expect(told(question).status).not.toBe('answered');
  });

  test('a list that is counted wrongly is told with its number', () => {
    const { status, text } = told('Name the eight agreements signed after the 24th Plenary.');
    expect(status).toBe('corrected');
    expect(text).toMatch(/six/i);
  });

  test.each([
    ['When did HKUST open the Zhuhai campus?', 'Zhuhai', 'Guangzhou'],
    ["What was the Airport Authority's memorandum with the Macao government about?", 'Macao government', 'Zhuhai'],
  ])('another place than that of the nearest fact is named with what is so: %s', (question, said, so) => {
    const { status, text } = told(question);
    expect(status).toBe('corrected');
    expect(text).toContain(`“${said}”`);
    expect(text).toContain(so);
  });
});

describe('somebody whom the documents name', () => {
  test.each(['How old is Guo Ningning?', "What's Wang Weizhong's favourite dish?"])(
    'is never another matter, only not told of in them: %s',
    (question) => {
      const { status, text } = told(question);
      expect(status).toBe('unknown');
      expect(text).toMatch(/Fujian|Guangdong/);
    },
  );
});

describe('what may be meant is asked', () => {
  test('a mayor without a city', () => {
    const { status, text } = told('What is the mayor called?');
    expect(status).toBe('clarify');
    for (const city of ['Shenzhen', 'Beijing', 'Shanghai']) expect(text).toContain(city);
  });

  test('a question back is short', () => {
    for (const question of [
      'When was the plenary?',
      'Which agreement was on education?',
      'What about the pilot scheme?',
    ]) {
      const { status, text } = told(question);
      if (status === 'clarify') expect(text.length, question).toBeLessThanOrEqual(1_200);
    }
  });
});

describe('what is ours', () => {
  test.each(['Where can I top up my Octopus card in Hong Kong?', 'Is there a better bus I should take?'])(
    'a question about the asker is not, without a name of ours: %s',
    (question) => {
      expect(['off_topic', 'unknown']).toContain(told(question).status);
    },
  );

  test('a place alone does not make it ours', () => {
    expect(['off_topic', 'unknown']).toContain(told('What is the best dim sum place in Guangzhou?').status);
  });
});

test('what is said is told before what is left out', () => {
  const { text } = told('When is the HKTDC centre in Futian to open?');
  expect(text).toMatch(/third quarter of 2024/);
});
