/** A faulty edit is told in the curators' channels, and nowhere else. */
import { expect, it } from 'vitest';
import { readConfig } from '../../adapters/config.ts';
import { type Board, createDeliveries, type Mark, NotPosted } from '../../adapters/digests/deliver.ts';
import { keepKnowledge } from '../../adapters/shared/edits.ts';
import { createLine } from '../../adapters/shared/line.ts';
import { createLog } from '../../adapters/shared/log.ts';
import type { House } from '../../adapters/shared/platform.ts';
import { openMemoryState } from '../../adapters/state/memory.ts';
import type { Digest, Plenary } from '../../src/index.ts';
import { setting } from '../state/samples.ts';

const plenary = { version: 'v1', overview: () => ({ facts: 1, upTo: '' }) } as unknown as Plenary;

it('posts the faults once to each curators’ channel of the platform, and logs what could not be posted', async () => {
  const lines: string[] = [];
  const log = createLog({ to: { write: (line) => void lines.push(line) } });
  const state = openMemoryState();
  const read = readConfig({});
  if ('faults' in read) throw new Error();
  const knowledge = keepKnowledge(plenary, log, () => 5_000);
  const house: House = { ...knowledge, state, config: read.config, log, now: () => 5_000 };
  const posted: { mark: Mark; digest: Digest }[] = [];
  const board: Board = {
    platform: 'slack',
    post: async (mark, digest) => {
      if (mark.channel === 'CLOSED') throw new NotPosted('not in the channel');
      posted.push({ mark, digest });
      return '1.1';
    },
    find: async () => [],
    remove: async () => {},
  };
  await state.keepDigest(setting('slack:CPLAIN'));
  for (const channel of ['slack:CLOSED', 'slack:CURATORS'])
    await state.keepDigest({ ...setting(channel), curators: true });
  await state.keepDigest({ ...setting('slack:CPAUSED'), curators: true, paused: true });
  await state.keepDigest({ ...setting('discord:1'), platform: 'discord', curators: true });
  createDeliveries(house, board, createLine());

  const faults = Array.from({ length: 7 }, (_, i) => `a.yaml:${i + 1}:1 wrong`);
  knowledge.take({ kind: 'faulty', faults });
  knowledge.take({ kind: 'faulty', faults });
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(posted.map((p) => p.mark.channel)).toEqual(['CURATORS']);
  const [block] = posted[0]!.digest.parts[0]!.blocks;
  expect(block).toEqual({
    type: 'list',
    items: [...faults.slice(0, 5), expect.stringMatching(/2 more; npm run knowledge/)],
  });
  expect(lines.join()).toContain('slack:CLOSED');

  knowledge.take({ kind: 'taken', plenary });
  knowledge.take({ kind: 'faulty', faults: ['b.yaml:1:1 wrong in another way'] });
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(posted).toHaveLength(2);
});
