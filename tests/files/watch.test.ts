/** Edits of the knowledge while the bot runs: taken over when they are good, told when they are not. */
import { cpSync, mkdtempSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PROJECT, readKnowledge } from '../../adapters/files/read.ts';
import { type Edit, type KnowledgeWatch, watchKnowledge } from '../../adapters/files/watch.ts';
import { type FaultyEdit, keepKnowledge } from '../../adapters/shared/edits.ts';
import { readHealth } from '../../adapters/shared/health.ts';
import { createLog } from '../../adapters/shared/log.ts';
import { createPlenary, loadKnowledge, type Plenary } from '../../src/index.ts';

const WHEN = 'when was the 24th Guangdong plenary?';
const MEETINGS = join('knowledge', 'entities', 'meeting');

/** A folder of knowledge of its own, to be edited. */
function copyKnowledge(): string {
  const root = mkdtempSync(join(tmpdir(), 'plenary-knowledge-'));
  for (const folder of ['knowledge', 'seeds']) cpSync(join(PROJECT, folder), join(root, folder), { recursive: true });
  return root;
}
const load = (root: string): Plenary => {
  const loaded = loadKnowledge(readKnowledge(root));
  if ('faults' in loaded) throw new Error('faulty');
  return createPlenary(loaded.knowledge);
};

async function until(isSo: () => boolean): Promise<void> {
  for (const end = performance.now() + 50_000; performance.now() < end; await pause(20)) if (isSo()) return;
  throw new Error('it did not come to be');
}

describe('edits on disk', () => {
  const edits: Edit[] = [];
  let root: string;
  let watching: KnowledgeWatch;
  const last = (): Edit | undefined => edits.at(-1);
  const file = (): string => join(root, MEETINGS, 'watched.yaml');

  beforeAll(async () => {
    root = copyKnowledge();
    watching = await watchKnowledge((edit) => edits.push(edit), { root, settleMs: 50 });
  });
  afterEach(() => edits.splice(0));
  afterAll(() => watching.close());

  it('that are faulty are told with the place', async () => {
    writeFileSync(file(), 'guangdong-24:\n  facts:\n    - { role: no-such-role, value: x, from: 004 para 1 }\n');
    await until(() => last()?.kind === 'faulty');
    expect(last()).toMatchObject({
      faults: [expect.stringMatching(/meeting\/watched\.yaml:3:\d+ "no-such-role" is no role/)],
    });
  });

  it('that are good are taken over, and others are let in meanwhile', async () => {
    let turns = 0;
    const others = setInterval(() => turns++, 1);
    // As editors do it: a new file, renamed over the old one.
    writeFileSync(join(root, 'new'), 'watched-day:\n  name: { en: Watched Day }\n  aliases: { en: [watched day] }\n');
    renameSync(join(root, 'new'), file());
    await until(() => last()?.kind === 'taken');
    clearInterval(others);
    const taken = last();
    if (taken?.kind !== 'taken') throw new Error('not taken');
    expect(taken.plenary.card('meeting/watched-day')).toBeDefined();
    expect(taken.plenary.answer(WHEN).answer.status).toBe('answered');
    // Loading in one piece would let in nobody between its beginning and its end.
    expect(turns).toBeGreaterThan(20);
  });

  it('of anything but knowledge are left alone', async () => {
    writeFileSync(join(root, 'knowledge', 'notes.txt'), 'x');
    writeFileSync(join(root, MEETINGS, '.watched.yaml.swp'), 'x');
    await pause(500);
    expect(edits).toEqual([]);
  });
});

describe('the knowledge in use', () => {
  const plenary = load(PROJECT);
  const other: Plenary = { ...plenary, version: 'other' };
  const open = () => {
    const lines: string[] = [];
    const log = createLog({ to: { write: (line) => void lines.push(line) } });
    let now = 1_000;
    const knowledge = keepKnowledge(plenary, log, () => now++);
    const heard: (FaultyEdit | undefined)[] = [];
    knowledge.edits.listen((faulty) => heard.push(faulty));
    return { knowledge, heard, lines };
  };

  it('stays the good one beside a faulty edit, which is logged, told once and seen in the health', () => {
    const { knowledge, heard, lines } = open();
    expect(readHealth(knowledge, []).knowledge).not.toHaveProperty('faultyEdit');
    const faulty: Edit = { kind: 'faulty', faults: ['a.yaml:1:1 wrong', 'b.yaml:2:2 wrong too'] };
    knowledge.take(faulty);
    knowledge.take(faulty);
    expect(knowledge.plenary()).toBe(plenary);
    expect(heard).toEqual([{ at: 1_000, faults: faulty.faults }]);
    expect(lines.filter((l) => l.includes('a.yaml:1:1 wrong') && l.includes('"level":"error"'))).toHaveLength(2);
    const health = readHealth(knowledge, []);
    expect(health.ok).toBe(true);
    expect(health.knowledge.faultyEdit).toEqual({
      since: '1970-01-01T00:00:01.000Z',
      faults: 2,
      first: 'a.yaml:1:1 wrong',
    });
    knowledge.take({ kind: 'faulty', faults: ['c.yaml:3:3 wrong in another way'] });
    expect(heard).toHaveLength(2);
    knowledge.take({ kind: 'taken', plenary });
    expect(heard.at(-1)).toBeUndefined();
    expect(heard).toHaveLength(3);
    expect(readHealth(knowledge, []).knowledge).not.toHaveProperty('faultyEdit');
  });

  it('is replaced by a good edit, which is logged and nobody is told of', () => {
    const { knowledge, heard, lines } = open();
    knowledge.take({ kind: 'taken', plenary: other });
    expect(knowledge.plenary()).toBe(other);
    expect(readHealth(knowledge, []).knowledge.version).toBe('other');
    expect(heard).toEqual([]);
    expect(lines.join()).toContain('took over the edited knowledge');
  });
});
