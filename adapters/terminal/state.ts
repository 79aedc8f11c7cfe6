/** The keepers' commands over the state: how much there is, what can be handed on, and forgetting a person. */
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { openFileState, readFileState, STATE_FILE } from '../state/file.ts';
import { countPeople, exportAll, exportPerson, statsOf } from '../state/inspect.ts';
import { InUse } from '../state/lock.ts';
import { askToForget } from '../state/requests.ts';
import { retentionOf } from '../state/retention.ts';

type Print = (line: string) => void;
const DONE = 0;
const FAULTY = 1;
/** The running bot looks twice a second. */
const WAIT_MS = 15_000;

const nothing = (folder: string): string =>
  `Nothing is kept in ${join(folder, STATE_FILE)}: the bot has kept nothing yet, or PLENARY_DATA is another folder.`;

/** How many records of each kind there are, since when, and how many for how long there may be. */
export async function stats(config: Config, json: boolean, print: Print): Promise<number> {
  const folder = config.PLENARY_DATA;
  const found = await readFileState(folder);
  if (!found) {
    print(nothing(folder));
    return FAULTY;
  }
  const kinds = statsOf(found.records, retentionOf(config));
  const people = countPeople(found.records);
  if (json) {
    const file = join(folder, STATE_FILE);
    print(JSON.stringify({ file, bytes: found.bytes, version: found.records.version, people, kinds }));
    return DONE;
  }
  print(`${join(folder, STATE_FILE)}: ${Math.ceil(found.bytes / 1024)} KiB, version ${found.records.version}`);
  const rows = kinds.map(({ kind, kept, most, oldest, days }) => [
    kind,
    String(kept),
    most === undefined ? '-' : String(most),
    oldest === undefined ? '-' : new Date(oldest).toISOString().slice(0, 10),
    days === undefined ? 'while needed' : days === 1 ? '1 day' : `${days} days`,
  ]);
  const table = [['kind', 'kept', 'at most', 'oldest', 'kept for'], ...rows];
  const widths = table[0]!.map((_, i) => Math.max(...table.map((row) => row[i]!.length)));
  for (const row of table)
    print(
      `  ${row.map((c, i) => (i === 1 || i === 2 ? c.padStart(widths[i]!) : c.padEnd(widths[i]!))).join('  ')}`.trimEnd(),
    );
  print(`traces of ${people} ${people === 1 ? 'person' : 'people'}`);
  return DONE;
}

/** One JSON document: all without names and private words, or all that is kept of one person. */
export async function exportState(config: Config, person: string | undefined, print: Print): Promise<number> {
  const found = await readFileState(config.PLENARY_DATA);
  if (!found) {
    process.stderr.write(`${nothing(config.PLENARY_DATA)}\n`);
    return FAULTY;
  }
  print(JSON.stringify(person === undefined ? exportAll(found.records) : exportPerson(found.records, person), null, 2));
  return DONE;
}

/** Forgets a person: through the bot when it runs, else in the file. */
export async function forget(config: Config, person: string, print: Print, waitMs = WAIT_MS): Promise<number> {
  const folder = config.PLENARY_DATA;
  if (!(await readFileState(folder))) {
    print(nothing(folder));
    return FAULTY;
  }
  const forgotten = await forgetIn(folder, person, config, waitMs).catch((error: unknown) => {
    if (error instanceof InUse) return error;
    throw error;
  });
  if (forgotten instanceof InUse) {
    print(`${forgotten.message}\nIt did not answer. Nothing was forgotten; stop it and say this again.`);
    return FAULTY;
  }
  const kinds = Object.entries(forgotten).map(([kind, n]) => `${n} of ${kind}`);
  print(kinds.length > 0 ? `Forgot ${person}: ${kinds.join(', ')}.` : `Nothing is kept of ${person}.`);
  return DONE;
}

async function forgetIn(
  folder: string,
  person: string,
  config: Config,
  waitMs: number,
): Promise<Readonly<Record<string, number>>> {
  try {
    const state = await openFileState(folder, Date.now, retentionOf(config));
    try {
      return await state.forget(person);
    } finally {
      await state.close();
    }
  } catch (error) {
    if (!(error instanceof InUse)) throw error;
    const answered = await askToForget(folder, person, waitMs);
    if (answered) return answered;
    throw error;
  }
}
