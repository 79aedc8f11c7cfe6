/** A message that somebody wrote or edited → the bot → the reply in its place, or silence. */
import { ChannelType, type Message, MessageType, type PartialMessage } from 'discord.js';
import type { Claim } from '../../src/index.ts';
import type { House } from '../shared/platform.ts';
import { WORDS } from '../shared/words.ts';
import { checked, deliver, findReply, opensThread, showsEmbeds } from './deliver.ts';
import { commandThread, type Desk, personId } from './desk.ts';
import { describeFault, isGone, isPassing, isRefused } from './faults.ts';
import { renderText } from './message.ts';
import { renderAnswer } from './render.ts';

/** How long after it was written an edited question is answered anew. */
const EDITABLE_MS = 60_000;

/** What has to be known to answer a message after a restart. */
interface MessageTask {
  readonly kind: 'message';
  readonly channel: string;
  readonly message: string;
}

type Addressed = 'mention' | 'direct' | 'thread';

export interface Receive {
  write(message: Message): Promise<void>;
  edit(message: Message | PartialMessage): Promise<void>;
  /** A message that was claimed before a restart, or whose answer failed. */
  finish(claim: Claim, fetch: (channel: string, message: string) => Promise<Message | undefined>): Promise<void>;
}

export function createReceive(desk: Desk): Receive {
  const { house, once, line } = desk;
  const { log } = house;

  async function write(message: Message): Promise<void> {
    const addressed = howAddressed(message, desk);
    if (!addressed) return;
    const id = `discord:${message.id}`;
    const task: MessageTask = { kind: 'message', channel: message.channelId, message: message.id };
    await once.answer(id, task, {
      acknowledge: async () => {},
      answer: () => line.queue(threadOf(message), () => reply(message, addressed)),
    });
  }

  /** Answers and posts. Throws only what may be over in a while, so that it is tried again. */
  async function reply(message: Message, addressed: Addressed): Promise<void> {
    const id = `discord:${message.id}`;
    try {
      const outcome = await desk.converse.ask({ id, ...askedBy(message), message: toMessage(message, addressed) });
      if (outcome.kind === 'silence') return log.debug({ platform: 'discord', id, why: outcome.why }, 'silent');
      if (outcome.kind === 'slower') return void (await message.reply(renderText(outcome.text)));
      const body = checked(renderAnswer(outcome.answer, house.plenary(), optionsFor(message, id, house)), log, id);
      const sent = await deliver(message, body, textOf(message), log);
      await desk.converse.placed(outcome.exchange, `${sent.channelId}/${sent.id}`);
      log.info({ platform: 'discord', id, status: outcome.answer.status }, 'answered');
    } catch (error) {
      if (isPassing(error)) throw error;
      log.error({ platform: 'discord', id, ...describeFault(error) }, 'could not answer');
      if (isRefused(error) || isGone(error)) return;
      await message.reply(renderText(WORDS.failed)).catch((second: unknown) => {
        log.error({ platform: 'discord', id, ...describeFault(second) }, 'could not say so either');
      });
    }
  }

  async function edit(changed: Message | PartialMessage): Promise<void> {
    // Discord also tells a message anew when a thread is opened on it or its links are unfolded: nobody edited it then.
    if (changed.partial || changed.editedTimestamp === null) return;
    const message = changed;
    const edited = message.editedTimestamp ?? 0;
    if (edited - message.createdTimestamp > EDITABLE_MS) return;
    const addressed = howAddressed(message, desk);
    if (!addressed) return;
    const id = `discord:${message.id}`;
    await once.answer(`${id}@${edited}`, undefined, {
      acknowledge: async () => {},
      answer: () =>
        line.queue(threadOf(message), async () => {
          const before = await house.state.exchange(id);
          if (before?.question === textOf(message)) return;
          await (before?.reply ? answerAnew(message, addressed, before.reply) : reply(message, addressed));
        }),
    });
  }

  async function answerAnew(message: Message, addressed: Addressed, place: string): Promise<void> {
    const id = `discord:${message.id}`;
    try {
      const asked = { id, ...askedBy(message), message: toMessage(message, addressed), edited: true };
      const outcome = await desk.converse.ask(asked);
      if (outcome.kind !== 'reply') return;
      const [channelId = '', replyId = ''] = place.split('/');
      const channel = await message.client.channels.fetch(channelId);
      if (!channel?.isSendable()) return;
      const body = renderAnswer(outcome.answer, house.plenary(), optionsFor(message, id, house));
      await channel.messages.edit(replyId, checked(body, log, id));
      log.info({ platform: 'discord', id, status: outcome.answer.status }, 'answered the edited question');
    } catch (error) {
      log.error({ platform: 'discord', id, ...describeFault(error) }, 'could not answer the edited question');
    }
  }

  return {
    write,
    edit,
    finish: async ({ task }, fetch) => {
      if (!isMessageTask(task)) return;
      const message = await fetch(task.channel, task.message);
      const addressed = message && howAddressed(message, desk);
      if (!message || !addressed || (await findReply(message))) return;
      await line.queue(threadOf(message), () => reply(message, addressed));
    },
  };
}

