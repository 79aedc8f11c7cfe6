/** The keepers' commands over what the bot keeps: stats, export, forget, and the report. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Config, readConfig } from '../../adapters/config.ts';
import { createLog, silentLog } from '../../adapters/shared/log.ts';
import { GOOD_FILE, openFileState, STATE_FILE } from '../../adapters/state/file.ts';
import { answerRequests } from '../../adapters/state/requests.ts';
import { readSince, report } from '../../adapters/terminal/report.ts';
import { exportState, forget, stats } from '../../adapters/terminal/state.ts';
import type { Plenary, Report, StateStore } from '../../src/index.ts';
import { claim, conversation, exchange, feedback, newFolder, setting } from '../state/samples.ts';
import { plenary as run } from './run.ts';

const DAY = 24 * 3_600_000;

function configOver(folder: string, more: Record<string, string> = {}): Config {
  const read = readConfig({ PLENARY_DATA: folder, ...more });
  if ('faults' in read) throw new Error(read.faults.join());
  return read.config;
}

async function printed(command: (print: (line: string) => void) => Promise<number>): Promise<[number, string]> {
  const lines: string[] = [];
  const code = await command((line) => lines.push(line));
  return [code, lines.join('\n')];
}

/** Two people; what U2 asked was in private. */
async function fill(state: StateStore): Promise<void> {
  const at = Date.now();
  const open = { ...exchange('slack:C1:1.1', at), thread: 'slack:C1:1.1', question: 'when was it?' };
  const secret = {
    ...exchange('slack:D2:2.2', at),
    thread: 'slack:dm:U2',
    person: 'slack:U2',
    question: 'the secret?',
    private: true,
    unmet: 'secret',
    status: 'unknown',
    facts: [],
  } as const;
  await state.keepExchange(open);
  await state.keepExchange(secret);
  await state.keepFeedback(feedback('slack:C1:1.1', 'slack:U2', at, 'wrong'));
  await state.keepFeedback({
    ...feedback('slack:D2:2.2', 'slack:U2', at, 'unhelpful'),
    question: 'the secret?',
    private: true,
  });
  await state.remember('slack:dm:U2', { ...conversation, question: 'the secret?' });
  await state.keepDigest({ ...setting('slack:C1'), by: 'slack:U2' });
  await state.claim({ ...claim('slack:Ev9', at), task: { user: 'U2', text: 'the secret?' } });
}

async function filled(): Promise<{ folder: string; config: Config }> {
  const folder = newFolder();
  const state = await openFileState(folder);
  await fill(state);
  await state.close();
  return { folder, config: configOver(folder) };
}

describe('state stats', () => {
  it('counts each kind with its bounds, while the bot runs', async () => {
    const folder = newFolder();
    const state = await openFileState(folder);
    await fill(state);
    const config = configOver(folder, { RETENTION_DAYS: '30', RETENTION_DAYS_UNANSWERED: '7' });
    const [code, told] = await printed((print) => stats(config, false, print));
    expect(code).toBe(0);
    const today = new Date().toISOString().slice(0, 10);
    expect(told).toMatch(new RegExp(`exchanges +2 +2000 +${today} +30 days`));
    expect(told).toMatch(/unanswered +1 +2000 +\S+ +7 days/);
    expect(told).toMatch(/conversations +1 +2000 +\S+ +1 day$/m);
    expect(told).toMatch(/digests +1 +500 +\S+ +while needed/);
    expect(told).toContain('traces of 2 people');
    const [, json] = await printed((print) => stats(config, true, print));
    expect(JSON.parse(json)).toMatchObject({ version: 2, people: 2 });
    expect(told + json).not.toMatch(/U1|U2|secret/);
    await state.close();
  });

  it('says so when there is nothing', async () => {
    const [code, told] = await printed((print) => stats(configOver(newFolder()), false, print));
    expect(code).toBe(1);
    expect(told).toContain('PLENARY_DATA');
  });
});

