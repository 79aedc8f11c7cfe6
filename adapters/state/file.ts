/**
 * The state in one file, written atomically: a temporary file, flushed, then renamed over the old one. Beside it stands
 * the last good copy, and for a while a copy of what an older version wrote.
 */
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
// lowdb: keeps plain data in memory and in a JSON file; the house asks for it.
import { type Adapter, Low } from 'lowdb';
import { z } from 'zod';
import type { Clock, StateStore } from '../../src/index.ts';
import { type LockOptions, takeLock } from './lock.ts';
import { migrate, READABLE } from './migrate.ts';
import { emptyRecords, type Records, type Retention, storeOver, USUAL_RETENTION, VERSION } from './records.ts';
import * as shapes from './shapes.ts';

/** The files' names within the data folder. */
export const STATE_FILE = 'state.json';
export const GOOD_FILE = 'state.last-good.json';
export const LOCK_FILE = 'state.lock';
/** What a version wrote that was migrated: kept as long as questions are. */
const OLD_FILE = /^state\.version-\d+\.json$/;
/** Writes that come close together are one; so long a write waits at most, and at least when nothing is going on. */
const GROUP_MS = { most: 100, least: 5 } as const;
/** A write is followed by a rest of so many times its length, so that a large file does not keep the process busy. */
const REST = 4;
/** How old the last good copy may become while there is something to write. */
const GOOD_MS = 3_600_000;
const DAY = 24 * 3_600_000;

/**
 * Opens the state of a data folder to write, which is made when it is not there.
 * @throws Error with what to do when another process has it open, or when the file cannot be read as state; it is left
 * as it is then.
 */
