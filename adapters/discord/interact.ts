/** Slash commands, the command in a message's menu, autocomplete, and the way to buttons and menus. */
import {
  type ChatInputCommandInteraction,
  type Client,
  type Interaction,
  type MessageContextMenuCommandInteraction,
  MessageFlags,
  Routes,
} from 'discord.js';
import type { LookupQuery, Plenary } from '../../src/index.ts';
import type { Asked } from '../shared/converse.ts';
import type { House } from '../shared/platform.ts';
import { WORDS } from '../shared/words.ts';
import { ASK_PLENARY } from './commands.ts';
import { complete } from './complete.ts';
import { checked } from './deliver.ts';
import { describeFault, isPassing, isTooLate } from './faults.ts';
import { renderCard, renderLookup, renderSources } from './lists.ts';
import { type DiscordMessage, renderText } from './message.ts';
import { press } from './press.ts';
import { type Desk, textOf } from './receive.ts';
import { renderAnswer } from './render.ts';

/** A command that is answered in private. */
type Command = ChatInputCommandInteraction | MessageContextMenuCommandInteraction;

/** What is kept until a command is answered, so that a new process can finish it; the token is good for 15 minutes. */
interface CommandTask {
  readonly kind: 'command';
  readonly token: string;
  /** Its question, where it asks one. */
  readonly asked?: Asked;
}

export async function interact(interaction: Interaction, desk: Desk): Promise<void> {
  const id = `discord:${interaction.id}`;
  try {
    if (interaction.isAutocomplete()) return await complete(interaction, desk.house.plenary());
    if (!isAllowed(interaction, desk.house)) {
      if (interaction.isRepliable())
        await interaction.reply({ ...renderText(NOT_HERE), flags: MessageFlags.Ephemeral });
      return;
    }
    if (interaction.isButton() || interaction.isStringSelectMenu()) return await press(interaction, desk);
    if (interaction.isChatInputCommand() || interaction.isMessageContextMenuCommand())
      return await command(interaction, desk);
  } catch (error) {
    desk.house.log.error({ platform: 'discord', id, ...describeFault(error) }, 'an interaction could not be answered');
  }
}

const NOT_HERE = 'Plenary is not switched on here. Ask whoever runs it to allow this server and channel.';

function isAllowed({ guildId, channelId, channel }: Interaction, { config }: House): boolean {
  if (guildId === null) return true;
  const place = channel?.isThread() ? (channel.parentId ?? channelId) : channelId;
  return (
    (config.DISCORD_GUILDS.length === 0 || config.DISCORD_GUILDS.includes(guildId)) &&
    (config.DISCORD_CHANNELS.length === 0 || (place !== null && config.DISCORD_CHANNELS.includes(place)))
  );
}

async function command(interaction: Command, desk: Desk): Promise<void> {
  const { house, once } = desk;
  const id = `discord:${interaction.id}`;
  const asked = questionOf(interaction, id);
  const task: CommandTask = { kind: 'command', token: interaction.token, ...(asked ? { asked } : {}) };
  await once.answer(id, task, {
    // Deferred at once, whatever the answer takes: the first response has to be there within 3 s.
    acknowledge: async () => void (await interaction.deferReply({ flags: MessageFlags.Ephemeral })),
    answer: async () => {
      try {
        const [first, ...rest] = asked
          ? [await ask(asked, desk)]
          : await answerCommand(interaction, desk.house.plenary());
        await interaction.editReply(checked(first ?? renderText(WORDS.failed), house.log, id));
        for (const more of rest)
          await interaction.followUp({ ...checked(more, house.log, id), flags: MessageFlags.Ephemeral });
      } catch (error) {
        if (isPassing(error)) throw error;
        house.log.error({ platform: 'discord', id, ...describeFault(error) }, 'could not answer a command');
        if (isTooLate(error)) return;
        await interaction.editReply(renderText(WORDS.failed)).catch((second: unknown) => {
          house.log.error({ platform: 'discord', id, ...describeFault(second) }, 'could not say so either');
        });
      }
    },
  });
}

