/** A question from a platform to the bot and back: the pace, the conversation, the exchange kept for the buttons. */
import type { Answer, Exchange, Feedback, Message, Verdict } from '../../src/index.ts';
import { createPace } from './pace.ts';
import type { House } from './platform.ts';
import { takeTurn } from './turn.ts';
import { WORDS } from './words.ts';

export interface Asked {
  /** Of the exchange, unique over platforms, at most 60 characters: `slack:C1:1720771200.0001`. */
  readonly id: string;
  /** Who asks: `slack:U1`. */
  readonly person: string;
  readonly message: Message;
  /** A direct message, a private channel or a private command. */
  readonly private: boolean;
  /** An edited question replaces the one asked before: the conversation before that counts, and the pace does not. */
  readonly edited?: boolean;
}

export type Outcome =
  | { readonly kind: 'reply'; readonly answer: Answer; readonly exchange: Exchange }
  /** Asked too often: `text` says so kindly and when to come back. */
  | { readonly kind: 'slower'; readonly text: string }
  | { readonly kind: 'silence'; readonly why: string };

export interface Converse {
  ask(asked: Asked): Promise<Outcome>;
  /** Where the reply to an exchange stands, so that an edited question can find it. */
  placed(exchange: Exchange, reply: string): Promise<void>;
  /** What a look-up showed is what "it" means next in that thread; several are what "the second one" counts. */
  shown(thread: string, ids: readonly string[]): Promise<void>;
  /** Keeps what somebody thinks of an answer; `false` when the exchange is forgotten. */
  judge(exchange: string, person: string, verdict: Verdict): Promise<boolean>;
}

/** A name without a question is a greeting. */
const GREETING = 'hello';

export function createConverse(house: House): Converse {
  const pace = createPace(house.config.QUESTIONS_PER_MINUTE);
  const { state, now } = house;

  /** The store as the core sees it for one question: what it read before is noted on the way. */
  function watch(thread: string, instead: Exchange['before'] | 'as kept') {
    let before: Exchange['before'];
    return {
      before: () => before,
      store: {
        conversation: async (id: string) => {
          const found = instead === 'as kept' ? await state.conversation(id) : instead;
          if (id === thread) before = found;
          await takeTurn();
          return found;
        },
        remember: (id: string, conversation: NonNullable<Exchange['before']>) => state.remember(id, conversation),
      },
    };
  }

  return {
    ask: async ({ id, person, message: written, private: isPrivate, edited }) => {
      const message = written.text.trim() === '' ? { ...written, text: GREETING } : written;
      const plenary = house.plenary();
      const previous = edited ? await state.exchange(id) : undefined;
      const { store, before } = watch(message.thread, previous ? previous.before : 'as kept');
      if (message.addressed === 'thread') {
        // Silence among people costs nobody a question: look first, with nothing remembered.
        const received = await plenary.receive({ ...store, remember: async () => {} }, message);
        if (received.kind === 'silence') return received;
      }
      const wait = edited ? 0 : await pace.take(person);
      if (wait > 0) return { kind: 'slower', text: WORDS.slower(wait) };
      const received = await plenary.receive(store, message);
      if (received.kind === 'silence') return received;
      const { answer } = received;
      const known = before();
      const exchange: Exchange = {
        id,
        at: now(),
        thread: message.thread,
        person,
        question: message.text,
        ...(known ? { before: known } : {}),
        status: answer.status,
        facts: answer.facts,
        options: answer.blocks.flatMap((b) => (b.type === 'options' ? b.options.map((o) => o.question) : [])),
        suggestions: answer.suggestions,
        version: plenary.version,
        private: isPrivate,
        ...(previous?.reply ? { reply: previous.reply } : {}),
        ...plenary.note(received.reply),
      };
      await state.keepExchange(exchange);
      return { kind: 'reply', answer, exchange };
    },
    placed: (exchange, reply) => state.keepExchange({ ...exchange, reply }),
    shown: async (thread, ids) => {
      if (ids.length === 0) return;
      const named = [...ids] as NonNullable<Exchange['before']>['named'];
      await state.remember(thread, { focus: ids.length === 1 ? named : [], named, question: '', facts: [] });
    },
    judge: async (id, person, verdict) => {
      const exchange = await state.exchange(id);
      if (!exchange) return false;
      const { question, status, facts } = exchange;
      const feedback: Feedback = {
        exchange: id,
        person,
        at: now(),
        verdict,
        question,
        status,
        facts,
        private: exchange.private,
      };
      await state.keepFeedback(feedback);
      return true;
    },
  };
}
