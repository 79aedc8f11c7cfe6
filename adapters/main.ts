#!/usr/bin/env tsx
/**
 * The composition root: knowledge → the bot → the terminal or the platforms that are configured.
 * Exit codes: 0 done, 1 faulty knowledge or settings, or a check that failed, 2 a command that was called wrongly.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
// commander: subcommands, help and usage errors as Unix people know them; no dependencies of its own.
import { Command, CommanderError, Option } from 'commander';
import { createPlenary, formatFaults, type Knowledge, loadKnowledge, type Plenary } from '../src/index.ts';
import { type Config, describeConfig, MISSING, readConfig, readEnvironment } from './config.ts';
import { PROJECT, readKnowledge } from './files/read.ts';
import { PLATFORMS } from './platforms.ts';
import { harmless, paintFor } from './terminal/colours.ts';

const FAULTY = 1;
const USAGE = 2;

/** Loads and checks all knowledge; with a fault anywhere nothing starts. */
function open(): { readonly plenary: Plenary; readonly knowledge: Knowledge } {
  const loaded = loadKnowledge(readKnowledge());
  if ('knowledge' in loaded) return { plenary: createPlenary(loaded.knowledge), knowledge: loaded.knowledge };
  return refuse(formatFaults(loaded.faults).split('\n'), 'in the knowledge');
}

/** Prints every fault, one a line, and ends the process. */
function refuse(faults: readonly string[], where: string): never {
  const count = `${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}`;
  process.stderr.write(`${faults.join('\n')}\nplenary: ${count} ${where}; mend and start again\n`);
  process.exit(FAULTY);
}

async function openChat(): Promise<void> {
  const { chat } = await import('./terminal/chat.ts');
  await chat(open().plenary, { input: process.stdin, output: process.stdout, aside: process.stderr });
  // The terminal's input would keep the process waiting for another line.
  process.stdin.destroy();
}

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** Every platform that is configured, until the process is told to end; `without` any, what is to be done then. */
async function start(without: () => Promise<void>): Promise<void> {
  const environment = readEnvironment();
  const read = readConfig(environment);
  if ('faults' in read) refuse(read.faults, 'in the settings');
  const configured = PLATFORMS.filter((platform) => platform.isConfigured(read.config));
  if (configured.length === 0) return without();
  const { serve } = await import('./serve.ts');
  process.exit(await serve(configured, open().plenary, read.config, environment));
}

function settings(): Config {
  const read = readConfig(readEnvironment());
  return 'faults' in read ? refuse(read.faults, 'in the settings') : read.config;
}

