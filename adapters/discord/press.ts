/** What a press on a button, or a pick from a menu, does. */
import {
  type ButtonInteraction,
  MessageFlags,
  PermissionFlagsBits,
  type StringSelectMenuInteraction,
} from 'discord.js';
import type { Exchange, Verdict } from '../../src/index.ts';
import { WORDS } from '../shared/words.ts';
import { type Control, readControl, readQuery } from './controls.ts';
import { checked } from './deliver.ts';
import { escapeText } from './escape.ts';
import { describeFault, isTooLate } from './faults.ts';
import { renderLookup, renderWhy } from './lists.ts';
import { type DiscordMessage, renderText } from './message.ts';
import type { Desk } from './receive.ts';
import { renderAnswer } from './render.ts';

export type Press = ButtonInteraction | StringSelectMenuInteraction;

/** A response in two steps: at once, and when it is known. */
interface Response {
  /** Changes the message that was pressed, or shows something beside it to that person alone. */
  readonly shows: 'in place' | 'beside';
  answer(): Promise<void>;
}

export async function press(interaction: Press, desk: Desk): Promise<void> {
  const { house, once } = desk;
  const id = `discord:${interaction.id}`;
  const control = readControl(interaction.customId);
  const exchange = control?.exchange ? await house.state.exchange(control.exchange) : undefined;
  const response =
    !control || (control.exchange && !exchange) ? tooOld(interaction) : respond(interaction, control, exchange, desk);
  await once.answer(id, undefined, {
    acknowledge: async () => {
      if (response.shows === 'in place') await interaction.deferUpdate();
      else await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    },
    answer: async () => {
      try {
        await response.answer();
      } catch (error) {
        house.log.error({ platform: 'discord', id, ...describeFault(error) }, 'could not answer a press');
        if (isTooLate(error)) return;
        await interaction
          .followUp({ ...renderText(WORDS.failed), flags: MessageFlags.Ephemeral })
          .catch((second: unknown) => {
            house.log.error({ platform: 'discord', id, ...describeFault(second) }, 'could not say so either');
          });
      }
    },
  });
}

function tooOld(interaction: Press): Response {
  return { shows: 'beside', answer: async () => void (await interaction.editReply(renderText(WORDS.tooOld))) };
}

function respond(interaction: Press, control: Control, exchange: Exchange | undefined, desk: Desk): Response {
  const { verb, detail } = control;
  const { house } = desk;
  const plenary = house.plenary();
  const inPlace = (body: () => DiscordMessage): Response => ({
    shows: 'in place',
    answer: async () => void (await interaction.editReply(checked(body(), house.log, control.exchange))),
  });
  if (verb === 'look') {
    const query = readQuery(detail);
    return inPlace(() => renderLookup(plenary.lookUp(query), query, plenary));
  }
  if (!exchange) return tooOld(interaction);
  switch (verb) {
    case 'page':
      return inPlace(() =>
        renderAnswer(plenary.answer(exchange.question, exchange.before).answer, plenary, {
          ...optionsOf(interaction, exchange, desk),
          page: Number(detail) || 1,
        }),
      );
    case 'pick':
      return { shows: 'in place', answer: () => pick(interaction, exchange, detail, desk) };
    case 'suggest':
      return { shows: 'beside', answer: () => askNext(interaction, exchange, detail, desk) };
    case 'share':
      return { shows: 'in place', answer: () => share(interaction, exchange, desk) };
    case 'why':
      return { shows: 'beside', answer: () => why(interaction, exchange, desk) };
    case 'helpful':
    case 'unhelpful':
    case 'wrong':
      return { shows: 'beside', answer: () => judge(interaction, exchange, verb, desk) };
  }
}

const isPrivate = ({ message }: Press): boolean => message.flags.has(MessageFlags.Ephemeral);

const optionsOf = (interaction: Press, exchange: Exchange, { house }: Desk) => ({
  exchange: exchange.id,
  share: isPrivate(interaction),
  contact: house.config.PLENARY_CONTACT,
});

