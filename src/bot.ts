/** One message in, one reply or silence out. */
import { ask, type Engine, type Reply } from './engine.ts';
import type { Answer } from './model/answer.ts';
import type { ConversationStore } from './ports.ts';

/** A message as an adapter hands it over: its platform's event, translated. */
export interface Message {
  /** The conversation it belongs to, unique over platforms: `slack:C1:1720771200.0001`. */
  readonly thread: string;
  readonly text: string;
  /**
   * How it reached Plenary: named in it, written to it alone, by a command, or merely written in a thread where
   * Plenary has answered.
   */
  readonly addressed: 'mention' | 'direct' | 'command' | 'thread';
  /** It names somebody else. */
  readonly mentionsOthers?: boolean;
}

export type Received =
  | { readonly kind: 'reply'; readonly answer: Answer; readonly reply: Reply }
  | { readonly kind: 'silence'; readonly why: string };

/** Statuses with which Plenary speaks up in a thread without being named. */
const SPEAKS_UP: ReadonlySet<Answer['status']> = new Set(['answered', 'corrected', 'clarify']);

export async function receive(engine: Engine, store: ConversationStore, message: Message): Promise<Received> {
  if (message.addressed === 'thread' && message.mentionsOthers)
    return { kind: 'silence', why: 'it names somebody else' };
  const conversation = await store.conversation(message.thread);
  if (message.addressed === 'thread' && !conversation)
    return { kind: 'silence', why: 'Plenary has not answered in this thread' };
  const reply = ask(engine, message.text, conversation);
  if (message.addressed === 'thread') {
    const { status } = reply.answer;
    const asking =
      reply.steps.length === 0 ||
      reply.steps.some((s) => s.reading.asks.length > 0 || s.reading.checks || s.reading.text.trim().endsWith('?')) ||
      carriesOn(message.text, engine);
    // What only comes closest to it is no sign that Plenary is asked.
    const unsure = reply.steps.some(({ resolved: { resolution } }) => 'unsure' in resolution && resolution.unsure);
    if (!SPEAKS_UP.has(status) || !asking || unsure) return { kind: 'silence', why: `people's talk (${status})` };
  }
  if (reply.conversation) await store.remember(message.thread, reply.conversation);
  return { kind: 'reply', answer: reply.answer, reply };
}

/** A few words that carry the conversation on: "and Beijing". */
function carriesOn(text: string, engine: Engine): boolean {
  const words = text.trim().toLowerCase().split(/\s+/);
  return words.length <= FEW && engine.lexicon.language.conjunctions.includes(words[0] ?? '');
}

const FEW = 4;
