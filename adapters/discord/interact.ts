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
import { commandThread, type Desk, personId } from './desk.ts';
import { runDigest } from './digest.ts';
import { DIGEST } from './digest-command.ts';
import { escapeText } from './escape.ts';
import { describeFault, isPassing, isTooLate } from './faults.ts';
import { renderLookup } from './lookup.ts';
import { type DiscordMessage, renderText } from './message.ts';
import { press } from './press.ts';
import { textOf } from './receive.ts';
import { renderAnswer } from './render.ts';
import { renderCard, renderSources } from './views.ts';

/** A command that is answered in private. */
type Command = ChatInputCommandInteraction | MessageContextMenuCommandInteraction;

/** What is kept until a command is answered, so that a new process can finish it; the token is good for 15 minutes. */
interface CommandTask {
  readonly kind: 'command';
  readonly token: string;
  /** Its question, where it asks one. */
  readonly asked?: Asked;
  /** There is a channel to share the answer with. */
  readonly share: boolean;
}

export async function interact(interaction: Interaction, desk: Desk): Promise<void> {
  const id = `discord:${interaction.id}`;
  try {
    if (interaction.isAutocomplete()) {
      if (!isAllowed(interaction, desk.house)) return await interaction.respond([]);
      return await complete(interaction, desk.house.plenary());
    }
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
  const share = interaction.inGuild();
  const task: CommandTask = { kind: 'command', token: interaction.token, share, ...(asked ? { asked } : {}) };
  await once.answer(id, task, {
    // Deferred at once, whatever the answer takes: the first response has to be there within 3 s.
    acknowledge: async () => void (await interaction.deferReply({ flags: MessageFlags.Ephemeral })),
    answer: async () => {
      try {
        const [first, ...rest] = asked ? [await ask(asked, share, desk)] : await answerCommand(interaction, desk);
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

/** The question of `/ask` and of a message's menu. */
function questionOf(interaction: Command, id: string): Asked | undefined {
  const text = interaction.isMessageContextMenuCommand()
    ? interaction.commandName === ASK_PLENARY && textOf(interaction.targetMessage)
    : interaction.commandName === 'ask' && interaction.options.getString('question', true);
  if (text === false) return undefined;
  const thread = commandThread(interaction.channelId, interaction.user.id);
  const message = { thread, text, addressed: 'command' as const };
  return { id, person: personId(interaction.user.id), message, private: true };
}

/** The question stands above its answer: a command is not shown with what was typed into it. */
async function ask(asked: Asked, share: boolean, { converse, house, line }: Desk): Promise<DiscordMessage> {
  return line.queue(asked.message.thread, async () => {
    const outcome = await converse.ask(asked);
    if (outcome.kind === 'slower') return renderText(outcome.text);
    if (outcome.kind === 'silence') return renderText(WORDS.failed);
    house.log.info({ platform: 'discord', id: asked.id, status: outcome.answer.status }, 'answered');
    const contact = house.config.PLENARY_CONTACT;
    const lead = escapeText(WORDS.asked(outcome.exchange.question));
    return renderAnswer(outcome.answer, house.plenary(), { exchange: asked.id, share, contact, lead });
  });
}

async function answerCommand(interaction: Command, desk: Desk): Promise<DiscordMessage[]> {
  const plenary = desk.house.plenary();
  if (!interaction.isChatInputCommand()) return [renderText(noLonger(interaction.commandName))];
  switch (interaction.commandName) {
    case DIGEST.name:
      return runDigest(interaction, desk);
    case 'agreement': {
      const query = readLookup(interaction, plenary);
      const found = plenary.lookUp(query);
      await keepShown(
        interaction,
        found.rows.map((r) => r.id),
        desk,
      );
      return [renderLookup(found, query, plenary)];
    }
    case 'meeting':
    case 'mechanism':
      return showCard(interaction, interaction.commandName, desk);
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

/** By id, or for free text the name that comes nearest, which is then said. */
async function showCard(
  interaction: ChatInputCommandInteraction,
  kind: 'meeting' | 'mechanism',
  desk: Desk,
): Promise<DiscordMessage[]> {
  const plenary = desk.house.plenary();
  const typed = interaction.options.getString('name', true);
  const id = typed.startsWith(`${kind}/`) ? typed : (plenary.complete(typed, [kind], 1)[0]?.id ?? '');
  const card = plenary.card(id);
  if (!card)
    return [renderText(`No ${kind} of that name is in the documents. Begin to type and pick one from the list.`)];
  await keepShown(interaction, [card.id], desk);
  const isIt = id === typed || card.title.toLowerCase().includes(typed.trim().toLowerCase());
  return renderCard(card, plenary, isIt ? '' : WORDS.nearestName(typed));
}

/** "Who signed it?" by /ask afterwards means what was shown. */
const keepShown = ({ channelId, user }: Command, ids: readonly string[], { converse }: Desk): Promise<void> =>
  converse.shown(commandThread(channelId, user.id), ids);

export const isCommandTask = (task: unknown): task is CommandTask =>
  typeof task === 'object' && task !== null && 'kind' in task && task.kind === 'command';

/** A command that was claimed before a restart: its "thinking" becomes the answer, or a word that it failed. */
export async function finishCommand(client: Client<true>, id: string, task: CommandTask, desk: Desk): Promise<void> {
  const { log } = desk.house;
  try {
    const reply = task.asked ? await ask(task.asked, task.share, desk) : renderText(WORDS.failed);
    const { content, embeds, components } = checked(reply, log, id);
    const body = { content, embeds, components, allowed_mentions: { parse: [] } };
    await client.rest.patch(Routes.webhookMessage(client.application.id, task.token), { body, auth: false });
  } catch (error) {
    if (isPassing(error)) throw error;
    log.warn({ platform: 'discord', id, ...describeFault(error) }, 'an interrupted command could not be finished');
  }
}
