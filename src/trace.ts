/** How a question was read, in a form to be printed: each word, the readings tried, the facts, the decision. */
import { ask, type Engine } from './engine.ts';
import type { Answer } from './model/answer.ts';
import type { Conversation } from './model/conversation.ts';
import type { Mention } from './model/reading.ts';

export interface Trace {
  readonly answer: Answer;
  readonly clauses: readonly {
    readonly text: string;
    readonly asks: readonly string[];
    readonly words: readonly { readonly word: string; readonly typed?: string; readonly read: string }[];
    /** The best readings tried: what is asked, how it explains the words, what it leaves over. */
    readonly tried: readonly {
      readonly what: string;
      readonly explained: number;
      readonly leftover: readonly string[];
    }[];
    readonly status: string;
  }[];
}

const MOST_TRIED = 25;

function sense(m: Mention): string {
  const { sense: s } = m;
  switch (s.type) {
    case 'entity':
      return s.id;
    case 'date':
      return `date ${s.date.written}`;
    case 'number':
    case 'ordinal':
      return `${s.type} ${s.number}`;
    case 'stranger':
      return `stranger ${s.name}`;
    case 'asks':
      return `asks ${s.asks}`;
    case 'class':
    case 'operator':
    case 'concept':
    case 'smalltalk':
      return `${s.type} ${s.id}`;
    default:
      return s.type;
  }
}

export function explain(engine: Engine, text: string, conversation: Conversation | undefined): Trace {
  const { answer, steps } = ask(engine, text, conversation);
  return {
    answer,
    clauses: steps.map(({ reading, resolved }) => ({
      text: reading.text,
      asks: reading.asks,
      words: reading.tokens.map((t, i) => {
        const senses = reading.mentions.filter((m) => m.from <= i && m.to > i).map(sense);
        const read =
          senses.length > 0
            ? [...new Set(senses)].slice(0, 6).join(', ')
            : t.unknown
              ? 'not known'
              : t.free
                ? 'free'
                : 'word';
        return { word: t.text, ...(t.typed === undefined ? {} : { typed: t.typed }), read };
      }),
      tried: resolved.candidates.slice(0, MOST_TRIED).map((c) => ({
        what: `${c.profile.id} ${c.askable.inverse ? '←' : ''}${c.askable.role.id} (${c.askable.facts.map((f) => f.id).join(' ')})`,
        explained: c.total === 0 ? 0 : Math.round((100 * c.explained) / c.total),
        leftover: c.leftover.map((i) => reading.tokens[i]!.text),
      })),
      status: resolved.resolution.status,
    })),
  };
}
