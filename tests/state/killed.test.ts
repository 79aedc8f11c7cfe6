/** `kill -9` a hundred times under load: what was acknowledged is there. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
// esbuild: one file of the child and all it needs, so that it starts in a fraction of the time; tsx brings it.
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { openFileState, readFileState } from '../../adapters/state/file.ts';
import { newFolder } from './samples.ts';

const KILLS = 100;
/** How long a process may write before it is killed: at any point of a write, in the rest after it, or in the first one. */
const LONGEST_MS = 40;
/** So many are started beside the one that writes: starting takes longer than writing. */
const AHEAD = 3;

it('loses no acknowledged digest setting, feedback or handled event, whenever it is killed', async () => {
  const folder = newFolder();
  const child = join(newFolder(), 'child.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('killed-child.ts', import.meta.url))],
    outfile: child,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  });
  const digests = new Map<string, number>();
  const feedback = new Set<string>();
  const handled = new Set<string>();
  const start = (run: number): ChildProcess =>
    spawn(process.execPath, [child, folder, String(run)], { stdio: ['pipe', 'pipe', 'pipe'] });
  const ready = Array.from({ length: AHEAD }, (_, run) => start(run));
  for (let run = 0; run < KILLS; run++) {
    if (run + AHEAD < KILLS) ready.push(start(run + AHEAD));
    const lines = await letWriteAndKill(ready.shift()!, (run * 17) % LONGEST_MS);
    for (const [kind, id = '', more = ''] of lines.map((l) => l.split(' '))) {
      if (kind === 'digest') digests.set(id, Number(more));
      if (kind === 'feedback') feedback.add(`${id} ${more}`);
      if (kind === 'handled') handled.add(id);
    }
    const { records } = (await readFileState(folder))!;
    for (const [channel, at] of digests) expect(records.digests[channel]?.at, channel).toBeGreaterThanOrEqual(at);
    expect([...feedback].filter((key) => !(key in records.feedback))).toEqual([]);
    expect([...handled].filter((id) => !(id in records.handled))).toEqual([]);
  }
  // Each process came so far that something could be lost, and the next one found the file free.
  expect(digests.size).toBe(KILLS);
  expect(feedback.size).toBeGreaterThanOrEqual(KILLS);
  expect(handled.size).toBeGreaterThanOrEqual(KILLS);
  const state = await openFileState(folder);
  expect(await state.claim({ id: [...handled][0]!, platform: 'slack', at: Date.now(), task: {} })).toBe('done');
  await state.close();
}, 180_000);

/** @returns the complete lines that it wrote before it was killed, `ms` after the first of each kind. */
async function letWriteAndKill(child: ChildProcess, ms: number): Promise<string[]> {
  let [out, err] = ['', ''];
  child.stderr!.on('data', (data: Buffer) => {
    err += data.toString();
  });
  const ended = new Promise<NodeJS.Signals | null>((resolve) => child.on('close', (_, signal) => resolve(signal)));
  const writing = new Promise<void>((resolve, reject) => {
    child.stdout!.on('data', (data: Buffer) => {
      out += data.toString();
      if (['digest ', 'feedback ', 'handled '].every((kind) => out.includes(kind))) resolve();
    });
    child.on('exit', () => reject(new Error(`it ended by itself: ${err}`)));
  });
  child.stdin!.write('begin\n');
  await writing;
  await pause(ms);
  child.kill('SIGKILL');
  expect(await ended).toBe('SIGKILL');
  return out.split('\n').slice(0, -1);
}
