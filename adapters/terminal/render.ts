/** An answer on the screen: its blocks in order, then the sources. Without colours it is the plain rendering. */
import type { Answer, Block, Plenary } from '../../src/index.ts';
import { harmless, type Paint } from './colours.ts';

/** A block that is forgotten here is a compile error: the function would end without a value. */
function renderBlock(block: Block, paint: Paint): string {
  switch (block.type) {
    case 'text':
      return harmless(block.text);
    case 'note':
      return paint('dim', harmless(block.text));
    case 'list':
      return block.items.map((item) => `• ${harmless(item)}`).join('\n');
    case 'fields':
      return block.fields.map((f) => `${paint('bold', `${harmless(f.name)}:`)} ${harmless(f.value)}`).join('\n');
    case 'options':
      return block.options.map((o, i) => `${paint('cyan', `${i + 1}.`)} ${harmless(o.label)}`).join('\n');
  }
}

export function renderAnswer(answer: Answer, plenary: Plenary, paint: Paint): string {
  const sources = harmless(plenary.sourceLine(answer));
  return [...answer.blocks.map((block) => renderBlock(block, paint)), ...(sources ? [paint('dim', sources)] : [])].join(
    '\n',
  );
}
