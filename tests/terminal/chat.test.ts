/** The chat: through a pipe as a process, and at a terminal as streams that say they are one. */
import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { chat, firstScreen } from '../../adapters/terminal/chat.ts';
import { plainly } from '../../adapters/terminal/colours.ts';
import { plenary as bot } from '../plenary.ts';
import { lines, plenary, steers } from './run.ts';

describe('the first screen', () => {
  const screen = firstScreen(bot, plainly).split('\n');

  test('is four lines: what it knows, up to when, three things to ask, how to leave', () => {
    const { facts, documents } = bot.overview();
    expect(screen).toHaveLength(4);
    expect(screen[0]).toContain(`${facts} facts`);
    expect(screen[0]).toContain(`${documents} documents`);
    expect(screen[1]).toContain('12 July 2024');
    expect(screen[2]!.split(' · ')).toHaveLength(3);
    expect(screen[3]).toMatch(/exit.*Ctrl-D/);
  });

  test.each(['example-1', 'example-2', 'example-3'])('%s can be answered', (key) => {
    expect(bot.wording(key)).not.toBe(key);
    expect(bot.answer(bot.wording(key)).answer.status).toBe('answered');
  });
});

describe('lines through a pipe', () => {
  test.each([
    ['npm start without a platform', []],
    ['npm run chat', ['chat']],
  ])('%s answers them as one conversation; the first screen stands aside', async (_, args) => {
    const { code, out, err } = await plenary(args, {
      input: 'when was the 24th Guangdong plenary?\nwho co-chaired it?\n\nand the 23rd?\nexit\nhello\n',
    });
    expect(code).toBe(0);
    const replies = out.trim().split('\n\n');
    expect(replies).toHaveLength(3);
    expect(replies[0]).toContain('12 July 2024');
    expect(replies[1]).toMatch(/John Lee/);
    expect(replies[2]).toMatch(/23rd/);
    for (const reply of replies) expect(reply).toMatch(/\nSources?: /);
    expect(lines(err)).toEqual(lines(firstScreen(bot, plainly)));
    expect(steers(out)).toBe(false);
    expect(out).not.toContain('> ');
  });

  test.each(['exit', 'quit', ' EXIT '])('%j leaves, whatever stands behind it', async (word) => {
    const [input, output, aside] = [new PassThrough(), new PassThrough(), new PassThrough()];
    input.end(`${word}\nwhen was the 24th Guangdong plenary?\n`);
    await chat(bot, { input, output, aside });
    expect(output.read()).toBeNull();
  });
});

/** A terminal that records what it is shown. */
function openTerminal(colours: boolean) {
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined });
  const output = Object.assign(new PassThrough(), { isTTY: true, columns: 200, hasColors: () => colours });
  const aside = new PassThrough();
  let shown = '';
  output.on('data', (chunk: Buffer) => {
    shown += String(chunk);
  });
  const ended = chat(bot, { input, output, aside });
  const prompts = (): number => shown.split('> ').length - 1;
  return {
    ended,
    shown: () => shown,
    aside,
    /** Types keys, and waits for the next prompt where a line is entered. */
    async type(keys: string): Promise<string> {
      const before = shown.length;
      input.write(keys);
      await new Promise((resolve) => setTimeout(resolve, 20));
      for (let i = 0; i < 200 && keys.endsWith('\r') && !shown.slice(before).includes('> '); i++)
        await new Promise((resolve) => setTimeout(resolve, 10));
      return shown.slice(before);
    },
    prompts,
  };
}

const LEFT = '\u001b[D';
const UP = '\u001b[A';
const CTRL_A = '\u0001';
const CTRL_C = '\u0003';
const CTRL_D = '\u0004';

describe('at a terminal', () => {
  test('shows the first screen and a prompt, and leaves on Ctrl-D', async () => {
    const terminal = openTerminal(false);
    await terminal.type(CTRL_D);
    await terminal.ended;
    expect(terminal.shown()).toContain(firstScreen(bot, plainly));
    expect(terminal.prompts()).toBeGreaterThan(0);
    expect(terminal.aside.read()).toBeNull();
  });

  test.each(['exit', 'quit'])('leaves on %s', async (word) => {
    const terminal = openTerminal(false);
    await Promise.all([terminal.type(`${word}\n`), terminal.ended]);
  });

  test('edits lines, and brings earlier ones back', async () => {
    const terminal = openTerminal(false);
    expect(await terminal.type(`was the 24th Guangdong plenry?${LEFT.repeat(3)}a${CTRL_A}when \r`)).toContain(
      '12 July 2024',
    );
    expect(await terminal.type(`${UP}\r`)).toContain('12 July 2024');
    await terminal.type(CTRL_D);
    await terminal.ended;
  });

  test('Ctrl-C drops the line; on an empty one it leaves', async () => {
    const terminal = openTerminal(false);
    await terminal.type(`something that is not to be asked${LEFT}${CTRL_C}`);
    expect(await terminal.type('when was the 24th Guangdong plenary?\r')).toContain('12 July 2024');
    await terminal.type(CTRL_C);
    await terminal.ended;
  });

  test('has colours where the terminal has them, and none where not', async () => {
    const BOLD = '\u001b[1m';
    for (const colours of [true, false]) {
      const terminal = openTerminal(colours);
      await terminal.type('when was the 24th Guangdong plenary?\r');
      await terminal.type(CTRL_D);
      await terminal.ended;
      expect(terminal.shown().includes(BOLD)).toBe(colours);
    }
  });

  test('a number picks a choice where there were choices', async () => {
    const choice = [
      'when was the plenary?',
      'when was the conference?',
      'who chaired the plenary?',
      'the plenary',
    ].find((q) => bot.answer(q).answer.blocks.some((b) => b.type === 'options'));
    expect(choice, 'a question that is asked back with choices').toBeDefined();
    const first = bot.answer(choice!);
    const option = first.answer.blocks.flatMap((b) => (b.type === 'options' ? b.options : []))[0]!;
    const expected = bot.answer(option.question, first.conversation).answer.blocks[0];
    const terminal = openTerminal(false);
    expect(await terminal.type(`${choice}\r`)).toContain(`1. ${option.label}`);
    const picked = await terminal.type('1\r');
    expect(picked).toContain(expected?.type === 'text' ? expected.text : '');
    await terminal.type(CTRL_D);
    await terminal.ended;
  });
});
