/**
 * One process writes a state at a time. Our own lock, and small: the usual library (proper-lockfile) has rested for years
 * and cannot say who holds a lock; Node has no lock of the kernel's.
 *
 * The lock is a file that says who holds it. It is made by linking a complete file to its name, which succeeds for one of
 * many, and it is touched while it is held. Whoever finds one of a process that is gone takes it over: at once where that
 * can be seen (same machine, same set of process ids), else after it was watched for a while and nobody touched it. Before
 * each write the holder looks whether it still is the holder, so that even two that took over at once write never both.
 */
import { randomUUID } from 'node:crypto';
import { link, open, readFile, readlink, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';

const Holder = z.object({
  pid: z.number(),
  host: z.string(),
  /** Where the process id counts: containers may share a host's name, and each has a process 1. */
  ids: z.string(),
  /** When the process began, as the kernel counts: a process id is used again. */
  began: z.string(),
  since: z.string(),
  token: z.string(),
});
type Holder = z.infer<typeof Holder>;

export interface Lock {
  /** @throws Error when another process took it over, since this one seemed to be gone. */
  check(): Promise<void>;
  release(): Promise<void>;
}

/** Somebody else holds it; the message says who, and what to do. */
export class InUse extends Error {}

export interface LockOptions {
  /** How often the holder touches the lock. */
  readonly beatMs?: number;
  /** How long a lock is watched whose holder cannot be seen from here. */
  readonly watchMs?: number;
  /** Called with what is waited for before a lock is watched. */
  readonly waiting?: (why: string) => void;
}

/** A holder that is kept from touching for longer (reloading, a machine asleep) writes no more: `check` tells it. */
const BEAT_MS = 5_000;
const WATCH_MS = 30_000;
/** Tries to be the one of many that come at the same moment. */
const TRIES = 50;

/** Locks held by this process, by token. */
const held = new Set<string>();

/** @throws InUse when somebody else holds it. */
export async function takeLock(file: string, what: string, options: LockOptions = {}): Promise<Lock> {
  const { beatMs = BEAT_MS, watchMs = WATCH_MS, waiting = () => {} } = options;
  const me: Holder = {
    pid: process.pid,
    host: hostname(),
    ids: await readIds(),
    began: await readBegan(process.pid),
    since: new Date().toISOString(),
    token: randomUUID(),
  };
  for (let tries = 0; ; tries++) {
    if (await create(file, me)) break;
    const found = await read(file);
    if (found === undefined) continue;
    if (
      tries >= TRIES ||
      !(await isGone(file, found, me, watchMs, () => waiting(inDoubt(what, watchMs, found.holder))))
    )
      throw new InUse(inUse(what, file, found.holder));
    await takeAway(file, found, me.token);
  }
  held.add(me.token);
  const touch = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => {});
  }, beatMs);
  touch.unref();
  const isMine = async (): Promise<boolean> => (await read(file))?.holder?.token === me.token;
  return {
    check: async () => {
      if (await isMine()) return;
      const other = (await read(file))?.holder;
      throw new Error(
        `${what} was taken over by ${other ? nameOf(other) : 'nobody known'} while this process did not respond. It writes nothing more: stop it.`,
      );
    },
    release: async () => {
      clearInterval(touch);
      held.delete(me.token);
      if (await isMine()) await rm(file, { force: true });
    },
  };
}

interface Found {
  readonly text: string;
  /** Not there when the lock cannot be read. */
  readonly holder: Holder | undefined;
}

async function read(file: string): Promise<Found | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  return { text, holder: Holder.safeParse(json).data };
}

/** @returns whether it was made; it is complete from its first moment. */
async function create(file: string, me: Holder): Promise<boolean> {
  const own = `${file}.${me.token}`;
  await writeFile(own, JSON.stringify(me), { mode: 0o600 });
  try {
    await link(own, file);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS') throw error;
    return await createWithoutLinks(file, me);
  } finally {
    await rm(own, { force: true });
  }
}

/** Some shared folders know no links. */
async function createWithoutLinks(file: string, me: Holder): Promise<boolean> {
  try {
    const handle = await open(file, 'wx', 0o600);
    await handle.writeFile(JSON.stringify(me));
    await handle.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function isGone(
  file: string,
  { text, holder }: Found,
  me: Holder,
  watchMs: number,
  waiting: () => void,
): Promise<boolean> {
  if (holder && held.has(holder.token)) return false;
  if (holder && holder.host === me.host && holder.ids === me.ids) {
    if (!runs(holder.pid)) return true;
    const began = await readBegan(holder.pid);
    // The same process id, and yet another process: this one, or one that came later.
    if (began !== '' && holder.began !== '') return began !== holder.began;
    if (holder.pid === me.pid) return true;
  }
  waiting();
  const touched = (await stat(file).catch(() => undefined))?.mtimeMs;
  for (const end = performance.now() + watchMs; performance.now() < end; ) {
    await pause(Math.min(500, watchMs / 4));
    const again = await read(file);
    if (again?.text !== text) return true;
    if ((await stat(file).catch(() => undefined))?.mtimeMs !== touched) return false;
  }
  return true;
}

/** Takes away the lock that was found, and no other that may have come in its place. */
async function takeAway(file: string, found: Found, token: string): Promise<void> {
  if ((await read(file))?.text !== found.text) return;
  const aside = `${file}.${token}.gone`;
  try {
    await rename(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if ((await readFile(aside, 'utf8')) !== found.text) await link(aside, file).catch(() => {});
  await rm(aside, { force: true });
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Of Linux; elsewhere process ids count on the whole machine. */
const readIds = (): Promise<string> => readlink('/proc/self/ns/pid').catch(() => '');

/** When a process began, in ticks since the machine did: the 20th word behind the name, which may hold anything. */
const readBegan = async (pid: number): Promise<string> => {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return line.slice(line.lastIndexOf(')') + 2).split(' ')[19] ?? '';
};

const nameOf = ({ pid, host, since }: Holder): string => `process ${pid} on ${host} (since ${since})`;

const inDoubt = (what: string, watchMs: number, holder: Holder | undefined): string =>
  `waiting up to ${Math.ceil(watchMs / 1000)} s to see whether ${holder ? nameOf(holder) : 'the process that has it'} still uses ${what}`;

const inUse = (what: string, file: string, holder: Holder | undefined): string =>
  `${what} is in use by ${holder ? nameOf(holder) : `a process that ${file} does not name`}. ` +
  'Stop that one first, or set PLENARY_DATA to a folder of its own.';
