import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { coverage, verify } from '../../adapters/terminal/keepers.ts';
import { type Evidence, imprint, imprintEvidence, normalise, textEvidence } from '../../src/knowledge/evidence.ts';
import { loadKnowledge } from '../../src/knowledge/load.ts';
import {
  formatFinding,
  MOST_EXCEPTIONS,
  type Sections,
  type Verification,
  verifyFacts,
} from '../../src/knowledge/verify.ts';
import type { Fact, Knowledge } from '../../src/model/fact.ts';

const PLACES: Readonly<Record<string, string>> = {
  'para 1':
    'The Mayor of Eastport, Ms Ada Quill, and Mr Ben Rook met at Quay\u00a0Nine on 4 May 2031. They signed three ferry co-operation agreements; two piers will carry 65\u00a0000 passengers, about 40 per cent of all.',
  'para 2':
    'In April this year the EastportHarbour Board announced the "calm water" plan, from June 9 to 12, 2031. In March and October of 2030 it had met Mr Ben Stone.',
};

const SEED = `
id: "900"
title: Ferry talks
issuer: Harbour Board
kind: press release
date: "2031-05-04"
language: en
trust: { level: high, why: made up }
sha256: ${'a'.repeat(64)}
sections:
  - { at: para 1, starts: The Mayor, gist: meeting }
  - { at: para 2, starts: In April, gist: plan }
`;
const ROLES = `
held: { of: any, answers: [when], cues: { en: [held] } }
chair: { of: any, answers: [who], cues: { en: [chair] } }
figure: { of: any, answers: [number], cues: { en: [figure] } }
quote: { of: any, answers: [what], cues: { en: [quote] } }
detail: { of: any, answers: [what], cues: { en: [detail] } }
`;
const PERSONS = `
ada-quill: { name: { en: Ada Quill } }
ben-rook: { name: { en: Ben Rook } }
ben-stone: { name: { en: Ben Stone } }
cleo-marsh: { name: { en: Cleo Marsh } }
`;
const OTHERS: Readonly<Record<string, string>> = {
  place: 'eastport: { name: { en: Eastport } }\nwestport: { name: { en: Westport } }',
  organisation:
    'harbour-board: { name: { en: Eastport Harbour Board }, aliases: { en: [EHB] } }\neastport-government: { name: { en: Eastport Municipal Government } }\nwestport-government: { name: { en: Westport Municipal Government } }',
};

/** Knowledge with one meeting that has these facts, each in YAML flow style. */
function knowledgeOf(...facts: readonly string[]): Knowledge {
  const loaded = loadKnowledge([
    { path: 'seeds/900.yaml', text: SEED },
    { path: 'knowledge/roles.yaml', text: ROLES },
    { path: 'knowledge/entities/person/p.yaml', text: PERSONS },
    ...Object.entries(OTHERS).map(([kind, text]) => ({ path: `knowledge/entities/${kind}/o.yaml`, text })),
    {
      path: 'knowledge/entities/meeting/m.yaml',
      text: `ferry:\n  name: { en: Ferry talks }\n  facts:\n${facts.map((f) => `    - ${f}\n`).join('')}`,
    },
  ]);
  if ('faults' in loaded) throw new Error(JSON.stringify(loaded.faults));
  return loaded.knowledge;
}

const sectionsBy = (evidence: (text: string) => Evidence): Sections =>
  new Map([['900', new Map(Object.entries(PLACES).map(([at, text]) => [at, evidence(text)]))]]);
const TEXTS = sectionsBy(textEvidence);
const RECORD = sectionsBy((text) => imprintEvidence(imprint(text)));

/** What is missing, as `what wanted`; the record has to say the same as the texts. */
function check(...facts: readonly string[]): Verification {
  const knowledge = knowledgeOf(...facts);
  const verification = verifyFacts(knowledge, TEXTS);
  expect(verifyFacts(knowledge, RECORD)).toEqual(verification);
  return verification;
}
const missing = (...facts: readonly string[]): string[] =>
  check(...facts).unverified.flatMap((u) => u.missing.map((m) => `${m.what} ${m.wanted}`));