describe('state export', () => {
  it('names nobody and holds no private words, nor the salt', async () => {
    const { folder, config } = await filled();
    const [code, told] = await printed((print) => exportState(config, undefined, print));
    expect(code).toBe(0);
    const all = JSON.parse(told) as Record<string, { person?: string; question?: string }[]>;
    expect(all.exchanges?.map((e) => e.question)).toEqual(['when was it?', undefined]);
    expect(all.exchanges?.[0]?.person).toMatch(/^~/);
    expect(all.exchanges?.[1]?.person).toBe(all.feedback?.[0]?.person);
    expect(told).not.toMatch(/\bU1\b|\bU2\b|secret/);
    const { salt } = JSON.parse(readFileSync(join(folder, STATE_FILE), 'utf8')) as { salt: string };
    expect(told).not.toContain(salt);
  });

  it('of one person is all that is kept of them, and of nobody else', async () => {
    const { config } = await filled();
    const [, told] = await printed((print) => exportState(config, 'slack:U2', print));
    const all = JSON.parse(told) as Record<string, unknown[]>;
    expect(Object.entries(all).map(([kind, records]) => [kind, records.length])).toEqual([
      ['conversations', 1],
      ['claims', 1],
      ['exchanges', 1],
      ['feedback', 2],
      ['unanswered', 1],
      ['digests', 1],
    ]);
    expect(told).toContain('the secret?');
    expect(told).not.toMatch(/\bU1\b/);
  });
});

describe('state forget', () => {
  it('forgets in the file when the bot does not run, in its copies too', async () => {
    const { folder, config } = await filled();
    const [code, told] = await printed((print) => forget(config, 'slack:U2', print));
    expect(code).toBe(0);
    expect(told).toContain('Forgot slack:U2: 1 of conversations, 1 of claims, 1 of exchanges, 2 of feedback');
    for (const name of [STATE_FILE, GOOD_FILE])
      expect(readFileSync(join(folder, name), 'utf8')).not.toMatch(/\bU2\b|secret/);
    const [again, nothing] = await printed((print) => forget(config, 'slack:U2', print));
    expect([again, nothing]).toEqual([0, 'Nothing is kept of slack:U2.']);
  });

  it('forgets through the bot when it runs, which logs no name', async () => {
    const folder = newFolder();
    const state = await openFileState(folder);
    await fill(state);
    const log: string[] = [];
    const requests = answerRequests(folder, state, createLog({ to: { write: (l) => void log.push(l) } }), 20);
    const [code, told] = await printed((print) => forget(configOver(folder), 'slack:U2', print));
    expect([code, told]).toEqual([0, expect.stringContaining('Forgot slack:U2: ')]);
    // The bot itself has forgotten, and does not write it back.
    expect(await state.exchange('slack:D2:2.2')).toBeUndefined();
    await state.keepExchange(exchange('another', Date.now()));
    expect(readFileSync(join(folder, STATE_FILE), 'utf8')).not.toMatch(/\bU2\b|secret/);
    expect(log.join()).toContain(state.pseudonym('slack:U2'));
    expect(log.join()).not.toContain('U2');
    expect(readdirSync(join(folder, 'requests'))).toEqual([]);
    await requests.stop();
    await state.close();
  });

  it('asks to stop the bot when it does not answer, and leaves no name behind', async () => {
    const folder = newFolder();
    const state = await openFileState(folder);
    await fill(state);
    const [code, told] = await printed((print) => forget(configOver(folder), 'slack:U2', print, 200));
    expect(code).toBe(1);
    expect(told).toMatch(new RegExp(`in use by process ${process.pid} .*Nothing was forgotten; stop it`, 's'));
    expect(readdirSync(join(folder, 'requests'))).toEqual([]);
    await state.close();
  });

  it('throws away what is no request', async () => {
    const folder = newFolder();
    const state = await openFileState(folder);
    mkdirSync(join(folder, 'requests'));
    writeFileSync(join(folder, 'requests', 'x.request.json'), '{"forget":');
    const requests = answerRequests(folder, state, silentLog(), 10);
    while (readdirSync(join(folder, 'requests')).length > 0) await new Promise((r) => setTimeout(r, 10));
    await requests.stop();
    await state.close();
  });
});