export async function openFileState(
  folder: string,
  now: Clock = Date.now,
  retention: Retention = USUAL_RETENTION,
  locking: LockOptions = {},
): Promise<StateStore> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, STATE_FILE);
  const lock = await takeLock(join(folder, LOCK_FILE), file, locking);
  try {
    const found = await readFileIn(folder);
    if (found) {
      if (found.version < VERSION) await writeFlushed(join(folder, `state.version-${found.version}.json`), found.text);
      await writeFlushed(join(folder, GOOD_FILE), JSON.stringify(found.records));
    }
    await dropOldCopies(folder, now() - retention.exchanges * DAY);
    let good = now();
    const adapter: Adapter<Records> = {
      read: async () => found?.records ?? null,
      write: async (records) => {
        await lock.check();
        const text = JSON.stringify(records);
        await writeFlushed(file, text);
        if (now() - good < GOOD_MS) return;
        good = now();
        await writeFlushed(join(folder, GOOD_FILE), text);
      },
    };
    const low = new Low<Records>(adapter, emptyRecords());
    await low.read();
    if (found && found.version < VERSION) await low.write();
    const writing = groupWrites(() => low.write());
    const store = storeOver(low.data, writing.write, now, retention);
    return {
      ...store,
      forget: async (person) => {
        const forgotten = await store.forget(person);
        // Copies would remember.
        await writeFlushed(join(folder, GOOD_FILE), JSON.stringify(low.data));
        await dropOldCopies(folder, Number.POSITIVE_INFINITY);
        return forgotten;
      },
      close: async () => {
        await writing.idle();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/**
 * Reads the state of a folder without opening it: nothing is written, and it may be open elsewhere.
 * @returns undefined when there is none.
 * @throws Error with what to do when the file cannot be read as state.
 */
export async function readFileState(
  folder: string,
): Promise<{ readonly records: Records; readonly bytes: number } | undefined> {
  const found = await readFileIn(folder);
  return found && { records: found.records, bytes: Buffer.byteLength(found.text) };
}

interface FoundFile {
  readonly text: string;
  /** As it was written. */
  readonly version: number;
  /** Migrated, checked. */
  readonly records: Records;
}

async function readFileIn(folder: string): Promise<FoundFile | undefined> {
  const file = join(folder, STATE_FILE);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const read = parseRecords(text);
  if ('fault' in read) throw new Error(`${file} ${read.fault} ${await adviseOn(folder)}`);
  return { text, ...read };
}

function parseRecords(
  text: string,
): { readonly records: Records; readonly version: number } | { readonly fault: string } {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch (error) {
    return { fault: `is damaged: it is not JSON (${(error as Error).message}).` };
  }
  const version = typeof found === 'object' && found !== null && 'version' in found ? found.version : undefined;
  if (typeof version === 'number' && version > VERSION)
    return { fault: `was written by a newer Plenary (version ${version}; this one reads up to ${VERSION}).` };
  if (typeof version !== 'number' || !READABLE.includes(version))
    return { fault: 'is damaged: it does not say which version of the state it is.' };
  try {
    const records = migrate(found, version);
    shapes.records.parse(records);
    // What was checked, and not what the check gives back: that would be without a key named `__proto__`.
    return { version, records: records as Records };
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const [first, ...more] = error.issues;
    const where = first && first.path.length > 0 ? `at ${first.path.join('.')}: ` : '';
    const others = more.length > 0 ? ` (and ${more.length} more)` : '';
    return { fault: `is damaged ${where}${first?.message ?? 'unknown'}${others}.` };
  }
}

/** What to do about a file that cannot be read. */
async function adviseOn(folder: string): Promise<string> {
  const [file, good] = [join(folder, STATE_FILE), join(folder, GOOD_FILE)];
  const text = await readFile(good, 'utf8').catch(() => undefined);
  const copied = (await stat(good).catch(() => undefined))?.mtime.toISOString();
  const goOn =
    text !== undefined && copied !== undefined && !('fault' in parseRecords(text))
      ? `To go on with the last good copy, of ${copied}: mv ${file} ${file}.damaged && cp ${good} ${file}. `
      : '';
  return `It is left as it is: mend it, or move it away to begin anew. ${goOn}`.trim();
}

/** Copies of older versions hold what people asked, like the questions themselves. */
async function dropOldCopies(folder: string, before: number): Promise<void> {
  for (const name of (await readdir(folder)).filter((n) => OLD_FILE.test(n))) {
    const copy = join(folder, name);
    if ((await stat(copy)).mtimeMs < before) await rm(copy, { force: true });
  }
}

/** lowdb's own file adapter renames but does not flush: after a power cut the new file could be empty. */
async function writeFlushed(file: string, text: string): Promise<void> {
  const temporary = `${file}.new`;
  const handle = await open(temporary, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, file);
  // Windows has no flushing of folders.
  const directory = await open(join(file, '..'), 'r').catch(() => undefined);
  try {
    await directory?.sync();
  } catch (error) {
    if (process.platform !== 'win32') throw error;
  } finally {
    await directory?.close();
  }
}

/** One write at a time; all that ask while one is under way, or rests, share the next. */
function groupWrites(write: () => Promise<void>): { write(): Promise<void>; idle(): Promise<void> } {
  let next: Promise<void> | undefined;
  let running: Promise<void> = Promise.resolve();
  /** When the next write may begin. */
  let rested = 0;
  const timed = async (): Promise<void> => {
    const begun = performance.now();
    try {
      await write();
    } finally {
      const ended = performance.now();
      rested = ended + Math.min(GROUP_MS.most, (ended - begun) * REST);
    }
  };
  const pause = (): Promise<void> =>
    new Promise((resolve) => setTimeout(resolve, Math.max(GROUP_MS.least, rested - performance.now())));
  return {
    write: () => {
      next ??= (async () => {
        await Promise.allSettled([running]);
        await pause();
        running = next!;
        next = undefined;
        await timed();
      })();
      return next;
    },
    idle: async () => {
      while (next) await Promise.allSettled([next]);
      await Promise.allSettled([running]);
    },
  };
}
