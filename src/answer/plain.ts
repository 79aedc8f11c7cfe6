/** The plain-text rendering: what a person reads in a terminal, a notification or an e-mail. */
import type { Answer, Block } from '../model/answer.ts';
import type { LanguagePack } from '../model/fact.ts';
import { fill } from './words.ts';

export function plainBlock(block: Block): string {
  switch (block.type) {
    case 'text':
    case 'note':
      return block.text;
    case 'list':
      return block.items.map((i) => `• ${i}`).join('\n');
    case 'fields':
      return block.fields.map((f) => `${f.name}: ${f.value}`).join('\n');
    case 'options':
      // The choices stand in the list before it; nothing can be pressed in plain text.
      return '';
  }
}

/** `002 para 6 (title); …` */
export function sourceLine(answer: Answer, language: LanguagePack): string {
  if (answer.sources.length === 0) return '';
  const titled = new Set<string>();
  const sources = answer.sources.map(({ document, at, title }) => {
    const first = !titled.has(document);
    titled.add(document);
    return first ? `${document} ${at} (${title})` : `${document} ${at}`;
  });
  return fill(language.replies[sources.length === 1 ? 'source' : 'sources'] ?? '{sources}', {
    sources: sources.join('; '),
  });
}

export function renderPlain(answer: Answer, language: LanguagePack): string {
  const line = sourceLine(answer, language);
  return [...answer.blocks.map(plainBlock).filter((text) => text !== ''), ...(line ? [line] : [])].join('\n');
}
