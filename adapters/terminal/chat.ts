/**
 * The chat: a person at a terminal, or lines through a pipe, answered one by one as one conversation.
 * What is typed is only ever asked; it is not kept after the chat ends.
 */
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Answer, Conversation, Plenary } from '../../src/index.ts';
import { type Paint, paintFor, type Screen } from './colours.ts';
import { renderAnswer } from './render.ts';

export interface Terminal {
  readonly input: Readable & { readonly isTTY?: boolean };
  readonly output: Writable & Screen;
  /** Where the first screen goes when lines come through a pipe, so that `output` holds the replies alone. */
  readonly aside: Writable;
}

/** Typed alone they leave, as in a shell. */
const LEAVES: ReadonlySet<string> = new Set(['exit', 'quit']);
/** Lines that the arrow keys bring back. */
const HISTORY = 200;
const PROMPT = '> ';

/** What it knows, up to when, three things to ask, how to leave. */
export function firstScreen(plenary: Plenary, paint: Paint): string {
  const { facts, documents, upTo } = plenary.overview();
  const [one = '', two = '', three = ''] = ['example-1', 'example-2', 'example-3'].map((key) =>
    paint('cyan', plenary.wording(key)),
  );
  return [
    paint('bold', plenary.wording('terminal-knows', { facts: String(facts), documents: String(documents) })),
    plenary.wording('terminal-up-to', { date: plenary.date(upTo) }),
    plenary.wording('terminal-ask', { one, two, three }),
    plenary.wording('terminal-leave', {}),
  ].join('\n');
}

/** Resolves when the person leaves or the input ends. */
export async function chat(plenary: Plenary, { input, output, aside }: Terminal): Promise<void> {
  const paint = paintFor(output);
  const interactive = input.isTTY === true && output.isTTY === true;
  const lines = createInterface({
    input,
    output: interactive ? output : undefined,
    terminal: interactive,
    historySize: HISTORY,
    removeHistoryDuplicates: true,
    crlfDelay: Number.POSITIVE_INFINITY,
    prompt: paint('cyan', PROMPT),
  });
  (input.isTTY ? output : aside).write(`${firstScreen(plenary, input.isTTY ? paint : paintFor({}))}\n\n`);
  // Ctrl-C drops the line that is being typed; on an empty line it leaves.
  lines.on('SIGINT', () => {
    if (lines.line === '') return lines.close();
    lines.write(null, { ctrl: true, name: 'e' });
    lines.write(null, { ctrl: true, name: 'u' });
  });
  let conversation: Conversation | undefined;
  let last: Answer | undefined;
  if (interactive) lines.prompt();
  for await (const line of lines) {
    const typed = line.trim();
    if (LEAVES.has(typed.toLowerCase())) break;
    if (typed !== '') {
      const reply = plenary.answer(chosen(typed, last) ?? typed, conversation);
      conversation = reply.conversation;
      last = reply.answer;
      output.write(
        `${renderAnswer(reply.answer, plenary, paint)}\n${interactive ? next(reply.answer, plenary, paint) : ''}\n`,
      );
    }
    if (interactive) lines.prompt();
  }
  lines.close();
  // Ctrl-D leaves the cursor behind the prompt.
  if (interactive) output.write('\n');
}

/** "2" after a question back picks its second choice. */
function chosen(typed: string, last: Answer | undefined): string | undefined {
  if (!/^\d{1,2}$/.test(typed)) return undefined;
  return last?.blocks.flatMap((b) => (b.type === 'options' ? b.options : []))[Number(typed) - 1]?.question;
}

const next = (answer: Answer, plenary: Plenary, paint: Paint): string =>
  answer.suggestions.length === 0
    ? ''
    : `${paint('dim', plenary.wording('terminal-next', { questions: answer.suggestions.join(' · ') }))}\n`;
