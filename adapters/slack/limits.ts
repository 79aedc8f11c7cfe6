/** Slack's limits in one table, and the checks that every body passes before it is sent. */
import { checkLimits, findAll, type Limit } from '../shared/limits.ts';

/** Sizes that rendering plans with. */
export const MOST = {
  blocks: 50,
  viewBlocks: 100,
  sectionText: 3_000,
  /** Two to a row. */
  fields: 10,
  fieldText: 2_000,
  header: 150,
  contextElements: 10,
  contextText: 2_000,
  buttons: 25,
  buttonText: 75,
  buttonValue: 2_000,
  selectOptions: 100,
  optionText: 75,
  placeholder: 150,
  viewTitle: 24,
  /** Cut there by Slack without a word. */
  text: 40_000,
  /** The texts of all blocks of a message together. */
  together: 13_200,
} as const;

const ELEMENTS: readonly Limit[] = [
  { at: 'blocks[actions].elements[].action_id', most: 255, least: 1 },
  { at: 'blocks[actions].elements[button].text.text', most: MOST.buttonText, least: 1 },
  { at: 'blocks[actions].elements[button].value', most: MOST.buttonValue },
  { at: 'blocks[actions].elements[static_select].placeholder.text', most: MOST.placeholder },
  { at: 'blocks[actions].elements[static_select].options', most: MOST.selectOptions, least: 1 },
  { at: 'blocks[actions].elements[static_select].options[].text.text', most: MOST.optionText, least: 1 },
  { at: 'blocks[actions].elements[static_select].options[].value', most: 150, least: 1 },
];

const BLOCKS: readonly Limit[] = [
  { at: 'blocks[section].text.text', most: MOST.sectionText, least: 1 },
  { at: 'blocks[section].fields', most: MOST.fields, least: 1 },
  { at: 'blocks[section].fields[].text', most: MOST.fieldText, least: 1 },
  { at: 'blocks[header].text.text', most: MOST.header, least: 1 },
  { at: 'blocks[context].elements', most: MOST.contextElements, least: 1 },
  { at: 'blocks[context].elements[].text', most: MOST.contextText, least: 1 },
  { at: 'blocks[actions].elements', most: MOST.buttons, least: 1 },
  { at: 'blocks[].block_id', most: 255 },
  ...ELEMENTS,
];

const MESSAGE: readonly Limit[] = [
  { at: 'text', most: MOST.text, least: 1 },
  { at: 'blocks', most: MOST.blocks },
  ...BLOCKS,
];
const VIEW: readonly Limit[] = [
  { at: 'title.text', most: MOST.viewTitle, least: 1 },
  { at: 'blocks', most: MOST.viewBlocks },
  ...BLOCKS,
];

const TEXTS = [
  'blocks[section].text.text',
  'blocks[section].fields[].text',
  'blocks[header].text.text',
  'blocks[context].elements[].text',
  'blocks[actions].elements[].text.text',
  'blocks[actions].elements[].options[].text.text',
];

/** The size of all texts in some blocks. */
export const sizeOfTexts = (body: unknown): number =>
  TEXTS.flatMap((at) => findAll(body, at)).reduce(
    (n, { value }) => n + (typeof value === 'string' ? value.length : 0),
    0,
  );

function doubled(body: unknown): string[] {
  return findAll(body, 'blocks[actions].elements').flatMap(({ path, value }) => {
    const ids = findAll(value, '[].action_id').map((f) => String(f.value));
    return ids.filter((id, i) => ids.indexOf(id) !== i).map((id) => `${path}: the action_id ${id} stands twice`);
  });
}

/** What is wrong with a message; nothing when it may be sent. */
export function checkMessage(message: unknown): string[] {
  const together = sizeOfTexts(message);
  return [
    ...checkLimits(message, MESSAGE),
    ...doubled(message),
    ...(together > MOST.together
      ? [`the blocks together have ${together} characters; at most ${MOST.together} are allowed`]
      : []),
  ];
}

/** What is wrong with a modal or a home tab. */
export const checkView = (view: unknown): string[] => [...checkLimits(view, VIEW), ...doubled(view)];
