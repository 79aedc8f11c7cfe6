/**
 * All settings in one table: the environment, or `.env`, → typed values; every fault at once, no secret ever printed.
 *
 * @example
 * const read = readConfig({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', ...process.env });
 * 'config' in read ? read.config.PORT : read.faults; // undefined, or ['PORT: …']
 */
import { readFileSync } from 'node:fs';
// dotenv: reads `.env` as everybody writes it; Node 20's own reader came only with 20.12.
import { parse } from 'dotenv';
import { z } from 'zod';

interface Setting<S extends z.ZodType = z.ZodType> {
  /** What it does, for `npm run config`. */
  readonly what: string;
  readonly group: string;
  readonly secret: boolean;
  /** Text of the environment → value; undefined and the default where it is not set. */
  readonly shape: S;
}

const setting =
  (group: string) =>
  <S extends z.ZodType>(what: string, shape: S, secret = false): Setting<S> => ({ group, what, shape, secret });
const slack = setting('Slack');
const discord = setting('Discord');
const all = setting('All platforms');

const begins = (start: string, where: string) =>
  z.string().startsWith(start, `should begin with ${start}; copy it from ${where}`).optional();
const address = (end: string) =>
  z
    .url({ protocol: /^https?$/, error: `should be an address such as http://127.0.0.1:8080${end}` })
    .endsWith(end, `should end with ${end}`);
const number = (least: number, most: number, by: number) =>
  z
    .string()
    .regex(/^\d+$/, `should be a whole number from ${least} to ${most}`)
    .transform(Number)
    .refine((n) => n >= least && n <= most, `should be a whole number from ${least} to ${most}`)
    .optional()
    .transform((n) => n ?? by);
const days = (by: number) => number(1, 3_650, by);
const daysOr = number(1, 3_650, -1).transform((n) => (n < 0 ? undefined : n));
const words = (each: RegExp, like: string) =>
  z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter((w) => w !== ''))
    .refine((list) => list.every((w) => each.test(w)), `should be a list such as ${like}`)
    .optional()
    .transform((list) => list ?? []);
const yesNo = z
  .enum(['yes', 'no', 'true', 'false', '1', '0'], 'should be yes or no')
  .optional()
  .transform((said) => said === 'yes' || said === 'true' || said === '1');
const zone = z
  .string()
  .refine((name) => isTimeZone(name), 'should be a time zone such as Asia/Hong_Kong')
  .default('Asia/Hong_Kong');

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

export const SETTINGS = {
  SLACK_BOT_TOKEN: slack(
    'the bot token (xoxb-…), from OAuth & Permissions',
    begins('xoxb-', 'OAuth & Permissions'),
    true,
  ),
  SLACK_APP_TOKEN: slack(
    'the app-level token (xapp-…) with connections:write; Socket Mode, no public address needed; wins over the signing secret',
    begins('xapp-', 'Basic Information, App-Level Tokens'),
    true,
  ),
  SLACK_SIGNING_SECRET: slack(
    'the signing secret, from Basic Information; HTTP on HOST and PORT at /slack/events',
    z.string().min(8, 'is too short; copy it from Basic Information').optional(),
    true,
  ),
  SLACK_API_URL: slack('where the Web API is', address('/api/').default('https://slack.com/api/')),
  SLACK_PING_TIMEOUT_MS: slack(
    'how long the socket waits for an answer; what fails is tried again after such a time, at most twice that',
    number(100, 60_000, 5_000),
  ),
  SLACK_WORKSPACES: slack('workspaces it answers in (T…); none: all', words(/^[TE]\w+$/, 'T012AB, T345CD')),
  SLACK_CHANNELS: slack(
    'channels it answers in (C…, G…); none: all. Direct messages always',
    words(/^[CGD]\w+$/, 'C012AB'),
  ),
  SLACK_SHARED_CHANNELS: slack('answer in channels shared with other organisations: yes or no', yesNo),
  DISCORD_TOKEN: discord(
    "the bot's token, from the application's page Bot",
    z.string().min(20, 'is too short; copy it from the page Bot').optional(),
    true,
  ),
  DISCORD_GUILD_ID: discord(
    'a server in which commands are registered at once',
    z
      .string()
      .regex(/^\d{5,20}$/, 'should be the number that Copy Server ID gives')
      .optional(),
  ),
  DISCORD_API_URL: discord('where the REST API is', address('/api').optional()),
  DISCORD_GUILDS: discord('servers it answers in; none: all', words(/^\d{5,20}$/, '123456789012345678')),
  DISCORD_CHANNELS: discord('channels it answers in; none: all', words(/^\d{5,20}$/, '123456789012345678')),
  HOST: all('the address the web server listens on', z.string().min(1).default('127.0.0.1')),
  PORT: all(
    'the port of the web server (/healthz, Slack over HTTP); not set: none, or 3000 for Slack over HTTP',
    number(0, 65_535, -1).transform((n) => (n < 0 ? undefined : n)),
  ),
  PLENARY_DATA: all('the folder in which it keeps what must survive a restart', z.string().min(1).default('./data')),
  PLENARY_ADMINS: all(
    'who may set digests up besides the administrators of the platform',
    words(/^(slack:[UW]\w+|discord:\d+)$/, 'slack:U012AB, discord:123456789012345678'),
  ),
  PLENARY_CONTACT: all(
    'whom to ask when the documents do not say: a name, a unit, an e-mail address',
    z.string().min(1).max(200, 'should be at most 200 characters').optional(),
  ),
  QUESTIONS_PER_MINUTE: all('how many questions one person may ask in a minute', number(1, 10_000, 20)),
  TIME_ZONE: all('the time zone of digests where none is said', zone),
  DIGEST_DOUBT_MS: all(
    'how long after a lost answer it looks whether a digest was posted; longer than a platform may take to show it',
    number(100, 3_600_000, 60_000),
  ),
  RETENTION_DAYS: all(
    'for how many days what people asked and thought is kept, where nothing is set for one kind',
    days(90),
  ),
  RETENTION_DAYS_CONVERSATIONS: all('for how many days it knows what a thread is about', days(1)),
  RETENTION_DAYS_QUESTIONS: all(
    'for how many days questions are kept, and the buttons under their answers work',
    daysOr,
  ),
  RETENTION_DAYS_FEEDBACK: all('for how many days it is kept what people thought of answers', daysOr),
  RETENTION_DAYS_UNANSWERED: all('for how many days questions that were not answered are kept for the report', daysOr),
  RETENTION_DAYS_STATISTICS: all('for how many days the counts of the report are kept', daysOr),
  RETENTION_DAYS_DELIVERIES: all('for how many days it is kept which digest was posted when', days(400)),
  LOG_LEVEL: all(
    'how much is logged: trace, debug, info, warn, error, silent',
    z
      .enum(
        ['trace', 'debug', 'info', 'warn', 'error', 'silent'],
        'should be trace, debug, info, warn, error or silent',
      )
      .default('info'),
  ),
  LOG_TEXT: all("people's text may be logged: yes or no", yesNo),
} satisfies Readonly<Record<string, Setting>>;

