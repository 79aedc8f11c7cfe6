/** What the state in a file does besides: it outlives the process, and is never lost to damage or to a second process. */
import { copyFileSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GOOD_FILE, LOCK_FILE, openFileState, readFileState, STATE_FILE } from '../../adapters/state/file.ts';
import { USUAL_RETENTION } from '../../adapters/state/records.ts';
import { claim, conversation, DAY, exchange, feedback, newFolder, setting } from './samples.ts';

/** A folder as `kill -9` would leave it: the file, and nobody who closed it. */
function copyOf(folder: string): string {
  const copy = newFolder();
  copyFileSync(join(folder, STATE_FILE), join(copy, STATE_FILE));
  return copy;
}

describe('state in a file', () => {
  it('is there again after a restart, and was when the promise resolved', async () => {
    const folder = join(newFolder(), 'deeper', 'still');
    const first = await openFileState(folder);
    await first.claim(claim('a', Date.now()));
    await first.done('a');
    await first.claim(claim('b', Date.now()));
    await first.keepDigest(setting('slack:C1'));
    const second = await openFileState(copyOf(folder));
    expect(await second.claim(claim('a', Date.now()))).toBe('done');
    expect(await second.claim(claim('b', Date.now()))).toBe('claimed');
    expect(await second.digest('slack:C1')).toEqual(setting('slack:C1'));
    await Promise.all([first.close(), second.close()]);
  });

  it('knows people by the same pseudonyms after a restart', async () => {
    const folder = newFolder();
    const first = await openFileState(folder);
    await first.keepFeedback(feedback('e', 'slack:U1', Date.now(), 'wrong'));
    const pseudonym = first.pseudonym('slack:U1');
    await first.close();
    const second = await openFileState(folder);
    expect(second.pseudonym('slack:U1')).toBe(pseudonym);
    await second.keepFeedback(feedback('e', 'slack:U1', Date.now(), 'helpful'));
    expect((await second.feedback()).map((f) => f.verdict)).toEqual(['helpful']);
    await second.close();
    expect(readFileSync(join(folder, STATE_FILE), 'utf8')).not.toContain('slack:U1');
  });

  it('keeps an id such as __proto__ over a restart', async () => {
    const folder = newFolder();
    const first = await openFileState(folder);
    await first.claim(claim('__proto__', Date.now()));
    await first.done('__proto__');
    await first.close();
    const second = await openFileState(folder);
    expect(await second.claim(claim('__proto__', Date.now()))).toBe('done');
    await second.close();
  });

  it('can be read by its own user only, and leaves no temporary file and no lock', async () => {
    const folder = newFolder();
    const state = await openFileState(folder);
    await Promise.all(Array.from({ length: 30 }, (_, i) => state.remember(`t${i}`, conversation)));
    await state.close();
    expect(readdirSync(folder)).toEqual([STATE_FILE]);
    if (process.platform !== 'win32') expect(statSync(join(folder, STATE_FILE)).mode & 0o077).toBe(0);
  });

  it('writes what comes close together at once, and keeps nobody waiting for long', async () => {
    const folder = newFolder();
    const state = await openFileState(folder);
    let inodes = new Set<number>();
    const looking = setInterval(() => {
      inodes = inodes.add(statSync(join(folder, STATE_FILE), { throwIfNoEntry: false })?.ino ?? 0);
    }, 1);
    await Promise.all(Array.from({ length: 500 }, (_, i) => state.keepExchange(exchange(`e${i}`, Date.now()))));
    clearInterval(looking);
    // 500 writes in a row would be as many files.
    expect(inodes.size).toBeLessThan(20);
    await state.close();
  });

  it('is read without being opened while somebody else has it', async () => {
    const folder = newFolder();
    expect(await readFileState(folder)).toBeUndefined();
    const state = await openFileState(folder);
    await state.keepExchange(exchange('e', Date.now()));
    const before = readdirSync(folder);
    expect(Object.keys((await readFileState(folder))!.records.exchanges)).toEqual(['e']);
    expect(readdirSync(folder)).toEqual(before);
    await state.close();
  });
});

