/** Puts a reply where it belongs: in a thread on the message, or beside it; and finds it again. */
import {
  ChannelType,
  DiscordAPIError,
  type Message,
  PermissionFlagsBits,
  RESTJSONErrorCodes,
  type SendableChannels,
  ThreadAutoArchiveDuration,
} from 'discord.js';
import type { Log } from '../shared/log.ts';
import { shorten } from '../shared/paging.ts';
import { WORDS } from '../shared/words.ts';
import { describeFault, isRefused } from './faults.ts';
import { checkMessage, MOST } from './limits.ts';
import { type DiscordMessage, renderText } from './message.ts';

/** A body that Discord would refuse is never sent: that is a fault of rendering, and a plain sentence goes out instead. */
export function checked(body: DiscordMessage, log: Log, id: string): DiscordMessage {
  const faults = checkMessage(body);
  if (faults.length === 0) return body;
  log.error({ platform: 'discord', id, faults }, 'a reply was over a limit and was not sent');
  return renderText(WORDS.failed);
}

/** Channels whose messages can have a thread. */
const takesThreads = (message: Message): boolean =>
  message.channel.type === ChannelType.GuildText || message.channel.type === ChannelType.GuildAnnouncement;

/** Whether the question opens a thread of its own, which then has the message's id. */
export function opensThread(message: Message): boolean {
  if (!takesThreads(message) || !message.inGuild()) return false;
  const me = message.guild.members.me;
  const mine = me && message.channel.permissionsFor(me);
  return (
    !mine || (mine.has(PermissionFlagsBits.CreatePublicThreads) && mine.has(PermissionFlagsBits.SendMessagesInThreads))
  );
}

/** Whether embeds are shown there. Discord drops them in silence where they are not. */
export function showsEmbeds(message: Message): boolean {
  if (!message.inGuild()) return true;
  const me = message.guild.members.me;
  return me ? message.channel.permissionsFor(me).has(PermissionFlagsBits.EmbedLinks) : true;
}

/**
 * Posts the reply to a message: in the thread that is opened on it, else as a reply to it.
 * The nonce makes Discord post it once even when the call is repeated.
 */
export async function deliver(message: Message, body: DiscordMessage, title: string, log: Log): Promise<Message> {
  const nonce = { nonce: message.id, enforceNonce: true } as const;
  const thread = opensThread(message) ? await openThread(message, title, log) : undefined;
  if (thread) {
    try {
      return await thread.send({ ...body, ...nonce });
    } catch (error) {
      if (!isRefused(error)) throw error;
      log.warn(
        { platform: 'discord', id: message.id, ...describeFault(error) },
        'no reply could be posted in the thread',
      );
    }
  }
  return await message.reply({ ...body, ...nonce, failIfNotExists: false });
}

async function openThread(message: Message, title: string, log: Log): Promise<SendableChannels | undefined> {
  if (message.thread) return message.thread;
  try {
    const name = shorten(title.replaceAll(/\s+/g, ' ').trim() || 'Plenary', MOST.threadName);
    return await message.startThread({ name, autoArchiveDuration: ThreadAutoArchiveDuration.OneDay });
  } catch (error) {
    if (error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.ThreadAlreadyCreatedForMessage) {
      const thread = await message.client.channels.fetch(message.id);
      return thread?.isSendable() ? thread : undefined;
    }
    if (!isRefused(error)) throw error;
    log.warn(
      { platform: 'discord', id: message.id, ...describeFault(error) },
      'no thread could be opened; replying in the channel',
    );
    return undefined;
  }
}

/** The reply to a message if it was posted already, perhaps by the process before this one. */
export async function findReply(message: Message): Promise<Message | undefined> {
  const me = message.client.user.id;
  const isReply = (m: Message): boolean =>
    m.author.id === me && (m.reference?.messageId === message.id || m.channelId === message.id);
  const places = message.channel.isTextBased() ? [message.channel] : [];
  const thread = takesThreads(message) ? await message.client.channels.fetch(message.id).catch(() => null) : null;
  for (const place of [...(thread?.isTextBased() ? [thread] : []), ...places]) {
    const later = await place.messages.fetch({ after: message.id, limit: 50 });
    // In a thread of its own the first answer refers to nothing; those to later messages there do.
    const found = later.filter((m) => isReply(m) && (m.channelId !== message.id || m.reference === null)).last();
    if (found) return found;
  }
  return undefined;
}
