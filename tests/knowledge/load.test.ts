import { describe, expect, it } from 'vitest';
import { readKnowledge } from '../../adapters/files/read.ts';
import { loadKnowledge, type SourceFile } from '../../src/index.ts';

const REAL = readKnowledge();
const PLACES = 'knowledge/entities/place/made-up.yaml';

/** The faults of the real knowledge with one more file, as `file:line:column message`. */
function faultsWith(...more: SourceFile[]): string[] {
  const loaded = loadKnowledge([...REAL, ...more]);
  return 'faults' in loaded ? loaded.faults.map((f) => `${f.file}:${f.line}:${f.column} ${f.message}`) : [];
}

describe('loading the knowledge', () => {
  it('finds no fault in what is kept', () => {
    expect(faultsWith()).toEqual([]);
  });

  it('is the same for the same files in any order', () => {
    const version = (files: SourceFile[]): string => {
      const loaded = loadKnowledge(files);
      return 'knowledge' in loaded ? loaded.knowledge.version : 'faulty';
    };
    expect(version([...REAL].reverse())).toBe(version(REAL));
    expect(version([...REAL, { path: PLACES, text: 'moon: { name: { en: Moon } }' }])).not.toBe(version(REAL));
  });

  it('tells all faults at once, each with its place and what to write instead', () => {
    const faults = faultsWith({
      path: PLACES,
      text: [
        'moon:',
        '  name: { en: Moon }',
        '  is: [provinse]',
        '  facts:',
        '    - { role: plase, value: place/hong-kong, from: 002 para 3 }',
        '    - { role: part-of, value: place/hong-kng, from: 002 para 3 }',
        '    - { role: part-of, value: place/hong-kong, from: 002 para 333 }',
        '    - { role: date, value: 2024-13-40, from: 002 para 3 }',
        '    - { role: detail, from: 009 para 1, gist: { en: x }, colour: red }',
      ].join('\n'),
    });
    expect(faults.join('\n')).toMatch(/made-up.yaml:9:\d+ .*colour/);
    const linked = faultsWith({
      path: PLACES,
      text: [
        'moon:',
        '  name: { en: Moon }',
        '  is: [provinse]',
        '  facts:',
        '    - { role: plase, value: place/hong-kong, from: 002 para 3 }',
        '    - { role: part-of, value: place/hong-kng, from: 002 para 3 }',
        '    - { role: part-of, value: place/hong-kong, from: 002 para 333 }',
        '    - { role: date, value: 2024-13-40, from: 002 para 3 }',
      ].join('\n'),
    }).join('\n');
    expect(linked).toMatch(/made-up.yaml:3:\d+ "provinse" is no class \(did you mean "province"\?\)/);
    expect(linked).toMatch(/made-up.yaml:5:\d+ "plase" is no role \(did you mean "place"\?\)/);
    expect(linked).toMatch(
      /made-up.yaml:6:\d+ there is no entity "place\/hong-kng" \(did you mean "place\/hong-kong"\?\)/,
    );
    expect(linked).toMatch(/made-up.yaml:7:\d+ document 002 has no place "para 333"/);
    expect(linked).toMatch(/made-up.yaml:8:\d+ "2024-13-40" is no date/);
  });

  it('refuses an alias that means two things without saying so', () => {
    const faults = faultsWith({ path: PLACES, text: 'moon: { name: { en: Moon }, aliases: { en: [Guangzhou] } }' });
    expect(faults.join('\n')).toContain('"guangzhou" also means place/guangzhou');
  });

  it('says where a file is not YAML', () => {
    expect(faultsWith({ path: PLACES, text: 'moon: [' }).join('\n')).toMatch(
      /made-up.yaml:\d+:\d+ not readable as YAML/,
    );
  });
});