const isMessageTask = (task: unknown): task is MessageTask =>
  typeof task === 'object' && task !== null && 'kind' in task && task.kind === 'message';

/** Undefined: the message is none of Plenary's business. */
function howAddressed(message: Message, { house }: Desk): Addressed | undefined {
  const { config } = house;
  const me = message.client.user.id;
  // Itself, other bots, webhooks; joins, pins, openings of threads and whatever else is not written by a person.
  if (
    message.author.bot ||
    message.webhookId ||
    (message.type !== MessageType.Default && message.type !== MessageType.Reply)
  )
    return undefined;
  if (message.channel.type === ChannelType.DM) return 'direct';
  if (!message.inGuild()) return undefined;
  if (config.DISCORD_GUILDS.length > 0 && !config.DISCORD_GUILDS.includes(message.guildId)) return undefined;
  const channel = message.channel.isThread() ? (message.channel.parentId ?? message.channelId) : message.channelId;
  if (config.DISCORD_CHANNELS.length > 0 && !config.DISCORD_CHANNELS.includes(channel)) return undefined;
  // People also pick the role that Discord made for the bot, which has its name.
  if (message.mentions.users.has(me) || message.mentions.roles.some((role) => role.tags?.botId === me))
    return 'mention';
  return message.channel.isThread() && message.content !== '' ? 'thread' : undefined;
}

/**
 * The conversation: the thread that the message stands in or opens, a direct message's channel, and where no thread can
 * be opened, this person in this channel.
 */
function threadOf(message: Message): string {
  if (message.channel.isThread() || message.channel.isDMBased()) return `discord:${message.channelId}`;
  return opensThread(message) ? `discord:${message.id}` : commandThread(message.channelId, message.author.id);
}

const askedBy = (message: Message): { person: string; private: boolean } => ({
  person: personId(message.author.id),
  private: message.channel.isDMBased() || message.channel.type === ChannelType.PrivateThread,
});

const toMessage = (message: Message, addressed: Addressed) => ({
  thread: threadOf(message),
  text: textOf(message),
  addressed,
  mentionsOthers: mentionsOthers(message),
});

/** What was written, without the bot's name, and with other people's names in place of their numbers. */
export function textOf(message: Message): string {
  const me = message.client.user.id;
  const own = message.mentions.roles.filter((role) => role.tags?.botId === me).map((role) => `<@&${role.id}>`);
  const called = [`<@${me}>`, `<@!${me}>`, ...own];
  const rest = called.reduce((text, name) => text.replaceAll(name, ' '), message.content);
  return rest
    .replaceAll(/<a?:(\w+):\d+>/g, ' ')
    .replaceAll(/<@!?(\d+)>/g, (_, id: string) => `@${message.mentions.users.get(id)?.displayName ?? 'somebody'}`)
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** Somebody else is spoken to: named, called by a role or all at once, or replied to. */
function mentionsOthers(message: Message): boolean {
  const { mentions } = message;
  const me = message.client.user.id;
  const roles = mentions.roles.some((role) => role.tags?.botId !== me);
  return mentions.everyone || roles || mentions.users.some((user) => user.id !== me);
}

const optionsFor = (message: Message, exchange: string, { config }: House) => ({
  exchange,
  contact: config.PLENARY_CONTACT,
  asText: !showsEmbeds(message),
});