describe('normal form', () => {
  it('evens out what the copies spoil', () => {
    expect(normalise('“Co-operation”')).toBe(normalise('cooperation'));
    expect(normalise('over 65\u00a0000')).toBe(normalise('over 65,000'));
    expect(normalise('EastportHarbour')).toBe('eastport harbour');
    expect(normalise('Eastport’s 40%')).toBe('eastport 40 per cent');
    expect(normalise('Eastport-West Quay/Pier')).toBe('eastport west quay pier');
  });

  it('keeps words apart that differ', () => {
    expect(textEvidence('the science of quays').stands('CE')).toBe(false);
    expect(textEvidence('1650 ships').stands('650')).toBe(false);
    expect(textEvidence('anything').stands('')).toBe(false);
  });
});

describe('the record', () => {
  it('answers as the text does, holds no word of it, and has each hash once', () => {
    const hashes = imprint(PLACES['para 1'] ?? '');
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(hashes.every((h) => /^[0-9a-f]{8}$/.test(h))).toBe(true);
    const record = imprintEvidence(hashes);
    for (const phrase of ['Ada Quill', '4 May 2031', 'They signed three ferry co-operation agreements', '65 000'])
      expect(record.stands(phrase), phrase).toBe(true);
    for (const phrase of ['Ada Rook', '5 May 2031', 'They signed four ferry co-operation agreements', '66 000', ''])
      expect(record.stands(phrase), phrase).toBe(false);
  });
});

describe('what a fact claims stands in its place', () => {
  it('keys, letter for letter, hyphen or not', () => {
    expect(
      missing('{ role: detail, from: 900 para 1, gist: { en: They signed. }, keys: [ferry cooperation agreements] }'),
    ).toEqual([]);
    expect(
      missing('{ role: detail, from: 900 para 1, gist: { en: They signed. }, keys: [ferry co-operation pacts] }'),
    ).toEqual(['key ferry co-operation pacts']);
  });

  it('a key in one of several places, and where else one stands', () => {
    const fact = (from: string): string =>
      `{ role: detail, from: ${from}, gist: { en: It was announced. }, keys: [calm water] }`;
    expect(missing(fact('[900 para 1, 900 para 2]'))).toEqual([]);
    const [found] = check(fact('900 para 1')).unverified;
    expect(found && formatFinding(found)).toEqual([
      'knowledge/entities/meeting/m.yaml:4 the key "calm water" does not stand in 900 para 1 (it stands in 900 para 2); write the key letter for letter as it is printed there',
    ]);
  });

  it('numbers, as digits, in groups, as words', () => {
    expect(
      missing('{ role: figure, value: 3, from: 900 para 1 }', '{ role: figure, value: 65000, from: 900 para 1 }'),
    ).toEqual([]);
    expect(missing('{ role: figure, value: 66000, from: 900 para 1 }')).toEqual(['number 66000']);
    expect(missing('{ role: figure, value: { number: 40, percent: true }, from: 900 para 1 }')).toEqual([]);
    expect(missing('{ role: figure, value: { number: 3, percent: true }, from: 900 para 1 }')).toEqual(['number 3']);
  });

  it('the number of the key, though another one stands there too', () => {
    const fact = (n: number): string =>
      `{ role: figure, value: ${n}, from: 900 para 1, keys: [three ferry co-operation agreements] }`;
    expect(missing(fact(3))).toEqual([]);
    expect(missing(fact(2))).toEqual(['number in the keys 2']);
  });

  it('days, months and years', () => {
    const held = (date: string, place: string): string => `{ role: held, value: ${date}, from: 900 para ${place} }`;
    expect(missing(held('2031-05-04', '1'), held('2030-10', '2'), held('2031-06-09..2031-06-12', '2'))).toEqual([]);
    expect(missing(held('2031-05-05', '1'))).toEqual(['day 5 may']);
    expect(missing(held('2032-05-04', '1'))).toEqual(['year 4 may 2032']);
    expect(missing(held('2031-06-09..2031-06-13', '2'))).toEqual(['day 13 june']);
    // 2031 and April both stand there, but what stands is "April this year".
    expect(missing(held('2031-04', '2'))).toEqual(['year april 2031']);
  });

  it('names of values, of those beside them, and of speakers', () => {
    const chair = (who: string): string => `{ role: chair, value: person/${who}, from: 900 para 1 }`;
    expect(missing(chair('ada-quill'), '{ role: chair, value: organisation/harbour-board, from: 900 para 2 }')).toEqual(
      [],
    );
    expect(missing(chair('cleo-marsh'))).toEqual(['name Cleo Marsh']);
    expect(missing('{ role: figure, value: 3, with: { side: place/westport }, from: 900 para 1 }')).toEqual([
      'name Westport',
    ]);
    expect(missing('{ role: figure, value: 3, by: person/cleo-marsh, from: 900 para 1 }')).toEqual(['name Cleo Marsh']);
  });

  it('a place for its government, and not another', () => {
    const chair = (of: string): string => `{ role: chair, value: organisation/${of}-government, from: 900 para 1 }`;
    expect(missing(chair('eastport'))).toEqual([]);
    expect(missing(chair('westport'))).toEqual(['name Westport Municipal Government']);
  });

  it('quotations word for word', () => {
    expect(missing('{ role: quote, value: { en: calm water }, from: 900 para 2 }')).toEqual([]);
    expect(missing('{ role: quote, value: { en: still water }, from: 900 para 2 }')).toEqual(['quotation still water']);
  });
});

