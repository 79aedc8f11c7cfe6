/**
 * Questions as JSON lines in, answers as JSON lines out, one for one and in the same order. Reads and writes as it
 * goes; lines of one `thread` are one conversation.
 */
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
// zod: tells in words what is wrong with a line, and is what the knowledge is checked with anyway.
import { z } from 'zod';
import type { Conversation, Plenary } from '../../src/index.ts';
import { type AnswerRecord, toRecord } from './record.ts';

const Id = z.union([z.string(), z.number()], '"id" has to be a text or a number');
const LineIn = z.object(
  {
    id: Id,
    q: z.string('"q" has to be a text'),
    thread: z.union([z.string(), z.number()], '"thread" has to be a text or a number').nullish(),
  },
  'not a JSON object',
);

/** A line out. The id is null when the line in has none that can be read. */
export type LineOut = { readonly id: string | number | null } & AnswerRecord;

/** Conversations kept; the one that was silent longest is forgotten first. A conversation takes under a kilobyte. */
export const MOST_THREADS = 10_000;

/** Resolves when the input has ended and everything is written. */
export async function batch(plenary: Plenary, input: Readable, output: Writable): Promise<void> {
  const threads = new Map<string, Conversation | undefined>();
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  for await (const line of lines) {
    const answered = answerLine(line.replace(/^\uFEFF/, ''), threads, plenary);
    if (!output.write(`${JSON.stringify(answered)}\n`)) await once(output, 'drain');
  }
}

function answerLine(line: string, threads: Map<string, Conversation | undefined>, plenary: Plenary): LineOut {
  const { value, fault } = parse(line);
  const read = LineIn.safeParse(value);
  if (fault || !read.success) return invalid(value, fault ?? read.error!.issues.map((i) => i.message).join(', '));
  const { id, q } = read.data;
  const thread = read.data.thread == null ? undefined : String(read.data.thread);
  const { told, reply } = toRecord(q, thread === undefined ? undefined : threads.get(thread), plenary);
  if (thread !== undefined) remember(threads, thread, reply.conversation);
  return { id, ...told };
}

function parse(line: string): { readonly value?: unknown; readonly fault?: string } {
  try {
    return { value: JSON.parse(line) as unknown };
  } catch {
    return { fault: 'not readable as JSON' };
  }
}

/** Says what is wrong with the line, without repeating what stands in it. */
function invalid(value: unknown, why: string): LineOut {
  const id = Id.safeParse((value as { id?: unknown } | null | undefined)?.id);
  return {
    id: id.success ? id.data : null,
    status: 'invalid',
    text: `This line is not a question: ${why}. Write {"id": …, "q": "…"}, and "thread" if it belongs to a conversation.`,
    language: '',
    sources: [],
    facts: [],
    ms: 0,
  };
}

function remember(
  threads: Map<string, Conversation | undefined>,
  thread: string,
  about: Conversation | undefined,
): void {
  threads.delete(thread);
  threads.set(thread, about);
  if (threads.size > MOST_THREADS) threads.delete(threads.keys().next().value!);
}
