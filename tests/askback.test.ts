import { expect, it } from 'vitest';
import { readKnowledge } from '../adapters/files/read.ts';
import { findUnasked } from '../src/askback.ts';
import { loadKnowledge } from '../src/index.ts';
import { compileEngine } from '../src/knowledge/compile.ts';

/** Facts that no question of their own brings back yet, in parts of all. It may only fall. */
const MOST_UNASKED = 0.08;

it('brings back nearly every fact by a question in its own words', () => {
  const loaded = loadKnowledge(readKnowledge());
  if ('faults' in loaded) throw new Error('faulty knowledge');
  const unasked = findUnasked(compileEngine(loaded.knowledge));
  expect(
    unasked.length / loaded.knowledge.facts.size,
    unasked.map((u) => `${u.fact.id}: ${u.question}`).join('\n'),
  ).toBeLessThan(MOST_UNASKED);
}, 240_000);