describe('numbers and names in a gist', () => {
  const gist = (text: string): string[] => missing(`{ role: detail, from: 900 para 1, gist: { en: "${text}" } }`);

  it('stand there, or are of the subject, the document or its date', () => {
    expect(
      gist('Ada Quill and Mr Rook signed three agreements at the Ferry talks of the Harbour Board in May 2031.'),
    ).toEqual([]);
    expect(gist('They signed seven agreements.')).toEqual(['number in the gist seven']);
    expect(gist('About 45 per cent of passengers.')).toEqual(['number in the gist 45']);
    expect(gist('Ada Quill met Cleo Marsh there.')).toEqual(['name in the gist cleo marsh']);
  });

  it('are not put together from halves of two names', () => {
    expect(gist('There she met Ben Quill.')).toEqual(['name in the gist ben quill']);
  });

  it('may be names of what stands there under another name, and no name at the start of a sentence', () => {
    expect(missing('{ role: detail, from: 900 para 2, gist: { en: "Plans came from the EHB." } }')).toEqual([]);
    expect(gist('Afterwards they signed. Passengers followed.')).toEqual([]);
    expect(gist('Westport was there.')).toEqual(['name in the gist westport']);
  });
});

describe('exceptions', () => {
  const year = 'inferred: the text prints "April this year"';

  it('counts a reason that is needed, and only that', () => {
    const needed = check(`{ role: held, value: 2031-04, from: 900 para 2, ${year} }`);
    expect(needed.unverified).toEqual([]);
    expect(needed.exceptions.map((e) => [e.by, e.missing[0]?.wanted])).toEqual([['inferred', 'april 2031']]);
    expect(check('{ role: held, value: 2031-05-04, from: 900 para 1, inferred: for nothing }').exceptions).toEqual([]);
  });

  it('does not excuse a key, a quotation or a day', () => {
    expect(missing(`{ role: held, value: 2031-05, from: 900 para 2, ${year} }`)).toEqual(['day may']);
    expect(missing(`{ role: held, value: 2031-04, from: 900 para 2, ${year}, keys: [rough water] }`)).toContain(
      'key rough water',
    );
    expect(
      missing('{ role: quote, value: { en: still water }, from: 900 para 2, inferred: so it seems }'),
    ).toHaveLength(1);
  });

  it('excuses in a gist only what the reason speaks of', () => {
    const fact = (reason: string): string =>
      `{ role: detail, from: 900 para 1, gist: { en: "Five came." }, inferred: ${reason} }`;
    expect(missing(fact('counted as five'))).toEqual([]);
    expect(missing(fact('counted'))).toEqual(['number in the gist five']);
  });

  it('takes "unverified" for anything, as an exception', () => {
    const knowledge = knowledgeOf(
      '{ id: odd, role: detail, from: 900 para 1, gist: { en: They met. }, keys: [rough water] }',
    );
    const odd: Fact & { unverified: string } = { ...knowledge.facts.get('odd')!, unverified: 'seen on a photo' };
    const verification = verifyFacts({ ...knowledge, facts: new Map([['odd', odd]]) }, TEXTS);
    expect(verification.unverified).toEqual([]);
    expect(verification.exceptions[0]).toMatchObject({ by: 'unverified', reason: 'seen on a photo' });
  });

  it('passes at one in twenty facts and fails above', () => {
    const exception = `{ role: held, value: 2031-04, from: 900 para 2, ${year} }`;
    const plain = (n: number): string[] =>
      Array.from({ length: n }, () => '{ role: figure, value: 3, from: 900 para 1 }');
    expect(MOST_EXCEPTIONS).toBe(0.05);
    expect(check(exception, ...plain(19))).toMatchObject({ share: 0.05, passed: true });
    expect(check(exception, ...plain(18))).toMatchObject({ passed: false, unverified: [] });
  });

  it('fails a fact whose section nobody read', () => {
    const knowledge = knowledgeOf('{ role: figure, value: 3, from: 900 para 1 }');
    expect(verifyFacts(knowledge, new Map()).unverified[0]?.missing[0]?.what).toBe('section');
  });
});

