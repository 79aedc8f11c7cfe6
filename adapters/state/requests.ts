/**
 * What a running bot is asked to do to its own state: a file in the data folder asks, another one answers. Whoever may
 * write there may do to the state what they like anyway, so nobody else has to be kept out.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { StateStore } from '../../src/index.ts';
import type { Log } from '../shared/log.ts';

const FOLDER = 'requests';
const ASKING = '.request.json';
const ANSWER = '.answer.json';
/** Looking costs one listing of a folder that is nearly always empty. */
const LOOK_MS = 500;
/** Answers that nobody fetched. */
const LEFT_MS = 3_600_000;

const Request = z.object({ forget: z.string().min(1) });
const Answer = z.record(z.string(), z.number());

/** Does what it is asked until `stop`. */
export function answerRequests(
  folder: string,
  state: StateStore,
  log: Log,
  lookMs = LOOK_MS,
): { stop(): Promise<void> } {
  const place = join(folder, FOLDER);
  let looking: Promise<void> = Promise.resolve();
  async function look(): Promise<void> {
    for (const name of await readdir(place).catch(() => [])) {
      const file = join(place, name);
      if (name.endsWith(ASKING)) await answer(file);
      else if (name.endsWith(ANSWER) && Date.now() - ((await stat(file)).mtimeMs ?? 0) > LEFT_MS) await rm(file);
    }
  }
  async function answer(file: string): Promise<void> {
    const forget = readRequest(await readFile(file, 'utf8'));
    if (forget === undefined) {
      log.warn({ file }, 'not a request; it is thrown away');
      return rm(file);
    }
    const forgotten = await state.forget(forget);
    log.info({ person: state.pseudonym(forget), forgotten }, 'forgot a person');
    await writeWhole(file.slice(0, -ASKING.length) + ANSWER, forgotten);
    await rm(file);
  }
  const timer = setInterval(() => {
    looking = looking
      .then(look)
      .catch((error: unknown) => log.error({ err: error }, `a request in ${place} could not be answered`));
  }, lookMs);
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await looking;
    },
  };
}

/** Asks the bot that runs over a folder to forget a person. @returns what it forgot; undefined when it did not answer. */
export async function askToForget(
  folder: string,
  person: string,
  waitMs: number,
): Promise<Readonly<Record<string, number>> | undefined> {
  const place = join(folder, FOLDER);
  await mkdir(place, { recursive: true, mode: 0o700 });
  const id = join(place, randomUUID());
  await writeWhole(id + ASKING, { forget: person });
  try {
    for (const end = performance.now() + waitMs; performance.now() < end; await pause(100)) {
      const text = await readFile(id + ANSWER, 'utf8').catch(() => undefined);
      if (text !== undefined) return Answer.parse(JSON.parse(text));
    }
    return undefined;
  } finally {
    // A request that nobody takes would name the person for ever.
    for (const left of [ASKING, ANSWER]) await rm(id + left, { force: true });
  }
}

function readRequest(text: string): string | undefined {
  try {
    return Request.parse(JSON.parse(text)).forget;
  } catch {
    return undefined;
  }
}

async function writeWhole(file: string, json: unknown): Promise<void> {
  await writeFile(`${file}.new`, JSON.stringify(json), { mode: 0o600 });
  await rename(`${file}.new`, file);
}
