/** What a press on a button, or a pick from a menu, does. */
import {
  type ButtonInteraction,
  MessageFlags,
  PermissionFlagsBits,
  type StringSelectMenuInteraction,
} from 'discord.js';
import type { Answer, Exchange, Verdict } from '../../src/index.ts';
import { WORDS } from '../shared/words.ts';
import { type Control, readControl, readQuery } from './controls.ts';
import { checked } from './deliver.ts';
import { commandThread, type Desk, personId } from './desk.ts';
import { escapeText } from './escape.ts';
import { describeFault, isTooLate } from './faults.ts';
import { renderLookup } from './lookup.ts';
import { type DiscordMessage, renderText } from './message.ts';
import { type AnswerOptions, renderAnswer } from './render.ts';
import { renderWhy } from './views.ts';

export type Press = ButtonInteraction | StringSelectMenuInteraction;

/** A response in two steps: at once, and when it is known. */
interface Response {
  /** Changes the message that was pressed or adds another, or shows something beside it to that person alone. */
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
        await tell(interaction, WORDS.failed).catch((second: unknown) => {
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
    const query = readQuery(interaction.isStringSelectMenu() ? (interaction.values[0] ?? '') : detail);
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
      return askNext(interaction, exchange, detail, desk);
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

/** An answer that was shared already has no such button any more, and gets none on its other pages. */
const mayShare = ({ message }: Press): boolean =>
  message.components.some(
    (row) =>
      'components' in row &&
      row.components.some((c) => 'customId' in c && readControl(c.customId ?? '')?.verb === 'share'),
  );

/** What stands around the answer stays as it is. */
const optionsOf = (interaction: Press, exchange: Exchange, { house }: Desk) => ({
  exchange: exchange.id,
  share: mayShare(interaction),
  contact: house.config.PLENARY_CONTACT,
  lead: interaction.message.embeds.length > 0 ? interaction.message.content : '',
});

/** The choice asks its question, and its answer takes the place of the choices. */
async function pick(interaction: Press, exchange: Exchange, detail: string, desk: Desk): Promise<void> {
  const question = exchange.options[chosen(interaction, detail)];
  if (question === undefined) return tell(interaction, WORDS.tooOld);
  await askBehind(
    interaction,
    { id: exchange.id, thread: exchange.thread, question, exchange },
    desk,
    async (answer) => {
      const { contact } = optionsOf(interaction, exchange, desk);
      const around = isPrivate(interaction) ? { share: interaction.inGuild(), lead: leadOf(question) } : {};
      await interaction.editReply(render(answer, { exchange: exchange.id, contact, ...around }, desk));
    },
  );
}

/**
 * A suggestion is asked as though the person had typed it. In a thread and in a direct message its answer stands there,
 * for all; under a private answer, and in a channel, where it would be in people's way, only that person sees it.
 */
function askNext(interaction: Press, exchange: Exchange, detail: string, desk: Desk): Response {
  const isOpen = !isPrivate(interaction) && (interaction.channel?.isThread() || !interaction.inGuild());
  const thread = isOpen ? exchange.thread : commandThread(interaction.channelId, interaction.user.id);
  const id = `discord:${interaction.id}`;
  return {
    shows: isOpen ? 'in place' : 'beside',
    answer: async () => {
      const question = exchange.suggestions[chosen(interaction, detail)];
      if (question === undefined) return tell(interaction, WORDS.tooOld);
      await askBehind(interaction, { id, thread, question, exchange }, desk, async (answer) => {
        const { contact } = optionsOf(interaction, exchange, desk);
        const share = !isOpen && interaction.inGuild();
        const body = render(answer, { exchange: id, share, contact, lead: leadOf(question) }, desk);
        await (isOpen ? interaction.followUp(body) : interaction.editReply(body));
      });
    },
  };
}

/** Which entry of a menu, or which button of a row. */
const chosen = (interaction: Press, detail: string): number =>
  Number(interaction.isStringSelectMenu() ? interaction.values[0] : detail);

const leadOf = (question: string): string => escapeText(WORDS.asked(question));

const render = (answer: Answer, options: AnswerOptions, { house }: Desk): DiscordMessage =>
  checked(renderAnswer(answer, house.plenary(), options), house.log, options.exchange ?? '');

/** Asks the question behind a button or an entry of a menu; what is no answer is told to that person alone. */
async function askBehind(
  interaction: Press,
  { id, thread, question, exchange }: { id: string; thread: string; question: string; exchange: Exchange },
  { converse, line }: Desk,
  show: (answer: Answer) => Promise<void>,
): Promise<void> {
  await line.queue(thread, async () => {
    const outcome = await converse.ask({
      id,
      person: personId(interaction.user.id),
      message: { thread, text: question, addressed: 'command' },
      private: exchange.private,
      edited: id === exchange.id,
    });
    if (outcome.kind === 'reply') await show(outcome.answer);
    else await tell(interaction, outcome.kind === 'slower' ? outcome.text : WORDS.failed);
  });
}

/** A sentence for the person who pressed, and for nobody else. */
async function tell(interaction: Press, text: string): Promise<void> {
  // What was begun beside the message is filled; otherwise something is put beside it.
  if (interaction.ephemeral) await interaction.editReply(renderText(text));
  else await interaction.followUp({ ...renderText(text), flags: MessageFlags.Ephemeral });
}

/** Shows a private answer to the channel, with who shared it; the private one keeps its other buttons. */
async function share(interaction: Press, exchange: Exchange, desk: Desk): Promise<void> {
  const { house } = desk;
  const mayWrite = interaction.memberPermissions?.has(
    interaction.channel?.isThread() ? PermissionFlagsBits.SendMessagesInThreads : PermissionFlagsBits.SendMessages,
  );
  if (mayWrite === false) return tell(interaction, WORDS.mayNotWrite);
  const { answer } = house.plenary().answer(exchange.question, exchange.before);
  const who = interaction.inCachedGuild() ? interaction.member.displayName : interaction.user.displayName;
  const lead = escapeText(`${WORDS.sharedBy(who)}. ${WORDS.asked(exchange.question)}`);
  const options = { exchange: exchange.id, contact: house.config.PLENARY_CONTACT };
  await interaction.followUp(render(answer, { ...options, lead }, desk));
  await interaction.editReply(render(answer, { ...options, lead: leadOf(exchange.question) }, desk));
}

async function why(interaction: Press, exchange: Exchange, { house }: Desk): Promise<void> {
  const plenary = house.plenary();
  const [first, ...rest] = renderWhy(plenary.explain(exchange.question, exchange.before), plenary);
  await interaction.editReply(checked(first ?? renderText(WORDS.failed), house.log, exchange.id));
  for (const more of rest)
    await interaction.followUp({ ...checked(more, house.log, exchange.id), flags: MessageFlags.Ephemeral });
}

async function judge(interaction: Press, exchange: Exchange, verdict: Verdict, { converse }: Desk): Promise<void> {
  const kept = await converse.judge(exchange.id, personId(interaction.user.id), verdict);
  await interaction.editReply(renderText(kept ? WORDS.judged[verdict] : WORDS.tooOld));
}