/** The choice asks its question, and its answer takes the place of the choices. */
async function pick(interaction: Press, exchange: Exchange, detail: string, desk: Desk): Promise<void> {
  const chosen = interaction.isStringSelectMenu() ? interaction.values[0] : detail;
  const question = exchange.options[Number(chosen)];
  if (question === undefined)
    return void (await interaction.followUp({ ...renderText(WORDS.tooOld), flags: MessageFlags.Ephemeral }));
  await askInstead(
    interaction,
    exchange,
    question,
    desk,
    exchange.id,
    async (body) => void (await interaction.editReply(body)),
  );
}

/** A suggestion is a question of its own: its answer stands beside, for the one who pressed. */
async function askNext(interaction: Press, exchange: Exchange, detail: string, desk: Desk): Promise<void> {
  const question = exchange.suggestions[Number(detail)];
  if (question === undefined) return void (await interaction.editReply(renderText(WORDS.tooOld)));
  await askInstead(
    interaction,
    exchange,
    question,
    desk,
    `discord:${interaction.id}`,
    async (body) => void (await interaction.editReply(body)),
  );
}

async function askInstead(
  interaction: Press,
  exchange: Exchange,
  text: string,
  { converse, house, line }: Desk,
  id: string,
  show: (body: DiscordMessage) => Promise<void>,
): Promise<void> {
  await line.queue(exchange.thread, async () => {
    const replaces = id === exchange.id;
    const outcome = await converse.ask({
      id,
      person: `discord:${interaction.user.id}`,
      message: { thread: exchange.thread, text, addressed: 'command' },
      private: exchange.private,
      edited: replaces,
    });
    if (outcome.kind !== 'reply') {
      const words = outcome.kind === 'slower' ? outcome.text : WORDS.failed;
      return void (await interaction.followUp({ ...renderText(words), flags: MessageFlags.Ephemeral }));
    }
    const body = renderAnswer(outcome.answer, house.plenary(), {
      exchange: id,
      share: replaces ? isPrivate(interaction) : true,
      contact: house.config.PLENARY_CONTACT,
    });
    await show(checked(body, house.log, id));
  });
}

/** Shows a private answer to the channel, with who shared it; the private one keeps its other buttons. */
async function share(interaction: Press, exchange: Exchange, { house }: Desk): Promise<void> {
  const mayWrite = interaction.memberPermissions?.has(
    interaction.channel?.isThread() ? PermissionFlagsBits.SendMessagesInThreads : PermissionFlagsBits.SendMessages,
  );
  if (mayWrite === false)
    return void (await interaction.followUp({
      ...renderText('You may not write in this channel, so nothing was shared.'),
      flags: MessageFlags.Ephemeral,
    }));
  const plenary = house.plenary();
  const { answer } = plenary.answer(exchange.question, exchange.before);
  const who = interaction.inCachedGuild() ? interaction.member.displayName : interaction.user.displayName;
  const lead = `Shared by ${escapeText(who)}. “${escapeText(exchange.question)}”`;
  const contact = house.config.PLENARY_CONTACT;
  await interaction.followUp(
    checked(renderAnswer(answer, plenary, { exchange: exchange.id, lead, contact }), house.log, exchange.id),
  );
  await interaction.editReply(
    checked(renderAnswer(answer, plenary, { exchange: exchange.id, contact }), house.log, exchange.id),
  );
}

async function why(interaction: Press, exchange: Exchange, { house }: Desk): Promise<void> {
  const plenary = house.plenary();
  const [first, ...rest] = renderWhy(plenary.explain(exchange.question, exchange.before), plenary);
  await interaction.editReply(checked(first ?? renderText(WORDS.failed), house.log, exchange.id));
  for (const more of rest)
    await interaction.followUp({ ...checked(more, house.log, exchange.id), flags: MessageFlags.Ephemeral });
}

async function judge(interaction: Press, exchange: Exchange, verdict: Verdict, { converse }: Desk): Promise<void> {
  const kept = await converse.judge(exchange.id, `discord:${interaction.user.id}`, verdict);
  await interaction.editReply(renderText(kept ? WORDS.judged[verdict] : WORDS.tooOld));
}