/** A state that cannot be read or is in use is told in one line, and ends the process. */
const ending = <T>(work: Promise<T>): Promise<T> =>
  work.catch((error: unknown) => {
    process.stderr.write(`plenary: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(FAULTY);
  });

function needPerson(person: string, command: Command): void {
  if (!/^(slack:[UW]\w+|discord:\d+)$/.test(person))
    command.error(`error: "${harmless(person)}" is nobody; write slack:U012AB or discord:123456789012345678`);
}

async function sayWhatIsMissing(): Promise<void> {
  process.stderr.write(`${MISSING}\n`);
  process.exitCode = USAGE;
}

function describeCommands(): Command {
  const { version } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as { version: string };
  const program = new Command('plenary')
    .description("Answers questions about Hong Kong's co-operation with the Mainland from cited facts.")
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .showHelpAfterError('(plenary --help tells the commands)')
    .exitOverride()
    .addHelpText(
      'after',
      '\nWithout a command: starts every platform that is configured, or the chat when there is none.',
    )
    .action((_, command: Command) => {
      const [unknown] = command.args;
      if (unknown !== undefined) command.error(`error: unknown command '${harmless(unknown)}'`);
      return start(openChat);
    });
  program
    .command('chat')
    .description('chat in the terminal; lines through a pipe are one conversation')
    .action(openChat);
  program
    .command('serve')
    .description('start every platform that is configured; without any, say what is missing')
    .action(() => start(sayWhatIsMissing));
  program
    .command('config')
    .description('print every setting with what it does, its default and whether it is set; never a secret')
    .action(() => {
      const environment = readEnvironment();
      print(describeConfig(environment));
      if ('faults' in readConfig(environment)) process.exitCode = FAULTY;
    });
  program
    .command('ask')
    .description('answer one question')
    .argument('<question...>', 'the question')
    .option('--json', 'print the answer as JSON')
    .option('--explain', 'print how each word was read, the readings tried, the facts used, and why the status')
    .action(async (words: string[], options: { json?: boolean; explain?: boolean }) => {
      const { ask } = await import('./terminal/ask.ts');
      const { plenary, knowledge } = open();
      print(ask(words.join(' '), options, plenary, knowledge, paintFor(process.stdout)));
    });
  program
    .command('batch')
    .description('answer JSON lines from the standard input: {"id", "q", "thread"?} in, one answer a line out')
    .action(async () => {
      const { batch } = await import('./terminal/batch.ts');
      await batch(open().plenary, process.stdin, process.stdout);
    });
  program
    .command('digest')
    .description('digests as channels get them')
    .command('preview')
    .description('print the digest of a period: what of the knowledge belongs to its days')
    .option('--date <date>', 'its first day, as 2024-07-15; today where none is given')
    .addOption(new Option('--period <length>', 'how long it is').choices(['day', 'week', 'month']).default('week'))
    .action(async (options: { date?: string; period: 'day' | 'week' | 'month' }, command: Command) => {
      const { previewDigest } = await import('./terminal/digest.ts');
      const read = readConfig(readEnvironment());
      if ('faults' in read) refuse(read.faults, 'in the settings');
      const preview = previewDigest(open().plenary, options, read.config.TIME_ZONE, Date.now());
      if ('fault' in preview) command.error(`error: ${harmless(preview.fault)}`);
      print(preview.text);
    });
  program
    .command('report')
    .description('what people asked: by status, in vain, guessed names, answers marked wrong, facts never asked for')
    .option('--since <time>', 'count from: 30d, 12h, 4w before now, or a date such as 2026-11-01', '30d')
    .addOption(new Option('--json', 'print it as JSON').conflicts('md'))
    .addOption(new Option('--md', 'print it as Markdown').conflicts('json'))
    .action(async (options: { since: string; json?: boolean; md?: boolean }, command: Command) => {
      const { report } = await import('./terminal/report.ts');
      const told = await ending(report(settings(), options, () => open().plenary, Date.now()));
      if ('fault' in told) command.error(`error: ${harmless(told.fault)}`);
      print(told.text);
    });
  const state = program.command('state').description('what the bot keeps');
  state
    .command('stats')
    .description('print how much of each kind is kept, since when and for how long')
    .option('--json', 'print it as JSON')
    .action(async ({ json = false }: { json?: boolean }) => {
      const { stats } = await import('./terminal/state.ts');
      process.exitCode = await ending(stats(settings(), json, print));
    });
  state
    .command('export')
    .description('print all as JSON, without names and private words; or all that is kept of one person')
    .argument('[person]', 'slack:U012AB or discord:123456789012345678')
    .action(async (person: string | undefined, _: object, command: Command) => {
      const { exportState } = await import('./terminal/state.ts');
      if (person !== undefined) needPerson(person, command);
      process.exitCode = await ending(exportState(settings(), person, print));
    });
  state
    .command('forget')
    .description('forget all that is kept of one person, through the bot when it runs')
    .argument('<person>', 'slack:U012AB or discord:123456789012345678')
    .action(async (person: string, _: object, command: Command) => {
      const { forget } = await import('./terminal/state.ts');
      needPerson(person, command);
      process.exitCode = await ending(forget(settings(), person, print));
    });
  program
    .command('knowledge')
    .description('check all knowledge: every fault as file:line:column, or one line with what there is')
    .action(() => {
      const { knowledge } = open();
      const { facts, entities, roles, documents, languages } = knowledge;
      const spoken = [...languages.keys()].sort().join(', ');
      print(
        `knowledge ok: ${facts.size} facts on ${entities.size} entities from ${documents.size} documents, ${roles.size} roles, languages: ${spoken}`,
      );
    });
  program
    .command('coverage')
    .description('print for each section of each document how many facts cite it, or why none does')
    .action(async () => {
      const { coverage } = await import('./terminal/keepers.ts');
      process.exitCode = await coverage(open().knowledge, print);
    });
  program
    .command('verify')
    .description('check that what each fact says stands in the place that it cites')
    .argument('[dir]', 'where the original texts are; without it the facts are held to what was recorded')
    .option('--record', 'keep what stands in each section, so that the facts can be held to it without the texts')
    .action(async (dir: string | undefined, { record }: { record?: boolean }) => {
      const { verify } = await import('./terminal/keepers.ts');
      const options = { ...(dir === undefined ? {} : { dir }), ...(record === undefined ? {} : { record }) };
      process.exitCode = await verify(open().knowledge, options, print);
    });
  // Last, since commands take over what is set before them: a word that is no command is told as such by the action above.
  return program.allowExcessArguments();
}

/** Nobody reads any more (`plenary batch | head`): that is no fault. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

try {
  await describeCommands().parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  // Help and version end with 0; everything else that commander refuses is a usage error, already told on stderr.
  process.exitCode = error.exitCode === 0 ? 0 : USAGE;
}
