/** The state in one file, written atomically: a temporary file, flushed, then renamed over the old one. */
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
// lowdb: keeps plain data in memory and in a JSON file; the house asks for it.
import { type Adapter, Low } from 'lowdb';
import type { Clock, StateStore } from '../../src/index.ts';
import { emptyRecords, type Records, type Retention, storeOver } from './records.ts';

/** The file's name within the data folder. */
export const STATE_FILE = 'state.json';
/** Writes that come close together are one. */
const GROUP_MS = 5;

/**
 * Opens the state of a data folder, which is made when it is not there.
 * @throws Error when the file cannot be read as state; it is left as it is.
 */
export async function openFileState(
  folder: string,
  now: Clock = Date.now,
  retention: Retention = { days: 90 },
): Promise<StateStore> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, STATE_FILE);
  const low = new Low<Records>(flushedFile(file), emptyRecords());
  await low.read();
  const writing = groupWrites(() => low.write());
  return { ...storeOver(low.data, writing.write, now, retention), close: writing.idle };
}

/** lowdb's own file adapter renames but does not flush: after a power cut the new file could be empty. */
function flushedFile(file: string): Adapter<Records> {
  return {
    read: async () => {
      const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined;
        throw error;
      });
      return text === undefined ? null : parseRecords(text, file);
    },
    write: async (records) => {
      const temporary = `${file}.new`;
      const handle = await open(temporary, 'w', 0o600);
      try {
        await handle.writeFile(JSON.stringify(records));
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(temporary, file);
      const directory = await open(dirname(file), 'r');
      try {
        await directory.sync();
      } finally {
        await directory.close();
      }
    },
  };
}

function parseRecords(text: string, file: string): Records {
  const advice = 'It is left as it is: mend it, or move it away to begin anew.';
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    throw new Error(`${file} is damaged: it is not JSON. ${advice}`);
  }
  const { version } = (found ?? {}) as { version?: unknown };
  if (version !== 1)
    throw new Error(`${file} is of version ${String(version)}, and this Plenary reads version 1. ${advice}`);
  return { ...emptyRecords(), ...(found as Records) };
}

/** One write at a time; all that ask while one is under way, or within `GROUP_MS`, share the next. */
function groupWrites(write: () => Promise<void>): { write(): Promise<void>; idle(): Promise<void> } {
  let next: Promise<void> | undefined;
  let running: Promise<void> = Promise.resolve();
  return {
    write: () => {
      next ??= (async () => {
        await Promise.allSettled([running, new Promise((resolve) => setTimeout(resolve, GROUP_MS))]);
        running = next!;
        next = undefined;
        await write();
      })();
      return next;
    },
    idle: async () => {
      await Promise.allSettled([next, running]);
    },
  };
}
