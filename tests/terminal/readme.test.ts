/** The README shows what the bot says, word for word, and names commands and files that are there. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PROJECT } from '../../adapters/files/read.ts';
import type { Conversation } from '../../src/index.ts';
import { plenary } from '../plenary.ts';

const readme = readFileSync(join(PROJECT, 'README.md'), 'utf8');

test('the exchange is what the bot says; paste it anew when a wording has changed', () => {
  const [, exchange = ''] = /```text\n([\s\S]*?)```/.exec(readme) ?? [];
  const turns = exchange.trim().split('\n\n');
  expect(turns.length).toBeGreaterThan(2);
  let conversation: Conversation | undefined;
  for (const turn of turns) {
    const [question = '', ...reply] = turn.split('\n');
    const said = plenary.answer(question.replace(/^> /, ''), conversation);
    conversation = said.conversation;
    expect(plenary.plain(said.answer)).toBe(reply.join('\n'));
  }
});

test('the digest is what a channel gets', () => {
  const [, shown = ''] = /## Digests[\s\S]*?```text\n([\s\S]*?)```/.exec(readme) ?? [];
  const period = { from: '2025-07-07', to: '2025-07-13' };
  const said = plenary.digests.plain(plenary.digests.compose({ period, told: [] }).digest);
  expect(said.split('\n\n').slice(0, 2).join('\n\n')).toBe(shown.trim());
});

test('every command is one of package.json', () => {
  const { scripts } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as { scripts: object };
  const named = [...readme.matchAll(/npm run (?:--silent )?([\w-]+)/g)].map(([, name]) => name);
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((name) => !(name! in scripts))).toEqual([]);
});

test('every link leads to a file', () => {
  const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, path]) => path!);
  expect(links.length).toBeGreaterThan(5);
  expect(links.filter((path) => !existsSync(join(PROJECT, path)))).toEqual([]);
});