describe('a damaged file', () => {
  const good = (): string => {
    const { version, ...kinds } = {
      version: 2,
      salt: '0123456789abcdef',
      conversations: {},
      claims: {},
      handled: { a: 1 },
      exchanges: {},
      feedback: {},
      unanswered: {},
      tallies: {},
      digests: {},
      deliveries: {},
      snapshots: {},
    };
    return JSON.stringify({ version, ...kinds });
  };

  it.each([
    ['cut off', good().slice(0, 60), /is damaged: it is not JSON/],
    ['empty', '', /is damaged: it is not JSON/],
    ['of a newer Plenary', '{"version": 7}', /was written by a newer Plenary \(version 7; this one reads up to 2\)/],
    ['no state at all', '[]', /does not say which version/],
    ['without one kind', good().replace('"feedback":{},', ''), /is damaged at feedback/],
    ['with a wrong value', good().replace('"a":1', '"a":"yesterday"'), /is damaged at handled\.a: .*number/],
    ['with a word too many', good().replace('"a":1', '"a":1},"more":{'), /Unrecognized key.*more/],
  ])('that is %s stops the start, says what to do, and is left as it is', async (_, text, message) => {
    const folder = newFolder();
    writeFileSync(join(folder, STATE_FILE), text);
    await expect(openFileState(folder)).rejects.toThrow(message);
    await expect(readFileState(folder)).rejects.toThrow(/left as it is: mend it, or move it away/);
    expect(readFileSync(join(folder, STATE_FILE), 'utf8')).toBe(text);
    // Nothing beside it, and free for the next start.
    expect(readdirSync(folder)).toEqual([STATE_FILE]);
  });

  it('has the last good copy beside it, and the message says how to go on with it', async () => {
    const folder = newFolder();
    const first = await openFileState(folder);
    await first.keepDigest(setting('slack:C1'));
    await first.close();
    await (await openFileState(folder)).close();
    const [file, copy] = [join(folder, STATE_FILE), join(folder, GOOD_FILE)];
    writeFileSync(file, '{"version": 2, "sal');
    const told = await openFileState(folder).catch((error: Error) => error.message);
    expect(told).toContain(`mv ${file} ${file}.damaged && cp ${copy} ${file}`);
    copyFileSync(copy, file);
    const second = await openFileState(folder);
    expect(await second.digest('slack:C1')).toEqual(setting('slack:C1'));
    await second.close();
    // A copy that is damaged too is not offered.
    writeFileSync(file, 'x');
    writeFileSync(copy, 'y');
    await expect(openFileState(folder)).rejects.toThrow(/^(?!.*last good).*left as it is/);
  });

  it('finds a copy that is never older than an hour of writing', async () => {
    const folder = newFolder();
    let now = Date.now();
    const state = await openFileState(folder, () => now);
    await state.keepDigest(setting('slack:C1'));
    expect(readdirSync(folder)).not.toContain(GOOD_FILE);
    now += 3_600_000;
    await state.keepDigest(setting('slack:C2'));
    await state.close();
    expect(
      Object.keys((JSON.parse(readFileSync(join(folder, GOOD_FILE), 'utf8')) as { digests: object }).digests),
    ).toEqual(['slack:C1', 'slack:C2']);
  });
});

