/** Runs the real command as a process of its own. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { PROJECT } from '../../adapters/files/read.ts';

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly input?: string;
  /** Where it is called from. */
  readonly cwd?: string;
  /** A copy of the project to run instead. */
  readonly project?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Reads the first bytes of the output, then closes the pipe, as `head` does. */
  readonly stopsReading?: boolean;
}

const TSX = import.meta.resolve('tsx');

/** A terminal without colours and a machine without tokens, whatever the one that tests has. */
const bare = (): Record<string, string> => {
  const { PATH = '', HOME = '', TMPDIR = '' } = process.env;
  return { PATH, HOME, ...(TMPDIR ? { TMPDIR } : {}) };
};

export function plenary(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const { input = '', cwd = PROJECT, project = PROJECT, environment = {}, stopsReading = false } = options;
  const main = join(project, 'adapters', 'main.ts');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', TSX, main, ...args], {
      cwd,
      env: { ...bare(), ...environment },
    });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      out += chunk;
      if (stopsReading) child.stdout.destroy();
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      err += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err }));
    // The process may have ended before it read everything.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

/** What could steer a terminal: escape sequences, bells, text direction. */
export const steers = (text: string): boolean => ['\u001b', '\u0007', '\u202e'].some((c) => text.includes(c));

export const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');
