/** Discord's limits in one table, and the checks that every body passes before it is sent. */
import type { APIApplicationCommandOptionChoice, APIEmbed, RESTPutAPIApplicationCommandsJSONBody } from 'discord.js';
import { checkLimits, findAll, type Limit } from '../shared/limits.ts';
import type { DiscordMessage } from './message.ts';

/** Sizes that rendering plans with. */
export const MOST = {
  content: 2000,
  description: 4096,
  fields: 25,
  fieldName: 256,
  fieldValue: 1024,
  footer: 2048,
  title: 256,
  /** Title, description, fields, footer and author of all embeds of a message together. */
  embedsTogether: 6000,
  embeds: 10,
  rows: 5,
  buttonsInRow: 5,
  buttonLabel: 80,
  customId: 100,
  selectOptions: 25,
  selectLabel: 100,
  selectValue: 100,
  placeholder: 150,
  choices: 25,
  choiceName: 100,
  choiceValue: 100,
  threadName: 100,
} as const;

const MESSAGE: readonly Limit[] = [
  { at: 'content', most: MOST.content },
  { at: 'embeds', most: MOST.embeds },
  { at: 'embeds[].title', most: MOST.title },
  { at: 'embeds[].description', most: MOST.description },
  { at: 'embeds[].fields', most: MOST.fields },
  { at: 'embeds[].fields[].name', most: MOST.fieldName, least: 1 },
  { at: 'embeds[].fields[].value', most: MOST.fieldValue, least: 1 },
  { at: 'embeds[].footer.text', most: MOST.footer },
  { at: 'embeds[].author.name', most: 256 },
  { at: 'components', most: MOST.rows },
  { at: 'components[].components', most: MOST.buttonsInRow, least: 1 },
  { at: 'components[].components[].label', most: MOST.buttonLabel, least: 1 },
  { at: 'components[].components[].custom_id', most: MOST.customId, least: 1 },
  { at: 'components[].components[].placeholder', most: MOST.placeholder },
  { at: 'components[].components[].options', most: MOST.selectOptions, least: 1 },
  { at: 'components[].components[].options[].label', most: MOST.selectLabel, least: 1 },
  { at: 'components[].components[].options[].value', most: MOST.selectValue, least: 1 },
  { at: 'components[].components[].options[].description', most: 100 },
];

const CHOICES: readonly Limit[] = [
  { at: '[].name', most: MOST.choiceName, least: 1 },
  { at: '[].value', most: MOST.choiceValue, least: 1 },
];

const COMMANDS: readonly Limit[] = [
  { at: '[].name', most: 32, least: 1 },
  { at: '[].description', most: 100 },
  { at: '[].options', most: 25 },
  { at: '[].options[].name', most: 32, least: 1 },
  { at: '[].options[].description', most: 100, least: 1 },
  { at: '[].options[].choices', most: 25 },
];

/** Names of chat commands and their options. */
const COMMAND_NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
/** Names, descriptions and values of a whole command together. */
const MOST_IN_COMMAND = 8000;

export const sizeOfEmbed = (embed: APIEmbed): number =>
  [
    embed.title,
    embed.description,
    embed.footer?.text,
    embed.author?.name,
    ...(embed.fields ?? []).flatMap((f) => [f.name, f.value]),
  ].reduce((sum, text) => sum + (text?.length ?? 0), 0);

/** What is wrong with a message; nothing when it may be sent. */
export function checkMessage(message: DiscordMessage): string[] {
  const together = message.embeds.reduce((sum, embed) => sum + sizeOfEmbed(embed), 0);
  const ids = findAll(message, 'components[].components[].custom_id').flatMap(({ value }) =>
    value === undefined ? [] : [value],
  );
  return [
    ...checkLimits(message, MESSAGE),
    ...(together > MOST.embedsTogether
      ? [`the embeds together have ${together} characters; at most ${MOST.embedsTogether} are allowed`]
      : []),
    ...ids.filter((id, i) => ids.indexOf(id) !== i).map((id) => `the custom id “${String(id)}” stands twice`),
    ...(message.content === '' && message.embeds.length === 0 ? ['the message is empty'] : []),
  ];
}

/** What is wrong with the choices of an autocomplete. */
export function checkChoices(choices: readonly APIApplicationCommandOptionChoice[]): string[] {
  return [
    ...checkLimits(choices, CHOICES),
    ...(choices.length > MOST.choices
      ? [`there are ${choices.length} choices; at most ${MOST.choices} are allowed`]
      : []),
  ];
}

/** What is wrong with the commands that are to be registered. */
export function checkCommands(commands: RESTPutAPIApplicationCommandsJSONBody): string[] {
  const names = ['[].name', '[].name_localizations.zh-TW', '[].name_localizations.zh-CN', '[].options[].name'].flatMap(
    (at) =>
      findAll(
        commands.filter((c) => c.type === undefined || c.type === 1),
        at,
      ),
  );
  return [
    ...checkLimits(commands, COMMANDS),
    ...names.flatMap(({ path, value }) =>
      value === undefined || (typeof value === 'string' && COMMAND_NAME.test(value) && value === value.toLowerCase())
        ? []
        : [`${path}: “${String(value)}” is not a name for a command`],
    ),
    ...commands.flatMap((c) =>
      JSON.stringify(c).length > MOST_IN_COMMAND
        ? [`the command “${c.name}” is over ${MOST_IN_COMMAND} characters`]
        : [],
    ),
  ];
}
