/** The log: JSON lines on the standard output, without secrets and, unless switched on, without people's text. */
// pino: JSON lines with levels and serialisers, typed, fast, the usual choice on Node.
import { type DestinationStream, type Logger, pino } from 'pino';

export type Log = Logger;

export interface LogOptions {
  readonly level?: string;
  /** Values that must never be printed, wherever they stand, an error's message included. */
  readonly secrets?: readonly string[];
  /** People's text may be logged. */
  readonly text?: boolean;
  readonly to?: DestinationStream;
}

/** Shorter values would black out ordinary words. */
const SHORTEST_SECRET = 6;
/** Tokens and signed addresses that come from outside and so are not among the settings. */
const TOKENS = /xox[a-z]-[\w-]+|xapp-[\w-]+|(?<=\/(?:commands|actions|app)\/)T[\w/-]{8,}|(?<=ticket=)[\w-]+/g;
/** Under these keys stands what somebody typed. */
const PEOPLES_TEXT = ['text', '*.text', 'question', '*.question', '*.*.text', '*.*.question'];

export function createLog({ level = 'info', secrets = [], text = false, to }: LogOptions = {}): Log {
  const hidden = secrets.filter((s) => s.length >= SHORTEST_SECRET);
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    ...(text ? {} : { redact: { paths: PEOPLES_TEXT, censor: '[not logged]' } }),
    hooks: {
      streamWrite: (line: string): string =>
        hidden.reduce((l, s) => l.replaceAll(s, '[secret]'), line).replace(TOKENS, '[secret]'),
    },
  };
  return to ? pino(options, to) : pino(options, pino.destination({ dest: 1, sync: true }));
}

/** For tests and for commands that print only their answer. */
export const silentLog = (): Log => createLog({ level: 'silent' });
