/** "Why this answer?" as a person reads it. */
import { describe, expect, it } from 'vitest';
import { explainInBlocks } from '../../adapters/shared/why.ts';
import { plenary } from '../plenary.ts';

const read = (question: string): string[] =>
  explainInBlocks(plenary.explain(question), plenary).flatMap((b) =>
    b.type === 'text' ? [b.text] : b.type === 'list' ? b.items : [],
  );

describe('why this answer', () => {
  it('tells names by their names, the words of one name together, and what carries no meaning at the end', () => {
    const lines = read('when was the 24th Guangdong plenary?');
    expect(lines[0]).toBe('How “when was the 24th Guangdong plenary?” was read (it asks when):');
    expect(lines).toContain(
      '24th guangdong plenary: 24th Plenary of the Hong Kong/Guangdong Co-operation Joint Conference (meeting/guangdong-24)',
    );
    expect(lines.find((l) => l.startsWith('carries no meaning'))).toMatch(/\bwas\b.*\bthe\b/);
  });

  it('tells what a misspelt word was taken for, and names of which nothing is known', () => {
    const lines = read('who is the mayor of Shangai or Kyoto?').join('\n');
    expect(lines).toContain('shanghai (typed “shangai”)');
    expect(lines).toContain('a name of which nothing is known here');
  });

  it('gives the facts, where they stand, the status and the version of the knowledge', () => {
    const lines = read('when was the 24th Guangdong plenary?');
    expect(lines.some((l) => l.startsWith('meeting/guangdong-24#'))).toBe(true);
    expect(lines).toContain('004 para 1: the press release on the 24th Guangdong plenary');
    expect(lines.at(-1)).toBe(`Status: answered. Knowledge ${plenary.version}.`);
  });
});