describe('the report', () => {
  const made: Report = {
    span: { from: Date.parse('2026-11-01'), to: Date.parse('2026-12-01') },
    countedFrom: '2026-11-03',
    questions: 3,
    people: 1,
    statuses: [{ status: 'unknown', times: 3 }],
    unanswered: [
      { question: 'why `so`?', status: 'unknown', times: 2, inPrivate: 1, people: 2, last: Date.parse('2026-11-09') },
      { status: 'unknown', times: 1, inPrivate: 1, people: 1, last: Date.parse('2026-11-08') },
    ],
    guesses: [{ typed: 'Guandong', read: 'Guangdong', times: 2 }],
    privateGuesses: 1,
    judged: [
      {
        question: 'when?',
        status: 'answered',
        facts: ['f1', 'f2'],
        wrong: 1,
        unhelpful: 2,
        inPrivate: 0,
        last: Date.parse('2026-11-07'),
      },
    ],
    neverAsked: { of: 9, since: '2026-11-03', bySubject: [{ subject: 'meeting/a', facts: ['a#x', 'a#y'] }] },
  };
  const scripted = { report: () => made } as unknown as Plenary;
  const told = async (options: { json?: boolean; md?: boolean; since?: string }): Promise<string> => {
    const written = await report(configOver(newFolder()), options, () => scripted, Date.now());
    return 'text' in written ? written.text : written.fault;
  };

  it('reads well in the terminal', async () => {
    const text = await told({});
    for (const line of [
      '3 questions by 1 person',
      'counted from 2026-11-03',
      '“why `so`?”: twice, 1 of them in private, by 2 people, last on 2026-11-09 (unknown)',
      'asked in private, words not shown: once, by one person, last on 2026-11-08 (unknown)',
      '“Guandong” was read as “Guangdong”, twice',
      '1 more name in private',
      '“when?”: wrong once, not helpful twice, last on 2026-11-07 (answered; facts f1 f2)',
      'Facts never asked for since 2026-11-03: 2 of 9\n  meeting/a: a#x a#y',
    ])
      expect(text).toContain(line);
  });

  it('is Markdown in which nothing that was typed is', async () => {
    const text = await told({ md: true });
    expect(text).toContain('## Asked in vain\n\n- `` why `so`? ``: twice');
    expect(text).toContain('- `Guandong` was read as `Guangdong`, twice');
  });

  it('is JSON', async () => {
    expect(JSON.parse(await told({ json: true }))).toEqual(made);
  });

  it('counts from a length before now or a date, and says how to write it', async () => {
    const now = Date.parse('2026-11-20T12:00:00Z');
    expect(readSince('30d', now)).toBe(now - 30 * DAY);
    expect(readSince('12h', now)).toBe(now - DAY / 2);
    expect(readSince('2w', now)).toBe(now - 14 * DAY);
    expect(readSince('2026-11-01', now)).toBe(Date.parse('2026-11-01'));
    for (const wrong of ['', 'month', '30', '2026-02-30', '2026-13-01', '2027-01-01', '30d later'])
      expect(readSince(wrong, now), wrong).toBeUndefined();
    expect(await told({ since: 'last month' })).toContain('write 30d, 12h, 4w or 2026-11-01');
  });
});

describe('as commands', () => {
  it('they are called rightly, or say how', async () => {
    const { folder } = await filled();
    const environment = { PLENARY_DATA: folder };
    const shown = await run(['state', 'stats'], { environment });
    expect([shown.code, shown.err]).toEqual([0, '']);
    expect(shown.out).toContain('exchanges');
    const wrong = await run(['state', 'forget', 'bob'], { environment });
    expect(wrong.code).toBe(2);
    expect(wrong.err).toContain('write slack:U012AB');
    const both = await run(['report', '--json', '--md'], { environment });
    expect(both.code).toBe(2);
    writeFileSync(join(folder, STATE_FILE), '{');
    const damaged = await run(['state', 'export'], { environment });
    expect([damaged.code, damaged.out]).toEqual([1, '']);
    expect(damaged.err).toMatch(/^plenary: .*state\.json is damaged: .*mend it/);
    expect(damaged.err.trim().split('\n')).toHaveLength(1);
  });

  it('report prints what the file tells', async () => {
    const { folder } = await filled();
    const { code, out } = await run(['report', '--json'], { environment: { PLENARY_DATA: folder } });
    expect(code).toBe(0);
    const told = JSON.parse(out) as Report;
    expect(told.questions).toBe(2);
    expect(told.unanswered).toMatchObject([{ times: 1, inPrivate: 1 }]);
    expect(told.judged).toMatchObject([{ wrong: 1, unhelpful: 1, inPrivate: 1 }]);
    expect(out).not.toMatch(/the secret\?|slack:/);
  });
});
