/** "Why this answer?" in neutral blocks: how the question was read, what was used, and from which knowledge. */
import type { Block, Plenary, Trace } from '../../src/index.ts';

export function explainInBlocks(trace: Trace, plenary: Plenary): Block[] {
  const { answer } = trace;
  return [
    ...trace.clauses.flatMap((clause): Block[] => [
      {
        type: 'text',
        text: `How “${clause.text}” was read${clause.asks.length > 0 ? ` (it asks ${clause.asks.join(', ')})` : ''}:`,
      },
      {
        type: 'list',
        items: clause.words.map(
          ({ word, typed, read }) => `${word}${typed === undefined ? '' : ` (typed “${typed}”)`}: ${read}`,
        ),
      },
    ]),
    ...listed('Facts used:', answer.facts),
    ...listed(
      'Where they stand:',
      answer.sources.map((s) => `${s.document} ${s.at}: ${s.title}`),
    ),
    { type: 'text', text: `Status: ${answer.status}. Knowledge ${plenary.version}.` },
  ];
}

const listed = (head: string, items: readonly string[]): Block[] =>
  items.length === 0
    ? []
    : [
        { type: 'text', text: head },
        { type: 'list', items },
      ];
