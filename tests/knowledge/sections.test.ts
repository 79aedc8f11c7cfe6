import { describe, expect, it } from 'vitest';
import { cutSections } from '../../src/knowledge/sections.ts';
import type { SourceDocument } from '../../src/model/fact.ts';

const document = (...starts: (readonly [at: string, starts: string])[]): SourceDocument => ({
  id: '900',
  title: 'Ferry talks',
  issuer: 'Harbour Board',
  kind: 'press release',
  language: 'en',
  trust: { level: 'high', why: 'made up' },
  sha256: '',
  sections: starts.map(([at, s]) => ({ at, starts: s, gist: at })),
});

const TEXT =
  'Ferry talks held\n\nFerry Co-operation\n\ufffd\ufffd\ufffd\n\n\u00a0 \u00a0 The\u00a0Board met “Quay\u00a0Nine”.\n\nIt agreed.\n\nRelated Articles\nOther news';

const places = (d: SourceDocument, text = TEXT): ReadonlyMap<string, string> => {
  const cut = cutSections(text, d);
  if ('faults' in cut) throw new Error(JSON.stringify(cut.faults));
  return cut.places;
};
const faults = (d: SourceDocument, text = TEXT): string[] => {
  const cut = cutSections(text, d);
  return 'faults' in cut ? cut.faults.map((f) => `${f.at}: ${f.message}`) : [];
};

describe('cutting a text into sections', () => {
  it('goes from one start up to the next, and leaves nothing out', () => {
    const cut = places(
      document(['headline', 'Ferry talks'], ['para 1', 'Ferry Co-operation'], ['furniture', 'Related Articles']),
    );
    expect([...cut.keys()]).toEqual(['headline', 'para 1', 'furniture']);
    expect([...cut.values()].join('')).toBe(TEXT);
    expect(cut.get('furniture')).toBe('Related Articles\nOther news');
  });

  it('finds a start across no-break spaces, ruled lines, quotation marks and hyphens', () => {
    const cut = places(
      document(['headline', 'Ferry talks'], ['para 1', 'Ferry cooperation The Board met "Quay Nine"']),
    );
    expect(cut.get('para 1')).toMatch(/^Ferry Co-operation/);
  });

  it('tells of a start that the text does not have', () => {
    expect(faults(document(['headline', 'Ferry talks'], ['para 1', 'Tram co-operation']))).toEqual([
      'para 1: the text has no "Tram co-operation"; write the first words of the section as they stand in the text',
    ]);
  });

  it('tells of a start that stands twice', () => {
    expect(faults(document(['headline', 'Ferry']))[0]).toContain('stands more than once');
  });

  it('tells of sections out of order', () => {
    const turned = document(
      ['headline', 'Ferry talks'],
      ['furniture', 'Related Articles'],
      ['para 1', 'The Board met'],
    );
    expect(faults(turned)[0]).toMatch(/^para 1: .*in the order of the text/);
  });

  it('tells of text in front of the first section, and of a name used twice', () => {
    expect(faults(document(['para 1', 'The Board met']))[0]).toContain('goes on before it');
    expect(faults(document(['para 1', 'Ferry talks'], ['para 1', 'The Board met']))[0]).toContain('two sections');
  });
});
