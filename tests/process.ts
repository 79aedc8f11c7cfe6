/** Plenary as an administrator runs it: a process of its own, its log and its end. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT } from '../adapters/files/read.ts';

/** A process has to load all knowledge first, on a machine that may be busy. */
export const STARTS_WITHIN = { timeout: 110_000, interval: 50 } as const;

export interface Running {
  readonly child: ChildProcess;
  /** All that it printed. */
  out(): string;
  /** Its log, a line each. */
  log(): Record<string, unknown>[];
  /** Resolves with its exit code, null when it was killed. */
  readonly ended: Promise<number | null>;
}

export const dataFolder = (): string => mkdtempSync(join(tmpdir(), 'plenary-data-'));

/** `npm run serve` with these settings alone. */
export function runPlenary(settings: Readonly<Record<string, string>>): Running {
  const folder = settings.PLENARY_DATA ?? dataFolder();
  const child = spawn(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), join(PROJECT, 'adapters', 'main.ts'), 'serve'],
    { cwd: folder, env: { PATH: process.env.PATH ?? '', PLENARY_DATA: folder, ...settings } },
  );
  let out = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => {
      out += data.toString();
    });
  return {
    child,
    out: () => out,
    log: () =>
      out.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as Record<string, unknown>] : [])),
    ended: new Promise((resolve) => child.on('exit', (code) => resolve(code))),
  };
}