/** The question of `/ask` and of a message's menu. Follow-ups to commands are kept by person and channel. */
function questionOf(interaction: Command, id: string): Asked | undefined {
  const text = interaction.isMessageContextMenuCommand()
    ? interaction.commandName === ASK_PLENARY && textOf(interaction.targetMessage)
    : interaction.commandName === 'ask' && interaction.options.getString('question', true);
  if (text === false) return undefined;
  const thread = `discord:${interaction.channelId}:${interaction.user.id}`;
  const message = { thread, text, addressed: 'command' as const };
  return { id, person: `discord:${interaction.user.id}`, message, private: true };
}

async function ask(asked: Asked, { converse, house, line }: Desk): Promise<DiscordMessage> {
  return line.queue(asked.message.thread, async () => {
    const outcome = await converse.ask(asked);
    if (outcome.kind === 'slower') return renderText(outcome.text);
    if (outcome.kind === 'silence') return renderText(WORDS.failed);
    house.log.info({ platform: 'discord', id: asked.id, status: outcome.answer.status }, 'answered');
    const contact = house.config.PLENARY_CONTACT;
    return renderAnswer(outcome.answer, house.plenary(), { exchange: asked.id, share: true, contact });
  });
}

async function answerCommand(interaction: Command, plenary: Plenary): Promise<DiscordMessage[]> {
  if (!interaction.isChatInputCommand()) return [renderText(noLonger(interaction.commandName))];
  const { options } = interaction;
  switch (interaction.commandName) {
    case 'agreement': {
      const query = readLookup(interaction, plenary);
      return [renderLookup(plenary.lookUp(query), query, plenary)];
    }
    case 'meeting':
      return showCard(plenary, options.getString('name', true), 'meeting');
    case 'mechanism':
      return showCard(plenary, options.getString('name', true), 'mechanism');
    case 'sources':
      return renderSources(plenary);
    default:
      return [renderText(noLonger(interaction.commandName))];
  }
}

const noLonger = (command: string): string =>
  `Plenary no longer has the command “${command}”. Restart Discord to see those that it has.`;

function readLookup({ options }: ChatInputCommandInteraction, plenary: Plenary): LookupQuery {
  const topic = options.getString('topic') ?? '';
  const party = options.getString('party') ?? '';
  const area = options.getString('area') ?? '';
  const year = options.getInteger('year');
  return {
    // A topic that was completed is an id; the search is by words.
    ...(topic ? { words: plenary.card(topic)?.title ?? topic } : {}),
    ...(party ? { party } : {}),
    ...(area ? { area } : {}),
    ...(year === null ? {} : { year }),
    page: options.getInteger('page') ?? 1,
  };
}

/** By id, or for free text the name that comes nearest. */
function showCard(plenary: Plenary, typed: string, kind: 'meeting' | 'mechanism'): DiscordMessage[] {
  const id = typed.startsWith(`${kind}/`) ? typed : (plenary.complete(typed, [kind], 1)[0]?.id ?? '');
  const card = plenary.card(id);
  return card
    ? renderCard(card, plenary)
    : [renderText(`No ${kind} of that name is in the documents. Begin to type and pick one from the list.`)];
}

export const isCommandTask = (task: unknown): task is CommandTask =>
  typeof task === 'object' && task !== null && 'kind' in task && task.kind === 'command';

/** A command that was claimed before a restart: its "thinking" becomes the answer, or a word that it failed. */
export async function finishCommand(client: Client<true>, id: string, task: CommandTask, desk: Desk): Promise<void> {
  const { log } = desk.house;
  try {
    const reply = task.asked ? await ask(task.asked, desk) : renderText(WORDS.failed);
    const { content, embeds, components } = checked(reply, log, id);
    const body = { content, embeds, components, allowed_mentions: { parse: [] } };
    await client.rest.patch(Routes.webhookMessage(client.application.id, task.token), { body, auth: false });
  } catch (error) {
    if (isPassing(error)) throw error;
    log.warn({ platform: 'discord', id, ...describeFault(error) }, 'an interrupted command could not be finished');
  }
}
