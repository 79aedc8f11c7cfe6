/** "Why this answer?" in neutral blocks: how the question was read, what was used, and from which knowledge. */
import type { Block, Plenary, Trace } from '../../src/index.ts';

export function explainInBlocks(trace: Trace, plenary: Plenary): Block[] {
  const { answer } = trace;
  return [
    ...trace.clauses.flatMap((clause): Block[] => [
      {
        type: 'text',
        text: `“${clause.text}” (${clause.status})${clause.asks.length > 0 ? `, asks ${clause.asks.join(', ')}` : ''}`,
      },
      {
        type: 'list',
        items: clause.words.map(
          ({ word, typed, read }) => `${word}${typed === undefined ? '' : ` (typed “${typed}”)`}: ${read}`,
        ),
      },
    ]),
    ...(answer.facts.length > 0 ? [{ type: 'text' as const, text: `Facts: ${answer.facts.join(', ')}` }] : []),
    ...(answer.sources.length > 0
      ? [{ type: 'list' as const, items: answer.sources.map((s) => `${s.document} ${s.at}: ${s.title}`) }]
      : []),
    { type: 'text', text: `Status: ${answer.status}. Knowledge ${plenary.version}.` },
  ];
}
