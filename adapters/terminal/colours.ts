/** Colours where the terminal has them: a stream that is no terminal, NO_COLOR and TERM=dumb get plain text. */
import { styleText } from 'node:util';

export type Style = 'bold' | 'dim' | 'cyan' | 'yellow';
export type Paint = (style: Style, text: string) => string;

/** What is asked of the stream; `process.stdout` has it when it is a terminal. */
export interface Screen {
  readonly isTTY?: boolean;
  hasColors?(): boolean;
}

export const plainly: Paint = (_, text) => text;

/** Whether to colour is decided here, by the screen in hand; styleText would ask the standard output. */
const DECIDED = { validateStream: false } as const;

/** `hasColors` honours NO_COLOR, NODE_DISABLE_COLORS, FORCE_COLOR and TERM. */
export const paintFor = (screen: Screen): Paint =>
  screen.isTTY && screen.hasColors?.() ? (style, text) => styleText(style, text, DECIDED) : plainly;

// Replies may quote what was typed; what steers a terminal (escape sequences, text direction) must not get back to it.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to be taken out
const STEERS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Text that a terminal may be given: only printable characters and line ends. */
export const harmless = (text: string): string => text.replace(STEERS, '');
