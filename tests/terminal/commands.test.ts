/** The commands as people on a Unix machine expect them: help, version, exit codes, what goes where. */
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PROJECT } from '../../adapters/files/read.ts';
import { lines, plenary } from './run.ts';

const packageFile = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as {
  version: string;
  scripts: Readonly<Record<string, string>>;
};

describe('help and version', () => {
  test('--version prints the version alone', async () => {
    expect(await plenary(['--version'])).toEqual({ code: 0, out: `${packageFile.version}\n`, err: '' });
  });

  test('--help tells every command that package.json starts', async () => {
    const { code, out, err } = await plenary(['--help']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const started = Object.values(packageFile.scripts).flatMap(
      (s) => /^tsx adapters\/main\.ts (\w+)/.exec(s)?.[1] ?? [],
    );
    expect(started).toContain('ask');
    for (const command of started) expect(out).toMatch(new RegExp(`^ +${command}\\b`, 'm'));
  });
});

describe('a wrong call ends with 2, says why on stderr, and prints nothing else', () => {
  test.each([
    ['an unknown command', ['frobnicate'], /unknown command 'frobnicate'/],
    ['an unknown option', ['ask', 'when?', '--frobnicate'], /unknown option '--frobnicate'/],
    ['a missing question', ['ask'], /missing required argument 'question'/],
    ['too many arguments', ['verify', 'a', 'b'], /too many arguments/],
  ])('%s', async (_, args, why) => {
    const { code, out, err } = await plenary(args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(why);
    expect(err).toContain('--help');
  });
});

describe('the knowledge', () => {
  test('is counted in one line when it is good, wherever the command is called from', async () => {
    const { code, out, err } = await plenary(['knowledge'], { cwd: tmpdir() });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^knowledge ok: \d+ facts on \d+ entities from \d+ documents, \d+ roles, languages: .*en.*\n$/);
  });

  test('is covered and verified by commands that say so in their exit codes', async () => {
    expect((await plenary(['coverage'])).code).toBe(0);
    const nowhere = await plenary(['verify', join(tmpdir(), 'no-such-folder')]);
    expect(nowhere.code).toBe(1);
    expect(nowhere.out + nowhere.err).toContain('no-such-folder');
  });
});

describe('settings', () => {
  test('that are faulty stop the start with every fault at once and no secret', async () => {
    const { code, out, err } = await plenary([], { environment: { DISCORD_TOKEN: 'hush-hush', PORT: 'http' } });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/DISCORD_TOKEN: .*\n.*PORT: /);
    expect(err).not.toContain('hush-hush');
  });
});

describe('faulty knowledge', () => {
  let project = '';
  beforeAll(() => {
    project = mkdtempSync(join(tmpdir(), 'plenary-'));
    for (const part of ['src', 'adapters', 'knowledge', 'seeds', 'package.json'])
      cpSync(join(PROJECT, part), join(project, part), { recursive: true });
    symlinkSync(join(PROJECT, 'node_modules'), join(project, 'node_modules'), 'dir');
    writeFileSync(
      join(project, 'knowledge/entities/meeting/faulty.yaml'),
      'faulty:\n  name: { en: Faulty meeting }\n  facts:\n    - { role: held, value: 2024-02-31, from: 004 para 1 }\n    - { role: place, value: place/nowhere-at-all, from: 004 para 1 }\n',
    );
    writeFileSync(join(project, 'knowledge/entities/place/faulty.yaml'), 'broken: [\n');
  });
  afterAll(() => rmSync(project, { recursive: true, force: true }));

  test.each([
    ['the check', ['knowledge']],
    ['a batch', ['batch']],
    ['the start without a command', []],
  ])('stops %s with every fault on stderr', async (_, args) => {
    const { code, out, err } = await plenary(args, { project, cwd: project, input: '{"id":1,"q":"when?"}\n' });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    const faults = lines(err).filter((line) => /^knowledge\/.+\.yaml:\d+:\d+ \S/.test(line));
    expect(faults.some((f) => f.startsWith('knowledge/entities/meeting/faulty.yaml:4:'))).toBe(true);
    expect(faults.some((f) => f.includes('nowhere-at-all'))).toBe(true);
    expect(faults.some((f) => f.startsWith('knowledge/entities/place/faulty.yaml:'))).toBe(true);
    expect(err).toContain(`plenary: ${faults.length} faults in the knowledge`);
    expect(err).not.toMatch(/^ +at /m);
  });
});

describe('digest preview', () => {
  test('prints the digest of a week, and of no day that is none', async () => {
    const { code, out, err } = await plenary(['digest', 'preview', '--date', '2025-07-07', '--period', 'week']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^This week in co-operation: 7–13 July 2025\n\nAnniversaries\n• 2 years ago: /);
    expect(out).toMatch(/\n\nSources: .*\n$/);
    const wrong = await plenary(['digest', 'preview', '--date', '2025-02-30']);
    expect({ code: wrong.code, out: wrong.out }).toEqual({ code: 2, out: '' });
    expect(wrong.err).toContain('“2025-02-30” is no date; write it as 2024-07-15');
  });
});