type Name = keyof typeof SETTINGS;
export type Config = { readonly [N in Name]: z.output<(typeof SETTINGS)[N]['shape']> };
export type Environment = Readonly<Record<string, string | undefined>>;

const NAMES = Object.keys(SETTINGS) as Name[];
/** An empty value in `.env` means: not set. */
const isSet = (value: string | undefined): value is string => value !== undefined && value.trim() !== '';

/** @returns the settings, or what is wrong with each faulty one: `PORT: should be a whole number from 0 to 65535`. */
export function readConfig(
  environment: Environment,
): { readonly config: Config } | { readonly faults: readonly string[] } {
  const faults: string[] = [];
  const values: Partial<Record<Name, unknown>> = {};
  for (const name of NAMES) {
    const raw = environment[name];
    const parsed = SETTINGS[name].shape.safeParse(isSet(raw) ? raw.trim() : undefined);
    if (parsed.success) values[name] = parsed.data;
    else faults.push(`${name}: ${[...new Set(parsed.error.issues.map((i) => i.message))].join('; ')}`);
  }
  const has = (name: Name): boolean => isSet(environment[name]);
  if (has('SLACK_BOT_TOKEN') && !has('SLACK_APP_TOKEN') && !has('SLACK_SIGNING_SECRET'))
    faults.push('SLACK_BOT_TOKEN: needs SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP) beside it');
  for (const other of ['SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET'] as const)
    if (has(other) && !has('SLACK_BOT_TOKEN')) faults.push(`${other}: needs SLACK_BOT_TOKEN beside it`);
  // Each value was made by its own shape just above, which is what Config says of it.
  return faults.length > 0 ? { faults: [...new Set(faults)] } : { config: values as Config };
}

/** The environment over what stands in `.env`; no such file is no fault. */
export function readEnvironment(file = '.env', environment: Environment = process.env): Environment {
  try {
    return { ...parse(readFileSync(file)), ...environment };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return environment;
    throw error;
  }
}

/** The values that must never be printed. */
export const secretsOf = (environment: Environment): string[] =>
  NAMES.flatMap((name) => (SETTINGS[name].secret && isSet(environment[name]) ? [environment[name].trim()] : []));

/** What is missing before any platform can start, for `npm run serve`. */
export const MISSING = [
  'No platform is configured. Set, in the environment or in .env:',
  '  for Slack:   SLACK_BOT_TOKEN and SLACK_APP_TOKEN (Socket Mode), or SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET (HTTP)',
  '  for Discord: DISCORD_TOKEN',
].join('\n');

/** `npm run config`: each setting with what it does, its default, and whether it is set. */
export function describeConfig(environment: Environment): string {
  const lines: string[] = [];
  let group = '';
  for (const name of NAMES) {
    const { what, secret, shape, group: own } = SETTINGS[name];
    if (own !== group) lines.push(...(group ? [''] : []), own);
    group = own;
    const raw = environment[name];
    const standard = shown(shape.safeParse(undefined).data);
    const state = isSet(raw) ? `set${secret ? '' : ` to ${raw.trim()}`}` : 'not set';
    lines.push(`  ${name}  ${state}; default: ${standard}`, `      ${what}`);
  }
  const read = readConfig(environment);
  if ('faults' in read) lines.push('', 'Faults:', ...read.faults.map((f) => `  ${f}`));
  return lines.join('\n');
}

function shown(value: unknown): string {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return String(value);
}
