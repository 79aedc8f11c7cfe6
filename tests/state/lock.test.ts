/** One process writes at a time; a lock whose process is gone is taken over. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { takeLock } from '../../adapters/state/lock.ts';
import { newFolder } from './samples.ts';

const WATCH_MS = 400;
const lockIn = (folder: string): string => join(folder, 'state.lock');
const take = (folder: string) => takeLock(lockIn(folder), 'the state', { watchMs: WATCH_MS, beatMs: 50 });
const holderOf = (folder: string) => JSON.parse(readFileSync(lockIn(folder), 'utf8')) as Record<string, unknown>;

/** A lock as this process would have made it, but for what is given. */
async function leaveLock(folder: string, but: Record<string, unknown>): Promise<void> {
  const lock = await take(folder);
  const text = JSON.stringify({ ...holderOf(folder), token: 'another', ...but });
  await lock.release();
  writeFileSync(lockIn(folder), text);
}

describe('the lock', () => {
  it('is held by one, says by whom, and is free when it is released', async () => {
    const folder = newFolder();
    const lock = await take(folder);
    await lock.check();
    expect(holderOf(folder)).toMatchObject({ pid: process.pid, host: hostname() });
    await expect(take(folder)).rejects.toThrow(
      `the state is in use by process ${process.pid} on ${hostname()} (since `,
    );
    await lock.release();
    expect(readdirSync(folder)).toEqual([]);
    await (await take(folder)).release();
  });

  it('is taken by one of many that come at once', async () => {
    const folder = newFolder();
    await leaveLock(folder, { pid: gone() });
    const met = await Promise.allSettled(Array.from({ length: 20 }, () => take(folder)));
    const taken = met.filter((m) => m.status === 'fulfilled');
    expect(taken).toHaveLength(1);
    await taken[0]!.value.check();
    expect(readdirSync(folder)).toEqual(['state.lock']);
    await taken[0]!.value.release();
  });

  /** The id of a process that has ended. */
  const gone = (): number => spawnSync(process.execPath, ['--version']).pid;

  it.each([
    ['of a process that ended', () => ({ pid: gone() })],
    ['of a process whose id is used again', () => ({ pid: process.ppid, began: '1' })],
    ['of this process, before it was started anew with the same id', () => ({ began: '1' })],
  ])('%s is taken over at once', async (_, but) => {
    const folder = newFolder();
    // Elsewhere nobody can tell since when a process has been running; such a lock is watched.
    const isSeen = process.platform === 'linux';
    await leaveLock(folder, but());
    const begun = performance.now();
    const lock = await takeLock(lockIn(folder), 'the state', { watchMs: isSeen ? 3_600_000 : WATCH_MS });
    expect(performance.now() - begun).toBeLessThan(30_000);
    expect(holderOf(folder).pid).toBe(process.pid);
    await lock.release();
  });

  it.each([
    ['of another machine', { host: 'elsewhere' }],
    ['of another container', { ids: 'pid:[1]' }],
    ['that cannot be read', undefined],
  ])('%s is watched, and taken over when nobody touches it', async (_, but) => {
    const folder = newFolder();
    if (but) await leaveLock(folder, but);
    else writeFileSync(lockIn(folder), '{"pid":');
    const begun = performance.now();
    const told: string[] = [];
    const waiting = (why: string): void => void told.push(why);
    const lock = await takeLock(lockIn(folder), 'the state', { watchMs: WATCH_MS, waiting });
    expect(performance.now() - begun).toBeGreaterThan(WATCH_MS * 0.9);
    expect(told).toEqual([expect.stringMatching(/waiting up to 1 s .* the state/)]);
    await lock.release();
  });

  it('of another machine that is touched is left alone', async () => {
    const folder = newFolder();
    await leaveLock(folder, { host: 'elsewhere' });
    let beats = 0;
    const touching = setInterval(() => utimesSync(lockIn(folder), ++beats, beats), 20);
    await expect(takeLock(lockIn(folder), 'the state', { watchMs: 20_000 })).rejects.toThrow('on elsewhere');
    clearInterval(touching);
    expect(holderOf(folder).host).toBe('elsewhere');
  });

  it('is touched while it is held', async () => {
    const folder = newFolder();
    const lock = await take(folder);
    utimesSync(lockIn(folder), 1, 1);
    const { statSync } = await import('node:fs');
    while (statSync(lockIn(folder)).mtimeMs < 2_000) await pause(20);
    await lock.release();
  });

  it('that was taken over is told of, and is not taken away from the other', async () => {
    const folder = newFolder();
    const lock = await take(folder);
    await leaveLockOf(folder, 'elsewhere');
    await expect(lock.check()).rejects.toThrow(/taken over by process \d+ on elsewhere .*stop it/);
    await lock.release();
    expect(holderOf(folder).host).toBe('elsewhere');
  });
});

async function leaveLockOf(folder: string, host: string): Promise<void> {
  writeFileSync(lockIn(folder), JSON.stringify({ ...holderOf(folder), token: 'another', host }));
}
