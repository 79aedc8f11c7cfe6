/** What Slack would refuse or fire, written from its own description and not from the adapter's table. */

export type Json = Readonly<Record<string, unknown>>;
const list = (value: unknown): Json[] => (Array.isArray(value) ? (value as Json[]) : []);
const textOf = (value: unknown): string => String((value as { text?: unknown } | undefined)?.text ?? '');

function judgeElement(element: Json, at: string): string[] {
  const faults: string[] = [];
  const most = (what: string, value: string, limit: number): void => {
    if (value.length > limit) faults.push(`${at}: ${what} has ${value.length} characters, more than ${limit}`);
  };
  if (element.type === 'button') {
    if (textOf(element.text) === '') faults.push(`${at}: a button without text`);
    most('button text', textOf(element.text), 75);
    most('button value', String(element.value ?? ''), 2000);
    most('action_id', String(element.action_id ?? ''), 255);
  }
  if (element.type === 'static_select') {
    if (list(element.options).length === 0 || list(element.options).length > 100)
      faults.push(`${at}: 1 to 100 options`);
    most('placeholder', textOf(element.placeholder), 150);
    for (const option of list(element.options)) {
      most('option text', textOf(option.text), 75);
      most('option value', String(option.value ?? ''), 150);
    }
  }
  return faults;
}

/** Faults of the blocks of a message (`most` 50) or a view (`most` 100). */
export function judgeBlocks(blocks: readonly Json[], most: number): string[] {
  const faults: string[] = [];
  if (blocks.length > most) faults.push(`${blocks.length} blocks, more than ${most}`);
  const ids = blocks.flatMap((b) => (b.block_id === undefined ? [] : [b.block_id]));
  if (new Set(ids).size !== ids.length) faults.push('a block_id stands twice');
  blocks.forEach((block, i) => {
    const at = `blocks[${i}]`;
    switch (block.type) {
      case 'section': {
        if (block.text === undefined && block.fields === undefined) faults.push(`${at}: a section without text`);
        if (block.text !== undefined && textOf(block.text) === '') faults.push(`${at}: empty text`);
        if (textOf(block.text).length > 3000) faults.push(`${at}: text longer than 3000`);
        const fields = list(block.fields);
        if (fields.length > 10) faults.push(`${at}: more than 10 fields`);
        for (const f of fields) {
          if (textOf(f).length > 2000) faults.push(`${at}: a field longer than 2000`);
          if (textOf(f) === '') faults.push(`${at}: an empty field`);
        }
        if (block.accessory) faults.push(...judgeElement(block.accessory as Json, at));
        break;
      }
      case 'header':
        if (textOf(block.text).length > 150) faults.push(`${at}: header longer than 150`);
        break;
      case 'context':
        if (list(block.elements).length > 10 || list(block.elements).length === 0)
          faults.push(`${at}: 1 to 10 elements`);
        for (const e of list(block.elements))
          if (textOf({ text: e.text }).length > 2000) faults.push(`${at}: context too long`);
        break;
      case 'actions': {
        const elements = list(block.elements);
        if (elements.length > 25 || elements.length === 0) faults.push(`${at}: 1 to 25 elements`);
        const actions = elements.map((e) => e.action_id);
        if (new Set(actions).size !== actions.length) faults.push(`${at}: an action_id stands twice`);
        for (const e of elements) faults.push(...judgeElement(e, at));
        break;
      }
      case 'divider':
        break;
      default:
        faults.push(`${at}: invalid type ${String(block.type)}`);
    }
  });
  const together = JSON.stringify(blocks).length;
  if (allTexts(blocks).join('').length > 13_200) faults.push(`all blocks together hold too much (${together} bytes)`);
  return faults;
}

/** Every text in the blocks, in order, as it was sent. */
export function allTexts(blocks: unknown): string[] {
  if (Array.isArray(blocks)) return blocks.flatMap(allTexts);
  if (typeof blocks !== 'object' || blocks === null) return [];
  const found: string[] = [];
  for (const [key, value] of Object.entries(blocks)) {
    if (key === 'text' && typeof value === 'string') found.push(value);
    else if (typeof value === 'object') found.push(...allTexts(value));
  }
  return found;
}

/** What in a text would notify, join or link: `<@U1>`, `<!channel>`, `<#C1>`, `<https://…>`. */
export const fires = (text: string): string[] => text.match(/<[@!#][^>]*>|<(?:https?|mailto):[^>]*>/g) ?? [];

export const asShown = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&').replaceAll('\u200b', '');