describe('the keepers\u2019 commands', () => {
  let home = '';
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'keepers-'));
    await mkdir(join(home, 'seeds'));
    await mkdir(join(home, 'texts'));
    await writeFile(join(home, 'seeds', '900.yaml'), SEED);
    await writeFile(join(home, 'texts', 'ferry.txt'), TEXT);
  });
  afterAll(() => rm(home, { recursive: true }));

  const TEXT = Object.values(PLACES).join('\n\n');
  const registered = (...facts: readonly string[]): Knowledge => {
    const knowledge = knowledgeOf(...facts);
    const document = knowledge.documents.get('900')!;
    const sha256 = createHash('sha256').update(TEXT).digest('hex');
    return { ...knowledge, documents: new Map([['900', { ...document, sha256 }]]) };
  };
  const run = async (knowledge: Knowledge, options: { dir?: string; record?: boolean }) => {
    const lines: string[] = [];
    const code = await verify(knowledge, { ...options, seeds: join(home, 'seeds') }, (line) => lines.push(line));
    return { code, lines };
  };
  const three = '{ role: figure, value: 3, from: 900 para 1 }';
  const seven = '{ role: figure, value: 7, from: 900 para 1 }';

  it('asks for the record while there is none, records, and then needs no texts', async () => {
    const before = await run(registered(three), {});
    expect(before.code).toBe(1);
    expect(before.lines[0]).toContain('there is no record of document 900; run "npm run verify -- DIR --record"');

    expect(await run(registered(three), { dir: join(home, 'texts'), record: true })).toMatchObject({ code: 0 });
    const after = await run(registered(three), {});
    expect(after).toMatchObject({ code: 0 });
    expect(after.lines.at(-1)).toBe(
      '1 fact: 0 unverified, 0 exceptions (0 inferred, 0 declared unverified), 0.0% of facts, at most 5.0%',
    );
    const changed = await run(registered(seven), {});
    expect(changed.code).toBe(1);
    expect(changed.lines[0]).toContain('the number "7" does not stand in 900 para 1');
  });

  it('tells of a text that is not the registered one', async () => {
    const other = join(home, 'other');
    await mkdir(other);
    await writeFile(join(other, '900.txt'), TEXT.replace('three', 'seven'));
    const { code, lines } = await run(registered(three), { dir: other });
    expect(code).toBe(1);
    expect(lines[0]).toMatch(/^seeds\/900.yaml 900.txt is another text/);
    expect(lines[1]).toContain('the number "3" does not stand in 900 para 1');
  });

  it('coverage wants a fact or a reason for each section, and not both', async () => {
    const lines: string[] = [];
    const covered = (knowledge: Knowledge) => coverage(knowledge, (line) => lines.push(line), join(home, 'seeds'));
    const both = registered(three, '{ role: quote, value: { en: calm water }, from: 900 para 2 }');
    expect(await covered(both)).toBe(0);
    expect(lines).toContain('  para 1       1');
    expect(await covered(registered(three))).toBe(1);
    expect(lines).toContain(
      'seeds/900.yaml:12 no fact cites "para 2"; add one, or say with "none:" why there can be none',
    );
    const document = both.documents.get('900')!;
    const sections = document.sections.map((s) => ({ ...s, none: 'furniture' }));
    expect(await covered({ ...both, documents: new Map([['900', { ...document, sections }]]) })).toBe(1);
  });
});
