/** The bot with a few answers that the knowledge does not give today: many choices, a long list, hostile names, faults. */
import type { Answer, Block, Plenary, Received } from '../../src/index.ts';
import { plenary } from '../plenary.ts';

const WHEN = 'when was the 24th Guangdong plenary?';
const BASE: Answer = {
  status: 'answered',
  language: 'en',
  blocks: [],
  sources: [],
  facts: [],
  focus: [],
  named: [],
  suggestions: [],
};
const SOURCE = { document: '004', at: 'para 1', title: '24th Plenary' };

/** What would fire, format or break if it were not escaped. */
export const HOSTILE =
  '<!channel> <@U0000002> <#C1> <https://example.org|*x*> @everyone & `code` _a_ ~b~ https://example.org\n> quote';

function script(text: string): Answer | undefined {
  const [word, many] = text.split(' ');
  const list = (items: readonly string[]): Block[] => [
    { type: 'text', text: 'All of them:' },
    { type: 'list', items },
  ];
  switch (word) {
    case 'choose':
      return {
        ...BASE,
        status: 'clarify',
        blocks: [
          { type: 'text', text: 'Which one do you mean?' },
          {
            type: 'options',
            options: Array.from({ length: Number(many) }, (_, i) => ({ label: `Choice ${i + 1}`, question: WHEN })),
          },
        ],
      };
    case 'suggest':
      return { ...BASE, blocks: [{ type: 'text', text: 'Yes.' }], facts: ['f'], suggestions: [WHEN] };
    case 'long':
      return {
        ...BASE,
        blocks: list(Array.from({ length: 300 }, (_, i) => `Item ${i} ${'of many words '.repeat(8)}`)),
        facts: ['f'],
        sources: [SOURCE],
      };
    case 'hostile':
      return {
        ...BASE,
        blocks: [
          { type: 'text', text: HOSTILE },
          { type: 'fields', fields: [{ name: HOSTILE, value: HOSTILE }] },
          { type: 'list', items: [HOSTILE] },
          { type: 'note', text: HOSTILE },
          { type: 'options', options: [{ label: HOSTILE.slice(0, 60), question: HOSTILE }] },
        ],
        sources: [{ document: HOSTILE, at: HOSTILE, title: HOSTILE }],
        suggestions: [HOSTILE.slice(0, 60)],
        facts: ['f'],
      };
    case 'huge':
      return {
        ...BASE,
        blocks: [
          { type: 'text', text: '<&> '.repeat(20_000) },
          { type: 'note', text: '&'.repeat(9_000) },
        ],
        facts: ['f'],
      };
    case 'unknown':
      return { ...BASE, status: 'unknown', blocks: [{ type: 'text', text: "The documents don't say." }] };
    case 'break':
      throw new Error('a fault put there on purpose');
    default:
      return undefined;
  }
}

export const scripted: Plenary = {
  ...plenary,
  answer: (text, conversation) => {
    const answer = script(text);
    return answer ? { answer, conversation, steps: [] } : plenary.answer(text, conversation);
  },
  receive: async (store, message): Promise<Received> => {
    await store.conversation(message.thread);
    const answer = script(message.text);
    return answer
      ? { kind: 'reply', answer, reply: { answer, conversation: undefined, steps: [] } }
      : plenary.receive(store, message);
  },
};
