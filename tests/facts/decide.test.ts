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

describe('what is taken as known', () => {
  test.each([
    ['a post that several hold', 'Who is the Acting Secretary?', ['Bernard Chan', 'Diane Wong']],
    ['a noun', 'When was the exam?', ['Legal Professional', 'Diploma of Secondary Education']],
    ['institutes', 'When will the institute be set up?', ['Building Technology', 'Clinical Trial']],
    ['first meetings', 'when was the inaugural meeting?', ['Chongqing', 'Organising Committee']],
  ])('%s: asked back with each', (_, question, each) => {
    const { status, text } = told(question);
    expect(status).toBe('clarify');
    for (const one of each) expect(text).toContain(one);
  });

  test('a month: its events, in their order', () => {
    const { status, text } = told('what happened in november');
    expect(status).toBe('answered');
    expect(text.indexOf('29 November 2023')).toBeGreaterThan(-1);
    expect(text.indexOf('9 to 21 November 2025')).toBeGreaterThan(text.indexOf('29 November 2023'));
  });

  test.each(['how long is the school year', 'are the schools closed', 'what happened in 1998'])(
    'other matters stay outside: %s',
    (question) => {
      expect(told(question).status).toBe('off_topic');
    },
  );
});

describe('what is wrong here', () => {
  test('is told where it is right', () => {
    const { status, text } = told('What part did Yang Wanming play at the Chongqing meeting on 11 May 2023?');
    expect(status).toBe('corrected');
    expect(text).toContain('“Yang Wanming”');
    expect(text).toMatch(/Yang Wanming attended the 23rd Plenary/);
  });

  test('a name that is a phrase is read by its words where another thing is meant', () => {
    const { status, text } = told('When was the 23rd plenary in Guangzhou?');
    expect(status).toBe('corrected');
    expect(text).toMatch(/“Guangzhou”.*23rd Plenary.*in Hong Kong, on 21 March 2023/);
  });

  test('another province has no share in an agreement for standing beside it in the paper', () => {
    expect(told('which Jiangsu bodies signed the equine sports agreement with us?').status).toBe('corrected');
  });
});

describe('of somebody', () => {
  test('what they did comes before their post', () => {
    expect(told('what did Yin Yong sign').text).toMatch(
      /^(?:I am not sure.*\n• )?The Mayor of Beijing, Mr Yin Yong, signed/,
    );
  });
});

describe('what is left out', () => {
  test('is said where just that is asked of a name', () => {
    const { status, text } = told('exact names of the five documents signed at the 23rd plenary?');
    expect(['partial', 'unknown']).toContain(status);
    expect(text).toMatch(/do not give the titles/);
  });

  test('the next in a row is not a false claim', () => {
    expect(told('When will the fifth GBA legal exam be held?').status).toBe('unknown');
  });
});

describe('slips', () => {
  test.each([
    ['letters that have changed places in a name', 'erick tsnag - whats his title', /Erick Tsang/],
    ['a full name run together', 'yinyong is mayorof wich citty', /Yin Yong: Mayor of Beijing/],
    ['an ordinal run into its noun', '24thplenary date', /24th Plenary .* 12 July 2024/],
  ])('%s', (_, question, expected) => {
    expect(told(question).text).toMatch(expected);
  });
});

describe('two sentences', () => {
  test('a bare question asks about what the other says', () => {
    expect(told('One of the platforms on the CMAB page is with the other SAR. What is it called?').text).toMatch(
      /Macao/,
    );
  });

  test('what is asked back is not declined as well', () => {
    const { status } = told(
      "HK's law officers put out something about bay area justice for the first time in spring 2024. What's it called?",
    );
    expect(status).toBe('clarify');
  });
});

test('"up to" a day: what a document tells, it tells up to its own', () => {
  const { text } = told('how many times has the GBA legal exam been held up to July 2024');
  expect(text).toMatch(/four times/);
});