describe('a file of version 1', () => {
  const VERSION_1 = readFileSync(new URL('version-1.json', import.meta.url), 'utf8');
  /** A day after it was written. */
  const AT = Date.parse('2026-11-21T09:00:00Z');
  function oldFolder(): string {
    const folder = newFolder();
    writeFileSync(join(folder, STATE_FILE), VERSION_1);
    return folder;
  }

  it('is taken over, with a copy kept', async () => {
    const folder = oldFolder();
    const state = await openFileState(folder, () => AT);
    expect(await state.claim(claim('slack:Ev1', AT))).toBe('done');
    expect(await state.claim(claim('slack:Ev2', AT))).toBe('claimed');
    expect((await state.exchange('slack:C1:1.1'))?.question).toBe('when was the 24th Guangdong plenary?');
    expect((await state.conversation('slack:C1:1.1'))?.focus).toEqual(['meeting/guangdong-24']);
    expect((await state.feedback()).map((f) => [f.person, f.verdict])).toEqual([
      [state.pseudonym('slack:U1'), 'wrong'],
    ]);
    expect((await state.unanswered()).map((u) => [u.question, u.status])).toEqual([
      ['Who paid for the plenary?', 'unknown'],
      ['the plenary, who paid for?', 'unknown'],
      [undefined, 'off_topic'],
    ]);
    const [a, b, c] = (await state.unanswered()).map((u) => u.meaning);
    expect(a).toBe(b);
    expect(a).not.toBe(c);
    expect((await state.tallies()).map((t) => [t.day, t.statuses])).toEqual([
      ['2026-11-20', { answered: 1, unknown: 2, off_topic: 1 }],
    ]);
    expect(await state.digests()).toEqual([]);
    await state.close();
    expect(readFileSync(join(folder, 'state.version-1.json'), 'utf8')).toBe(VERSION_1);
    const written = JSON.parse(readFileSync(join(folder, STATE_FILE), 'utf8')) as { version: number; feedback: object };
    expect(written.version).toBe(2);
    expect(JSON.stringify(written.feedback)).not.toContain('slack:U1');
  });

  it('is read by readers without being migrated on disk', async () => {
    const folder = oldFolder();
    expect((await readFileState(folder))?.records.version).toBe(2);
    expect(readFileSync(join(folder, STATE_FILE), 'utf8')).toBe(VERSION_1);
    expect(readdirSync(folder)).toEqual([STATE_FILE]);
  });

  it('that is damaged is not migrated', async () => {
    const folder = newFolder();
    const text = VERSION_1.replace('"verdict": "wrong"', '"verdict": "so-so"');
    writeFileSync(join(folder, STATE_FILE), text);
    await expect(openFileState(folder, () => AT)).rejects.toThrow(/is damaged at feedback\..*verdict/);
    expect(readFileSync(join(folder, STATE_FILE), 'utf8')).toBe(text);
  });

  it('leaves its copy for as long as questions are kept, and not when somebody is forgotten', async () => {
    const folder = oldFolder();
    const first = await openFileState(folder);
    await first.close();
    expect(readdirSync(folder)).toContain('state.version-1.json');
    const later = await openFileState(folder, () => Date.now() + 89 * DAY);
    await later.close();
    expect(readdirSync(folder)).toContain('state.version-1.json');
    const second = await openFileState(folder, Date.now, { ...USUAL_RETENTION });
    await second.keepExchange({ ...exchange('e', Date.now()), person: 'slack:U77' });
    await second.forget('slack:U77');
    expect(readdirSync(folder)).not.toContain('state.version-1.json');
    expect(readFileSync(join(folder, GOOD_FILE), 'utf8')).not.toContain('slack:U77');
    await second.close();
    writeFileSync(join(folder, 'state.version-1.json'), VERSION_1);
    const muchLater = await openFileState(folder, () => Date.now() + 91 * DAY);
    expect(readdirSync(folder)).not.toContain('state.version-1.json');
    await muchLater.close();
  });
});

describe('a second process', () => {
  it('is refused with who holds the file', async () => {
    const folder = newFolder();
    const first = await openFileState(folder);
    const told = await openFileState(folder).catch((error: Error) => error.message);
    expect(told).toContain(join(folder, STATE_FILE));
    expect(told).toMatch(new RegExp(`in use by process ${process.pid} on \\S+ \\(since 20\\d\\d-.*Z\\)`));
    expect(told).toContain('PLENARY_DATA');
    await first.close();
    await (await openFileState(folder)).close();
  });

  it('that took the file over keeps the first from writing', async () => {
    const folder = newFolder();
    const first = await openFileState(folder);
    await first.keepDigest(setting('slack:C1'));
    // As though the first had slept so long that it was taken to be gone.
    writeFileSync(join(folder, LOCK_FILE), '{}');
    await expect(first.keepDigest(setting('slack:C2'))).rejects.toThrow(
      /taken over by .*It writes nothing more: stop it/,
    );
    expect(Object.keys((await readFileState(folder))!.records.digests)).toEqual(['slack:C1']);
    await first.close();
    expect(readFileSync(join(folder, LOCK_FILE), 'utf8')).toBe('{}');
  });
});
